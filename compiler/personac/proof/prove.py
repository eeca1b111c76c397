"""The proof of one persona on one target: from its revised document and the artifacts' bytes."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from personac.api import Document, Loss
from personac.proof.decode import Decoded, decode
from personac.proof.facts import Fact, Reread, facts, is_prohibition, reread
from personac.proof.match import Instead, pair
from personac.proof.tools import unsaid, widened
from personac.proof.values import Proof, Status, Verdict
from personac.registry import form_of
from personac.source import FromOp
from personac.targets.form import Form
from personac.writers._naming import fitting_name

Files = Sequence[tuple[str, bytes]]


def prove(
    document: Document,
    target: str | Form,
    files: Files,
    losses: Sequence[Loss] = (),
    native: Mapping[str, str] = MappingProxyType({}),
    kinds: Mapping[str, str] | None = None,
) -> Proof:
    """What ``files``, path and content, carry of the persona of ``document``.

    ``losses`` are those that the build declared, ``native`` by what the
    client enforces a clause; that excuses only words whose loss was declared.  A target of
    the project's own is given as what its file says.
    """
    form = target if isinstance(target, Form) else form_of(target)
    name = target.target if isinstance(target, Form) else target
    known = fitting_name(document.persona.id, form.name) if form else ""
    decoded = [decode(path, data, form, known) for path, data in files]
    authored = document.dialect == "canonical"
    said = [(one, reread(one, kinds or {}, authored=authored)) for one in decoded]
    said = [(one, read) for one, read in said if read.readings]
    return Proof(
        target=name,
        persona=document.persona.id,
        fault="" if said else _fault(decoded),
        verdicts=tuple(_verdicts(document, said, losses, native if said else {})),
        widened=tuple(widened(document.persona, name, decoded, losses, form)),
        unsaid=tuple(unsaid(document.persona, decoded, losses)),
    )


def _fault(decoded: Sequence[Decoded]) -> str:
    reasons = (f"{one.path}: {one.fault or 'it has no text for a model'}" for one in decoded)
    return "; ".join(reasons) or "there is no file"


def _verdicts(
    document: Document,
    said: Sequence[tuple[Decoded, Reread]],
    losses: Sequence[Loss],
    native: Mapping[str, str],
) -> Iterable[Verdict]:
    wanted = facts(document.persona)
    text = "\n".join(one.text or "" for one, _ in said)
    absent = _absent(wanted, [read for _, read in said], text)
    lost = {loss.node: loss.detail for loss in losses if loss.kind in ("dropped", "withheld")}
    main = said[0][0].path if said else ""
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


def _absent(wanted: Sequence[Fact], reread: Sequence[Reread], text: str) -> dict[str, Instead]:
    """The clauses that some way of reading the artifacts does not find."""
    if not reread:
        return {fact.clause.id: Instead() for fact in wanted}
    found: dict[str, Instead] = {}
    for number in range(max(len(one.readings) for one in reread)):
        parts = (one.readings[min(number, len(one.readings) - 1)] for one in reread)
        there = [fact for part in parts for fact in part]
        for fact, instead in pair(wanted, there, text).absent:
            found.setdefault(fact.clause.id, instead)
    return found


def _status(fact: Fact, instead: Instead | None, text: str, reason: str, native: str) -> Status:
    if instead is None:
        return Status.VERBATIM if fact.clause.text in text else Status.REFLOWED
    if reason:
        return Status.ENFORCED if native else Status.LOST
    return Status.WEAKENED if instead.now else Status.MISSING


def _revision(document: Document, node: str) -> str:
    origin = document.origins.get(node.partition("#")[0])
    return origin.revision if isinstance(origin, FromOp) else ""
