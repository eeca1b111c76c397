"""The body as a prompt, for clients that fill placeholders in it or ask for a least length."""

import re

from personac.api import LossKind
from personac.identity import display_name
from personac.model import AnyNode, Persona, walk
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line, joined
from personac.writers._markdown import render
from personac.writers._origin import named_by

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


def greeting(persona: Persona) -> Line:
    """Who the agent is, where the body says too little."""
    text = f"You are the {display_name(persona)}."
    return Line(text, named_by(persona), "instructions of a persona without any")


def prompt(persona: Persona, ledger: Ledger, shortest: int = 1) -> tuple[Line, ...]:
    """The body; with who the agent is before it when it is shorter than the client takes."""
    body = render(persona, ledger)
    if len(joined(body).strip()) >= shortest:
        return body
    return (greeting(persona), BLANK, *body) if body else (greeting(persona),)


def without_placeholders(
    lines: tuple[Line, ...], persona: Persona, ledger: Ledger, title: str
) -> tuple[Line, ...]:
    """Keep ``${NAME}`` from a client that fills it in, and that fails where it knows no value."""
    if not any(_PLACEHOLDER.search(line.text) for line in lines):
        return lines
    detail = f"{title} fills in placeholders, so `${{` before a name is written `$\\{{`"
    for node in walk(*persona.body):
        if _PLACEHOLDER.search("\n".join(_texts(node))):
            ledger.lose(node, LossKind.APPROXIMATED, detail)
    return tuple(line._replace(text=_PLACEHOLDER.sub(r"$\\{\1}", line.text)) for line in lines)


def _texts(node: AnyNode) -> list[str]:
    values = (getattr(node, name) for name in node.__struct_fields__)
    return [text for value in values for text in _strings(value)]


def _strings(value: object) -> list[str]:
    """The node's own strings, not those of the nodes below it."""
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []
