"""The keys of an agent file that say which tools its agent gets.

Absent, empty and partial lists are three things, and clients differ in what they make of each.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from personac.targets.form import Entry, Form
from personac.writers._entries import Content
from personac.writers._grants import Grants
from personac.writers._ledger import Ledger
from personac.writers._tool_names import (
    Forbidden,
    Vocabulary,
    all_but_denied,
    denials,
    listed,
    withheld,
)


class ToolKeys(Struct, frozen=True, kw_only=True):
    """``contents`` by fact, ``key`` the one that limits the agent, ``withheld`` the canonical
    tools that this keeps from it.  Without a ``home`` the limits have to be said in words.
    """

    contents: Mapping[str, Content]
    key: str = "tools"
    withheld: Sequence[str] = ()
    has_home: bool = True


def tool_keys(
    form: Form, found: Grants, ledger: Ledger, banned: Forbidden, names: Vocabulary
) -> ToolKeys:
    """``tools`` where the persona states a list, else its denials; never both, because clients
    differ in what both together mean.
    """
    allowing, denying = form.of("tools"), form.of("denied-tools")
    if allowing is None:
        return ToolKeys(contents={}, has_home=False)
    allowed = listed(found, names, ledger, banned)
    denied: list[str] = []
    if allowed is None and denying is not None:
        denied = denials(found, names, ledger, banned)
    elif allowed is None:
        allowed = all_but_denied(found, names, ledger, banned)
    if denied and denying is not None:
        kept = withheld(None, denied, names)
        return ToolKeys(
            contents={**_everything(form, allowing), "denied-tools": _content(denying, denied)},
            key=denying.key,
            withheld=kept,
        )
    if allowed is None:
        return ToolKeys(contents=_everything(form, allowing), key=allowing.key)
    kept = withheld(allowed, None, names)
    written = allowed or list(form.tools.nothing)
    return ToolKeys(
        contents={"tools": _content(allowing, written, names)}, key=allowing.key, withheld=kept
    )


def _everything(form: Form, allowing: Entry) -> dict[str, Content]:
    """What to write for an agent that has every tool: nothing where the client takes it so."""
    if form.tools.absent == "all":
        return {}
    return {"tools": _content(allowing, [form.tools.all])}


def _content(entry: Entry, names: list[str], known: Vocabulary | None = None) -> Content:
    if entry.type == "csv" and names:
        return ", ".join(names)
    if entry.type == "map" and known is not None:
        spelled = (known.tools.spelling(tool) for tool in known.tools.canonical)
        every = dict.fromkeys(name for name in spelled if name)
        return {**{name: name in names for name in every}, **dict.fromkeys(names, True)}
    return list(names)
