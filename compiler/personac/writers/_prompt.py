"""The body as a prompt, for clients that fill placeholders in it or ask for a least length."""

import re

from personac.api import LossKind
from personac.identity import display_name, identity
from personac.model import Field, Persona, Section, nodes
from personac.targets.form import Escape, Form
from personac.writers._entries import Keyed
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
    said = description(persona).strip()
    lead = (
        ()
        if _is_said(persona, joined(body))
        else (Line(said, described_by(persona), "description"), BLANK)
    )
    titled = persona.body and isinstance(persona.body[0], Section) and persona.body[0].level == 1
    if titled and body and body[0].text.startswith("# "):
        return (body[0], BLANK, *lead[:1], *body[1:]) if lead else body
    title = Line(f"# {display_name(persona)}", named_by(persona), "title")
    parts = (title, BLANK, *lead, *body)
    return parts if body else parts[:-1]


def _is_said(persona: Persona, text: str) -> bool:
    """Whether a text has the description, or all that one is made of."""
    facts = identity(persona)
    parts = [fact.value for fact in (facts.role or facts.title, facts.mission) if fact is not None]
    made = facts.description is None and bool(parts)
    plain = " ".join(text.split())
    return description(persona).strip() in text or (made and all(part in plain for part in parts))


def between(lines: tuple[Line, ...], form: Form) -> tuple[Line, ...]:
    """Inside of what the client knows a prompt by."""
    around = (form.prompt.opening, form.prompt.closing)
    opening, closing = ([Line(text, made="around the prompt")] * bool(text) for text in around)
    return (*opening, *lines, *closing)


def escaped(
    lines: tuple[Line, ...], persona: Persona, ledger: Ledger, form: Form
) -> tuple[Line, ...]:
    """Keep from the client what it would fill in or expand."""
    for escape in form.prompt.escapes:
        pattern = re.compile(escape.pattern)
        looked_at = _looked_at(escape, len(lines))
        found = [at for at in looked_at if pattern.search(lines[at].text)]
        if found and not escape.reads:
            _lose(escape, [lines[at] for at in found], persona, ledger, form.client)
        if escape.written:
            lines = tuple(
                line._replace(text=pattern.sub(escape.written, line.text)) if at in found else line
                for at, line in enumerate(lines)
            )
    return lines


def _looked_at(escape: Escape, number: int) -> range:
    last = (number - 1, number)
    ends = {"any": (0, number), "first": (0, 1), "last": last, "none": (0, 0)}
    start, stop = ends[escape.line]
    return range(max(start, 0), min(stop, number))


def _lose(escape: Escape, lines: list[Line], persona: Persona, ledger: Ledger, client: str) -> None:
    there = {node for line in lines for node in line.nodes}
    for node in nodes(persona):
        if node.id in there:
            ledger.lose(node, LossKind.APPROXIMATED, f"{client} {escape.note}")


def kept_apart(entries: list[Keyed], persona: Persona, ledger: Ledger, form: Form) -> list[Keyed]:
    """The same for the texts of other keys."""
    for escape in (one for one in form.prompt.escapes if one.everywhere):
        pattern = re.compile(escape.pattern)
        for at, one in enumerate(entries):
            if not isinstance(one.content, str) or not pattern.search(one.content):
                continue
            if escape.written:
                entries[at] = one._replace(content=pattern.sub(escape.written, one.content))
            for field in persona.header if not escape.reads else ():
                if isinstance(field, Field) and field.kind == one.of:
                    ledger.lose(field, LossKind.APPROXIMATED, f"{form.client} {escape.note}")
    return entries
