"""What a writer is asked for when rules cannot word a proposal, and what comes of the answer."""

from collections.abc import Mapping

from msgspec import Struct

from personac import codec
from personac.breaking import GONE
from personac.model import Contract, Field, Item, Step, Text
from personac.revise._words import Place, label_of, title_of, words_of
from personac.revise.ops.replace import Replace
from personac.revise.parse import is_paragraph
from personac.revise.prose.carry import broken_by
from personac.revise.prose.ground import Ground, Lowered, Status, affinity
from personac.text.plain import plain
from personac.text.quote import find_quote, key_of

LONGEST = 4000


class Request(Struct, frozen=True, kw_only=True):
    """One question to a writer; its ``key`` names the answer for as long as nothing changes."""

    schema: str = "personac/rewrite/1"
    persona: str
    revision: str
    section: str
    label: str
    text: str
    instruction: str
    reason: str
    concepts: tuple[str, ...]
    preserve: tuple[str, ...]

    @property
    def key(self) -> str:
        return codec.digest(codec.to_json(self))


def request_for(ground: Ground) -> tuple[Request, Place] | None:
    """What to ask, about the quoted text that the proposal has most to do with."""
    proposal = ground.proposal
    there = [p for p in ground.standing() if isinstance(p.node, Text | Item | Step | Field)]
    there = [p for p in there if words_of(p.node).strip()]
    if not there:
        return None
    place = max(there, key=lambda p: affinity(proposal.example or proposal.text, p))
    node = place.node
    binding = (c.text for c in getattr(node, "clauses", ()) if isinstance(c, Contract))
    asked = Request(
        persona=ground.document.persona.id,
        revision=ground.spec.id,
        section=plain(title_of(place)),
        label=plain(label_of(node) or ""),
        text=words_of(node),
        instruction=proposal.text,
        reason=ground.reason,
        concepts=proposal.concepts,
        preserve=tuple(binding),
    )
    return asked, place


def rewritten(
    ground: Ground, came: Lowered, answers: Mapping[str, str]
) -> tuple[Lowered, Request | None]:
    """The proposal with the answer to its request, and the request itself."""
    asked = request_for(ground) if came.open else None
    if asked is None:
        return came, None
    request, place = asked
    if any(key_of(text) == key_of(words_of(place.node)) for text in answers.values()):
        return Lowered(Status.DONE), None
    if request.key not in answers:
        return came, request
    text = " ".join(answers[request.key].split())
    name = f"{ground.op}-rewritten" if came.ops else ground.op
    target = ground.named(place)
    op = Replace(id=name, target=target, text=text, reason=ground.reason)
    if why := _refusal(ground, op, answers[request.key]):
        told = ground.told(f"the rewriter's answer {why}", "correct the rewriter, and build again")
        return came._replace(found=(*came.found, told)), request
    others = tuple(one for one in came.ops if getattr(one, "target", None) != target)
    return Lowered(Status.APPLIED, (*others, op), rewrote=request.key), request


def _refusal(ground: Ground, op: Replace, answer: str) -> str:
    """Why an answer, as it was given, cannot stand; empty when it can."""
    text = op.text or ""
    if not is_paragraph(answer.strip()) or not is_paragraph(text) or len(text) > LONGEST:
        return f"is not one paragraph of at most {LONGEST} characters"
    if missing := [c for c in ground.proposal.concepts if not find_quote(c, text)]:
        return f'does not say "{missing[0]}"'
    if lost := broken_by(ground, op):
        gone = lost[0].became == GONE
        return f'drops "{plain(lost[0].words)[:90]}"' if gone else f"breaks it: {lost[0].message}"
    return ""
