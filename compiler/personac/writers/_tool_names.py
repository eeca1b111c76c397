"""The tool list of a persona in the names of one client.

A name that would grant more than the persona does is not used: the tool is withheld, and said.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from personac.api import LossKind
from personac.model import ToolGrant
from personac.tables.tools import (
    canonical_tools,
    is_mcp,
    mcp_parts,
    spelling,
    tools_of,
    vocabularies,
)
from personac.writers._grants import Grants, written
from personac.writers._ledger import Ledger


class Vocabulary(Struct, frozen=True, kw_only=True):
    """How one client names tools.  ``mcp`` spells a tool of a server, ``*`` for all, or says
    None; with ``keeps`` the client's own names stay as they are written.  The tools ``beyond``
    an agent are the client's, yet not offered to agents.
    """

    client: str
    title: str
    mcp: Callable[[str, str], str | None]
    keeps: bool = False
    beyond: frozenset[str] = frozenset()


def listed(found: Grants, names: Vocabulary, ledger: Ledger) -> list[str] | None:
    """The tools to list: None without a limit, else what is allowed and not denied.  Tools that
    are to be asked for are withheld, for a list can only grant.
    """
    _ask(found, names, ledger)
    if not found.limited:
        for grant in found.allowed or ():
            ledger.carry(grant)
        return None
    usable = [g for g in found.allowed or () if not _is_part(g, names, ledger)]
    reach = _canonical(usable)
    allowed = [name for grant in usable for name in _allow(grant, names, reach, ledger)]
    denied = set(denials(found, names, ledger))
    return [name for name in dict.fromkeys(allowed) if name not in denied]


def denials(found: Grants, names: Vocabulary, ledger: Ledger) -> list[str]:
    """The denied tools; one that is denied in part is denied as a whole."""
    denied: list[str] = []
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


def all_but_denied(found: Grants, names: Vocabulary, ledger: Ledger) -> list[str] | None:
    """For clients that can only grant: every tool but the denied ones; None when none is."""
    if not denials(found, names, ledger):
        return None
    detail = f"{names.title} has no list of denied tools; its other tools are listed"
    for grant in found.denied:
        if natives(grant, names) and not grant.pattern:
            ledger.lose(grant, LossKind.APPROXIMATED, detail)
    denied = _canonical(found.denied)
    rest = [tool for tool in tools_of(names.client) if tool not in denied]
    spelled = [spelling(tool, names.client, rest) for tool in rest]
    if not any(is_mcp(grant.name) for grant in found.denied):
        spelled.append(names.mcp("*", "*"))
    return list(dict.fromkeys(name for name in spelled if name and name not in names.beyond))


def natives(
    grant: ToolGrant, names: Vocabulary, granted: frozenset[str] | None = None
) -> tuple[str, ...]:
    """The client's own names for a tool of any vocabulary; a group has several."""
    if names.keeps and names.client in vocabularies(grant.name):
        return (grant.name,)
    server = mcp_parts(grant.name)
    if server:
        native = names.mcp(*server)
        return (native,) if native else ()
    found = (spelling(tool, names.client, granted) for tool in canonical_tools(grant.name))
    return tuple(dict.fromkeys(name for name in found if name))


def _allow(
    grant: ToolGrant, names: Vocabulary, reach: frozenset[str], ledger: Ledger
) -> tuple[str, ...]:
    native = natives(grant, names, reach)
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


def _ask(found: Grants, names: Vocabulary, ledger: Ledger) -> None:
    """An agent file cannot ask: in a list the tool is withheld, without one the client asks as
    it always does.
    """
    kind = LossKind.WITHHELD if found.limited else LossKind.UNENFORCED
    for grant in found.asked:
        ledger.lose(grant, kind, f"an agent file of {names.title} cannot ask before one tool")


def _canonical(grants: Iterable[ToolGrant]) -> frozenset[str]:
    return frozenset(tool for grant in grants for tool in canonical_tools(grant.name))
