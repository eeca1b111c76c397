"""The tool list of a persona in the names of one client.

A name that would grant more than the persona does is not used: the tool is withheld, and said.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from msgspec import Struct

from personac.api import LossKind
from personac.model import NodeId, ToolGrant
from personac.tables.tools import Names, canonical_tools, is_mcp, mcp_parts, names_of
from personac.targets.form import Form, Mcp
from personac.writers._grants import Grants, written
from personac.writers._ledger import Ledger

Forbidden = Mapping[str, NodeId]
"""Canonical tools that a mandate forbids wholly, and which mandate does."""


class Vocabulary(Struct, frozen=True, kw_only=True):
    """How one client names tools.  ``mcp`` spells a tool of a server, ``*`` for all, or says
    None; with ``keeps`` the client's own names stay as they are written.  The tools ``beyond``
    an agent are the client's, yet not offered to agents.
    """

    tools: Names
    title: str
    mcp: Callable[[str, str], str | None]
    keeps: bool = False
    beyond: frozenset[str] = frozenset()


def vocabulary(form: Form) -> Vocabulary:
    """How the client of a target names tools: by the file of the target, or by the table."""
    tools = form.tools
    table = names_of(tools.vocabulary or form.target)
    return Vocabulary(
        tools=Names(tools.names) if tools.names else table,
        title=form.client,
        mcp=partial(_mcp, tools.mcp),
        keeps=tools.keeps,
        beyond=tools.beyond,
    )


def _mcp(form: Mcp, server: str, tool: str) -> str | None:
    """A tool of a server as the client spells it; None when it cannot."""
    if server == "*":
        return form.all if form.all and tool == "*" else None
    fits = re.fullmatch(form.server_pattern, server) and re.fullmatch(form.tool_pattern, tool)
    spelling = form.server if tool == "*" and form.server else form.tool
    named = spelling.replace("{server}", server).replace("{tool}", tool)
    return named if fits and named else None


def listed(
    found: Grants, names: Vocabulary, ledger: Ledger, forbidden: Forbidden
) -> list[str] | None:
    """The tools to list: None without a limit, else what is allowed and neither denied nor
    forbidden.  Tools that are to be asked for are withheld, for a list can only grant.
    """
    _ask(found, names, ledger)
    if not found.limited:
        for grant in found.allowed or ():
            ledger.carry(grant)
        return None
    usable = [g for g in found.allowed or () if not _is_part(g, names, ledger)]
    usable = [g for g in usable if not _is_forbidden(g, forbidden, ledger)]
    granted = _canonical(usable).difference(forbidden)
    allowed = [name for grant in usable for name in _allow(grant, names, granted, ledger)]
    denied = set(denials(found, names, ledger, {}))
    return [name for name in dict.fromkeys(allowed) if name not in denied]


def denials(found: Grants, names: Vocabulary, ledger: Ledger, forbidden: Forbidden) -> list[str]:
    """The denied and the forbidden tools; one that is denied in part is denied as a whole."""
    denied = [name for tool in forbidden if (name := names.tools.spelling(tool))]
    for grant in found.denied:
        native = natives(grant, names)
        ledger.carry(grant)
        if not native and not found.limited:
            detail = f"{names.title} has no tool for `{grant.name}`"
            ledger.lose(grant, LossKind.UNENFORCED, detail)
        if native and grant.pattern:
            detail = f"{names.title} cannot deny a part of `{native[0]}` in an agent file"
            ledger.lose(grant, LossKind.APPROXIMATED, f"{detail}; all of it is denied")
        denied.extend(native)
    return list(dict.fromkeys(denied))


def all_but_denied(
    found: Grants, names: Vocabulary, ledger: Ledger, forbidden: Forbidden
) -> list[str] | None:
    """For clients that can only grant: every tool but those that ``denials`` has; None when it
    has none.
    """
    if not denials(found, names, ledger, forbidden):
        return None
    detail = f"{names.title} has no list of denied tools; its other tools are listed"
    for grant in found.denied:
        if natives(grant, names) and not grant.pattern:
            ledger.lose(grant, LossKind.APPROXIMATED, detail)
    denied = _canonical(found.denied).union(forbidden)
    rest = [tool for tool in names.tools.canonical if tool not in denied]
    spelled = [names.tools.spelling(tool, rest) for tool in rest]
    if not any(is_mcp(grant.name) for grant in found.denied):
        spelled.append(names.mcp("*", "*"))
    return list(dict.fromkeys(name for name in spelled if name and name not in names.beyond))


def withheld(allowed: list[str] | None, denied: list[str] | None, names: Vocabulary) -> list[str]:
    """The canonical tools that an agent file keeps from its agent, by its list of tools or of
    denied ones; none without either.
    """
    if allowed is not None:
        granted = {tool for name in allowed for tool in names.tools.reach(name)}
        return [tool for tool in names.tools.canonical if tool not in granted]
    return [tool for name in denied or () for tool in names.tools.reach(name)]


def natives(
    grant: ToolGrant, names: Vocabulary, granted: frozenset[str] | None = None
) -> tuple[str, ...]:
    """The client's own names for a tool of any vocabulary; a group has several."""
    if names.keeps and names.tools.reach(grant.name):
        return (grant.name,)
    server = mcp_parts(grant.name)
    if server:
        native = names.mcp(*server)
        return (native,) if native else ()
    tools = canonical_tools(grant.name)
    within = [tool for tool in tools if granted is None or tool in granted]
    found = (names.tools.spelling(tool, granted) for tool in within)
    return tuple(dict.fromkeys(name for name in found if name))


