"""The lines of an output, each with the nodes whose words it holds."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from personac.api import Artifact, Frame, Run
from personac.model import NodeId, Persona
from personac.writers._origin import limited_by, made_of
from personac.writers._yaml import entry


class Line(NamedTuple):
    """``made`` says what a line is there for that does not just hold the words of its nodes; a
    line with neither sets others apart.
    """

    text: str
    nodes: tuple[NodeId, ...] = ()
    made: str = ""


BLANK = Line("")
Binding = tuple[str, NodeId]
"""A key of a header, and a mandate that what stands under it enforces."""


def artifact(path: str, lines: Iterable[Line], frame: Frame | None = None) -> Artifact:
    """The file of these lines, with what each of them was made of."""
    whole = split(lines)
    return Artifact(path, joined(whole), lines=tuple(_runs(whole)), frame=frame)


def split(lines: Iterable[Line]) -> list[Line]:
    """One for each line of the text, whatever the texts hold."""
    found: list[Line] = []
    for line in lines:
        if "\n" in line.text:
            found += [Line(text, line.nodes, line.made) for text in line.text.split("\n")]
        else:
            found.append(line)
    return found


def joined(lines: Iterable[Line]) -> str:
    return "".join(f"{line.text}\n" for line in lines)


def header(
    entries: Iterable[tuple[str, str]],
    persona: Persona,
    binding: Iterable[Binding] = (),
    origins: Mapping[str, tuple[NodeId, ...]] = MappingProxyType({}),
) -> tuple[Line, ...]:
    """The frontmatter of these keys and values, with its fences; ``origins`` tells what the
    values were made of where their key does not.
    """
    fence = Line("---", made="frontmatter")
    bindings = tuple(binding)
    lines = (
        bound(_keyed(key, value, persona, origins.get(key, ())), key, bindings)
        for key, value in entries
    )
    return (fence, *lines, fence)


def _keyed(key: str, value: str, persona: Persona, nodes: tuple[NodeId, ...]) -> Line:
    line = keyed(entry(key, value), key, persona)
    return line if line.nodes else line._replace(nodes=nodes)


def bound(line: Line, key: str, binding: tuple[Binding, ...]) -> Line:
    """The line with the nodes of the mandates that its key enforces."""
    more = (mandate.partition("#")[0] for name, mandate in binding if name == key)
    return line._replace(nodes=tuple(dict.fromkeys((*line.nodes, *more))))


def keyed(text: str, key: str, persona: Persona) -> Line:
    """``text`` as what stands under a key of the output's header."""
    return Line(text, made_of(persona, key), f"frontmatter of `{key}`")


def tools_section(limits: str, persona: Persona) -> tuple[Line, ...]:
    """The tool list in words, where a target has no field for it."""
    made, nodes = "tools in words", limited_by(persona)
    return (BLANK, Line("## Tools", nodes, made), BLANK, Line(limits, nodes, made))


def _runs(lines: Iterable[Line]) -> Iterator[Run]:
    numbered = enumerate(lines, 1)
    for (nodes, made), group in groupby(numbered, key=lambda pair: pair[1][1:]):
        numbers = [number for number, _ in group]
        if nodes or made:
            yield Run(numbers[0], numbers[-1], nodes, made)
