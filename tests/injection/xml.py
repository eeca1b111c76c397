"""Where defects go in personas whose XML stands in Markdown."""

import re
from random import Random

from injection.lines import escaped, inserted, split_id
from injection.values import Gate, Planted

_ROOT_END = re.compile(r"</([A-Za-z][\w-]*)>\s*$")


def planted(lines: list[str], what: Planted, rng: Random) -> list[str]:
    """The lines with what is planted, inside the first XML document."""
    lines = _ruled(lines, what.rules, rng)
    lines = _in_root(lines, "quality_gates", [_gate(one, rng) for one in what.gates])
    lines = _in_root(lines, "protocols", [_protocol(one) for one in what.protocols])
    lines = _stepped(lines, what.steps, rng)
    lines = _in_root(lines, "notes", [f"<note>{escaped(one)}</note>" for one in what.notes])
    lines = _before_end(lines, [f"  {one}" for one in what.block])
    return _before_end(lines, [f"  <!-- {what.comment} -->"] if what.comment else [])


def _end(lines: list[str]) -> int:
    """The line of the last end tag of the first document."""
    opened = re.compile(r"<([A-Za-z][\w-]*)[\s>]")
    for number, line in enumerate(lines):
        if (found := opened.match(line)) and found[1] in ("agent", "persona", "persona_context"):
            close = f"</{found[1]}>"
            return next(n for n in range(number, len(lines)) if lines[n].startswith(close))
    return max(number for number, line in enumerate(lines) if _ROOT_END.match(line))


def _before_end(lines: list[str], new: list[str]) -> list[str]:
    return inserted(lines, _end(lines), new) if new else lines


def _in_root(lines: list[str], tag: str, elements: list[str]) -> list[str]:
    if not elements:
        return lines
    return _before_end(lines, [f"  <{tag}>", *(f"    {one}" for one in elements), f"  </{tag}>"])


def _ruled(lines: list[str], rules: tuple[str, ...], rng: Random) -> list[str]:
    """In the rules of an activation where there are such, else as mandates or rules."""
    end = next((n for n, line in enumerate(lines) if line.strip() == "</rules>"), None)
    if rules and end is not None and rng.random() < 0.6:
        tag = "r" if any("<r>" in line for line in lines) else "rule"
        return inserted(lines, end, [f"    {_statement(one, tag)}" for one in rules])
    outer, inner = rng.choice((("mandates", "mandate"), ("rules", "rule"), ("constraints", "rule")))
    return _in_root(lines, outer, [_statement(one, inner) for one in rules])


def _statement(rule: str, tag: str) -> str:
    name, text = split_id(rule)
    return (
        f'<{tag} id="{name}">{escaped(text)}</{tag}>' if name else f"<{tag}>{escaped(text)}</{tag}>"
    )


def _protocol(text: str) -> str:
    name, rest = split_id(text)
    return f"<protocol>{name}: {escaped(rest)}</protocol>"


def _stepped(lines: list[str], steps: tuple[str, ...], rng: Random) -> list[str]:
    """After the last step of an activation, else in a workflow."""
    if not steps:
        return lines
    last = [n for n, line in enumerate(lines) if "<step n=" in line]
    end = next((n for n in last[-1:] if lines[n].rstrip().endswith("</step>")), None)
    if end is not None and rng.random() < 0.6:
        first = 1 + max(int(one) for one in re.findall(r'<step n="(\d+)', "\n".join(lines)))
        new = [f'      <step n="{first + n}">{escaped(one)}</step>' for n, one in enumerate(steps)]
        return inserted(lines, end + 1, new)
    named = ["Read the request.", *steps, "Report what was done."]
    made = [f'<step n="{n}">{escaped(one)}</step>' for n, one in enumerate(named, 1)]
    return _in_root(lines, "workflow", made)


def _gate(gate: Gate, rng: Random) -> str:
    """A gate as text with attributes, or with its parts as elements."""
    text, failure = escaped(gate.text), escaped(gate.failure)
    if rng.random() < 0.6:
        owner = f' owner="{gate.owner}"' if gate.owner else ""
        said = f"{text.rstrip('.')}. If it fails, {failure}."
        return f'<gate id="{gate.id}" name="{gate.name}"{owner}>{said}</gate>'
    owner = f"<owner>{gate.owner}</owner>" if gate.owner else ""
    parts = f"<criterion>{text}</criterion>{owner}<on_failure>{failure}</on_failure>"
    return f'<gate id="{gate.id}"><name>{gate.name}</name>{parts}</gate>'
