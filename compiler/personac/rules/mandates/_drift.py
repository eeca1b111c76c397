"""Mandates that several personas state, and those of them that say something else."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from personac.api import Fact, LintContext
from personac.contract import normal
from personac.model import Mandate, Stated
from personac.rules._facts import fact
from personac.rules.mandates._normal import NormalForm, normal_form
from personac.rules.mandates._statements import Statement, mandates

FEWEST_WORDS = 4
FEWEST_COPIES = 3
"""How many personas have to say one thing before another one is taken for a slip."""
_GATED = re.compile(r"approv|permi|consent|sign|confirm|authori|agree|review|ask", re.IGNORECASE)
"""Without any of these there is no approver to look for, which is dear."""
_PARTS = ("number", "approver", "strength", "direction")


class Drifted(NamedTuple):
    """``later`` says what ``first`` does, but for what ``differs``."""

    later: Fact
    first: Fact
    differs: str
    here: str
    there: str
    copies: int


def noted(context: LintContext) -> Iterator[Fact]:
    """Each mandate once: by its words, with the parts in which a copy may differ."""
    seen: set[str] = set()
    for statement, mandate in mandates(context.document.persona):
        form = _form(statement, mandate)
        approver = normal(mandate).approver.casefold() if _GATED.search(mandate.text) else ""
        words = [word for word in form.words if word not in approver.split()]
        if statement.recap or form.points or len(set(words)) < FEWEST_WORDS:
            continue
        about = blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=12).hexdigest()
        if about not in seen and not mandate.text.endswith(":"):
            seen.add(about)
            parts = (" ".join(form.numbers), approver, mandate.modality, mandate.polarity)
            yield fact(context, about, statement.node.id, words="\t".join(parts))


def _form(statement: Statement, mandate: Mandate) -> NormalForm:
    inherited = mandate.stated is Stated.INHERITED
    text = f"{statement.label} {mandate.text}" if inherited else mandate.text
    return normal_form(text, mandate.polarity)


def drifted(facts: Sequence[Fact]) -> Iterator[Drifted]:
    """The few copies of a mandate that differ from what most of them say."""
    groups: defaultdict[str, defaultdict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for one in facts:
        groups[one.about][one.words].append(one)
    for said in groups.values():
        if len(said) > 1:
            yield from _against_most(said)


def _against_most(said: dict[str, list[Fact]]) -> Iterator[Drifted]:
    """What most say has to be said by three times as many personas as anything else."""
    saying = {words: {one.persona for one in found} for words, found in said.items()}
    usual = max(said, key=lambda words: len(saying[words]))
    most = len(saying[usual])
    if most < FEWEST_COPIES or any(
        FEWEST_COPIES * len(who) > most for words, who in saying.items() if words != usual
    ):
        return
    for words, found in said.items():
        differs, here, there = _difference(words, usual)
        for one in found if words != usual else ():
            if one.persona not in saying[usual]:
                yield Drifted(one, said[usual][0], differs, here, there, most)


def _difference(words: str, usual: str) -> tuple[str, str, str]:
    pairs = zip(_PARTS, words.split("\t"), usual.split("\t"), strict=True)
    return next((one for one in pairs if one[1] != one[2]), (_PARTS[0], "", ""))
