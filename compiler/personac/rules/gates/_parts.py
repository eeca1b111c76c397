"""What gates ask for in a part of its own: an element, a key of YAML or a cell of a table."""

from collections.abc import Iterator

from personac.model import AnyNode, Gate, Item, Persona, Row, Table, placed
from personac.once import once
from personac.rules.gates._named import named_gates
from personac.rules.mandates._statements import Statement
from personac.text.plain import key, plain

_CRITERIA = frozenset(
    "criterion|criteria|pass criteria|pass criterion|condition|pass condition|passes when|check"
    "|pass when|threshold".split("|")
)


_ASIDE = frozenset(
    "id|name|title|owner|owned by|approver|approved by|responsible|accountable|on failure|on fail"
    "|failure|consequence|enforcement|blocking|severity".split("|")
)


@once
def criteria(persona: Persona) -> tuple[Statement, ...]:
    """The criterion of each gate that has one beside its name, owner and consequence."""
    return tuple(_criteria(persona))


def _criteria(persona: Persona) -> Iterator[Statement]:
    gates = {gate.node.id for gate in named_gates(persona)}
    for node, above in placed(persona) if gates else ():
        if above and not gates.isdisjoint((node.id, above[-1].id)):
            for words in _asked(node, above[-1]):
                gate = Gate(id=f"{node.id}/criterion", text=words)
                yield Statement(gate, node, above)  # type: ignore[arg-type]


def is_criterion(statement: Statement) -> bool:
    """Whether it is what one part of a gate says, and not its whole line."""
    return statement.clause.id == f"{statement.node.id}/criterion"


def is_told_elsewhere(criterion: Statement) -> bool:
    """Whether its gate has another part that may say how it is checked."""
    parts = getattr(criterion.above[-1], "children", ())
    return any(
        key(plain(one.label or "")) not in _CRITERIA | _ASIDE
        for one in parts
        if isinstance(one, Item)
    )


def _asked(node: AnyNode, above: AnyNode) -> Iterator[str]:
    match node:
        case Row() if isinstance(above, Table):
            for title, words in zip(above.header, node.cells, strict=False):
                if key(plain(title)) in _CRITERIA and words.strip():
                    yield words
        case Item() if key(plain(node.label or "")) in _CRITERIA and node.text:
            yield node.text
        case _:
            return
