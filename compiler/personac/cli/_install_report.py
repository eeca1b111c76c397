"""What ``personac install`` says, for people and for scripts."""

from collections.abc import Iterator

from msgspec import Struct

from personac import codec
from personac.installation import Change, Stop
from personac.installer import Built, Found
from personac.report.visible import json_guarded, visible
from personac.trace.edits import Offer, difference


class Said(Struct, frozen=True, kw_only=True):
    """What came of an installation."""

    built: Built
    found: Found
    written: bool
    check: bool
    uninstall: bool


def text(said: Said) -> str:
    return "".join(f"{line}\n" for line in _lines(said))


def _lines(said: Said) -> Iterator[str]:
    plan = said.found.plan
    for problem in plan.problems:
        yield f"{visible(problem.path)}: {visible(problem.message)}"
    offers = dict(said.found.offers)
    for stop in plan.stops:
        yield from _stop(stop, said)
        yield from _offer(offers.get(stop))
    for change in plan.changes:
        if _is_taken(change, said):
            yield from _difference(change)
        if said.written or said.check:
            yield f"{_deed(change, said)} {visible(change.path)}"
    if not said.uninstall:
        yield from _unsaid(said.built)
    yield _summary(said)


def _is_taken(change: Change, said: Said) -> bool:
    """Whether a file that was not as we left it is written over."""
    if change.old is None:
        return False
    if said.uninstall or any(change.path == one.path for one in said.found.before.joint):
        return False
    ours = {f.content for _, f in said.found.before.files() if f.path == change.path}
    merged = any(change.path == one.path for one in said.found.plan.record.joint)
    return change.old not in ours and not merged


def _stop(stop: Stop, said: Said) -> Iterator[str]:
    name = visible(stop.path)
    if said.uninstall:
        yield f"{name}: {stop.held}, and stays; --adopt removes it all the same"
    elif stop.is_ours:
        does = "writes over the edit" if stop.wanted is not None else "removes it all the same"
        yield f"{name}: {stop.held}; --adopt {does}"
    else:
        yield f"{name}: {stop.held}; move it away, or --adopt takes it over"
    names = (f"{stop.path} (installed)", f"{stop.path} (now)")
    old, new = stop.meant, stop.is_now.decode("utf-8", "replace")
    if not stop.is_ours:
        names, (old, new) = (f"{stop.path} (now)", f"{stop.path} (built)"), (new, stop.meant)
    yield from _shown(difference(old, new, names))


def _difference(change: Change) -> Iterator[str]:
    old, new = ((data or b"").decode("utf-8", "replace") for data in (change.old, change.new))
    yield from _shown(difference(old, new, (f"{change.path} (now)", f"{change.path} (built)")))


def _shown(diff: str) -> Iterator[str]:
    return (visible(line) for line in diff.split("\n")[:-1])


def _offer(offer: Offer | None) -> Iterator[str]:
    if offer is None:
        return
    if offer.patch:
        yield "the same change in the source; `git apply` takes it, then build and install:"
        yield from _shown(offer.patch)
    for place in offer.elsewhere:
        yield f"change what it says in {visible(place)}, then build and install"


def _deed(change: Change, said: Said) -> str:
    done = said.written
    if change.new is None:
        return "removed" if done else "to remove:"
    if change.old is None:
        return "installed" if done else "to install:"
    if said.uninstall and any(change.new == f.before for _, f in said.found.before.files()):
        return "restored" if done else "to restore:"
    return "updated" if done else "to update:"


def _unsaid(built: Built) -> Iterator[str]:
    """What is not enforced or not installed in a home directory."""
    for target, number in built.unheld.items():
        what = "1 mandate stays" if number == 1 else f"{number} mandates stay"
        yield f"{target}: {what} words only; their rules are files of a project: --scope project"
    for target in built.homeless:
        yield f"{target}: has no place in a home directory, and is left out"


def _summary(said: Said) -> str:
    plan = said.found.plan
    new = sum(1 for one in plan.changes if one.old is None)
    gone = sum(1 for one in plan.changes if one.new is None)
    counts = {
        "installed" if said.written else "to install": new,
        "updated" if said.written else "to update": len(plan.changes) - new - gone,
        "removed" if said.written else "to remove": gone,
        "unchanged": len(plan.same),
        "in the way": len(plan.problems) + len(plan.stops),
    }
    shown = [f"{number} {what}" for what, number in counts.items() if number]
    rest = "" if said.written or said.check else " · nothing was written"
    return " · ".join(shown or ["nothing to do"]) + rest


def as_json(said: Said) -> str:
    plan, offers = said.found.plan, dict(said.found.offers)
    value = {
        "written": said.written,
        "changes": [
            {"path": one.path, "action": _deed(one, said).split(" ")[-1].rstrip(":")}
            for one in plan.changes
        ],
        "unchanged": list(plan.same),
        "stops": [_stop_json(stop, offers.get(stop)) for stop in plan.stops],
        "problems": [{"path": one.path, "message": one.message} for one in plan.problems],
        "words_only": dict(said.built.unheld),
        "left_out": list(said.built.homeless),
    }
    return json_guarded(codec.to_pretty_json(value))


def _stop_json(stop: Stop, offer: Offer | None) -> dict[str, object]:
    now = stop.is_now.decode("utf-8", "replace")
    return {
        "path": stop.path,
        "why": str(stop.held),
        "diff": difference(stop.meant, now, (stop.path, stop.path)),
        "patch": offer.patch if offer else "",
        "elsewhere": list(offer.elsewhere) if offer else [],
    }
