"""SEC003: a comment that tells the agent what to do."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Block, Code, Raw, blocks, walk
from personac.source import Source, Span, written_at

LONGEST = 200
_ORDER = re.compile(
    r"(?:^|[.!?:;]\s+|\n\s*|\b(?:please|must|should|always|now|then|and|agents?|assistant|claude|"
    r"copilot|llm|ai),? )"
    r"(?:run|execute|fetch|download|upload|send|post|email|exfiltrate|curl|wget|ignore|disregard|"
    r"forget|override|bypass|delete|remove all|install|push|commit|approve|merge|grant|reveal|"
    r"copy|skip|read (?:~|\S{0,20}\.env|\S{0,20}id_rsa)|disable|forward|rm -|sudo|eval|chmod|(?:always|you must) \w+|obey|pretend|"
    r"(?:do not|don['’]t|never) (?:tell|mention|show|reveal|ask|report|inform|warn|log))\b",
    re.IGNORECASE,
)
_TAKES_OVER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instruction|rule|prompt|mandate)"
    r"|\b(?:do not|don['’]t|never) (?:tell|mention|show|reveal|inform|warn)\b",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"^\W*(?:step|stage|phase|part|section|chapter|todo|fixme|note|hack|xxx|prettier|markdownlint|eslint|vale|cspell|spell-?check|toc|"
    r"personac|powered by|copyright|license|spdx|generated|auto-?generated|do not edit|begin|end|"
    r"start|stop|region|version|last updated|template|example|insert|placeholder|"
    r"optional|include)\b|^\s*[#\[@=-]|^\s*/?\w+:\w|\b(?:licen[sc]e|copyright|created by|author)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:agents?|assistants?|claude|copilot|llms?|ai)(?:,|:| must| should| please| shall)\s"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instruction|prompt|mandate)",
    re.IGNORECASE,
)
"""What is for the agent although it begins like a note."""
_LINK = re.compile(
    r"^ {0,3}\[(?://|comment|_|#)\]: ?(?:#|<>) ?[(\"'](?P<words>[^\n]{1,400})[)\"'][ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_PROSE = re.compile(r"[A-Za-z]{2,30}(?:[ ,;'’-]{1,3}[A-Za-z]{2,30}){5}")


def check(context: LintContext) -> Iterator[Finding]:
    for source in context.document.sources:
        if "<!--" in source.text:
            yield from _comments(source, _code(context, source))
        if "]: " in source.text:
            yield from _of_links(source, _code(context, source))
    for node in context.document.persona.header:
        if isinstance(node, Raw) and (says := _order(node.text.lstrip("# "))):
            yield _finding(Locator(node=node.id), says)
    for block in context.document.persona.body:
        yield from _of_yaml(context, block)


def _of_yaml(context: LintContext, block: Block) -> Iterator[Finding]:
    """Comments of YAML in the body; long ones are notes of who maintains the agent."""
    for node in walk(block):
        at = written_at(context.document.origins.get(node.id)) if isinstance(node, Raw) else None
        source = next((one for one in context.document.sources if at and one.path == at.path), None)
        if at and source and source.text.startswith("#", at.span.start):
            lines = source.text[at.span.start : at.span.end].split("\n")
            words = "\n".join(line.strip().lstrip("# ") for line in lines)
            if says := _order(words):
                yield _finding(Locator(node=node.id), says)


def _code(context: LintContext, source: Source) -> list[Span]:
    """Where code stands; a fence that holds the persona itself is none."""
    nodes = (node for node in blocks(context.document.persona) if isinstance(node, Code))
    places = (written_at(context.document.origins.get(node.id)) for node in nodes)
    return sorted(one.span for one in places if one and one.path == source.path)


def _comments(source: Source, code: list[Span]) -> Iterator[Finding]:
    at = 0
    for span in _spans(source.text):
        while at < len(code) and code[at].end <= span.start:
            at += 1
        fenced = at < len(code) and code[at].start < span.start
        shown = fenced or source.text[span.start - 1 : span.start] == "`"
        if not shown and (says := _says(source.text[span.start + 4 : span.end - 3])):
            yield _finding(Locator(path=source.path, span=span), says)


def _spans(text: str) -> Iterator[Span]:
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield Span(start, end + 3)
        start = text.find("<!--", end + 3)


def _of_links(source: Source, code: list[Span]) -> Iterator[Finding]:
    """Links that lead nowhere, which Markdown shows as little as a comment."""
    for match in _LINK.finditer(source.text):
        inside = any(one.start <= match.start() < one.end for one in code)
        if not inside and (says := _order(match["words"])):
            yield _finding(Locator(path=source.path, span=Span(*match.span())), says)


def _says(words: str) -> str:
    """What is wrong with a comment; nothing when it is for editors, tools or authors."""
    if order := _order(words):
        return order
    words = words.strip()
    if len(words) > LONGEST and _PROSE.search(words) and not _FOR_OTHERS.search(words):
        return f"a comment holds {len(words)} characters of prose"
    return ""


def _order(words: str) -> str:
    words = words.strip()
    if _FOR_OTHERS.search(words) and not _ADDRESSED.search(words):
        return ""
    order = _ORDER.search(words)
    said = " ".join(words[order.start() :][:60].split()).strip(" .!?:;") if order else ""
    return f"a comment gives an order: `{said}`" if said else ""


def _finding(at: Locator, says: str) -> Finding:
    return Finding(
        message=says,
        help="say it in the text, where reviewers see it, or delete the comment",
        labels=(Label(at),),
        severity=Severity.ERROR if _TAKES_OVER.search(says) else None,
    )


RULE = Rule(
    code="SEC003",
    name="comment-instruction",
    severity=Severity.WARNING,
    why="a comment is not shown where the file is reviewed, but the agent reads and may follow it",
    check=check,
)
