"""What the security rules share: the words of a persona with what stands around them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from personac.api import Finding, LintContext
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    AnyNode,
    Clause,
    Code,
    Item,
    Mandate,
    NodeId,
    Persona,
    Polarity,
    Quote,
    Raw,
    Section,
    Step,
    Text,
    Workflow,
    placed,
)
from personac.once import once
from personac.rules.mandates._statements import Titled
from personac.rules.references._text import words_of
from personac.source import FromOp

_REFUSED = re.compile(
    r"\b(?:never|(?:do|does|must|should|shall|is|are|may|will) not|cannot|avoid(?:s|ing)?|no|"
    r"without|forbid(?:den|s)?|prohibit(?:ed|s)?|ban(?:ned|s)?|refuse[sd]?|reject(?:s|ed)?|"
    r"block(?:s|ed|ing)?|den(?:y|ies|ied)|disallow(?:s|ed)?|prevent(?:s|ed|ing)?|protect(?:s|ed)?|"
    r"danger(?:ous)?|destructive|risk(?:y|s)?|unsafe|insecure|malicious|vulnerab\w+|attack\w*|"
    r"anti-?patterns?|bad|wrong|incorrect|instead of|rather than|detect\w*|flag(?:s|ged)?|"
    r"suspicious|(?:scan|look|search|check|watch|grep)(?:s|ing)? for|warn\w*|confirm\w*|"
    r"approv\w+|permission|consent|ask|irreversible|restricted|red flags?|injection\w*)\b"
    r"|n['’]t\b|❌|✗|🚫|⛔|⚠|🛑",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:e\.g\.|for example|examples?|such as|like|sample|hypothetical)\b", re.IGNORECASE
)
NEAR = 400
"""How many characters around a match are looked at."""
MOST_MATCHES = 50
"""In one passage; what follows them is of the same kind."""
_SHOWN_KINDS = frozenset({"examples", "history", "triggers"})
_QUOTES = re.compile(r"\"[^\"\n]{0,300}\"|“[^”\n]{0,300}”|(?<!\w)'[^'\n]{0,300}'(?!\w)|`[^`\n]+`")


class Passage(NamedTuple):
    """The words of one node.  ``lead`` is the line that introduces it, with the titles above."""

    node: NodeId
    words: str
    code: bool
    info: str
    lead: str
    forbidden: bool
    shown: bool
    step: bool
    heading: bool

    def line(self, at: int) -> str:
        """The line of the words that holds offset ``at``, and in code the comment above it; of a
        very long line only what is near.
        """
        start, end = self._line(at)
        line = self.words[start:end]
        before = self.words[max(0, start - NEAR) : start].rstrip("\n") if self.code else ""
        above = before.rpartition("\n")[2]
        return f"{above}\n{line}" if above.lstrip().startswith(("#", "//", "--")) else line

    def _line(self, at: int) -> tuple[int, int]:
        start = self.words.rfind("\n", max(0, at - NEAR), at) + 1 or max(0, at - NEAR)
        end = self.words.find("\n", at, at + NEAR)
        return start, end if end >= 0 else at + NEAR

    def refused(self, match: re.Match[str]) -> bool:
        """Whether the words around say that this is not to be done, or only when approved."""
        around = self.line(match.start()).replace(match.group(), " ")
        return self.forbidden or bool(_REFUSED.search(around) or _REFUSED.search(self.lead))

    def quoted(self, match: re.Match[str]) -> bool:
        """Whether the match stands in quotation marks or is given as an example."""
        start, end = self._line(match.start())
        at, line = match.start() - start, self.words[start:end]
        inside = any(quote.start() <= at < quote.end() for quote in _QUOTES.finditer(line))
        return self.shown or inside or bool(_SHOWN.search(line))

    def mark(self, words: str, text: str = "") -> Label:
        return Label(Locator(node=self.node, needle=words.strip()), text)


def matches(
    context: LintContext, pattern: re.Pattern[str], marks: Sequence[str]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Where ``pattern`` stands in the words of the body; without one of ``marks``, in lower case,
    it stands nowhere, which is told at little cost.
    """
    document = context.document
    revised = any(type(origin) is FromOp for origin in document.origins.values())
    if not revised:
        marks = _held("\n".join(source.text for source in document.sources), marks)
    for passage in passages(document.persona) if marks else ():
        if _held(passage.words, marks):
            found = islice(pattern.finditer(passage.words), MOST_MATCHES)
            yield from ((passage, match) for match in found)


def _held(text: str, marks: Sequence[str]) -> tuple[str, ...]:
    lowered = text.lower()
    return tuple(mark for mark in marks if mark in lowered)


def trimmed(command: str) -> str:
    """A command on one line, without the quotation marks and stops after it."""
    words = " ".join(command.split())
    while words and words[-1] in "`.\"'" and (words[-1] == "." or words.count(words[-1]) % 2):
        words = words[:-1].rstrip()
    return words


def of_command(passage: Passage, command: str, message: str, remedy: str) -> Finding:
    """A finding about a command; where it is only spoken of it is a warning."""
    return Finding(
        message=message,
        help=remedy,
        labels=(passage.mark(command),),
        severity=None if passage.code or passage.step else Severity.WARNING,
    )


@once
def passages(persona: Persona) -> tuple[Passage, ...]:
    """The words of the body, node by node; comments and other raw text are left out."""
    return tuple(_passages(persona))


def _passages(persona: Persona) -> Iterator[Passage]:
    leads: dict[NodeId, str] = {}
    for node, above in placed(persona):
        if isinstance(node, Raw | Quote | Clause):
            continue
        parent = above[-1].id if above else ""
        words = node.text if isinstance(node, Code) else words_of(node)
        if words.strip():
            yield Passage(
                node=node.id,
                words=words,
                code=isinstance(node, Code),
                info=node.info if isinstance(node, Code) else "",
                lead=f"{_titles(above)}\n{leads.get(parent, '')}",
                forbidden=_forbids(node, above),
                shown=_is_shown(above),
                step=isinstance(node, Step) or any(isinstance(a, Step) for a in above),
                heading=isinstance(node, Section | Workflow),
            )
        if isinstance(node, Text):
            leads[parent] = words
        elif isinstance(node, Item):
            leads[node.id] = words


def _titles(above: tuple[AnyNode, ...]) -> str:
    """The last two titles above a node."""
    return " / ".join([node.title for node in above if isinstance(node, Titled)][-2:])


def _forbids(node: AnyNode, above: tuple[AnyNode, ...]) -> bool:
    clauses = getattr(node, "clauses", ())
    if any(isinstance(c, Mandate) and c.polarity is Polarity.FORBID for c in clauses):
        return True
    return any(isinstance(one, Section) and one.kind == "forbidden" for one in above)


def _is_shown(above: tuple[AnyNode, ...]) -> bool:
    return any(
        isinstance(one, Quote) or (isinstance(one, Section) and one.kind in _SHOWN_KINDS)
        for one in above
    )
