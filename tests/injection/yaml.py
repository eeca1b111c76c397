"""Where defects go in personas written in YAML, alone or in a block of Markdown."""

import re
from random import Random

from injection.lines import appended, inserted, split_id
from injection.values import Gate, Planted

_RULES = re.compile(r"(\s*)(?:core_principles|principles|rules):\s*$")
_STEPS = re.compile(r"(\s*)(?:critical_actions|startup|activation-instructions):\s*$")
_PERSONA = re.compile(r"\s*persona:\s*$")
_UNSAFE = re.compile(r": |:$| #|^[`*&!%@\[{\"'>|#-]|[{}]")


def planted(lines: list[str], what: Planted, rng: Random) -> list[str]:
    """The lines with what is planted, in lists of their kind; markup goes after the block."""
    lines = _listed(lines, _RULES, "rules", [_statement(one) for one in what.rules], rng)
    lines = _in_root(lines, "quality_gates", [_gate(one, rng) for one in what.gates])
    lines = _in_root(lines, "protocols", [[quoted(one)] for one in what.protocols])
    lines = _listed(lines, _STEPS, "workflow", [[quoted(one)] for one in what.steps], rng)
    lines = _in_root(lines, "notes", [[quoted(one)] for one in what.notes])
    if what.comment:
        lines = inserted(lines, _end(lines), [f"# {what.comment}"])
    return appended(lines, list(what.block)) if what.block else lines


def quoted(text: str) -> str:
    """The text as one scalar of YAML."""
    if not _UNSAFE.search(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _statement(rule: str) -> list[str]:
    name, text = split_id(rule)
    return [f"id: {name}", f"rule: {quoted(text)}"] if name else [quoted(text)]


def _fence(lines: list[str]) -> int | None:
    """The line that opens a block of YAML; None where the whole file is YAML."""
    opened = (n for n, line in enumerate(lines) if re.match(r"```ya?ml\s*$", line))
    return next(opened, None)


def _end(lines: list[str]) -> int:
    """The line after the last with a key or value of the document."""
    start = _fence(lines)
    end = len(lines)
    if start is not None:
        end = next(n for n in range(start + 1, len(lines)) if lines[n].startswith("```"))
    while not lines[end - 1].strip():
        end -= 1
    return end


def _in_root(lines: list[str], key: str, entries: list[list[str]]) -> list[str]:
    """A new list at the level of the persona, behind what belongs to it."""
    if not entries:
        return lines
    at = next(n for n, one in enumerate(lines) if _PERSONA.match(one))
    level = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    inside = re.compile(rf"{level}\s+\S|\s*$|{level}- ")
    end = next((n for n in range(at + 1, _end(lines)) if not inside.match(lines[n])), _end(lines))
    return inserted(lines, end, [f"{level}{key}:", *_items(entries, f"{level}  ")])


def _items(entries: list[list[str]], indent: str) -> list[str]:
    return [
        f"{indent}{'  ' if n else '- '}{line}" for entry in entries for n, line in enumerate(entry)
    ]


def _listed(
    lines: list[str], key: re.Pattern[str], new: str, entries: list[list[str]], rng: Random
) -> list[str]:
    """At the end of a list that is there already, else in one of its own."""
    at = _last_item(lines, key) if entries and rng.random() < 0.6 else None
    if at is None:
        return _in_root(lines, new, entries)
    line, indent = at
    return inserted(lines, line + 1, _items(entries, indent))


def _last_item(lines: list[str], key: re.Pattern[str]) -> tuple[int, str] | None:
    for start in range(_fence(lines) or 0, _end(lines)):
        if key.match(lines[start]) and start + 1 < len(lines):
            found = re.match(r"(\s*)- \S", lines[start + 1])
            if found is None:
                continue
            last = start + 1
            inside = re.compile(rf"{found[1]}(?:- |\s+\S)")
            while last + 1 < len(lines) and inside.match(lines[last + 1]):
                last += 1
            return last, found[1]
    return None


def _gate(gate: Gate, rng: Random) -> list[str]:
    owner = f" Owner: {gate.owner}." if gate.owner else ""
    if rng.random() < 0.5:
        said = f"{gate.text.rstrip('.')}. If it fails, {gate.failure}.{owner}"
        return [quoted(f"{gate.id} {gate.name}: {said}")]
    parts = [f"id: {gate.id}", f"name: {gate.name}", f"criterion: {quoted(gate.text)}"]
    parts += [f"owner: {gate.owner}"] if gate.owner else []
    return [*parts, f"on_failure: {gate.failure}"]
