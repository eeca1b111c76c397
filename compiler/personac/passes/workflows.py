"""Workflows and steps: sections whose parts are numbered or named as steps.

A step is a heading (``### Step 2: Build``), a labelled line (``**Step 2 - Build:** …``) that
owns the lists after it, an element (``<step n="2">``, ``<planning_phase>``) or, in a section
named a workflow, an item of a numbered list.
"""

import re
from typing import NamedTuple

from personac.model import (
    AnyNode,
    Block,
    Item,
    Persona,
    Section,
    Step,
    Style,
    Text,
    Workflow,
    evolve,
    transform,
)
from personac.text.plain import key, plain

_STEP = re.compile(
    r"^(?P<word>step|phase|stage)\s+(?P<number>\d+(?:\.\d+|[a-z])?|[ivx]+|[a-z])\b\s*[-–—:.)]*\s*(?P<title>.*)$",
    re.IGNORECASE,
)
_PHASE_TAG = re.compile(
    r"(?:^step$|^phase$|_phase$|_step$|^step_?\d+$|^phase_?\d+$)", re.IGNORECASE
)


class Heading(NamedTuple):
    number: str
    title: str


def step_number(label: str) -> str:
    """The number by which a label makes its line a step: ``Step 2a``; empty when it does not."""
    heading = _heading(plain(label))
    return heading.number if heading else ""


def only_numbers(label: str) -> bool:
    """Whether a label is the number of a step and says nothing of what it does."""
    heading = _heading(plain(label))
    return heading is not None and not heading.title


def find_workflows(persona: Persona) -> Persona:
    """Turn step-shaped blocks into steps and the sections that hold them into workflows."""

    def change(node: AnyNode) -> AnyNode:
        return _workflow(node) if isinstance(node, Section) else node

    return transform(persona, change)


def _workflow(section: Section) -> Section | Workflow:
    if section.level == 1 and section.tag is None:
        return section  # the title of the document: its parts are the persona's, not steps
    below = _steps(section)
    if sum(isinstance(child, Step) for child in below) < 2:
        return section
    return Workflow(
        id=section.id,
        title=section.title,
        level=section.level,
        style=section.style,
        form=section.form,
        tag=section.tag,
        attributes=section.attributes,
        children=below,
        clauses=section.clauses,
    )


def _steps(section: Section) -> tuple[Block, ...]:
    gathered = _gather(section.children)
    if any(isinstance(child, Step) for child in gathered):
        return gathered
    if section.kind == "workflow" and _numbered(section.children) >= 2:
        return tuple(
            _numbered_step(c) if isinstance(c, Item) and c.ordinal else c for c in gathered
        )
    return gathered


def _numbered(children: tuple[Block, ...]) -> int:
    return sum(isinstance(child, Item) and child.ordinal is not None for child in children)


def _gather(children: tuple[Block, ...]) -> tuple[Block, ...]:
    """Children with step headings, labels and elements made into steps; a step that is a
    line of text owns the lists and labelled sections up to the next one.
    """
    found: list[Block] = []
    owner: int | None = None
    for child in children:
        step = _step(child)
        if step is not None:
            found.append(step)
            owner = len(found) - 1 if isinstance(child, Text) else None
        elif owner is not None and _belongs(child):
            held = found[owner]
            if isinstance(held, Step):
                found[owner] = evolve(held, children=(*held.children, child))
        else:
            owner = None
            found.append(child)
    return tuple(found)


def _belongs(child: Block) -> bool:
    return not (isinstance(child, Section) and child.style is not Style.LABEL)


def _step(child: Block) -> Step | None:
    match child:
        case Section():
            return _section_step(child)
        case Text() if child.label:
            heading = _heading(plain(child.label))
            if heading is None:
                return None
            return Step(
                id=child.id,
                title=child.label,
                number=heading.number,
                form=child.form,
                text=child.text,
                clauses=child.clauses,
            )
        case Item() if child.tag and _PHASE_TAG.search(child.tag):
            return _element_step(child)
        case Item() if child.label and (heading := _heading(plain(child.label))):
            return _item_step(child, heading.number)
        case _:
            return None


def _section_step(section: Section) -> Step | None:
    heading = _heading(plain(section.title))
    if heading is None and not (section.tag and _PHASE_TAG.search(section.tag)):
        return None
    return Step(
        id=section.id,
        title=section.title,
        number=heading.number if heading else _attribute_number(section),
        level=section.level,
        style=section.style,
        form=section.form,
        tag=section.tag,
        attributes=section.attributes,
        children=section.children,
        clauses=section.clauses,
    )


def _element_step(item: Item) -> Step:
    step = _item_step(item, _attribute_number(item))
    return evolve(step, title="") if key(step.title) in ("step", "phase") else step


def _item_step(item: Item, number: str) -> Step:
    return Step(
        id=item.id,
        title=item.label or "",
        text=item.text,
        number=number,
        style=Style.ITEM,
        form=item.form,
        tag=item.tag,
        attributes=item.attributes,
        children=item.children,
        clauses=item.clauses,
    )


def _numbered_step(item: Item) -> Step:
    return _item_step(item, str(item.ordinal))


def _attribute_number(node: Section | Item) -> str:
    return next((a.value for a in node.attributes if a.name in ("n", "number", "id", "order")), "")


def _heading(title: str) -> Heading | None:
    match = _STEP.match(title)
    return Heading(match["number"], match["title"].strip()) if match else None
