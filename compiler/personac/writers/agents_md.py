"""Plain ``AGENTS.md``, one folder a persona: copy the one you want to where it works."""

from personac.api import Artifact, Document, Emission, LossKind, Outcome, Writer
from personac.identity import display_name
from personac.model import Persona, Section
from personac.writers._grants import grants, prose
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._markdown import render

TARGET = "agents-md"
_PROSE_ONLY = "AGENTS.md enforces nothing; the tool list is stated in prose only"


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona, ledger)
    text = _introduced(persona, body)
    found = grants(persona)
    limits = prose(found)
    if limits:
        text += f"\n## Tools\n\n{limits}\n"
    for field in found.fields:
        ledger.carry(field)
    for grant in (*(found.allowed or ()), *found.asked, *found.denied):
        ledger.carry(grant)
        if grant.name != "*":
            ledger.lose(grant, LossKind.UNENFORCED, _PROSE_ONLY)
    if found.allowed == ():
        ledger.lose(found.fields[0], LossKind.UNENFORCED, _PROSE_ONLY)
    account_header(persona, ledger, frozenset({"name", "title", "description"}), "AGENTS.md")
    artifact = Artifact(f"{persona.id}/AGENTS.md", text)
    return Outcome(
        Emission(target=TARGET, artifacts=(artifact,), carried=ledger.carried, losses=ledger.losses)
    )


def _introduced(persona: Persona, body: str) -> str:
    """The body below its title, with the description after the title."""
    lead = description(persona)
    titled = persona.body and isinstance(persona.body[0], Section) and persona.body[0].level == 1
    if titled and body.startswith("# "):
        title, _, rest = body.partition("\n")
        return f"{title}\n\n{lead}\n{rest}" if lead not in body else body
    parts = [f"# {display_name(persona)}\n", *([f"{lead}\n"] if lead not in body else []), body]
    return "\n".join(part for part in parts if part)


WRITER = Writer(name=TARGET, version=1, title="AGENTS.md", write=write)
