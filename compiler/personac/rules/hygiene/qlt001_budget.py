"""QLT001: a persona that is larger than an agent can keep in mind."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Code, Mandate, Modality, Persona, Section, Workflow, clauses, walk
from personac.rules.references._text import words_of
from personac.source import Span

TOKENS, MANDATES, EMPHASIS = 5000, 40, 15
_PER_TOKEN = 4
_WORD = re.compile(r"[A-Za-z]{2,}")
_EMPHATIC = re.compile(
    r"\b(?:MUST|NEVER|ALWAYS|SHALL|REQUIRED|CRITICAL|MANDATORY|IMPORTANT|FORBIDDEN|DO NOT|STOP|"
    r"NON-NEGOTIABLE|STRICTLY)\b"
)


def check(context: LintContext) -> Iterator[Finding]:
    source = context.document.sources[0]
    tokens = len(source.text) // _PER_TOKEN
    if tokens > TOKENS:
        yield _large(context, tokens)
    musts = [
        node
        for node, clause in clauses(context.document.persona)
        if isinstance(clause, Mandate) and clause.modality is Modality.MUST
    ]
    if len(musts) > MANDATES:
        yield Finding(
            message=f"{len(musts)} mandates, over the budget of {MANDATES}",
            help="merge those that say the same, and leave out what tools or CI enforce anyway",
            labels=(Label(Locator(node=musts[MANDATES].id), f"number {MANDATES + 1}"),),
            why="the more an agent must keep to, the less it keeps to each",
        )
    yield from _shouting(context)


def _large(context: LintContext, tokens: int) -> Finding:
    largest = _largest(context.document.persona)
    advice = "move reference material into files that are read on demand"
    if largest is not None:
        section, size = largest
        advice = f"`{' '.join(section.title.split())[:40]}` alone has {size}; {advice}"
    return Finding(
        message=f"about {tokens} tokens, over the budget of {TOKENS}",
        help=advice,
        labels=(Label(Locator(node=largest[0].id)) if largest else _top(context),),
    )


def _largest(persona: Persona) -> tuple[Section | Workflow, int] | None:
    """The largest part below the outermost one, with its size in tokens."""
    parts = [node for node in persona.body if isinstance(node, Section | Workflow)]
    while len(parts) == 1:
        below = [node for node in parts[0].children if isinstance(node, Section | Workflow)]
        if not below:
            break
        parts = below
    sized = [(part, _size(part)) for part in parts]
    return max(sized, key=lambda one: one[1], default=None)


def _size(part: Section | Workflow) -> int:
    sizes = (len(n.text) if isinstance(n, Code) else len(words_of(n)) for n in walk(part))
    return sum(sizes) // _PER_TOKEN


def _shouting(context: LintContext) -> Iterator[Finding]:
    text = context.document.sources[0].text
    words = sum(1 for _ in _WORD.finditer(text))
    loud = [match.span() for match in _EMPHATIC.finditer(text)]
    if len(loud) >= EMPHASIS and len(loud) * 1000 > EMPHASIS * words:
        per = len(loud) * 1000 // words
        path = context.document.sources[0].path
        yield Finding(
            message=f"{len(loud)} words in capitals that demand, {per} in 1,000 words",
            help="keep capitals for the few mandates that nothing else enforces",
            labels=(Label(Locator(path=path, span=Span(*loud[0]))),),
            why="where everything is emphasised, nothing is",
        )


def _top(context: LintContext) -> Label:
    source = context.document.sources[0]
    end = source.text.find("\n")
    return Label(Locator(path=source.path, span=Span(0, end if end >= 0 else len(source.text))))


RULE = Rule(
    code="QLT001",
    name="budget",
    severity=Severity.WARNING,
    why="every token of a persona is paid for in every turn, and crowds out the task",
    check=check,
)
