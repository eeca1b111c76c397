"""What is passed around between choosing, mutating and judging."""

import re
from typing import NamedTuple

BINDING = frozenset({"mandate", "gate"})
"""What is to be weakened; a metric is only watched."""


class Statement(NamedTuple):
    """A stretch of a file that states a mandate or a gate, and what it is said to be.

    ``kinds``, ``polarities`` and ``modalities`` hold one value unless two readings share the text.
    """

    text: str
    start: int
    line: int
    kinds: frozenset[str]
    polarities: frozenset[str]
    modalities: frozenset[str]
    declared: bool
    threshold: str | None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def requires(self) -> bool:
        return self.polarities == {"require"}

    @property
    def forbids(self) -> bool:
        return self.polarities == {"forbid"}

    @property
    def is_gate(self) -> bool:
        return "gate" in self.kinds


class Page(NamedTuple):
    """A file with its statements; ``dialect`` is None where personac is to find out by itself."""

    path: str
    text: str
    statements: tuple[Statement, ...]

    @property
    def is_yaml(self) -> bool:
        return self.path.endswith((".yaml", ".yml"))

    @property
    def body(self) -> int:
        """Where the text after the frontmatter begins."""
        found = re.match(r"---\n.{0,8000}?\n---\n", self.text, re.DOTALL)
        return found.end() if found else 0


class Mutant(NamedTuple):
    """One changed file: by what operator, where, the words before and after, all of the text."""

    path: str
    line: int
    operator: str
    before: str
    after: str
    text: str
    codes: frozenset[str] = frozenset()
    """The codes that tell what was done; empty where any does that is about the words before."""


def edited(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
