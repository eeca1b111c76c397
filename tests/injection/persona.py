"""A real persona as text, its dialect by the folder it was collected in, and its mutants."""

import hashlib
import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from injection import markdown, xml, yaml
from injection.gates import GATES
from injection.rest import DANGERS, MARKUP, REFERENCES
from injection.rules import MANDATES
from injection.values import Defect, Planted, Wording

DEFECTS = tuple(
    sorted((*MANDATES, *GATES, *REFERENCES, *MARKUP, *DANGERS), key=lambda one: one.number)
)
SHELL, TRIGGER, TAG = 25, 24, 18
_TITLES = {
    "frontmatter-md": markdown.AGENT,
    "copilot-agent": markdown.AGENT,
    "bmad-role": markdown.ROLE,
    "handle-style": markdown.HANDLE,
}
_HEADER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)


class Persona(NamedTuple):
    path: str
    text: str

    @property
    def dialect(self) -> str:
        return self.path.partition("/")[0]


class Mutant(NamedTuple):
    """A persona with one defect, and the same with the mended wording in the same places."""

    defect: Defect
    wording: Wording
    path: str
    bad: str
    good: str

    @property
    def dialect(self) -> str:
        return self.path.partition("/")[0]


def mutants(persona: Persona, seed: str) -> Iterator[Mutant]:
    """One mutant for each defect that the dialect can have, in a wording that hangs on the path."""
    for defect in DEFECTS:
        if _fits(persona, defect):
            key = f"{seed}:{persona.path}:{defect.number}"
            number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8])
            wording = defect.wordings[number % len(defect.wordings)]
            bad, good = (_with(persona, one, number) for one in (wording.bad, wording.good))
            yield Mutant(defect, wording, persona.path, bad, good)


def _fits(persona: Persona, defect: Defect) -> bool:
    """Whether there is a place for it, and it is not there already.

    A file that is YAML has no header and no tags.  Copilot has no shell that could be limited,
    and shows its descriptions to people, who choose.
    """
    header = _HEADER.match(persona.text)
    if header and defect.number == SHELL and re.search(r"\bBash\b", header[1]):
        return False
    if persona.path.endswith((".yaml", ".yml")):
        return defect.number not in (SHELL, TRIGGER, TAG)
    copilot = persona.dialect == "copilot-agent" or "/.github/" in persona.path
    return not copilot or defect.number not in (SHELL, TRIGGER)


def _with(persona: Persona, what: Planted, number: int) -> str:
    rng = Random(number)
    text = _headed(persona.text, what)
    header = _HEADER.match(text)
    start = header.end() if header else 0
    lines = text[start:].split("\n")
    if persona.dialect == "xml-persona":
        lines = xml.planted(lines, what, rng)
    elif persona.dialect == "bmad-yaml":
        lines = yaml.planted(lines, what, rng)
    else:
        lines = markdown.planted(lines, what, _TITLES[persona.dialect], rng)
    return text[:start] + "\n".join(lines)


def _headed(text: str, what: Planted) -> str:
    """The text with the fields that are planted in its header; it gets one where it has none."""
    fields = {"description": what.description, "tools": what.tools}
    fields = {key: value for key, value in fields.items() if value}
    if not fields:
        return text
    found = _HEADER.match(text)
    if found is None:
        named = "".join(f"{key}: {value}\n" for key, value in {"name": "keeper", **fields}.items())
        return f"---\n{named}---\n\n{text}"
    kept = re.sub(
        rf"^(?:{'|'.join(fields)}):.*\n(?:[ \t]+.*\n|- .*\n)*", "", found[1], flags=re.MULTILINE
    )
    added = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\n{kept}{added}---\n{text[found.end() :]}"
