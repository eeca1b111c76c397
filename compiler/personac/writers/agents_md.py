"""Plain ``AGENTS.md``, one folder a persona: copy the one you want to where it works."""

from personac.api import Document, Emission, LossKind, Outcome, Writer
from personac.identity import display_name
from personac.model import Persona, Section
from personac.writers._grants import grants, prose
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line, artifact, joined, tools_section
from personac.writers._markdown import render
from personac.writers._origin import described_by, named_by

TARGET = "agents-md"
_PROSE_ONLY = "AGENTS.md enforces nothing; the tool list is stated in prose only"


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona, ledger)
    lines = _introduced(persona, body)
    found = grants(persona)
    limits = prose(found)
    if limits:
        lines += tools_section(limits, persona)
    for field in found.fields:
        ledger.carry(field)
    for grant in (*(found.allowed or ()), *found.asked, *found.denied):
        ledger.carry(grant)
        if grant.name != "*":
            ledger.lose(grant, LossKind.UNENFORCED, _PROSE_ONLY)
    if found.allowed == ():
        ledger.lose(found.fields[0], LossKind.UNENFORCED, _PROSE_ONLY)
    account_header(persona, ledger, frozenset({"name", "title", "description"}), "AGENTS.md")
    file = artifact(f"{persona.id}/AGENTS.md", lines)
    return Outcome(
        Emission(target=TARGET, artifacts=(file,), carried=ledger.carried, losses=ledger.losses)
    )


def _introduced(persona: Persona, body: tuple[Line, ...]) -> tuple[Line, ...]:
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


WRITER = Writer(name=TARGET, version=1, title="AGENTS.md", write=write)
