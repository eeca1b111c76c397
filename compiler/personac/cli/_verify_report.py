"""What ``personac verify`` says: a line for each persona on each target, and the outcome."""

from collections.abc import Iterator, Sequence

from personac import codec
from personac.cli._build_report import accepted
from personac.proof.onloss import Action
from personac.proof.values import FAILED, Proof, Status, tally
from personac.report.json import report as findings_report
from personac.report.summary import SEPARATOR, plural
from personac.report.visible import json_guarded, pad, short, visible, width
from personac.verify import Checked, Verified

_KINDS = ("mandate", "gate", "metric")


def table(checked: Sequence[Checked]) -> str:
    """``mia  codex  2 mandates, 1 gate: 3 verbatim``, then what the settings accept."""
    rows = [(visible(one.persona), one.target, _said(one)) for one in _in_order(checked)]
    first, second = (max((width(row[n]) for row in rows), default=0) for n in (0, 1))
    lines = (f"{pad(a, first)}  {pad(b, second)}  {c}" for a, b, c in rows)
    return "".join(f"{line}\n" for line in (*lines, *_accepted(checked)))


def _in_order(checked: Sequence[Checked]) -> list[Checked]:
    return sorted(checked, key=lambda one: (one.persona, one.target))


def _said(one: Checked) -> str:
    if one.excluded:
        return f"excluded: {short(one.excluded)}"
    if one.proof is None:
        return "not proven: the sources are not those of the build"
    verdicts = one.proof.verdicts
    kinds = ((kind, sum(v.kind == kind for v in verdicts)) for kind in _KINDS)
    there = ", ".join(plural(number, kind) for kind, number in kinds if number)
    if not there:
        return "states no mandate, gate or metric"
    found = tally(verdicts)
    said = ", ".join(f"{number} {name}" for name, number in found.items())
    more = f", {plural(len(one.proof.widened), 'tool')} widened" if one.proof.widened else ""
    return f"{there}: {said}{more}{_revisions(one.proof)}"


def _revisions(proof: Proof) -> str:
    names = sorted({one.revision for one in proof.verdicts if one.revision})
    return f" by {', '.join(names)}" if names else ""


def _accepted(checked: Sequence[Checked]) -> Iterator[str]:
    for one in _in_order(checked):
        for ruling in one.rulings:
            if ruling.action is Action.ACCEPT:
                yield f"accepted: {visible(one.persona)}: {accepted(ruling)}"


def summary(found: Verified, *, proven: bool) -> str:
    """``5 personas · 590 proofs · proven``."""
    proofs = [one.proof for one in found.checked if one.proof is not None]
    verdicts = [verdict for proof in proofs for verdict in proof.verdicts]
    failed = sum(verdict.status in FAILED for verdict in verdicts)
    lost = sum(verdict.status is Status.LOST for verdict in verdicts)
    parts = [
        plural(len({one.source for one in found.checked}), "persona"),
        plural(len({one.target for one in found.checked}), "target"),
        plural(len(verdicts), "proof"),
    ]
    parts += [f"{failed} failed"] * bool(failed)
    parts += [f"{plural(lost, 'loss', 'losses')} declared"] * bool(lost)
    parts.append(f"{found.out} is proven" if proven else f"{found.out} is not proven")
    return SEPARATOR.join(parts)


def as_json(found: Verified, *, proven: bool) -> str:
    """Schema ``personac/verify/1``: success, a verdict for each clause and target, findings."""
    everything = (*found.findings, *found.changes)
    data = {
        "schema": "personac/verify/1",
        "success": proven,
        "out": found.out,
        "proofs": _in_order(found.checked),
        "diagnostics": findings_report(everything, found.sources, found.unreadable),
    }
    return json_guarded(codec.to_pretty_json(data))
