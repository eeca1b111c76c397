"""A proof that does not hold, as findings: the clause, where it stands, and what is there."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.enforce.switch import switched_off
from personac.model import NodeId, evolve
from personac.proof.native import There, gone, idle
from personac.proof.onloss import Action, Ruling
from personac.proof.values import FAILED, Native, Proof, Status, Verdict, Widened

MAX_WORDS = 90
MAX_TARGETS = 4
Place = Callable[[str], str]
"""From the path of an artifact below its target to what the user is told."""


def findings(proof: Proof, found: Iterable[Ruling], place: Place) -> Iterator[Diagnostic]:
    """What is wrong with the artifacts, clauses first; nothing when the proof holds."""
    accepted = {one.node for one in found if one.action is Action.ACCEPT}
    if proof.fault:
        yield _silent(proof, place)
    for verdict in proof.verdicts if not proof.fault else ():
        if verdict.status in FAILED and verdict.node not in accepted:
            yield _not_carried(verdict, proof, place)
    for wider in proof.widened:
        yield _widened(wider, place)


def losses(found: Iterable[Ruling]) -> Iterator[Diagnostic]:
    """What the settings say of declared losses, or what is said without them: one finding for
    each clause, tool or field, however many targets lose it.
    """
    of: dict[Ruling, list[Ruling]] = {}
    for one in found:
        if one.action in (Action.FAIL, Action.WARN):
            of.setdefault(evolve(one, target="", detail=""), []).append(one)
    for ruled in of.values():
        yield _lost(ruled)


def _silent(proof: Proof, place: Place) -> Diagnostic:
    file, _, reason = proof.fault.partition(": ")
    kinds = dict.fromkeys(verdict.kind for verdict in proof.verdicts)
    counts = (f"{sum(v.kind == kind for v in proof.verdicts)} {kind}s" for kind in kinds)
    lost = ", ".join(counts) or "body"
    return Diagnostic(
        code="TGT004",
        name="mandate-not-carried",
        severity=Severity.ERROR,
        message=f"{_cut(place(file))} carries nothing of {proof.persona}: {lost}",
        why=reason or proof.fault,
        help="restore the file with `personac build`",
        labels=(Label(Locator(path=place(file))),),
    )


def _not_carried(verdict: Verdict, proof: Proof, place: Place) -> Diagnostic:
    file = place(verdict.file)
    verb = "weakens" if verdict.status is Status.WEAKENED else "lacks"
    labels = [Label(Locator(node=verdict.node, needle=verdict.words), _origin(verdict))]
    if verdict.now:
        labels.append(Label(Locator(path=file, needle=verdict.now), "stands there now"))
    else:
        labels.append(Label(Locator(path=file)))
    return Diagnostic(
        code="TGT004",
        name="mandate-not-carried",
        severity=Severity.ERROR,
        message=f"{_cut(file)} {verb} the {verdict.kind} `{_cut(verdict.words)}`",
        why=_why(verdict),
        help=f"restore its words with `personac build`, or accept the loss of `{verdict.node}` on "
        f"{proof.target} in `on-loss` of the settings, with a reason",
        labels=tuple(labels),
    )


def _origin(verdict: Verdict) -> str:
    return f"as revision `{verdict.revision}` wants it" if verdict.revision else ""


def _why(verdict: Verdict) -> str:
    why = verdict.why or "nothing in the file says it, and the build declared no loss of it"
    if verdict.now and verdict.now != verdict.words:
        why = f"{why}: `{_cut(verdict.now)}`"
    return f"{why}; only {verdict.enforced} still holds it" if verdict.enforced else why


def _lost(ruled: Sequence[Ruling]) -> Diagnostic:
    """The loss of one thing, on all targets that have it."""
    first = ruled[0]
    unavailable = first.unavailable
    return Diagnostic(
        code="TGT006" if unavailable else "TGT003",
        name="tool-unavailable" if unavailable else "field-lost",
        severity=Severity.ERROR if first.action is Action.FAIL else Severity.WARNING,
        message=_losing(ruled),
        why=first.reason or _WHY_LOST[first.prohibition],
        help=f"{_HOW[unavailable]}, or accept the loss of `{first.node}` "
        "in `on-loss` of the settings, with a reason",
        labels=(Label(Locator(node=first.node)),),
    )


_WHY_LOST = {
    True: "a prohibition that is lost fails unless the settings say otherwise",
    False: "the settings say that such a loss fails",
}
_HOW = {
    True: "leave the persona out for the target with `[[not-for]]`",
    False: "state it in words that the target carries",
}


def _losing(ruled: Sequence[Ruling]) -> str:
    what = _cut(ruled[0].what)
    names = list(dict.fromkeys(one.target for one in ruled))
    if len(names) == 1:
        return f"{names[0]} loses {what}: {_cut(ruled[0].detail)}"
    shown = ", ".join(names[:MAX_TARGETS])
    more = f" and {len(names) - MAX_TARGETS} more" if len(names) > MAX_TARGETS else ""
    return f"{len(names)} targets lose {what}: {shown}{more}"


def _widened(wider: Widened, place: Place) -> Diagnostic:
    file = place(wider.file)
    tool = "every other tool" if wider.tool == "*" else f"the tool `{wider.tool}`"
    return Diagnostic(
        code="TGT009",
        name="permission-widened",
        severity=Severity.ERROR,
        message=f"{_cut(file)} opens {tool} further than the persona",
        why=wider.why,
        help="restore the file with `personac build`; to grant the tool, grant it in the persona",
        labels=(
            Label(Locator(node=wider.node), "what the persona says"),
            Label(Locator(path=file, needle=wider.needle or None)),
        ),
    )


def disarmed(recorded: Sequence[Native], there: There, place: Place) -> Iterator[Diagnostic]:
    """What the client was to enforce and, by the bytes of its files, does not any more."""
    for native, path, what in gone(recorded, there):
        file = place(path)
        yield Diagnostic(
            code="TGT011",
            name="enforcement-gone",
            severity=Severity.ERROR,
            message=f"{_cut(file)} {_cut(what)} ({_cut(native.by)})",
            why="the mandate is words only now; the client lets its agent do what it forbids",
            help="restore the file with `personac build`",
            labels=(
                Label(Locator(node=native.node), "the mandate"),
                Label(Locator(path=file)),
            ),
        )


def unhooked(recorded: Sequence[Native], there: There, place: Place) -> Iterator[Diagnostic]:
    """The settings that switch hooks off, with the mandates that these were to enforce."""
    found: dict[str, list[NodeId]] = {}
    for native, path in idle(recorded, there):
        found.setdefault(path, []).append(native.node)
    for path, nodes in found.items():
        yield switched_off(place(path), nodes)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1].rstrip() + "…"
