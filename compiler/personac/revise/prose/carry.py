"""Keeping what a text binds when it is replaced: its mandates and gates go on after it."""

import re
from typing import Generic, NamedTuple, TypeVar

from personac import registry
from personac.api import Document, Outcome
from personac.model import evolve
from personac.revise._match import match
from personac.revise._words import Place, words_of
from personac.revise.ops._edit import sentence_added
from personac.revise.ops.rephrase import Rephrase
from personac.revise.ops.replace import Replace
from personac.revise.preserve import Broken, broken
from personac.revise.prose.ground import Ground
from personac.revision import OpBase
from personac.text.plain import plain
from personac.text.quote import find_quote

_PARTS = ("mandates", "gates", "tools")
_CODE = re.compile(r"`[^`\n]{1,80}`")
_ENDS = re.compile(r"(?<=[.!?;])\s+")
_MOST = 8


R = TypeVar("R", bound=Replace | Rephrase)


class Carried(NamedTuple, Generic[R]):
    """The op that keeps what binds; ``kept`` are the sentences it took along, ``lost`` what it
    would still lose, ``unnamed`` the code words that its text no longer has.
    """

    op: R
    kept: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def carried(ground: Ground, place: Place, op: R) -> Carried[R]:
    """``op`` with every mandate of the replaced text that it would drop."""
    old = op.words if isinstance(op, Rephrase) else words_of(place.node)
    kept: list[str] = []
    lost = lost_by(ground, op)
    while lost and len(kept) < _MOST:
        stated = _stating(old, lost[0])
        if not stated or stated in kept:
            break
        kept.append(stated)
        op = _with(op, sentence_added(_new(op), stated))
        lost = lost_by(ground, op)
    named = [code for code in _CODE.findall(old) if not find_quote(code, _new(op))]
    return Carried(op, tuple(kept), lost, tuple(dict.fromkeys(named)))


def _new(op: Replace | Rephrase) -> str:
    return op.with_ if isinstance(op, Rephrase) else op.text or ""


def _with(op: R, text: str) -> R:
    return evolve(op, **{"with_" if isinstance(op, Rephrase) else "text": text})


def tried(ground: Ground, op: OpBase) -> Outcome[Document]:
    """What the op alone makes of the persona, or why it refuses."""
    selector = op.selector()
    found = match(ground.there, selector).places if selector else ()
    apply = next(one.apply for one in registry.ops() if one.model is type(op))
    return apply(ground.document, op, tuple(place.node.id for place in found))


def lost_by(ground: Ground, op: OpBase) -> tuple[str, ...]:
    """The words of what the persona would bind itself to no longer."""
    return tuple(one.words for one in broken_by(ground, op))


def broken_by(ground: Ground, op: OpBase) -> tuple[Broken, ...]:
    """What the persona would bind itself to no longer, or less."""
    after = tried(ground, op).value
    if after is None:
        return ()
    there = ground.enrich(after).persona
    return tuple(broken(ground.document.persona, there, _PARTS))


def _stating(text: str, words: str) -> str:
    """The sentence of ``text`` that says ``words``; the words themselves when they run on."""
    whole = [part for part in _ENDS.split(text) if find_quote(words, part)]
    if whole:
        return min(whole, key=len).strip()
    return plain(words) if find_quote(words, text) else ""
