"""Weakenings that leave the words alone: statements and headings dropped or put out of force."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mutants.grammar import is_imperative
from mutants.values import Mutant, Page, Statement, edited

_MARK = re.compile(
    r"[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?(?:\[ \][ \t]+)?(?:<[a-z][\w-]*(?: [^<>\n]*)?>)?[*_\"']{0,3}",
    re.IGNORECASE,
)
_END = re.compile(r"[*_\"']{0,3}[.;]?[*_\"']{0,3}(?:</[a-z][\w-]*>)?[ \t]*", re.IGNORECASE)
_FENCED = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^(#{2,5}) +(.+?) *#*$", re.MULTILINE)
_MARKED = re.compile(
    r"\b(?:rules?|constraints?|forbidden|prohibited|guardrails?|mandates?|mandatory|boundaries|never|must"
    r"|anti-patterns to avoid|do not|don't|will not|non-negotiables?|quality gates?|checklist"
    r"|definition of done|(?:acceptance|exit|completion) criteria|gates?|required|restrictions?)\b",
    re.IGNORECASE,
)


_CHECKS = re.compile(
    r"\[ \]|\b(?:approv|confirm|block|halt|stop|must|pass|before|until|verif|ensure|review|check|validat"
    r"|test|gate|flag|fail|requir|wait|ask|human|criteri|threshold|prior)|[<>≥≤]",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    start: int
    end: int
    mark: str
    alone: bool
    """Whether the line holds nothing but the statement and its list mark or element."""


def _line(page: Page, statement: Statement) -> _Line:
    text = page.text
    start = text.rfind("\n", 0, statement.start) + 1
    end = text.find("\n", statement.end)
    end = len(text) if end < 0 else end
    mark, rest = text[start : statement.start], text[statement.end : end]
    alone = bool(_MARK.fullmatch(mark) and _END.fullmatch(rest))
    return _Line(start, end, mark, alone)


def _leads(page: Page, end: int, mark: str) -> bool:
    """Whether the next line of text belongs to the one that ends at ``end``."""
    following = re.match(r"\n*([ \t]*)(\S|$)", page.text[end + 1 :])
    indent = len(mark) - len(mark.lstrip())
    blank = page.text[end : end + 2] == "\n\n"
    if not following or not following[2]:
        return False
    listed = bool(re.match(r"[-*+\d<#|`]", page.text[end + 1 :].lstrip()))
    return len(following[1]) > indent or (not blank and not listed)


def _dropped(page: Page, statement: Statement) -> str | None:
    line = _line(page, statement)
    if line.alone and not _leads(page, line.end, line.mark) and _has_siblings(page, line):
        return edited(page.text, line.start, min(line.end + 1, len(page.text)), "")
    return None


def _has_siblings(page: Page, line: _Line) -> bool:
    """In YAML, a list has to keep an entry, and a key its value."""
    if not page.is_yaml:
        return True
    before = page.text[: line.start].rstrip("\n").rpartition("\n")[2]
    after = page.text[line.end + 1 :].partition("\n")[0]
    indent = line.mark[: line.mark.find("-") + 1]
    return bool(indent) and (before.startswith(indent) or after.startswith(indent))


def _sentence_dropped(page: Page, statement: Statement) -> str | None:
    """A whole sentence between two others of a paragraph."""
    text = page.text
    before, after = text[: statement.start].rstrip("*_"), text[statement.end :].lstrip("*_")
    whole = re.match(r"[A-Z]", statement.text) and statement.text.endswith((".", "!"))
    if not whole or not re.search(r"[a-z)][.!] $", before) or not re.match(r" [A-Z]", after):
        return None
    if text[: statement.start] != before or text[statement.end :] != after:
        return None
    return text[: statement.start - 1] + after


def _fenced(page: Page, statement: Statement) -> str | None:
    line = _line(page, statement)
    body = page.text[line.start : line.end]
    if not _can_move(page, line) or "`" in body or "<" in body:
        return None
    return edited(page.text, line.start, line.end, f"\n```text\n{body.strip()}\n```\n")


def _commented(page: Page, statement: Statement) -> str | None:
    line = _line(page, statement)
    body = page.text[line.start : line.end]
    if not _can_move(page, line) or "--" in body or "<" in body:
        return None
    return edited(page.text, line.start, line.end, f"\n<!-- {body.strip()} -->\n")


def _into(title: str) -> Callable[[Page, Statement], str | None]:
    """The line goes to a new last section of that title, as a sibling of the last one."""

    def move(page: Page, statement: Statement) -> str | None:
        line = _line(page, statement)
        level = min((len(found[1]) for found in _HEADING.finditer(page.text)), default=0)
        tagged = re.search(r"</[\w-]+>\s*$|```\s*$", page.text)
        if not _can_move(page, line) or not level or tagged:
            return None
        body = page.text[line.start : line.end].strip()
        rest = edited(page.text, line.start, line.end + 1, "").rstrip("\n")
        return f"{rest}\n\n{'#' * level} {title}\n\n{body}\n"

    return move


def _can_move(page: Page, line: _Line) -> bool:
    """Whether the line is a top-level item or paragraph of Markdown."""
    if (
        page.is_yaml
        or not line.alone
        or _leads(page, line.end, line.mark)
        or line.mark[:1].isspace()
    ):
        return False
    if re.match(r"\d", line.mark) or _inside(page.text, line.start):
        return False
    return (
        page.text[line.start - 1 : line.start] == "\n"
        and page.text[line.end : line.end + 1] == "\n"
    )


def _inside(text: str, at: int) -> bool:
    return any(m.start() <= at < m.end() for m in _FENCED.finditer(text)) or text.rfind(
        "<!--", 0, at
    ) > text.rfind("-->", 0, at)


def _replaced(page: Page, statement: Statement) -> str | None:
    """Other words under the label by which the statement is known."""
    line = _line(page, statement)
    labelled = re.search(r"^[ \t]*(?:[-*+]|\d{1,2}\.) \*\*[^*\n]{3,60}(?:\*\*:|:\*\*) $", line.mark)
    if not labelled or page.text[statement.end : line.end].strip():
        return None
    return edited(
        page.text,
        statement.start,
        statement.end,
        "Greet the reader by name at the top of a letter.",
    )


MOVES: dict[str, Callable[[Page, Statement], str | None]] = {
    "drop-line": _dropped,
    "drop-sentence": _sentence_dropped,
    "id-reused": _replaced,
    "into-fence": _fenced,
    "into-comment": _commented,
    "into-examples": _into("Examples"),
    "into-history": _into("Change history"),
}


def headings(page: Page) -> Iterator[Mutant]:
    """Headings that lend their force to what is below them, turned into topics."""
    found = [
        m for m in _HEADING.finditer(page.text, page.body) if not _inside(page.text, m.start())
    ]
    for n, heading in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(page.text)
        below = [s for s in page.statements if heading.end() <= s.start < end]
        gates = [s for s in below if s.kinds == {"gate"} and not _CHECKS.search(s.text)]
        lent = [
            s for s in below if s.kinds == {"mandate"} and not s.declared and is_imperative(s.text)
        ]
        led = below and page.text[heading.end() : below[0].start].strip(" \n\t-*+1.")
        if (
            led
            or not _MARKED.search(heading[2])
            or not (lent or gates)
            or _sheltered(found[: n + 1])
        ):
            continue
        new = "Background" if lent else "Notes"
        yield Mutant(
            page.path,
            page.text.count("\n", 0, heading.start()) + 1,
            "heading-to-background" if lent else "gate-heading-to-notes",
            heading[0],
            f"{heading[1]} {new}",
            edited(page.text, heading.start(2), heading.end(2), new),
        )


def _sheltered(found: list[re.Match[str]]) -> bool:
    """Whether a heading above the last one lends its force as well."""
    level = len(found[-1][1])
    for heading in reversed(found[:-1]):
        if len(heading[1]) < level:
            level = len(heading[1])
            if _MARKED.search(heading[2]):
                return True
    return False
