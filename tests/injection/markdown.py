"""Where defects go in Markdown: agents with a frontmatter, `# Role:` personas, handle specs."""

import re
from random import Random
from typing import NamedTuple

from injection.lines import appended, gate_line, inserted, labelled, outside_fences
from injection.values import Gate, Planted

_ITEM = re.compile(r"([-*+]|(\d+)[.)])(\s+)\S")
_OPENS_WITH_FORCE = re.compile(
    r"\b(?:never|not|don't|no|cannot|avoid|forbidden|prohibited|may|can|should|ask|always|do)\b",
    re.IGNORECASE,
)


class Titles(NamedTuple):
    """What sections are called in a dialect, and a pattern for those that are there already."""

    rules: tuple[str, ...]
    gates: tuple[str, ...]
    steps: tuple[str, ...]
    has_rules: re.Pattern[str]
    has_steps: re.Pattern[str]


_RULES = re.compile(
    r"#{2,4}\s+\W*(?:(?:critical|core|operating|operational|important|strict|key|enforceable)[ \\_]+)*"
    r"(?:rules|constraints|guardrails|mandates|boundaries|directives|standards|principles)\b",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"#{2,4}\s+\W*(?:(?:your|core|standard|operating|main|critical|work)[ ]+)*"
    r"(?:workflow|process|procedure|steps|start ?up operating instructions)\b|When invoked:\s*$",
    re.IGNORECASE,
)
AGENT = Titles(
    ("## Rules", "## Critical Rules", "## Constraints", "## Guardrails", "## Mandates"),
    ("## Quality Gates", "## Release Gates", "### Quality Gates"),
    ("## Workflow", "## Process", "## Steps"),
    _RULES,
    _STEPS,
)
ROLE = Titles(
    ("## Core Operational Mandates", "## Critical Rules", "## Core Principles (Always Active)"),
    ("## Quality Gates", "## Definition of Done"),
    ("## Standard Operating Workflow", "## Critical Start Up Operating Instructions"),
    _RULES,
    _STEPS,
)
HANDLE = Titles(
    ("### Enforceable Standards",),
    ("### Quality Gates",),
    ("### Main Workflow: Follow-up (Workflow 9)",),
    _RULES,
    re.compile(r"(?!)"),
)


def planted(lines: list[str], what: Planted, titles: Titles, rng: Random) -> list[str]:
    """The lines with what is planted, each in a section of its kind."""
    lines = _listed(lines, [labelled(one) for one in what.rules], titles, rng)
    if what.gates:
        title = rng.choice(titles.gates)
        lines = appended(lines, [title, "", *_gates(what.gates, title, titles, rng)])
    if what.protocols:
        lines = appended(lines, ["## Protocols", "", *_bullets(what.protocols)])
    lines = _stepped(lines, list(what.steps), titles, rng)
    if what.notes:
        lines = appended(lines, ["## Notes", "", *what.notes])
    if what.block:
        lines = appended(lines, list(what.block))
    if what.comment:
        lines = appended(lines, [f"<!-- {what.comment} -->"])
    return lines


def _bullets(texts: tuple[str, ...]) -> list[str]:
    return [f"- {labelled(one)}" for one in texts]


def _listed(lines: list[str], texts: list[str], titles: Titles, rng: Random) -> list[str]:
    """The statements at the end of a list of rules; in a new section where there is none."""
    if not texts:
        return lines
    at = _end_of_list(lines, titles.has_rules) if rng.random() < 0.6 else None
    if at is not None:
        return inserted(lines, at + 1, _continued(lines[at], texts, lines, at))
    return appended(lines, [rng.choice(titles.rules), "", *_marked(texts, rng.choice("-*1"))])


def _marked(texts: list[str], mark: str) -> list[str]:
    numbered = mark == "1"
    return [f"{f'{n}.' if numbered else mark} {text}" for n, text in enumerate(texts, 1)]


def _stepped(lines: list[str], texts: list[str], titles: Titles, rng: Random) -> list[str]:
    if not texts:
        return lines
    if titles is HANDLE:
        return appended(lines, [*titles.steps, "", *_handle_steps(texts)])
    at = _end_of_list(lines, titles.has_steps, numbered=True) if rng.random() < 0.6 else None
    if at is not None:
        return inserted(lines, at + 1, _continued(lines[at], texts, lines, at))
    texts = ["Read the request.", *texts, "Report what was done."]
    return appended(lines, [rng.choice(titles.steps), "", *_marked(texts, "1")])


def _handle_steps(texts: list[str]) -> list[str]:
    blocks = (
        [f"**Step {n} - Follow-up {n}:**", "- **Actions:**", f"  - {text}", ""]
        for n, text in enumerate(texts, 1)
    )
    return [line for block in blocks for line in block]


def _continued(last: str, texts: list[str], lines: list[str], at: int) -> list[str]:
    """Items like the one before them."""
    found = _ITEM.match(last)
    while found is None:
        at -= 1
        found = _ITEM.match(lines[at])
    if found[2]:
        return [f"{int(found[2]) + n}.{found[3]}{text}" for n, text in enumerate(texts, 1)]
    return [f"{found[1]}{found[3]}{text}" for text in texts]


def _end_of_list(lines: list[str], title: re.Pattern[str], *, numbered: bool = False) -> int | None:
    """The last line of the first list below such a title that nothing gives its force to."""
    below, last = False, None
    for number, line in outside_fences(lines):
        if last is not None:
            item = _ITEM.match(line)
            if (item and bool(item[2]) >= numbered) or (line[:1] in " \t" and line.strip()):
                last = number
                continue
            return None if lines[last + 1].startswith((" ", "\t")) else last
        if title.match(line):
            below = not _OPENS_WITH_FORCE.search(line)
        elif line.startswith("#"):
            below = False
        elif below and (item := _ITEM.match(line)) and bool(item[2]) >= numbered:
            last = number
        elif below and line.strip() and line.rstrip().endswith(":"):
            below = not _OPENS_WITH_FORCE.search(line)
    return last


def _gates(gates: tuple[Gate, ...], title: str, titles: Titles, rng: Random) -> list[str]:
    """Gates as a list; elsewhere than in a handle spec also as headings or as a table."""
    form = "list" if titles is HANDLE else rng.choice(("list", "list", "headings", "table"))
    if form == "list":
        return [f"{'*' if titles is HANDLE else '-'} {gate_line(gate)}" for gate in gates]
    if form == "table":
        return [
            "| Gate | Name | Criterion | Owner | On failure |",
            "| --- | --- | --- | --- | --- |",
            *(f"| {g.id} | {g.name} | {g.text} | {g.owner} | {g.failure} |" for g in gates),
        ]
    level = "#" + title.partition(" ")[0]
    return [line for gate in gates for line in _headed(gate, level)]


def _headed(gate: Gate, level: str) -> list[str]:
    parts = [f"- **Criterion:** {gate.text}", f"- **Owner:** {gate.owner}"]
    parts.append(f"- **On failure:** {gate.failure}")
    kept = [part for part in parts if not part.endswith("** ")]
    return [f"{level} Gate {gate.id}: {gate.name}", "", *kept, ""]
