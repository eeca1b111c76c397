"""What workflow steps do: the commands they run and the actions they tell to take."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.diagnostics import Label, Locator
from personac.model import (
    AnyNode,
    Code,
    Item,
    Mandate,
    NodeId,
    Persona,
    Placed,
    Polarity,
    Section,
    Step,
    Text,
    Workflow,
    placed,
)
from personac.tables.actions import ActionTable, command_classes, instructed_actions, singular

_CODE = re.compile(r"`([^`\n]+)`")
_WORD = re.compile(r"[\w.]+")
_NOT_DONE_IN = frozenset({"input", "output", "gate", "decision", "completion", "trigger"})
_SHELLS = frozenset({"", "bash", "sh", "shell", "zsh", "console", "powershell"})
_NOT_DONE = re.compile(
    r"\b(?:not|never|no|without|avoid|instead|forbidden|prohibited|asks?|tell|suggests?|recommend|"
    r"propose|draft|prepare|print|show|explain|remind|verify|check|confirm|wait|users?|human|"
    r"maintainer|owner|e\.g|example|such as|dry-run|unless|optional|optionally|could|would|may|"
    r"might|unlike|rather than)\b|n['’]t\b|❌|✗",
    re.IGNORECASE,
)
_APPROVAL = re.compile(
    r"approv|permission|consent\b|sign-?off|go-?ahead|\bhitl\b|\bconfirmation|\bask the user|"
    r"\bwait for (?:the )?(?:user|human)|\b(?:user|human)\b[^.]{0,20}\bconfirm|"
    r"\bconfirm\b[^.]{0,20}\b(?:user|human)\b",
    re.IGNORECASE,
)
_WAIVED = re.compile(r"\bno\b[^.]{0,30}approv|\bwithout\b[^.]{0,30}approv", re.IGNORECASE)


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


class Deed(NamedTuple):
    """``words`` are the exact words that do it, ``actions`` its classes of action and ``said``
    all words around, to compare with those that narrow a ban; ``approved`` says that an
    approval stands in this step or in one before it, ``later`` is the first one after it;
    ``place`` is the step's node.
    """

    node: NodeId
    step: str
    words: str
    actions: frozenset[str]
    said: frozenset[str]
    approved: bool
    later: Approval | None = None
    place: NodeId = ""
    workflow: NodeId = ""

    def mark(self, says: str = "") -> Label:
        return Label(Locator(node=self.node, needle=self.words), says)


def deeds(persona: Persona, table: ActionTable, *, narrow: bool = False) -> Iterator[Deed]:
    """What the steps and the numbered instructions do, in document order; with ``narrow`` also
    what they tell to do to one thing only: "deploy to production".
    """
    inside = [(one, step) for one in placed(persona) if (step := step_of(one))]
    approved, later = _approvals(inside)
    lead = ""
    for one, step in inside:
        text = _text(one)
        if not _described(one) and not (isinstance(one.node, Code) and _NOT_DONE.search(lead)):
            for words, actions in _done(one, table, narrow=narrow):
                said = _WORD.findall(f"{text} {words}".casefold())
                yield Deed(
                    node=one.node.id,
                    step=step.name,
                    words=words,
                    actions=actions,
                    said=frozenset(singular(word) for word in said),
                    approved=step.node in approved,
                    place=step.node,
                    workflow=step.workflow,
                    later=later.get(step.workflow) if step.node not in approved else None,
                )
        lead = text or lead


def instructions(persona: Persona) -> Iterator[tuple[Placed, str, str]]:
    """What steps and numbered instructions tell to do: the node, its step's name and its words."""
    for one in placed(persona):
        if isinstance(one.node, Item | Text | Step) and (step := step_of(one)):
            text = _text(one)
            if not _described(one):
                yield one, step.name, text


def step_of(one: Placed) -> Place | None:
    """The innermost step that the node is or belongs to, else the outermost numbered item."""
    chain = (*one.above, one.node)
    steps = [i for i, node in enumerate(chain) if isinstance(node, Step)]
    items = [i for i, node in enumerate(chain) if isinstance(node, Item) and _instructs(node)]
    if not steps and not items:
        return None
    at = steps[-1] if steps else items[0]
    flow = [node.id for node in chain[:at] if isinstance(node, Workflow)] or [
        node.id for node in chain[:at][-1:]
    ]
    return Place(chain[at].id, _name(chain[at]), flow[0] if flow else "")


def _instructs(item: Item) -> bool:
    return item.ordinal is not None or item.kind == "action"


def _name(node: AnyNode) -> str:
    number = node.number if isinstance(node, Step) else getattr(node, "ordinal", None)
    return f"step {number}" if number else "a step"


def _approvals(
    inside: list[tuple[Placed, Place]],
) -> tuple[frozenset[NodeId], dict[NodeId, Approval]]:
    """The steps that hold an approval or come after one in their workflow, and the first
    approval of each workflow.
    """
    found: set[NodeId] = set()
    first: dict[NodeId, Approval] = {}
    for one, step in inside:
        text = _text(one)
        if step.workflow not in first and _APPROVAL.search(text) and not _WAIVED.search(text):
            first[step.workflow] = Approval(one.node.id, step.name, text)
        if step.workflow in first:
            found.add(step.node)
    return frozenset(found), first


def _text(one: Placed) -> str:
    match one.node:
        case Item() | Text():
            return f"{one.node.label or ''} {one.node.text}".strip()
        case Step():
            return f"{one.node.title} {one.node.text}".strip()
        case Section():
            return one.node.title
        case _:
            return ""


def _described(one: Placed) -> bool:
    """Whether the words describe, forbid or hand on instead of telling to act."""
    kinds = {n.kind for n in (*one.above, one.node) if isinstance(n, Section | Item | Text)}
    clauses = getattr(one.node, "clauses", ())
    forbids = any(isinstance(c, Mandate) and c.polarity is Polarity.FORBID for c in clauses)
    return (
        forbids or not kinds.isdisjoint(_NOT_DONE_IN) or _NOT_DONE.search(_prose(one)) is not None
    )


def _prose(one: Placed) -> str:
    return _CODE.sub(" ", _text(one))


def _done(one: Placed, table: ActionTable, *, narrow: bool) -> Iterator[tuple[str, frozenset[str]]]:
    match one.node:
        case Code() if one.node.info.split(" ")[0].casefold() in _SHELLS:
            yield from _commands(one.node.text.split("\n"), table)
        case Item() | Text() | Step():
            found = tuple(_commands(_CODE.findall(_text(one)), table))
            yield from found or _told(one, table, narrow=narrow)
        case _:
            return


def _commands(lines: list[str], table: ActionTable) -> Iterator[tuple[str, frozenset[str]]]:
    for line in lines:
        command = line.strip().removeprefix("$ ")
        if not command.startswith("#") and (actions := command_classes(command, table)):
            yield command, actions | {"execute"}


def _told(one: Placed, table: ActionTable, *, narrow: bool) -> Iterator[tuple[str, frozenset[str]]]:
    """An instruction that opens with the verb of an action, with no object that narrows it unless
    those count too.
    """
    title = one.node.title if isinstance(one.node, Step) else getattr(one.node, "label", None) or ""
    for words in (title, getattr(one.node, "text", "")):
        if found := frozenset(
            action.name
            for action in instructed_actions(_CODE.sub(" ", words), table)
            if narrow or action.at_large
        ):
            yield words, found
