"""Weakenings of what stands around sentences: elements, lead lines, sections, found by plain text.

What personac reads as a statement plays no part in where these are made.
"""

import re
from collections.abc import Iterator

from mutants.bounds import BOUNDS
from mutants.headings import CHECKS
from mutants.moves import HEADING, inside
from mutants.values import Mutant, Page, Statement, edited

_GATE = re.compile(r"<gate\b[^<>\n]{0,300}>.{0,3000}?</gate>", re.DOTALL)
_CRITERION = re.compile(
    r"[ \t]*(?:<(?:criteri(?:a|on))>|[-*] )(?P<words>[^<>\n]{8,300})(?:</criteri(?:a|on)>)?[ \t]*\n?"
)
_LEAD = re.compile(
    r"^(?P<before>(?:[^\n`|>#<]{0,80}\W)?)(?P<marker>must not|must never|must always|must|shall not|shall|never|always)"
    r"(?P<after>:?\*{0,2}:?)\n\n?(?P<items>(?:(?:[-*+]|\d{1,2}\.) [^\n]+\n)+)",
    re.IGNORECASE | re.MULTILINE,
)
_OWN = re.compile(
    r"\b(?:must|shall|should|never|always|not|no|only|don't|avoid|prefer|may|required|forbidden|prohibited)\b",
    re.IGNORECASE,
)
_GATES = re.compile(
    r"(?:\w+ ){0,2}(?:quality gates|definition of done|(?:acceptance|exit|completion) criteria|quality checklist)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^- (?:\[[ x]\] )?(?P<words>[^\n]{12,200})\n(?![ \t])", re.MULTILINE)
_RULES = re.compile(
    r"^<(?P<tag>rules|critical_rules|mandates|constraints|guardrails|boundaries|forbidden|prohibited_actions)>\n"
    r"(?P<inside>.{20,4000}?)^</(?P=tag)>",
    re.MULTILINE | re.DOTALL,
)
_ANY = frozenset(f"DIF00{n}" for n in range(1, 8))
"""Nothing else was changed, so that any code tells of the change."""
_GONE = frozenset({"DIF001", "DIF002", "DIF003", "DIF006"})


def places(page: Page) -> Iterator[Mutant]:
    """A mutant for each element, lead line or item whose surroundings can be weakened."""
    yield from _criteria(page)
    yield from _leads(page)
    yield from _to_metrics(page)
    yield from _deprecated(page)


def _criteria(page: Page) -> Iterator[Mutant]:
    for gate in _GATE.finditer(page.text, page.body):
        for found in _CRITERION.finditer(page.text, gate.start(), gate.end()):
            start, end = found.span("words")
            words = found["words"]
            yield _mutant(page, "criterion-deleted", found.start(), found.end(), "", _ANY)
            hedged = f"Ideally {words[0].lower() if words[1].islower() else words[0]}{words[1:]}"
            yield _mutant(page, "criterion-hedged", start, end, hedged, _ANY)
            if lowered := _lowered(_as_gate(page, words, start)):
                yield _mutant(page, "criterion-lowered", start, end, lowered, _ANY)


def _lowered(criterion: Statement) -> str | None:
    """A criterion that asks for less, in figures or for most of what it asked for all of."""
    if criterion.text.startswith("All "):
        return f"Most{criterion.text[3:]}"
    return BOUNDS["threshold-loosened"](criterion)


def _as_gate(page: Page, words: str, start: int) -> Statement:
    line = page.text.count("\n", 0, start) + 1
    return Statement(words, start, line, frozenset({"gate"}), frozenset(), frozenset(), True, None)


def _leads(page: Page) -> Iterator[Mutant]:
    """Lead lines that break off at their marker, above items that have none of their own."""
    for lead in _LEAD.finditer(page.text, page.body):
        items = lead["items"].splitlines()
        marked = sum(bool(_OWN.search(item)) for item in items)
        if ":" not in lead["after"] or marked == len(items) or inside(page.text, lead.start()):
            continue
        start, end = lead.span("marker")
        bans = lead["marker"].lower() in {"must not", "must never", "shall not", "never"}
        weaker = "should not" if bans else "should"
        yield _mutant(page, "lead-to-should", start, end, weaker, _ANY)
        if not bans and lead["marker"].lower() != "always":
            yield _mutant(page, "lead-to-could", start, end, "could", _ANY)
        sentence = lead[0][: end - lead.start()].rpartition(". ")[2]
        first = end - len(sentence.lstrip(" *_-+"))
        begun = page.text[first:end]
        excepted = f"Unless the user objects, {begun[:1].lower()}{begun[1:]}"
        yield _mutant(page, "lead-excepted", first, end, excepted, _ANY)


def _to_metrics(page: Page) -> Iterator[Mutant]:
    """Items that only their heading makes gates, moved below one for metrics."""
    headings = list(HEADING.finditer(page.text, page.body))
    ends = [heading.start() for heading in headings[1:]] + [len(page.text)]
    for heading, end in zip(headings, ends, strict=False):
        if not _GATES.search(heading[2]) or re.search(r"</[\w-]+>\s*$|```\s*$", page.text):
            continue
        level = min(len(one[1]) for one in headings)
        for item in _ITEM.finditer(page.text, heading.end(), end):
            if CHECKS.search(item["words"]) or inside(page.text, item.start()):
                continue
            rest = edited(page.text, item.start(), item.end(), "").rstrip("\n")
            moved = f"{rest}\n\n{'#' * level} Success metrics\n\n- {item['words']}\n"
            line = page.text.count("\n", 0, item.start()) + 1
            words = item["words"]
            yield Mutant(page.path, line, "gate-to-metrics", words, "", moved, _GONE)


def _deprecated(page: Page) -> Iterator[Mutant]:
    for found in _RULES.finditer(page.text, page.body):
        if inside(page.text, found.start()):
            continue
        new = f"<deprecated>\n{found['inside']}</deprecated>"
        yield _mutant(page, "rules-to-deprecated", found.start(), found.end(), new, _GONE)


def _mutant(
    page: Page, operator: str, start: int, end: int, new: str, codes: frozenset[str]
) -> Mutant:
    line = page.text.count("\n", 0, start) + 1
    text = edited(page.text, start, end, new)
    return Mutant(page.path, line, operator, page.text[start:end], new, text, codes)
