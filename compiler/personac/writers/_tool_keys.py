"""The keys of an agent file that say which tools its agent gets.

Absent, empty and partial lists are three things, and clients differ in what they make of each.
"""

from collections.abc import Sequence

from personac.api import Document
from personac.targets.form import Entry, Form
from personac.writers._enforcement import enforcement
from personac.writers._entries import Content
from personac.writers._grants import Grants, grants
from personac.writers._guarded import answers, forbidden, made_for
from personac.writers._held import Held
from personac.writers._ledger import Ledger
from personac.writers._tool_names import (
    Forbidden,
    Vocabulary,
    all_but_denied,
    denials,
    listed,
    vocabulary,
    withheld,
)


def held_by_list(form: Form, document: Document, path: str, ledger: Ledger) -> Held:
    """What the list of tools holds, and beside it the files of the project."""
    names = vocabulary(form)
    persona, banned = document.persona, forbidden(document, names.tools)
    contents, kept = _contents(form, grants(persona), ledger, banned, names)
    allowing, denying = form.of("tools"), form.of("denied-tools")
    limiting = denying if "denied-tools" in contents else allowing
    where = f"{path} {limiting.key if limiting else 'tools'}"
    holds = enforcement(form)
    found = answers(
        document,
        kept,
        where,
        lambda one: holds.project(one, persona, path),
        lambda one: holds.why_not(one) or form.enforcement.why_not,
    )
    return Held(
        contents=contents,
        answers=found,
        binding=tuple(made_for(document.guards, found.enforced, where)),
        has_home=allowing is not None,
    )


def _contents(
    form: Form, found: Grants, ledger: Ledger, banned: Forbidden, names: Vocabulary
) -> tuple[dict[str, Content], Sequence[str]]:
    """``tools`` where the persona states a list, else its denials; never both, because clients
    differ in what both together mean.  Also the canonical tools that this keeps from the agent.
    """
    allowing, denying = form.of("tools"), form.of("denied-tools")
    if allowing is None:
        return {}, ()
    allowed = listed(found, names, ledger, banned)
    denied: list[str] = []
    if allowed is None and denying is not None:
        denied = denials(found, names, ledger, banned)
    elif allowed is None:
        allowed = all_but_denied(found, names, ledger, banned)
    if denied and denying is not None:
        every = _everything(form, allowing)
        return {**every, "denied-tools": _content(denying, denied)}, withheld(None, denied, names)
    if allowed is None:
        return _everything(form, allowing), ()
    written = allowed or list(form.tools.nothing)
    return {"tools": _content(allowing, written, names)}, withheld(allowed, None, names)


def _everything(form: Form, allowing: Entry) -> dict[str, Content]:
    """What to write for an agent that has every tool: nothing where the client takes it so."""
    if form.tools.absent == "all":
        return {}
    return {"tools": _content(allowing, list(form.tools.every))}


def _content(entry: Entry, names: list[str], known: Vocabulary | None = None) -> Content:
    if entry.type == "csv" and names:
        return ", ".join(names)
    if entry.type == "map" and known is not None:
        spelled = (known.tools.spelling(tool) for tool in known.tools.canonical)
        every = dict.fromkeys(name for name in spelled if name)
        return {**{name: name in names for name in every}, **dict.fromkeys(names, True)}
    return list(names)
