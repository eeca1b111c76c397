"""What ``personac build`` says at the end, for people and for scripts."""

from collections.abc import Iterator

from msgspec import Struct

from personac import codec
from personac.api import LossKind
from personac.diagnostics import Severity
from personac.driver import Built
from personac.matrix import matrix
from personac.proof.onloss import Ruling
from personac.report.json import report as findings_report
from personac.report.losses import render as render_losses
from personac.report.matrix import brief
from personac.report.matrix import places as render_places
from personac.report.placed import counts
from personac.report.summary import plural
from personac.report.visible import MAX_MESSAGE, short

MAX_PATHS = 10
_PROSE_ONLY = (
    "error: {} prose only, which no client enforces; see them with --losses, and accept them in "
    "`on-loss` of the settings with a reason"
)
_DRIFT = (
    ("stale", "stale, the sources have changed"),
    ("missing", "missing"),
    ("edited", "edited by hand; move the change to the source"),
    ("foreign", "not written by personac"),
    ("orphaned", "orphaned, no persona makes it any more"),
    ("kept", "kept because it was edited by hand, no persona makes it any more; delete it"),
)
_REFUSALS = (
    ("foreign", "error", "was not written by personac; move it away, or use --force"),
    ("edited", "error", "was edited by hand; move the change to its source, or use --force"),
    ("kept", "warning", "no persona makes it any more; it is kept because it was edited by hand"),
)


class Asked(Struct, frozen=True):
    """What the user asked for, and whether anything was written."""

    out: str
    form: str
    check: bool
    written: bool
    force: bool
    losses: bool
    strict: bool = False


def drifted(built: Built) -> bool:
    """Whether the output folder differs from what would be built."""
    groups = any(getattr(built.plan, name) for name, _ in _DRIFT)
    records = built.manifest_stale or built.sourcemap_stale
    return bool(groups or records or built.failed or built.unproven or built.problems)


def text(built: Built, asked: Asked) -> str:
    """What a person reads: losses when something was written or they are asked for, problems,
    drift, and the closing line.
    """
    news = _changing(built, asked) > 0
    lines = [*(_losses(built, places=asked.losses) if news or asked.losses else ())]
    lines += _enforced(built, places=asked.losses) if news or asked.losses else ()
    lines += _excluded(built) if news or asked.losses or asked.strict else ()
    lines += _problems(built, asked.out)
    lines += _drift(built, asked.out) if asked.check else _refusals(built, asked)
    if asked.strict and (number := unenforced(built)):
        lines.append(
            _PROSE_ONLY.format(plural(number, "limit of a tool is", "limits of tools are"))
        )
    lines.append(_summary(built, asked))
    return "".join(f"{line}\n" for line in lines)


def _losses(built: Built, *, places: bool) -> Iterator[str]:
    lost = [loss for one in built.compiled for emitted in one.emitted for loss in emitted.losses]
    if lost:
        yield from render_losses(lost, places=places).rstrip("\n").split("\n")
    for one in built.compiled if places else ():
        rulings = (ruling for emitted in one.emitted for ruling in emitted.rulings)
        yield from (f"accepted: {one.persona}: {accepted(ruling)}" for ruling in rulings)


def _excluded(built: Built) -> Iterator[str]:
    """The personas that the settings keep from a target."""
    for one in built.compiled:
        for left in one.excluded:
            yield f"excluded: {left.target} does not get {one.persona}: {short(left.reason)}"


def accepted(ruling: Ruling) -> str:
    return f"{ruling.target} loses {short(ruling.what, 90)}: {short(ruling.reason)}"


def unenforced(built: Built) -> int:
    """How many limits of tools are words only, but for those that the settings accept."""
    return sum(
        lost.loss.kind is LossKind.UNENFORCED
        and lost.loss.node not in {ruling.node for ruling in emitted.rulings}
        for one in built.compiled
        for emitted in one.emitted
        for lost in emitted.losses
    )


def _enforced(built: Built, *, places: bool) -> Iterator[str]:
    rows = matrix(built.compiled, built.hookless)
    if places:
        yield from render_places(rows)
    if line := brief(rows):
        yield line