def _allow(
    grant: ToolGrant, names: Vocabulary, granted: frozenset[str], ledger: Ledger
) -> tuple[str, ...]:
    native = natives(grant, names, granted)
    if native and not names.beyond.issuperset(native):
        ledger.carry(grant)
        return native
    ledger.lose(grant, LossKind.WITHHELD, _why_not(grant, names, native))
    return ()


def _why_not(grant: ToolGrant, names: Vocabulary, native: tuple[str, ...]) -> str:
    if native:
        return f"{names.title} does not offer `{native[0]}` to an agent"
    wider = natives(grant, names)
    if wider:
        return f"`{wider[0]}` of {names.title} grants more than `{grant.name}`"
    return f"{names.title} has no tool for `{grant.name}`"


def _is_part(grant: ToolGrant, names: Vocabulary, ledger: Ledger) -> bool:
    """Whether a grant has a pattern that an agent file cannot hold; it is withheld."""
    if grant.pattern is None:
        return False
    native = natives(grant, names)
    detail = f"{names.title} has no tool for `{written(grant)}`"
    if native:
        detail = (
            f"an agent file cannot limit `{native[0]}` to `{grant.pattern}`; granting all of it "
            "would widen the list"
        )
    ledger.lose(grant, LossKind.WITHHELD, detail)
    return True


def _is_forbidden(grant: ToolGrant, forbidden: Forbidden, ledger: Ledger) -> bool:
    """Whether a mandate forbids all that a grant is for; what it forbids of it is withheld."""
    tools = canonical_tools(grant.name)
    mandates = [forbidden[tool] for tool in tools if tool in forbidden]
    if mandates:
        detail = f"a mandate forbids what `{grant.name}` does: {mandates[0]}"
        ledger.lose(grant, LossKind.WITHHELD, detail)
    return len(mandates) == len(tools) > 0


def _ask(found: Grants, names: Vocabulary, ledger: Ledger) -> None:
    """An agent file cannot ask: in a list the tool is withheld, without one the client asks as
    it always does.
    """
    kind = LossKind.WITHHELD if found.limited else LossKind.UNENFORCED
    for grant in found.asked:
        ledger.lose(grant, kind, f"an agent file of {names.title} cannot ask before one tool")


def _canonical(grants: Iterable[ToolGrant]) -> frozenset[str]:
    return frozenset(tool for grant in grants for tool in canonical_tools(grant.name))
