"""Other layouts of the same text: wrapping, list marks, blank lines, headings, order."""

import re
from collections.abc import Callable, Iterator
from textwrap import wrap

from mutants.values import Page, Statement, edited

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_ITEM = re.compile(r"([ \t]*)([-*+]) (\S.*)")
_PROSE = re.compile(r"[A-Za-z*_`\"“]")
_ORDERLY = re.compile(
    r"\b(?:above|below|following|previous|next|then|first|second|third|finally|last|later|afterwards"
    r"|same|this|these|those|it|also|either|otherwise|instead|both|such|step|phase|after|before)\b|:\s*$",
    re.IGNORECASE,
)
_SIBLINGS = re.compile(
    r"((?P<indent>[ \t]*)[-*] [^\n]*)\n((?P=indent)[-*] [^\n]*)\n(?=(?P=indent)[-*] |\n|\Z)"
)
WIDTH = 72


def lines(page: Page) -> list[tuple[str, bool]]:
    """The lines of the body, each with whether it is text that may be laid out anew."""
    found, fence = [], ""
    for line in page.text[page.body :].split("\n"):
        mark = _FENCE.match(line)
        outside = not fence and not mark
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence):
            fence = ""
        found.append((line, outside))
    return found


def _whole(change: Callable[[str], str]) -> Callable[[Page], str | None]:
    """An operator that changes each line outside of fences."""

    def operator(page: Page) -> str | None:
        body = "\n".join(change(line) if free else line for line, free in lines(page))
        return page.text[: page.body] + body

    return operator


def _rewrapped(line: str) -> str:
    """A long line of prose or of an item, over several lines with the indent that it needs."""
    if len(line) <= WIDTH or re.search(r"[<>|]|https?:", line) or line.endswith("  "):
        return line
    item = re.match(r"([ \t]*)((?:[-*+]|\d{1,2}\.) (?:\[ \] )?)?(?=[A-Za-z])", line)
    if not item or line.startswith("    "):
        return line
    first = item[1] + (item[2] or "")
    later = " " * (
        len(item[1]) + (2 if (item[2] or "").startswith(("-", "*", "+")) else len(item[2] or ""))
    )
    pieces = wrap(
        line[len(first) :], WIDTH - len(first), break_long_words=False, break_on_hyphens=False
    )
    if any(re.match(r"[-+*#>=\d]", piece) or piece.count("`") % 2 for piece in pieces):
        return line
    return f"\n{later}".join([first + pieces[0], *pieces[1:]])


def _unwrapped(page: Page) -> str | None:
    """Wrapped paragraphs and items on one line each."""
    joined: list[str] = []
    before = False
    for line, free in lines(page):
        goes_on = free and before and re.match(r"[ \t]{0,6}[a-z]", line) and _continues(joined[-1])
        if goes_on:
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
        before = free and bool(line.strip())
    return page.text[: page.body] + "\n".join(joined)


def _continues(line: str) -> bool:
    """Whether a line is prose that the next one goes on with."""
    prose = re.match(r"[ \t]{0,3}(?:[-*+] )?[A-Za-z]", line)
    return bool(prose) and not line.endswith(("  ", ":", "\\")) and not re.search(r"[<>|]", line)


def _star(line: str) -> str:
    return line if re.fullmatch(r"[- ]*", line) else re.sub(r"^([ \t]*)- (?=\S)", r"\1* ", line)


def _plus(line: str) -> str:
    return line if re.fullmatch(r"[-* ]*", line) else re.sub(r"^([ \t]*)[-*] (?=\S)", r"\1+ ", line)


def _deeper(page: Page) -> str | None:
    """All headings one level down; None where that is impossible."""
    heads = [re.match(r"(#{1,6}) ", line) for line, free in lines(page) if free]
    levels = [len(head[1]) for head in heads if head]
    if not levels or max(levels) > 5:
        return None
    return _whole(lambda line: re.sub(r"^(?=#{1,5} )", "#", line))(page)


def _spaced(page: Page) -> str | None:
    return _whole(lambda line: f"\n{line}\n" if re.match(r"#{1,6} ", line) else line)(page)


def _crlf(page: Page) -> str | None:
    return page.text.replace("\n", "\r\n")


def _closed(line: str) -> str:
    """A heading with the closing marks that Markdown allows."""
    found = re.match(r"(#{1,6}) (.*\w)$", line)
    return f"{line} {found[1]}" if found else line


def _curly(line: str) -> str:
    if re.search(r"[`<>=]", line) or line.count('"') % 2:
        return line
    return re.sub(r'"([^"\n]*)"', r"“\1”", line)


LAYOUTS: dict[str, Callable[[Page], str | None]] = {
    "wrap": _whole(_rewrapped),
    "unwrap": _unwrapped,
    "bullet-star": _whole(_star),
    "bullet-plus": _whole(_plus),
    "headings-deeper": _deeper,
    "blank-lines": _spaced,
    "crlf": _crlf,
    "headings-closed": _whole(_closed),
    "curly-quotes": _whole(_curly),
    "trailing-space": _whole(lambda line: f"{line} " if re.search(r"[a-z.]$", line) else line),
}


def swapped_items(page: Page) -> Iterator[tuple[Statement, str]]:
    """An item of a list and its next sibling in each other's place, where the order says nothing."""
    for statement in page.statements:
        start = page.text.rfind("\n", 0, statement.start) + 1
        found = _SIBLINGS.match(page.text, start)
        if not found or _ORDERLY.search(found[1]) or _ORDERLY.search(found[3]):
            continue
        one, two = _ITEM.fullmatch(found[1]), _ITEM.fullmatch(found[3])
        before = page.text[:start].rpartition("\n")[0].rpartition("\n")[2]
        if (
            one
            and two
            and one[1] == two[1]
            and (not before or _ITEM.match(before))
            and start > page.body
        ):
            yield statement, edited(page.text, start, found.end(), f"{found[3]}\n{found[1]}\n")


_SECTION = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_SERIAL = re.compile(r"\d|step|phase|stage|first|final", re.IGNORECASE)


def swapped_sections(page: Page) -> Iterator[tuple[Statement, str]]:
    """Two sections of one level, one after the other, in each other's place."""
    if "```" in page.text or "~~~" in page.text or re.search(r"</\w+>", page.text):
        return
    heads = list(_SECTION.finditer(page.text, page.body))
    for one, two, three in zip(heads, heads[1:], [*heads[2:], None], strict=False):
        end = three.start() if three else len(page.text)
        level = 1 < len(one[1]) == len(two[1]) and (not three or len(three[1]) <= len(two[1]))
        if not level or _SERIAL.search(one[2] + two[2]):
            continue
        if re.search(r"\b(?:above|below|earlier|previous)\b", page.text[one.start() : end]):
            continue
        first = next((s for s in page.statements if one.start() < s.start < end), None)
        if first and page.text[two.start() - 2 : two.start()] == "\n\n":
            moved = page.text[two.start() : end].rstrip("\n") + "\n\n"
            rest = page.text[one.start() : two.start()]
            tail = page.text[end:]
            yield (
                first,
                page.text[: one.start()]
                + moved
                + (rest if tail else rest.rstrip("\n") + "\n")
                + tail,
            )
