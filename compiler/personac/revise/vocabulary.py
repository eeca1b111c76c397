"""Words that a revision wants to be rid of, in what it changes."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from personac.diagnostics import Applicability, Diagnostic, Edit, Fix
from personac.model import Code, Contract, Field, NodeId, Persona, Raw, Stating, evolve
from personac.revise._faults import at_node, finding
from personac.revise._words import Placed, places, words_of
from personac.revise.order import site_of
from personac.revise.parse import Loaded
from personac.source import Span
from personac.text.pattern import compiled, wrong
from personac.text.quote import find_quote

_PROSE = frozenset({"description", "role", "title"})
"""The kinds of header fields whose words are the author's own."""
_WORDS = ("text", "label", "with", "value")
"""The keys of an op that hold new words."""
_NAMED = re.compile(
    r"`[^`\n]{0,300}`|\"[^\"\n]{0,300}\"|“[^”\n]{0,300}”|«[^»\n]{0,300}»|‘[^’\n]{0,300}’|"
    r"(?<!\w)'[^'\n]{0,300}'(?!\w)|\]\([^)\s]{0,300}\)"
)
"""What is quoted, code, or an address."""
_TOKEN = re.compile(r"\S++")
_JOINED = re.compile(r"\w[./_@]\w")
"""What the names of files, branches and the like have in them."""
_NEGATED = re.compile(
    r"\b(?:not(?!\s+(?:only|just|merely))|never|no|nor|neither|without|cannot|\w+n['’]t|"
    r"rather than|instead of|beyond|away from|as opposed to)\b"
    r"(?:(?!\bbut\b)[^.;:!?—–\n])*",
    re.IGNORECASE,
)
_LEFT = re.compile(r"\bfrom\b[^.;:!?—–\n]{1,80}?\bto\b", re.IGNORECASE)
"""What is left behind for something else."""


def avoided(
    persona: Persona, loaded: Loaded, changed: Mapping[NodeId, str]
) -> Iterator[Diagnostic]:
    """A finding for each word of the vocabulary in each node that the revision changed."""
    vocabulary = loaded.revision.vocabulary
    wanted = dict.fromkeys(vocabulary.avoid, "") | vocabulary.instead
    for place in places(persona) if wanted else ():
        if place.node.id in changed and _is_prose(place.node):
            yield from _in_node(place.node, loaded, changed[place.node.id], wanted)


def _is_prose(node: Placed) -> bool:
    if isinstance(node, Field):
        return node.kind in _PROSE and isinstance(node.value, str)
    return not isinstance(node, Code | Raw)


def _in_node(
    node: Placed, loaded: Loaded, op: str, wanted: Mapping[str, str]
) -> Iterator[Diagnostic]:
    text = words_of(node)
    spared = _Ranges(_spared(node, text))
    seen: set[str] = set()
    for pattern in wanted:
        for match in compiled(pattern).finditer(text):
            word = match.group()
            if word.lower() in seen or spared.holds(match.start()):
                continue
            seen.add(word.lower())
            yield _finding(node, loaded, op, word, wanted[pattern])


def _spared(node: Placed, text: str) -> Sequence[tuple[int, int]]:
    """The ranges of a text that are no matter of style: what binds, is quoted, named or negated."""
    stated = node.clauses if isinstance(node, Stating) else ()
    bound = [clause.text for clause in stated if isinstance(clause, Contract)]
    binding = [place for words in bound for place in find_quote(words, text)]
    whole = [(0, len(text))] if bound and not binding else []
    apart = [m.span() for marks in (_NAMED, _NEGATED, _LEFT) for m in marks.finditer(text)]
    names = [m.span() for m in _TOKEN.finditer(text) if _JOINED.search(m.group())]
    return (*binding, *whole, *apart, *names)


class _Ranges:
    """Ranges of a text, which are asked about without looking at each."""

    def __init__(self, found: Sequence[tuple[int, int]]) -> None:
        ranges = sorted(found)
        self.starts = [start for start, _ in ranges]
        self.ends = list(accumulate((end for _, end in ranges), max))

    def holds(self, at: int) -> bool:
        index = bisect_right(self.starts, at)
        return index > 0 and at < self.ends[index - 1]


def _finding(node: Placed, loaded: Loaded, op: str, word: str, instead: str) -> Diagnostic:
    made = finding(
        "REV010",
        f'"{word[:60]}" stands in what `{op}` changes, and the revision avoids it',
        (site_of(loaded, op).label(), at_node(node.id, "here", needle=word)),
        remedy=f'write "{instead}"' if instead else "say instead what is to come about",
    )
    return evolve(made, fixes=tuple(_fixes(loaded, op, word, instead)))


def _fixes(loaded: Loaded, op: str, word: str, instead: str) -> Iterator[Fix]:
    """The word exchanged in the op itself, where that says it once."""
    if not instead or wrong(word):
        return
    numbers = {one.id: number for number, one in enumerate(loaded.revision.ops)}
    values = [_value(loaded, f"$.ops[{numbers[op]}].{key}") for key in _WORDS]
    text = loaded.source.text
    found = [
        Span(span.start + match.start(), span.start + match.end())
        for span in values
        if span is not None
        for match in compiled(word).finditer(text[span.start : span.end])
    ]
    if len(found) == 1:
        new = instead[:1].upper() + instead[1:] if word[:1].isupper() else instead
        edit = Edit(loaded.source.path, found[0], new)
        yield Fix(f'write "{new}"', (edit,), Applicability.UNSAFE)


def _value(loaded: Loaded, key: str) -> Span | None:
    """A value of the file with all its lines: up to what is marked next."""
    span = loaded.spans.get(key)
    if span is None:
        return None
    later = (one.start for one in loaded.spans.values() if one.start > span.start)
    return Span(span.start, min(later, default=len(loaded.source.text)))
