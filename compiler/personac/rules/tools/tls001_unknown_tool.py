"""TLS001: a tool that the client of the persona does not have."""

from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Field, Stating, ToolGrant, evolve
from personac.rules._fixes import shown
from personac.rules.tools._grants import client, granted, place
from personac.tables.tools import (
    canonical_tool,
    is_mcp,
    known_tool,
    spelling,
    tool_names,
    vocabularies,
)

Grant = tuple[Stating, ToolGrant]
_OPEN_CLIENTS = frozenset({"copilot", "opencode", "gemini"})
_SWITCHES = frozenset({"*", "all", "none", "true", "false", "inherit", "~", "null"})
_NEAR = 0.82
MAX_SINGLE = 5
MAX_LABELS = 3


def check(context: LintContext) -> Iterator[Finding]:
    listed = granted(context.document.persona)
    tools = [(f, one) for f, tool in listed for one in _words(f, tool) if _is_name(one)]
    unknown = [pair for pair in tools if not known_tool(pair[1].name)]
    if unknown:
        yield from _unknown(context, _without_servers(context, unknown))
    foreign = [pair for pair in tools if _is_foreign(pair[1].name)]
    if foreign and client(context) == "claude-code":
        yield _foreign(context, foreign)


def _words(field: Stating, tool: ToolGrant) -> Iterator[ToolGrant]:
    """The names in an entry: a skill separates them with spaces."""
    names = tool.name.split()
    skill = isinstance(field, Field) and field.kind == "allowed-tools"
    if skill and any(known_tool(name) for name in names):
        yield from (evolve(tool, name=name) for name in names)
    else:
        yield tool


def _is_name(tool: ToolGrant) -> bool:
    return tool.name.lower() not in _SWITCHES and not set(tool.name) & set("${}<>=")


def _without_servers(context: LintContext, found: list[Grant]) -> list[Grant]:
    """Drop the names of MCP servers that the header itself configures."""
    fields = (n for n in context.document.persona.header if isinstance(n, Field))
    servers = [field.value for field in fields if field.kind == "mcp-servers"]
    return [pair for pair in found if not any(pair[1].name in server for server in servers)]


def _unknown(context: LintContext, found: list[Grant]) -> Iterator[Finding]:
    whose = client(context) if found else ""
    if whose in _OPEN_CLIENTS:
        found = [pair for pair in found if _nearest(pair[1].name, whose)]
    batches = [found] if len(found) > MAX_SINGLE else [[pair] for pair in found]
    for batch in batches:
        name = batch[0][1].name
        near = _nearest(name, whose)
        labels = tuple(place(context, field, tool.name) for field, tool in batch[:MAX_LABELS])
        more = f", nor {len(batch) - 1} others that it lists" if len(batch) > 1 else ""
        yield Finding(
            message=f"no client has a tool `{name}`{more}",
            help=_advice(name, whose),
            labels=labels,
            fixes=shown(labels[0], near) if near and len(batch) == 1 else (),
        )


def _advice(name: str, whose: str) -> str:
    if near := _nearest(name, whose):
        return f"write `{near}`, if that is the tool you mean"
    return f"delete `{name}`, or name the MCP server it comes from: `mcp__<server>__{name}`"


def _nearest(name: str, whose: str) -> str | None:
    """The tool of the client that is spelled almost so, here or in another client."""
    own = _closest(name, [known for known in tool_names() if whose in ("", *_clients(known))])
    if own or whose in _OPEN_CLIENTS:
        return own
    other = _closest(name, tool_names())
    meaning = canonical_tool(other) if other else None
    return (spelling(meaning, whose) if meaning and whose else None) or other


def _closest(name: str, names: Sequence[str]) -> str | None:
    from difflib import get_close_matches

    folded = {_fold(known): known for known in names}
    swapped = [
        one for one in folded if sorted(one) == sorted(_fold(name)) and one[0] == _fold(name)[:1]
    ]
    near = swapped or get_close_matches(_fold(name), folded, 1, _NEAR)
    return folded[near[0]] if near else None


def _clients(name: str) -> Sequence[str]:
    return [client.replace("vscode", "copilot") for client in vocabularies(name)]


def _fold(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _is_foreign(name: str) -> bool:
    return known_tool(name) and not is_mcp(name) and "claude-code" not in vocabularies(name)


def _foreign(context: LintContext, found: list[Grant]) -> Finding:
    name = found[0][1].name
    more = f" and {_counted(len(found) - 1)} belong" if len(found) > 1 else " belongs"
    own = dict.fromkeys(f"`{s}`" for _, tool in found if (s := _own_spelling(tool.name)))
    return Finding(
        message=f"`{name}`{more} to another client than Claude Code",
        help=f"write {', '.join(own)}" if own else f"delete `{name}`",
        labels=tuple(place(context, field, tool.name) for field, tool in found[:MAX_LABELS]),
        severity=Severity.WARNING,
    )


def _counted(others: int) -> str:
    return "1 other tool" if others == 1 else f"{others} other tools"


def _own_spelling(name: str) -> str | None:
    meaning = canonical_tool(name)
    return spelling(meaning, "claude-code") if meaning else None


RULE = Rule(
    code="TLS001",
    name="unknown-tool",
    severity=Severity.ERROR,
    why="clients ignore a tool they do not know, so the agent runs without what it needs",
    check=check,
)
