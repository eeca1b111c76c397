"""QLT002: the same paragraphs in three personas or more."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Label, Severity
from personac.model import Code, Item, Text, nodes
from personac.rules._facts import fact
from personac.text.plain import key

SHORTEST, FEWEST = 120, 3
MAX_LABELS = 3
_PER_TOKEN = 4
_SPACE = re.compile(r"\s+")


def note(context: LintContext) -> Iterator[Fact]:
    seen: set[str] = set()
    for node in nodes(context.document.persona):
        if isinstance(node, Text | Item | Code) and len(node.text) >= SHORTEST:
            said = _said(node)
            digest = blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
            if len(said) >= SHORTEST and digest not in seen:
                seen.add(digest)
                yield fact(context, digest, node.id, words=str(len(node.text) // _PER_TOKEN))


def _said(node: Text | Item | Code) -> str:
    return _SPACE.sub(" ", node.text) if isinstance(node, Code) else key(node.text)


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    by_text: dict[str, list[Fact]] = {}
    for one in facts:
        by_text.setdefault(one.about, []).append(one)
    shared: dict[tuple[str, ...], list[list[Fact]]] = {}
    for found in by_text.values():
        if len({one.persona for one in found}) >= FEWEST:
            paths = tuple(dict.fromkeys(one.label.at.path or "" for one in found))
            shared.setdefault(paths, []).append(found)
    yield from (_finding(paths, groups) for paths, groups in shared.items())


def _finding(paths: tuple[str, ...], groups: list[list[Fact]]) -> Finding:
    tokens = sum(int(found[0].words) for found in groups) * (len(paths) - 1)
    what = "a paragraph stands" if len(groups) == 1 else f"{len(groups)} paragraphs stand"
    return Finding(
        message=f"{what} in {len(paths)} personas; about {tokens} tokens say it again",
        help="write it into a file of its own, and include that: `includes: [name]`",
        labels=tuple(
            Label(one.label.at, "also here" if number else "")
            for number, one in enumerate(groups[0][:MAX_LABELS])
        ),
    )


RULE = Rule(
    code="QLT002",
    name="shared-boilerplate",
    severity=Severity.HINT,
    why="copies drift apart: one is corrected, and the others keep the mistake",
    note=note,
    compare=compare,
)
