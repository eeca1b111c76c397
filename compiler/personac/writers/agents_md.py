"""Plain ``AGENTS.md``, one folder a persona: copy the one you want to where it works."""

from personac.api import Document, Emission, LossKind, Outcome, Writer
from personac.writers._grants import grants, prose
from personac.writers._identity import account_header
from personac.writers._ledger import Ledger
from personac.writers._lines import artifact, tools_section
from personac.writers._markdown import render
from personac.writers._prompt import introduced

TARGET = "agents-md"
_PROSE_ONLY = "AGENTS.md enforces nothing; the tool list is stated in prose only"


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona, ledger)
    lines = introduced(persona, body)
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


WRITER = Writer(name=TARGET, version=1, title="AGENTS.md", write=write)
