"""Where a persona tells what to do: steps, numbered items, and the lists of its workflow parts."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.diagnostics import Label, Locator
from personac.model import (
    AnyNode,
    Code,
    Item,
    NodeId,
    Persona,
    Placed,
    Section,
    Step,
    Text,
    Workflow,
    evolve,
    placed,
)
from personac.tables.kinds import section_kind
from personac.text.plain import key

_APPROVAL = re.compile(
    r"approv|permission|consent\b|sign-?off|go-?ahead|\bhitl\b|\bconfirmation|\bask the user|"
    r"\bwait for (?:the )?(?:user|human)|\b(?:user|human)\b[^.]{0,20}\bconfirm|"
    r"\bconfirm\b[^.]{0,20}\b(?:user|human)\b",
    re.IGNORECASE,
)
_WAIVED = re.compile(
    r"\bno\b[^.]{0,30}approv|\bwithout\b[^.]{0,30}approv"
    r"|\bwait for (?:the )?user input\b.{0,80}\baccept\b",
    re.IGNORECASE,
)
"""What lifts an approval, or waits for a choice from a menu and for no approval."""
_STEP_LINE = re.compile(r"\s*<step\b[^<>\n]{0,200}>|</step>\s*$")
_CODE = re.compile(r"`[^`\n]*`")
_NUMBERED = re.compile(r"\W*\d{1,2}[.):]\s")
_WORK = re.compile(
    r"^(?:(?:your|the|my|core|main|standard|development|working|agent|release|review|task|execution|implementation|daily|"
    r"weekly|finishing|commit|deployment|publishing|hand ?off|completion) )*"
    r"(?:process|steps?|procedure|routine|workflow|execution|(?:work)?flow|checklist|instructions|how (?:you|to) work|"
    r"what (?:you|to) do|when invoked|when (?:you are |you re )?(?:done|finished)|after (?:the )?(?:work|task|change|review)s?|"
    r"finishing(?: up)?|wrap(?:ping)? up|wrap up|closing|before (?:you )?finish(?:ing)?)(?: checklist| steps?| process)?$"
)
_NEVER_WORK = frozenset({"examples", "history", "forbidden", "lifted"})
_NOT_WORK = _NEVER_WORK | {"triggers", "capabilities"}
Titled = Section | Workflow


class Place(NamedTuple):
    """The step that a node belongs to, what to call it and the workflow it is part of."""

    node: NodeId
    name: str
    workflow: NodeId


class Approval(NamedTuple):
    """A node that asks for an approval, and the step that it stands in."""

    node: NodeId
    step: str
    text: str

    def mark(self, says: str = "") -> Label:
        return Label(Locator(node=self.node), says)


def steps(persona: Persona) -> Iterator[tuple[Placed, Place]]:
    """The nodes that are steps or parts of one, each with its step, in document order."""
    for one in placed(persona):
        if place := step_of(one):
            yield from _lines_of(one, place) or ((one, place),)


def _lines_of(one: Placed, place: Place) -> tuple[tuple[Placed, Place], ...]:
    """A paragraph of step elements, one on each line, as these steps."""
    if not isinstance(one.node, Text) or "<step" not in one.node.text or place.node != one.node.id:
        return ()
    lines = [line for line in one.node.text.split("\n") if _STEP_LINE.match(line)]
    return tuple(
        (
            Placed(evolve(one.node, text=_STEP_LINE.sub("", line)), one.above),
            Place(f"{place.node}:{number}", f"step {number}", place.workflow),
        )
        for number, line in enumerate(lines, 1)
    )


def step_of(one: Placed) -> Place | None:
    """The innermost step that the node is or belongs to, else the outermost numbered item, else
    the item or paragraph of a part that tells of work.
    """
    chain = (*one.above, one.node)
    own = [i for i, node in enumerate(chain) if isinstance(node, Step)]
    items = [i for i, node in enumerate(chain) if isinstance(node, Item) and _instructs(node)]
    if own or items:
        at = own[-1] if own else items[0]
    elif (at := _of_work(chain)) == 0:
        return None
    flow = [node.id for node in chain[:at] if isinstance(node, Workflow)]
    flow = flow or [node.id for node in chain[:at][-1:]]
    return Place(chain[at].id, _name(chain[at]), flow[0] if flow else "")


def _instructs(item: Item) -> bool:
    return item.ordinal is not None or item.kind == "action"


def _of_work(chain: tuple[AnyNode, ...]) -> int:
    """Where below the innermost heading the step is: the heading itself where it is numbered."""
    titled = [i for i, node in enumerate(chain) if isinstance(node, Titled)]
    if not titled or any(_kind(chain[i]) in _NEVER_WORK for i in titled):
        return 0
    last = titled[-1]
    if _kind(chain[last]) in _NOT_WORK:
        return 0
    numbered = [i for i in titled if i and _NUMBERED.match(_title(chain[i]))]
    if numbered and _is_work(chain[numbered[0] - 1]):
        return numbered[0]
    below = last + 1 < len(chain) and isinstance(chain[last + 1], Item | Text | Code)
    return last + 1 if below and _is_work(chain[last]) else 0


def _is_work(node: AnyNode) -> bool:
    """Whether its title says that what stands below it is to be done."""
    return isinstance(node, Workflow) or (
        isinstance(node, Section)
        and (node.kind in ("startup", "workflow") or _WORK.match(key(node.title)) is not None)
    )


def _kind(node: AnyNode) -> str:
    return node.kind if isinstance(node, Section) else section_kind(_title(node))


def _title(node: AnyNode) -> str:
    return node.title if isinstance(node, Titled) else ""


def _name(node: AnyNode) -> str:
    number = node.number if isinstance(node, Step) else getattr(node, "ordinal", None)
    if isinstance(node, Section) and (match := _NUMBERED.match(node.title)):
        number = match.group().strip(" .):*#")
    return f"step {number}" if number else "a step"


def approvals(
    inside: list[tuple[Placed, Place]],
) -> tuple[frozenset[NodeId], dict[NodeId, Approval]]:
    """The steps that hold an approval or come after one in their workflow, and the first
    approval of each workflow.
    """
    found: set[NodeId] = set()
    first: dict[NodeId, Approval] = {}
    for one, step in inside:
        text = _CODE.sub(" ", text_of(one))
        if step.workflow not in first and _APPROVAL.search(text) and not _WAIVED.search(text):
            first[step.workflow] = Approval(one.node.id, step.name, text)
        if step.workflow in first:
            found.add(step.node)
    return frozenset(found), first


def text_of(one: Placed) -> str:
    match one.node:
        case Item() | Text():
            return f"{one.node.label or ''} {one.node.text}".strip()
        case Step():
            return f"{one.node.title} {one.node.text}".strip()
        case Section():
            return one.node.title
        case _:
            return ""
