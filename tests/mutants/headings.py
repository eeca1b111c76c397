"""Headings that lend their force to what is below them, turned into topics."""

import re
from collections.abc import Iterator

from mutants.grammar import is_imperative
from mutants.moves import HEADING, inside
from mutants.values import Mutant, Page, Statement, edited

_MARKED = re.compile(
    r"\b(?:rules?|constraints?|forbidden|prohibited|guardrails?|mandates?|mandatory|boundaries|never|must"
    r"|anti-patterns to avoid|do not|don't|will not|non-negotiables?|quality gates?|checklist"
    r"|definition of done|(?:acceptance|exit|completion) criteria|gates?|required|restrictions?)\b",
    re.IGNORECASE,
)
CHECKS = re.compile(
    r"\[ \]|\b(?:approv|confirm|block|halt|stop|must|pass|before|until|verif|ensure|review|check|validat"
    r"|test|gate|flag|fail|requir|wait|ask|human|criteri|threshold|prior)|[<>≥≤]",
    re.IGNORECASE,
)


def headings(page: Page) -> Iterator[Mutant]:
    """A mutant for each heading whose statements have no force of their own."""
    found = [m for m in HEADING.finditer(page.text, page.body) if not inside(page.text, m.start())]
    for n, heading in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(page.text)
        below = [s for s in page.statements if heading.end() <= s.start < end]
        title = _topic(below)
        led = below and page.text[heading.end() : below[0].start].strip(" \n\t-*+1.")
        if title and not led and _MARKED.search(heading[2]) and not _sheltered(found[: n + 1]):
            yield _retitled(page, heading, title)


def _topic(below: list[Statement]) -> str:
    """A title that binds nobody to what is below, where nothing there binds by itself."""
    if any(s.kinds == {"mandate"} and not s.declared and is_imperative(s.text) for s in below):
        return "Background"
    gates = any(s.kinds == {"gate"} and not CHECKS.search(s.text) for s in below)
    return "Notes" if gates else ""


def _retitled(page: Page, heading: re.Match[str], title: str) -> Mutant:
    return Mutant(
        page.path,
        page.text.count("\n", 0, heading.start()) + 1,
        f"heading-to-{title.lower()}",
        heading[0],
        f"{heading[1]} {title}",
        edited(page.text, heading.start(2), heading.end(2), title),
        frozenset({"DIF001", "DIF002"} if title == "Background" else {"DIF006"}),
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
