"""Every way of writing a page differently without a change of what it says."""

import re
from collections.abc import Iterator

from mutants.layout import LAYOUTS, swapped_items, swapped_sections
from mutants.values import Mutant, Page, Statement, edited
from mutants.wording import WORDS, cites_bcp14

_CASES = frozenset({"marker-upper", "marker-lower", "never-upper", "never-lower", "always-upper"})
_MARKUP = frozenset({"marker-bold", "word-emphasis", "emphasis-removed", "emphasis-underscored"})


def rewrites(page: Page) -> Iterator[Mutant]:
    """The mutants of a page that bind the agent exactly as the page does."""
    if page.statements and not page.is_yaml:
        yield from _laid_out(page)
    for statement in page.statements:
        yield from _reworded(page, statement)


def _laid_out(page: Page) -> Iterator[Mutant]:
    first = page.statements[0]
    for name, layout in LAYOUTS.items():
        text = layout(page)
        if text is not None and text != page.text:
            yield _mutant(page, first, name, text)
    for name, swapped in (("items-swapped", swapped_items), ("sections-swapped", swapped_sections)):
        for statement, text in swapped(page):
            yield _mutant(page, statement, name, text)


def _mutant(page: Page, statement: Statement, name: str, text: str) -> Mutant:
    return Mutant(page.path, statement.line, name, statement.text, "", text)


def _reworded(page: Page, statement: Statement) -> Iterator[Mutant]:
    for name, operator in WORDS.items():
        if page.is_yaml and (name in _MARKUP or "apostrophe" in name or name.endswith("dont")):
            continue
        if name in _CASES and cites_bcp14(page):
            continue
        if name == "period" and not _ends_block(page, statement):
            continue
        new = operator(statement)
        if new is not None and new != statement.text:
            text = edited(page.text, statement.start, statement.end, new)
            yield Mutant(page.path, statement.line, name, statement.text, new, text)


def _ends_block(page: Page, statement: Statement) -> bool:
    """Whether no other sentence follows, which a missing period would join to this one."""
    return bool(re.match(r"[ \t]*(?:\Z|\n[ \t]*(?:\Z|\n|[-*+] )|</)", page.text[statement.end :]))
