"""Weakenings that leave the words alone: statements and headings dropped or put out of force."""

import re
from collections.abc import Callable
from typing import NamedTuple

from mutants.values import Page, Statement, edited

_MARK = re.compile(
    r"[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?(?:\[ \][ \t]+)?(?:<[a-z][\w-]*(?: [^<>\n]*)?>)?[*_\"']{0,3}",
    re.IGNORECASE,
)
_END = re.compile(r"[*_\"']{0,3}[.;]?[*_\"']{0,3}(?:</[a-z][\w-]*>)?[ \t]*", re.IGNORECASE)
_FENCED = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
HEADING = re.compile(r"^(#{2,5}) +(.+?) *#*$", re.MULTILINE)


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
        level = min((len(found[1]) for found in HEADING.finditer(page.text)), default=0)
        tagged = re.search(r"</[\w-]+>\s*$|```\s*$", page.text)
        if not _can_move(page, line) or not level or tagged:
            return None
        body = page.text[line.start : line.end].strip()
        rest = edited(page.text, line.start, line.end + 1, "").rstrip("\n")
        return f"{rest}\n\n{'#' * level} {title}\n\n{body}\n"

    return move


def added_below(page: Page, statement: Statement, words: str) -> str | None:
    """The page with another item below that of the statement."""
    line = _line(page, statement)
    if not _can_move(page, line) or not line.mark.startswith(("- ", "* ")) or "[ ]" in line.mark:
        return None
    return edited(page.text, line.end, line.end, f"\n{line.mark[0]} {words}")


def _can_move(page: Page, line: _Line) -> bool:
    """Whether the line is a top-level item or paragraph of Markdown."""
    if (
        page.is_yaml
        or not line.alone
        or _leads(page, line.end, line.mark)
        or line.mark[:1].isspace()
    ):
        return False
    if re.match(r"\d", line.mark) or inside(page.text, line.start):
        return False
    return (
        page.text[line.start - 1 : line.start] == "\n"
        and page.text[line.end : line.end + 1] == "\n"
    )


def inside(text: str, at: int) -> bool:
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


def _without_consequence(page: Page, statement: Statement) -> str | None:
    """A gate that no longer says what happens where it is not passed."""
    line_end = page.text.find("\n", statement.end)
    rest = page.text[statement.start : line_end if line_end > 0 else None]
    found = re.search(
        r"(?:;|,|\.) (?:otherwise|or else)\b[^.;\n]{4,}(?=[.;]?$)", rest, re.IGNORECASE
    )
    if not statement.is_gate or not found or "`" in found[0]:
        return None
    start = statement.start + found.start()
    return edited(page.text, start, start + len(found[0]), "")


MOVES: dict[str, Callable[[Page, Statement], str | None]] = {
    "drop-line": _dropped,
    "drop-sentence": _sentence_dropped,
    "consequence-dropped": _without_consequence,
    "id-reused": _replaced,
    "into-fence": _fenced,
    "into-comment": _commented,
    "into-examples": _into("Examples"),
    "into-history": _into("Change history"),
}
