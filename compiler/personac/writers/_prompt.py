"""The body as a prompt, for clients that fill placeholders in it or ask for a least length."""

import re

from personac.api import LossKind
from personac.identity import display_name
from personac.model import AnyNode, Persona, walk
from personac.writers._ledger import Ledger
from personac.writers._markdown import render

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


def prompt(persona: Persona, ledger: Ledger, shortest: int = 1) -> str:
    """The body; with who the agent is before it when it is shorter than the client takes."""
    body = render(persona, ledger)
    if len(body.strip()) >= shortest:
        return body
    lead = f"You are the {display_name(persona)}.\n"
    return f"{lead}\n{body}" if body else lead


def without_placeholders(text: str, persona: Persona, ledger: Ledger, title: str) -> str:
    """Keep ``${NAME}`` from a client that fills it in, and that fails where it knows no value."""
    if not _PLACEHOLDER.search(text):
        return text
    detail = f"{title} fills in placeholders, so `${{` before a name is written `$\\{{`"
    for node in walk(*persona.body):
        if _PLACEHOLDER.search("\n".join(_texts(node))):
            ledger.lose(node, LossKind.APPROXIMATED, detail)
    return _PLACEHOLDER.sub(r"$\\{\1}", text)


def _texts(node: AnyNode) -> list[str]:
    values = (getattr(node, name) for name in node.__struct_fields__)
    return [text for value in values for text in _strings(value)]


def _strings(value: object) -> list[str]:
    """The node's own strings, not those of the nodes below it."""
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []
