"""Generated personas of realistic size in every dialect: the same at every run."""

import random
from collections.abc import Callable, Iterator, Sequence

_NOUNS = (
    "report index release schema ticket figure session cache branch contract queue page".split()
)
_VERBS = "check record compare publish review measure restore label rename archive".split()
_LABELS = "Scope Method Inputs Handover Evidence Review Capacity Storage Wording Order".split()
_SECTIONS = (
    "Core Responsibilities",
    "Focus Areas",
    "Approach",
    "Deliverables",
    "Communication",
    "Escalation",
    "Working Conditions",
    "Learning",
)
SIZE = 7000


class Words:
    """A source of sentences; equal seeds give equal texts."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pick(self, of: Sequence[str]) -> str:
        return self._random.choice(of)

    def plain(self) -> str:
        verb, noun, other = self.pick(_VERBS), self.pick(_NOUNS), self.pick(_NOUNS)
        return (
            f"{verb.capitalize()} the {noun} with the {other} before the next {self.pick(_NOUNS)}."
        )

    def item(self) -> str:
        return f"**{self.pick(_LABELS)}**: {self.plain()} {self.plain()}"

    def mandate(self) -> str:
        start = self.pick(("Never", "Always", "You must", "The agent MUST NOT"))
        end = self.pick((".", " without written approval.", " unless the owner asks."))
        return f"{start} {self.pick(_VERBS)} a {self.pick(_NOUNS)}{end}"

    def gate(self) -> str:
        return f"The {self.pick(_NOUNS)} takes at most {self._random.randint(1, 90)} seconds."


def _lists(words: Words) -> Iterator[str]:
    yield "## Mandates\n\n" + "\n".join(f"- {words.mandate()}" for _ in range(8))
    yield "## Quality Gates\n\n" + "\n".join(f"- {words.gate()}" for _ in range(5))
    steps = (f"{number}. {words.item()}" for number in range(1, 7))
    yield "## Workflow\n\n" + "\n".join(steps)


def _filled(head: str, words: Words, more: Callable[[], str]) -> str:
    parts = [head, *_lists(words)]
    while sum(map(len, parts)) < SIZE:
        parts.append(more())
    return "\n\n".join(parts) + "\n"


def _section(words: Words) -> str:
    items = "\n".join(f"- {words.item()}" for _ in range(6))
    return f"## {words.pick(_SECTIONS)}\n\n{words.plain()} {words.plain()}\n\n{items}"


def frontmatter(number: int) -> str:
    words = Words(number)
    head = (
        f"---\nname: persona-{number}\ndescription: {words.plain()} Use when a change is ready.\n"
        f"tools: Read, Grep, Glob, Bash\nmodel: sonnet\n---\n\n# Persona {number}"
    )
    return _filled(head, words, lambda: _section(words))


def role(number: int) -> str:
    words = Words(number)
    head = f"# Role: Persona {number} - Keeper of the {words.pick(_NOUNS)}\n\n## Persona"
    lines = (f"- **{name}:** {words.plain()}" for name in ("Role", "Style", "Core Strength"))
    return _filled(head + "\n\n" + "\n".join(lines), words, lambda: _section(words))


def handle(number: int) -> str:
    words = Words(number)
    head = (
        f"# Persona {number}\n\nAgent_Handle: Persona-{number}\nAgent_Role: {words.pick(_NOUNS)}\n"
        "Organizational_Unit: Chapter"
    )
    return _filled(head, words, lambda: _section(words))


def xml(number: int) -> str:
    words = Words(number)
    parts = [f"<name>Persona {number}</name>"]
    rules = "\n".join(f"    <rule>{words.mandate()}</rule>" for _ in range(8))
    gates = "\n".join(f"    <gate>{words.gate()}</gate>" for _ in range(5))
    parts += [f"<rules>\n{rules}\n  </rules>", f"<mandatory_gates>\n{gates}\n  </mandatory_gates>"]
    while sum(map(len, parts)) < SIZE:
        tag = words.pick(_LABELS).lower()
        lines = "\n".join(f"    <entry>{words.plain()}</entry>" for _ in range(6))
        parts.append(f"<{tag}_notes>\n{lines}\n  </{tag}_notes>")
    inside = "\n  ".join(parts)
    return f"# Persona {number}\n\n```xml\n<persona>\n  {inside}\n</persona>\n```\n"


DIALECTS: dict[str, Callable[[int], str]] = {
    "frontmatter": frontmatter,
    "role": role,
    "handle": handle,
    "xml": xml,
}


def mixed(count: int) -> Iterator[tuple[str, str]]:
    """Names and texts of ``count`` personas, the dialects in turn."""
    makers = tuple(DIALECTS.values())
    for number in range(count):
        yield f"persona-{number:05}.md", makers[number % len(makers)](number)
