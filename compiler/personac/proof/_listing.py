"""What a list of tools opens, by the facts about its client that the file of a target states.

The facts are those that the writer has; what they mean for an artifact is worked out anew here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from personac.model import Effect
from personac.proof._shapes import Access, Opened, any_shape, tools_named
from personac.proof.decode import Settings, value_at
from personac.tables.tools import names_of
from personac.targets.form import Entry, Form, Mcp


def listing(form: Form, settings: Settings) -> Access | None:
    """None for a client that has no list of tools."""
    allowing, denying = form.of("tools"), form.of("denied-tools")
    if allowing is None:
        return None
    names = _allowed(form, allowing, settings)
    denials = _names(value_at(settings, denying.key)) if denying else ()
    denied = [tool for name in denials or () for tool in _reach(name, form)]
    return _opened(form, names, denied)


def _allowed(form: Form, allowing: Entry, settings: Settings) -> Sequence[str]:
    """The names that the client takes for granted; ``*`` where it grants all."""
    facts, value = form.tools, value_at(settings, allowing.key)
    names = _names(value)
    if names is None:
        return ("*",) if facts.absent != "none" else ()
    if not names:
        return ("*",) if facts.empty != "none" or value is None else ()
    return [name for name in names if name not in facts.nothing]


def _names(value: object) -> Sequence[str] | None:
    """The names in a list, in a text with commas, or those that a map switches on."""
    if isinstance(value, dict):
        return [str(name) for name, on in value.items() if on is not False]
    if isinstance(value, list):
        return [str(part).strip() for part in value if str(part).strip()]
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return None


def _opened(form: Form, names: Sequence[str], denied: Sequence[str]) -> Access:
    every = {"*", *(form.tools.every if len(form.tools.every) == 1 else ())}
    opened = tuple(
        Opened(tool, None, Effect.ALLOW, name)
        for name in names
        for tool in _reach(name, form)
        if name not in every and not any_shape(denied, tool)
    )
    rest = Effect.ALLOW if every.intersection(names) else Effect.DENY
    shapes = [one.tool for one in opened]

    def effect(tool: str, use: str) -> Effect:  # noqa: ARG001  a use makes no difference
        if any_shape(denied, tool):
            return Effect.DENY
        return Effect.ALLOW if any_shape(shapes, tool) else rest

    return Access(opened, rest, effect)


def _reach(name: str, form: Form) -> tuple[str, ...]:
    """Everything that one name opens: by the client's own vocabulary, as a tool of a server, or,
    where it is neither, by what the name means anywhere.
    """
    spellings = (name, name.lower()) if form.tools.any_case else (name,)
    for spelling in spellings:
        if own := tuple(_own(form, spelling)):
            return own
    served = next(_served(form.tools.mcp, name), None)
    return (served,) if served else tools_named(name)


def _own(form: Form, name: str) -> Iterable[str]:
    if form.tools.names:
        return [tool for tool, names in form.tools.names.items() if name in names]
    return sorted(names_of(form.tools.vocabulary or form.target).reach(name))


def _served(mcp: Mcp, name: str) -> Iterator[str]:
    if mcp.all and name == mcp.all:
        yield "*_*"
    for template in (mcp.server, mcp.tool):
        shape = re.escape(template)
        shape = shape.replace(re.escape("{server}"), f"(?P<server>{mcp.server_pattern})")
        shape = shape.replace(re.escape("{tool}"), f"(?P<tool>{mcp.tool_pattern})")
        if template and (found := re.fullmatch(shape, name)):
            yield f"{found['server']}_{found.groupdict().get('tool') or '*'}"
