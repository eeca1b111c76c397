"""The body as a prompt, for clients that fill placeholders in it or ask for a least length."""

import re

from personac.api import LossKind
from personac.identity import display_name
from personac.model import AnyNode, Persona, Section, walk
from personac.targets.form import Form
from personac.writers._identity import description
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line, joined
from personac.writers._markdown import render
from personac.writers._origin import described_by, named_by


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


def introduced(persona: Persona, body: tuple[Line, ...]) -> tuple[Line, ...]:
    """The body below its title, with the description after the title."""
    said = description(persona)
    known = said in joined(body)
    lead = () if known else (Line(said, described_by(persona), "description"), BLANK)
    titled = persona.body and isinstance(persona.body[0], Section) and persona.body[0].level == 1
    if titled and body and body[0].text.startswith("# "):
        return (body[0], BLANK, *lead[:1], *body[1:]) if lead else body
    title = Line(f"# {display_name(persona)}", named_by(persona), "title")
    parts = (title, BLANK, *lead, *body)
    return parts if body else parts[:-1]


def escaped(
    lines: tuple[Line, ...], persona: Persona, ledger: Ledger, form: Form
) -> tuple[Line, ...]:
    """Keep from the client what it would fill in or expand."""
    for escape in form.prompt.escapes:
        pattern = re.compile(escape.pattern, re.MULTILINE)
        if not any(pattern.search(line.text) for line in lines):
            continue
        for node in walk(*persona.body) if not escape.reads else ():
            if pattern.search("\n".join(_texts(node))):
                ledger.lose(node, LossKind.APPROXIMATED, f"{form.client} {escape.note}")
        if escape.written:
            lines = tuple(
                line._replace(text=pattern.sub(escape.written, line.text)) for line in lines
            )
    return lines


def _texts(node: AnyNode) -> list[str]:
    values = (getattr(node, name) for name in node.__struct_fields__)
    return [text for value in values for text in _strings(value)]


def _strings(value: object) -> list[str]:
    """The node's own strings, not those of the nodes below it."""
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []
