"""What the security rules share: the words of a persona with what stands around them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from personac.api import Document, Finding, LintContext
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    AnyNode,
    Clause,
    Code,
    Field,
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

_NEGATED = re.compile(
    r"\b(?:never|(?:do|does|must|should|shall|is|are|may|will) not|cannot|avoid(?:s|ing)?"
    r"|instead of|rather than)\b|n['’]t\b|\b(?:no|without)\b(?=[^\n]{0,30}$)",
    re.IGNORECASE,
)
"""What a sentence says before a match to forbid it."""
_REFUSED = re.compile(
    r"\b(?:forbid(?:den|s)?|prohibit(?:ed|s)?|ban(?:ned|s)?|refuse[sd]?|reject(?:s|ed)?|"
    r"block(?:s|ed|ing)?|den(?:y|ies|ied)|disallow(?:s|ed)?|prevent(?:s|ed|ing)?|protect(?:s|ed)?|"
    r"danger(?:ous)?|destructive|risk(?:y|s)?|unsafe|insecure|malicious|vulnerab\w+|attack\w*|"
    r"anti-?patterns?|bad|wrong|incorrect|detect\w*|flag(?:s|ged)?|"
    r"suspicious|(?:scan|look|search|check|watch|grep)(?:s|ing)? for|warn\w*|confirm\w*|"
    r"approv\w+|permission|consent|ask|irreversible|restricted|red flags?|injection\w*)\b"
    r"|❌|✗|🚫|⛔|⚠|🛑",
    re.IGNORECASE,
)
"""What a line, its lead or its titles say where a match is banned, warned of or approved first."""
_BANNED_AFTER = re.compile(
    r"\b(?:is|are|must|should|may|can|do|does|will)(?: not|n['’]t| never)\b|\bnever\b|❌",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;]\s")
_SHOWN = re.compile(
    r"\b(?:e\.g\.|for example|examples?|such as|like|sample|hypothetical)\b", re.IGNORECASE
)
NEAR = 400
"""How many characters around a match are looked at."""
MOST_MATCHES = 50
"""In one passage; what follows them is of the same kind."""
_NAMES = frozenset(
    {"tools", "allowed-tools", "denied-tools", "permission", "name", "model", "mcp-servers"}
)
"""Fields that name something, or bound what may be run."""
_EVERYTHING = ("\0",)
"""A ban that stands nowhere in the words holds for all of them."""
_COMMENT = re.compile(r"^\s*(?:<!--|#+)\s*|\s*-->\s*$")
_SHOWN_KINDS = frozenset({"examples", "history", "triggers"})
_QUOTES = re.compile(r"\"[^\"\n]{0,300}\"|“[^”\n]{0,300}”|(?<!\w)'[^'\n]{0,300}'(?!\w)|`[^`\n]+`")


class Passage(NamedTuple):
    """The words of one node.  ``lead`` is the line that introduces it, with the titles above."""

    node: NodeId
    words: str
    code: bool
    info: str
    lead: str
    bans: tuple[str, ...]
    shown: bool
    step: bool
    heading: bool
    comment: bool = False
    lowered: str = ""
    """The words in lower case, after a line break."""

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
        lead = bool(_REFUSED.search(self.lead) or _NEGATED.search(self.lead))
        return self.forbids(match) or lead or self.negated(match) or bool(_REFUSED.search(around))

    def forbids(self, match: re.Match[str]) -> bool:
        """Whether a mandate of the node forbids it."""
        places = ((self.words.find(ban), len(ban)) for ban in self.bans)
        return any(at < 0 or at <= match.start() < at + length for at, length in places)

    def negated(self, match: re.Match[str]) -> bool:
        """Whether the sentence says not to do it, before it or, of an order, after it."""
        start, end = self._line(match.start())
        before = _SENTENCE.split(self.words[start : match.start()])[-1]
        if self.code:
            before = self.line(match.start()).partition(match.group().split("\n")[0])[0]
        after = _SENTENCE.split(self.words[match.end() : max(end, match.end())])[0]
        return bool(_NEGATED.search(before) or _BANNED_AFTER.search(after))

    def quoted(self, match: re.Match[str]) -> bool:
        """Whether the match stands in quotation marks or is given as an example."""
        start, end = self._line(match.start())
        at, line = match.start() - start, self.words[start:end]
        inside = any(quote.start() <= at < quote.end() for quote in _QUOTES.finditer(line))
        return self.shown or inside or bool(_SHOWN.search(line))

    def mark(self, words: str, text: str = "") -> Label:
        return Label(Locator(node=self.node, needle=words.strip()), text)


def matches(
    context: LintContext, pattern: re.Pattern[str], marks: Sequence[str], *, prose: bool = False
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Where ``pattern`` stands in the words of the body, or of its ``prose`` alone; without one of
    ``marks``, in lower case, it stands nowhere, which is told at little cost.
    """
    written = _written(context.document)
    if written is not None:
        marks = tuple(mark for mark in marks if mark in written)
    for passage in passages(context.document.persona) if marks else ():
        if not (prose and passage.code) and any(mark in passage.lowered for mark in marks):
            found = islice(pattern.finditer(passage.words), MOST_MATCHES)
            yield from ((passage, match) for match in found)


def beginning(*words: str) -> tuple[str, ...]:
    """Marks for words that are short, and inside of many others, where they begin."""
    return tuple(f"{before}{word}" for word in words for before in " \n\t`('\"|;&$>")


@once
def _written(document: Document) -> str | None:
    """What stands in the files, in lower case; None where revisions may have added to it."""
    if any(type(origin) is FromOp for origin in document.origins.values()):
        return None
    return "\n".join(("", *(source.text for source in document.sources))).lower()


def trimmed(command: str) -> str:
    """A command on one line, without the quotation marks and stops after it."""
    words = " ".join(command.split())
    while words and words[-1] in "`.\"'" and _ends(words):
        words = words[:-1].rstrip()
    return words


def _ends(words: str) -> bool:
    """Whether the last character ends a sentence or quotation, and names no folder."""
    return words[-2:-1] not in (" ", ".") if words[-1] == "." else words.count(words[-1]) % 2 == 1


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
    """The words of the header and the body, node by node, with the comments between them; other
    raw text is left out.
    """
    found = (*_of_header(persona), *_passages(persona))
    return tuple(one._replace(lowered=f"\n{one.words.lower()}") for one in found)


def _of_header(persona: Persona) -> Iterator[Passage]:
    """What fields say in words, and what hooks run."""
    for node in persona.header:
        words = words_of(node) if isinstance(node, Field) else ""
        if isinstance(node, Field) and node.kind not in _NAMES and " " in words:
            code = node.kind == "hooks"
            yield Passage(
                node=node.id,
                words=words,
                code=code,
                info="sh" if code else "",
                lead="",
                bans=(),
                shown=False,
                step=False,
                heading=False,
            )


def _passages(persona: Persona) -> Iterator[Passage]:
    leads: dict[NodeId, str] = {}
    for node, above in placed(persona):
        comment = isinstance(node, Raw) and node.format == "comment"
        if isinstance(node, Raw | Quote | Clause) and not comment:
            continue
        parent = above[-1].id if above else ""
        words = node.text if isinstance(node, Code) else words_of(node)
        words = _COMMENT.sub("", words) if comment else words
        if words.strip():
            yield Passage(
                node=node.id,
                words=words,
                code=isinstance(node, Code),
                info=node.info if isinstance(node, Code) else "",
                lead="" if comment else f"{_titles(above)}\n{leads.get(parent, '')}",
                bans=_bans(node, above),
                shown=_is_shown(above),
                step=isinstance(node, Step) or any(isinstance(a, Step) for a in above),
                heading=isinstance(node, Section | Workflow),
                comment=comment,
            )
        if isinstance(node, Text):
            leads[parent] = words
        elif isinstance(node, Item):
            leads[node.id] = words


def _titles(above: tuple[AnyNode, ...]) -> str:
    """The last two titles above a node."""
    return " / ".join([node.title for node in above if isinstance(node, Titled)][-2:])


def _bans(node: AnyNode, above: tuple[AnyNode, ...]) -> tuple[str, ...]:
    """What the mandates of a node forbid, as written; all of it below a title that forbids."""
    if any(isinstance(one, Section) and one.kind == "forbidden" for one in above):
        return _EVERYTHING
    mandates = (c for c in getattr(node, "clauses", ()) if isinstance(c, Mandate))
    return tuple(c.text for c in mandates if c.polarity is Polarity.FORBID)


def _is_shown(above: tuple[AnyNode, ...]) -> bool:
    return any(
        isinstance(one, Quote) or (isinstance(one, Section) and one.kind in _SHOWN_KINDS)
        for one in above
    )