def _problems(built: Built, out: str) -> Iterator[str]:
    for problem in built.problems:
        yield f"error: {_place(out, problem.path)}: {short(problem.message, 2 * MAX_MESSAGE)}"


def _refusals(built: Built, asked: Asked) -> Iterator[str]:
    for name, severity, message in _REFUSALS:
        for path in () if asked.force and name != "kept" else getattr(built.plan, name):
            yield f"{severity}: {_place(asked.out, path)}: {message}"


def _place(out: str, path: str) -> str:
    return short(f"{out}/{path}")


def _drift(built: Built, out: str) -> Iterator[str]:
    for name, meaning in _DRIFT:
        paths = getattr(built.plan, name)
        for path in paths[:MAX_PATHS]:
            yield f"{_place(out, path)}: {meaning}"
        if len(paths) > MAX_PATHS:
            yield f"… and {len(paths) - MAX_PATHS} more {name}"
    if any(getattr(built.plan, name) for name, _ in _DRIFT):
        return
    if built.manifest_stale:
        yield f"{out}/manifest.json: stale, sources or revisions have changed"
    elif built.sourcemap_stale:
        yield f"{out}/sourcemap.json: missing, stale or changed by hand"


def _summary(built: Built, asked: Asked) -> str:
    personas = sum(not one.failed for one in built.compiled)
    lost = sum(len(emitted.losses) for one in built.compiled for emitted in one.emitted)
    parts = [plural(personas, "persona"), _files(built, asked)]
    if settled := sum(len(one.settled) for one in built.compiled):
        parts.append(f"{plural(settled, 'revision')} already applied")
    parts += [*_tally(built), f"{plural(lost, 'loss', 'losses')} declared"]
    if left := sum(len(one.excluded) for one in built.compiled):
        parts.append(f"{left} excluded by `not-for`")
    if built.failed:
        parts.append(f"{plural(len(built.failed), 'source')} failed")
    if built.unproven:
        parts.append(f"{plural(len(built.unproven), 'persona')} not proven")
    return " · ".join(parts)


def _files(built: Built, asked: Asked) -> str:
    changing = _changing(built, asked)
    if asked.check:
        return (
            "out of date, run `personac build`" if drifted(built) else f"{asked.out} is up to date"
        )
    if not asked.written:
        return "nothing written"
    same = len(built.plan.same)
    if not changing and not built.plan.orphaned:
        return f"{plural(same, 'file')} unchanged"
    removed = f", {len(built.plan.orphaned)} removed" if built.plan.orphaned else ""
    return f"{plural(changing, 'file')} written{removed}, {same} unchanged"


def _changing(built: Built, asked: Asked) -> int:
    """How many files are or would be written."""
    found = len(built.plan.missing) + len(built.plan.stale)
    forced = len(built.plan.foreign) + len(built.plan.edited)
    return found + (forced if asked.force and not asked.check else 0)


def _tally(built: Built) -> Iterator[str]:
    for severity, number in counts(built.findings).items():
        if number and severity is not Severity.HINT:
            yield plural(number, str(severity))


def as_json(built: Built, asked: Asked) -> str:
    """Schema ``personac/build/1``: success, drift by group, losses and findings."""
    data = {
        "schema": "personac/build/1",
        "success": _succeeded(built, asked),
        "out": asked.out,
        "personas": [one.persona for one in built.compiled if not one.failed],
        "failed": [{"path": e.path, "reason": e.reason} for e in built.unreadable]
        + [{"path": one.path, "reason": "see findings"} for one in built.compiled if one.failed],
        "problems": built.problems,
        "written": asked.written,
        **{name: getattr(built.plan, name) for name, _ in _DRIFT},
        "losses": [loss for one in built.compiled for e in one.emitted for loss in e.losses],
        "excluded": [
            {"persona": one.persona, "target": left.target, "reason": left.reason}
            for one in built.compiled
            for left in one.excluded
        ],
        "enforcement": matrix(built.compiled, built.hookless),
        "diagnostics": findings_report(built.findings, built.sources, built.unreadable),
    }
    return codec.to_pretty_json(data)


def _succeeded(built: Built, asked: Asked) -> bool:
    if built.failed or built.unproven or built.problems:
        return False
    return not drifted(built) if asked.check else asked.written
