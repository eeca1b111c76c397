"""Each mutant linted beside the file it comes from."""

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from helpers import compared
from injection.persona import Mutant, Persona, mutants
from personac import pipeline, registry
from personac.api import Document, Rule, Status
from personac.codec import decode_source
from personac.report.placed import Placed, placed

PREVIEW = frozenset({"MAN005", "REF002"})
"""Rules in preview that find a planted defect."""

Found = tuple[str, str]
"""The code of a finding and the words under its primary label."""


class Verdict(NamedTuple):
    """``caught`` by a new finding on the planted words; ``new`` is what else the defect gave, and
    ``wrong`` what the mended wording gave.
    """

    mutant: Mutant
    caught: bool
    new: tuple[Found, ...]
    wrong: tuple[Found, ...]


def judged(personas: Sequence[Persona], seed: str) -> Iterator[Verdict]:
    for persona in personas:
        before = _read(persona.text, persona.path)
        for mutant in mutants(persona, seed):
            yield _verdict(mutant, before)


def _verdict(mutant: Mutant, before: Document) -> Verdict:
    codes = frozenset(mutant.defect.codes)
    new = _new(before, _read(mutant.bad, mutant.path), codes)
    marks = {_bare(mark) for mark in mutant.wording.marks}
    caught = any(_bare(words) in marks for _, words in new)
    wrong = _new(before, _read(mutant.good, mutant.path), None)
    wrong = tuple(one for one in wrong if one[0] not in mutant.wording.true)
    return Verdict(mutant, caught, new, wrong)


def _read(text: str, path: str) -> Document:
    found = pipeline.read(decode_source(path, text.encode())).value
    assert found is not None, path
    return found


def _new(before: Document, after: Document, codes: frozenset[str] | None) -> tuple[Found, ...]:
    """What is found after and was not found before, of some codes or of all."""
    left = Counter(_found(after, codes))
    left.subtract(_found(before, codes))
    return tuple(sorted((+left).elements()))


def _found(document: Document, codes: frozenset[str] | None) -> Iterator[Found]:
    for rule in _rules(codes):
        for one in _findings(document, rule):
            place = one.primary
            text = document.sources[0].text
            yield one.diagnostic.code, text[place.span.start : place.span.end] if place else ""


@lru_cache
def _rules(codes: frozenset[str] | None) -> tuple[Rule, ...]:
    if codes is not None:
        return tuple(rule for rule in registry.rules() if rule.code in codes)
    on = (one for one in registry.rules() if one.status is Status.STABLE or one.code in PREVIEW)
    return tuple(on)


def _findings(document: Document, rule: Rule) -> Iterator[Placed]:
    options = {"absent": _absent(document)}
    sources = {source.path: source for source in document.sources}
    yield from placed(pipeline.lint(document, (rule,), options), sources, document.origins)
    if rule.compare is not None:
        yield from compared([document], rule, options).findings


def _absent(document: Document) -> tuple[str, ...]:
    """The files named as missing, in the words of the planted defect."""
    from personac.text.mention import mentioned

    text = document.sources[0].text
    if "missing-" not in text:
        return ()
    return tuple(one for line in text.split("\n") for one in mentioned(line) if "missing-" in one)


def _bare(words: str) -> str:
    """The words without what only a dialect needs: escapes, and the marks of a comment."""
    plain = html.unescape(words).replace('\\"', '"').replace("\\\\", "\\")
    return plain.removeprefix("<!--").removesuffix("-->").strip().lstrip("# ").strip("*`")
