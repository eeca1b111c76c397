"""The agent file that several clients have: Markdown with a name, a description, tools and settings
in its frontmatter, and the prompt for a body.  A target says what differs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from personac.api import Document, Emission, Enforced, Guard, Outcome
from personac.model import Field, Persona
from personac.writers._grants import TOOL_FIELDS, Grants, grants
from personac.writers._guarded import answers, forbidden, hooked, made_for
from personac.writers._identity import account_header, description, settings
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line, artifact, header
from personac.writers._naming import NameRule, account_name, fitting_name
from personac.writers._tool_names import (
    Forbidden,
    Vocabulary,
    all_but_denied,
    listed,
    withheld,
)
from personac.writers._yaml import scalar, sequence

Tools = dict[str, list[str]]
"""The entries of the frontmatter that say which tools an agent has; none where all are its."""


@dataclass(frozen=True, kw_only=True)
class AgentFile:
    """One client's form of it.  ``path`` holds ``{}`` for the name; ``known`` are kinds or keys
    of settings that the client has, with other values; ``project`` and ``why_not`` are what hooks
    and files of the project do about a guard, and what is said of one that they do nothing about;
    ``hooks`` makes the entry of the agent's own hooks, where the client has them.
    """

    path: str
    names: NameRule
    tools: Vocabulary
    prompt: Callable[[Persona, Ledger], tuple[Line, ...]]
    choose: Callable[[Grants, Ledger, Forbidden], Tools]
    setting: Callable[[Field], tuple[str, str] | None]
    known: frozenset[str]
    project: Callable[[Guard, Persona], Iterable[Enforced]]
    why_not: str
    hooks: Callable[[Persona, Sequence[Guard]], str] | None = None


def only_grants(names: Vocabulary, found: Grants, ledger: Ledger, banned: Forbidden) -> Tools:
    """For clients that cannot deny: no list grants everything, an empty one nothing."""
    tools = listed(found, names, ledger, banned)
    if tools is None:
        tools = all_but_denied(found, names, ledger, banned)
    return {} if tools is None else {"tools": tools}


def emit(form: AgentFile, document: Document) -> Outcome[Emission]:
    """The agent file, with every node carried or lost and every guard answered for."""
    persona, ledger = document.persona, Ledger()
    body = form.prompt(persona, ledger)
    name = fitting_name(persona.id, form.names)
    tools = form.choose(grants(persona), ledger, forbidden(document, form.tools.client))
    entries = [
        ("name", scalar(name)),
        ("description", scalar(description(persona))),
        *((key, sequence(names)) for key, names in tools.items()),
        *settings(persona, ledger, form.setting),
    ]
    account_name(persona, name, ledger, form.tools.title)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, form.tools.title, form.known)
    path = form.path.format(name)
    where = f"{path} {next(iter(tools), 'tools')}"
    kept = withheld(tools, form.tools)
    found = answers(document, kept, where, lambda one: form.project(one, persona), form.why_not)
    hooks = form.hooks(persona, found.guards) if form.hooks else ""
    entries += [("hooks", hooks)] if hooks else []
    binding = made_for(document.guards, found.enforced, where)
    binding += hooked(found.enforced) if hooks else []
    lines = [*header(entries, persona, binding), BLANK, *body]
    return Outcome(
        Emission(
            target=form.tools.client,
            artifacts=(artifact(path, lines),),
            carried=ledger.carried,
            losses=ledger.losses,
            guards=found.guards,
            enforced=found.enforced,
            prose=found.prose,
        )
    )
