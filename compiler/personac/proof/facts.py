"""The clauses of a document as facts that can be compared: words, force, place."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from personac.api import Document
from personac.model import (
    Contract,
    Gate,
    Mandate,
    Persona,
    Polarity,
    Row,
    Stating,
    clauses,
    evolve,
)
from personac.once import once
from personac.passes import enrich
from personac.proof.decode import Decoded
from personac.readers import canonical
from personac.readers._tree import Builder
from personac.source import Source
from personac.text.plain import plain

_PUNCTUATION = re.compile(r"[\s_*`|:;,.!?…\"'“”‘’()\[\]{}#~\\–—]+")
Force = tuple[str, ...]


class Fact(NamedTuple):
    """One clause: ``own`` words for comparison, and ``words`` with the label or row that they
    belong to.  ``forms`` are other ways to put an element into Markdown: with its attributes, with
    its name in front, without the label that its name stands in for.
    """

    clause: Contract
    kind: str
    words: str
    own: str
    forms: tuple[str, ...]
    force: Force


@once
def facts(persona: Persona) -> tuple[Fact, ...]:
    """Every mandate, gate and metric, in document order."""
    return tuple(
        _fact(holder, clause) for holder, clause in clauses(persona) if isinstance(clause, Contract)
    )


def _fact(holder: Stating, clause: Contract) -> Fact:
    own = words(clause.text)
    label = words(_label(holder))
    joined = own if not label or own.startswith(label) else f"{label} {own}"
    forms = tuple(dict.fromkeys(_forms(holder, own, joined)))
    return Fact(clause, type(clause).__name__.lower(), joined, own, forms, _force(clause))


def _forms(holder: Stating, own: str, joined: str) -> Iterator[str]:
    noted = words(" ".join(f"{a.name} {a.value}" for a in getattr(holder, "attributes", ())))
    tag = words(getattr(holder, "tag", None) or "")
    for bare in (joined, own) if tag else (joined,):
        for named in (bare, f"{tag} {bare}".strip()):
            yield named
            yield f"{named} {noted}".strip()


def _label(holder: Stating) -> str:
    if isinstance(holder, Row):
        return " ".join(holder.cells)
    return str(getattr(holder, "label", None) or "")


def _force(clause: Contract) -> Force:
    """What makes equal words bind differently."""
    bound = words(clause.threshold or "")
    if isinstance(clause, Mandate):
        return str(clause.polarity), str(clause.modality), words(clause.unless or ""), bound
    return (str(clause.blocking), bound) if isinstance(clause, Gate) else (bound,)


def is_prohibition(clause: Contract) -> bool:
    return isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """``text`` for comparison: signs that carry meaning (``<``, ``%``, ``-``) stay."""
    return " ".join(_PUNCTUATION.sub(" ", plain(text)).casefold().split())


class Reread(NamedTuple):
    """What an artifact says: ``readings`` that each have to hold a clause for it to be there."""

    readings: tuple[tuple[Fact, ...], ...]


def reread(decoded: Decoded, kinds: Mapping[str, str], *, authored: bool) -> Reread:
    """Read an artifact anew, without knowing where it came from.

    A canonical document both says and states its clauses; where their author ``authored`` them,
    what is stated counts, as long as its words stand there.
    """
    if decoded.text is None:
        return Reread(())
    given = tuple(sorted(kinds.items()))
    if decoded.canonical:
        return _canonical(decoded.text, given, authored=authored)
    return _markdown(decoded.text, given)


@lru_cache(maxsize=8)
def _markdown(text: str, kinds: tuple[tuple[str, str], ...]) -> Reread:
    """Targets that are given the same text are read once."""
    source = Source("artifact", text, "")
    builder = Builder(source)
    persona = Persona(id="artifact", body=builder.markdown(0, len(text)))
    document = Document(persona=persona, sources=(source,), origins=builder.origins)
    return Reread((facts(enrich(document, dict(kinds)).persona),))


def _canonical(text: str, kinds: tuple[tuple[str, str], ...], *, authored: bool) -> Reread:
    document = canonical.READER.read(Source("artifact.yaml", text, "")).value
    if document is None:
        return Reread(())
    if authored:
        return Reread((facts(enrich(document, dict(kinds)).persona),))
    worded = enrich(evolve(document, dialect=""), dict(kinds))
    return Reread((facts(worded.persona), facts(document.persona)))
