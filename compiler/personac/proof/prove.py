"""The proof of one persona on one target: from its revised document and the artifacts' bytes."""

from collections.abc import Iterable, Mapping, Sequence

from personac.api import Document, Loss
from personac.model import ToolGrant, clauses
from personac.proof.decode import Decoded, decode
from personac.proof.facts import Fact, facts, is_prohibition, reread
from personac.proof.match import Instead, pair
from personac.proof.tools import unsaid, widened
from personac.proof.values import Native, Proof, Status, Verdict
from personac.source import FromOp

Files = Sequence[tuple[str, bytes]]


def prove(
    document: Document,
    target: str,
    files: Files,
    losses: Sequence[Loss] = (),
    natives: Sequence[Native] = (),
    kinds: Mapping[str, str] | None = None,
) -> Proof:
    """What ``files``, path and content, carry of the persona of ``document``.

    ``losses`` are those that the build declared, ``natives`` what it says the client enforces.
    """
    decoded = [decode(path, data) for path, data in files]
    return Proof(
        target=target,
        persona=document.persona.id,
        verdicts=tuple(_verdicts(document, decoded, losses, natives, kinds or {})),
        widened=tuple(widened(document.persona, target, decoded, losses)),
        unsaid=tuple(unsaid(document.persona, decoded, losses)),
    )


def _verdicts(
    document: Document,
    decoded: Sequence[Decoded],
    losses: Sequence[Loss],
    natives: Sequence[Native],
    kinds: Mapping[str, str],
) -> Iterable[Verdict]:
    wanted = facts(document.persona)
    absent = _absent(wanted, decoded, kinds, authored=document.dialect == "canonical")
    text = "\n".join(one.text or "" for one in decoded)
    lost = {loss.node: loss.detail for loss in losses if loss.kind in ("dropped", "withheld")}
    native = {one.node: one.by for one in natives}
    main = next((one.path for one in decoded if one.text is not None), decoded[0].path)
    for fact in wanted:
        node = fact.clause.id
        reason = lost.get(node) or lost.get(node.partition("#")[0], "")
        instead = absent.get(node)
        yield Verdict(
            node=node,
            kind=fact.kind,
            words=fact.clause.text,
            status=_status(fact, instead, text, reason, native.get(node, "")),
            prohibition=is_prohibition(fact.clause),
            revision=_revision(document, node),
            enforced=native.get(node, ""),
            reason=reason if instead else "",
            file=main,
            now=instead.now if instead else "",
            why=instead.why if instead else "",
        )


def _absent(
    wanted: Sequence[Fact], decoded: Sequence[Decoded], kinds: Mapping[str, str], *, authored: bool
) -> dict[str, Instead]:
    """The clauses that some reading of the artifacts does not hold."""
    said = [one for one in decoded if one.text is not None]
    if not said:
        faults = "; ".join(one.fault for one in decoded if one.fault)
        return {fact.clause.id: Instead(why=faults) for fact in wanted}
    readings = [reread(one, kinds, authored=authored).readings for one in said]
    text = "\n".join(one.text or "" for one in said)
    found: dict[str, Instead] = {}
    for reading in zip(*readings, strict=False):
        there = [fact for part in reading for fact in part]
        for fact, instead in pair(wanted, there, text).absent:
            found.setdefault(fact.clause.id, instead)
    return found


def _status(fact: Fact, instead: Instead | None, text: str, reason: str, native: str) -> Status:
    if instead is None:
        return Status.VERBATIM if fact.clause.text in text else Status.REFLOWED
    if native:
        return Status.ENFORCED
    if reason:
        return Status.LOST
    return Status.WEAKENED if instead.now else Status.MISSING


def _revision(document: Document, node: str) -> str:
    origin = document.origins.get(node.partition("#")[0])
    return origin.revision if isinstance(origin, FromOp) else ""


def grants_of(document: Document) -> dict[str, ToolGrant]:
    """The tool grants of a persona by their ids."""
    found = (clause for _, clause in clauses(document.persona))
    return {clause.id: clause for clause in found if isinstance(clause, ToolGrant)}
