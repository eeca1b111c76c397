"""MAN002: a mandate forbids what a granted tool can do without limit."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    Access,
    Effect,
    Field,
    Permission,
    Persona,
    Polarity,
    Stating,
    ToolGrant,
    clauses,
)
from personac.rules.mandates._bans import Ban, bans, named
from personac.rules.mandates._statements import Statement, mandates
from personac.tables.actions import ActionTable, from_options, pattern_classes
from personac.tables.tools import canonical_tool

MAX_REPEATS = 3
_OUTPUT_ONLY = frozenset(
    "terminalLastCommand terminalSelection execute/getTerminalOutput runTests runTasks".split()
)
_NOT_BY_TOOL = frozenset({"secret"})
_LIMITING = frozenset({"tools", "allowed-tools", "denied-tools", "permission", "permission-mode"})
_SOMEWHERE = re.compile(
    r"\bonly\b|\bexcept\b|\bduring\b|\bphase\b|\bother\b|\boutside\b", re.IGNORECASE
)
_SERVER_TOOL = re.compile(r"mcp__[\w-]+?__(?P<verb>[a-z]+)(?:_|$)")
_SERVER_VERBS = {
    **dict.fromkeys(("deploy", "publish", "release"), "deploy"),
    **dict.fromkeys(("delete", "drop", "remove"), "delete"),
    **dict.fromkeys(("push",), "push"),
    **dict.fromkeys(("merge",), "merge"),
}
_PRODUCTION = re.compile(
    r"\bproduction (?:changes?|deploy\w*|updates?)\b|\b(?:changes?|deploy\w*) (?:to|in) production\b",
    re.IGNORECASE,
)
_EVERYTHING = frozenset({"", "*", ":*"})
_HELP_SHELL = "limit the grant to the commands that are needed, or deny those of the mandate"
_HELP_EDIT = "take the tool off the list, or say in the mandate which files it may change"


class Granted(NamedTuple):
    field: Field
    tool: ToolGrant

    def mark(self) -> Label:
        return Label(Locator(node=self.field.id, needle=self.tool.name), "granted here")


def check(context: LintContext) -> Iterator[Finding]:
    document = context.document
    if _guarded(document.persona):
        return
    table = from_options(context.options)
    yield from _permitted(document.persona, table)
    yield from _by_name(document.persona, table)
    tools = tuple(_tools(document.persona))
    if tools:
        yield from _open_doors(document.persona, tools, table)
    elif document.dialect == "frontmatter" and not _lists_tools(document.persona):
        yield from _no_list(document.persona, table)


def _permitted(persona: Persona, table: ActionTable) -> Iterator[Finding]:
    """What a list of permissions opens for writing, beside a ban on edits."""
    opened = [
        (node, clause)
        for node, clause in clauses(persona)
        if isinstance(clause, Permission) and clause.access is Access.WRITE
    ]
    barring = [ban for ban in bans(persona, table) if _bars_files(ban, table)] if opened else []
    if barring:
        node, permission = opened[0]
        yield Finding(
            message=f"the mandate forbids edits, yet `{permission.resource[:60]}` may be written",
            help="take the permission off the list, or say in the mandate which files may change",
            labels=(
                barring[0].statement.mark("forbidden here"),
                Label(Locator(node=node.id, needle=permission.resource), "permitted here"),
            ),
        )


def _by_name(persona: Persona, table: ActionTable) -> Iterator[Finding]:
    """Tools of servers whose name says the action, in the header or in the words."""
    named_so: dict[str, tuple[Stating, ToolGrant]] = {}
    for node, clause in clauses(persona):
        if isinstance(clause, ToolGrant) and clause.effect is Effect.ALLOW:
            match = _SERVER_TOOL.match(clause.name)
            if match and match["verb"] in _SERVER_VERBS:
                named_so.setdefault(_SERVER_VERBS[match["verb"]], (node, clause))
    for action, (node, tool) in named_so.items():
        if found := _first_against(action, persona, table):
            statement, does = found
            lifted = getattr(statement.clause, "unless", None)
            wants = "wants an approval for" if lifted else "forbids"
            yield Finding(
                message=f"the mandate {wants} {does}, yet `{tool.name}` is granted",
                help="take the tool off the list, or ask for it as the mandate says",
                labels=(
                    statement.mark("limited here"),
                    Label(Locator(node=node.id, needle=tool.name), "granted here"),
                ),
            )


def _first_against(
    action: str, persona: Persona, table: ActionTable
) -> tuple[Statement, str] | None:
    """The first mandate that bans the action, or changes of production where it deploys."""
    for ban in bans(persona, table):
        if action in _barred(ban):
            return ban.statement, named(frozenset({action}), table)
    for statement, mandate in mandates(persona) if action == "deploy" else ():
        if mandate.polarity is Polarity.FORBID and _PRODUCTION.search(mandate.text):
            return statement, "production changes"
    return None


def _bars_files(ban: Ban, table: ActionTable) -> bool:
    """Whether it keeps the agent from every file, not only from source code."""
    files = frozenset(table.by_name["edit"].whole.split())
    whole = any(one.name == "edit" and one.said & files for one in ban.actions)
    return whole and "edit" in _barred(ban)


def _open_doors(
    persona: Persona, tools: Sequence[Granted], table: ActionTable
) -> Iterator[Finding]:
    found: dict[tuple[str, frozenset[str]], list[tuple[Ban, Granted]]] = {}
    for ban in bans(persona, table):
        if possible := _possible(ban, tools, table):
            granted, actions = possible
            found.setdefault((granted.tool.id, actions), []).append((ban, granted))
    for (_, actions), doors in found.items():
        yield _finding(named(actions, table), actions, doors[0][1], [ban for ban, _ in doors])


def _lists_tools(persona: Persona) -> bool:
    """Whether any part of the persona, or a field that could not be read, limits the tools."""
    fields = (field for field in persona.header if isinstance(field, Field))
    stated = any(field.kind in _LIMITING for field in fields)
    return stated or any(isinstance(c, ToolGrant | Permission) for _, c in clauses(persona))


def _no_list(persona: Persona, table: ActionTable) -> Iterator[Finding]:
    """A client grants all its tools to an agent without a list, those that edit too."""
    barring = [ban for ban in bans(persona, table) if "edit" in _barred(ban)]
    if barring:
        first, *more = (ban.statement for ban in barring)
        yield Finding(
            message="the mandate forbids edits, yet no list of tools withholds those that edit",
            help="add `tools` to the header, with only the tools that the work needs",
            labels=(
                first.mark("forbidden here"),
                *(one.mark("also stated here") for one in more[:MAX_REPEATS]),
            ),
        )


def _tools(persona: Persona) -> Iterator[Granted]:
    for field in persona.header:
        if isinstance(field, Field):
            for clause in field.clauses:
                if isinstance(clause, ToolGrant):
                    yield Granted(field, clause)


def _guarded(persona: Persona) -> bool:
    """Whether hooks or a mode may enforce what the tools do not."""
    fields = [field for field in persona.header if isinstance(field, Field)]
    plans = any(field.kind == "permission-mode" and field.value == "plan" for field in fields)
    return plans or any(field.kind == "hooks" for field in fields)


def _possible(
    ban: Ban, tools: Sequence[Granted], table: ActionTable
) -> tuple[Granted, frozenset[str]] | None:
    """The first tool that can do what is banned, and the actions that it can do."""
    banned = _barred(ban)
    denied = [one.tool for one in tools if one.tool.effect is Effect.DENY]
    if any(_reach(tool, table) & banned for tool in denied):
        return None
    for one in tools:
        if one.tool.effect is Effect.ALLOW and (actions := _reach(one.tool, table) & banned):
            return one, actions
    return None


def _barred(ban: Ban) -> frozenset[str]:
    """The classes of action that the tools should keep the agent from."""
    if _local(ban):
        return frozenset()
    banned = ban.at_large - _NOT_BY_TOOL
    return banned - {"edit"} if ban.gated or _edits_somewhere(ban) else banned


def _local(ban: Ban) -> bool:
    """Whether the ban holds for a while or until something else, as no tool setting does."""
    in_step = ban.statement.step is not None
    return in_step or ban.lifted or ban.mandate.text.endswith(":")


def _edits_somewhere(ban: Ban) -> bool:
    """Whether the words around say where edits are fine, so that the tool is needed."""
    return _SOMEWHERE.search(f"{ban.statement.label} {ban.statement.words}") is not None


def _reach(tool: ToolGrant, table: ActionTable) -> frozenset[str]:
    """The classes of action that a grant or denial covers."""
    kind = canonical_tool(tool.name)
    if tool.name in _OUTPUT_ONLY or kind is None:
        return frozenset()
    reached = frozenset(name for name, one in table.by_name.items() if kind in one.tools)
    pattern = (tool.pattern or "").strip()
    return reached if pattern in _EVERYTHING else reached & pattern_classes(pattern, table)


def _finding(does: str, actions: frozenset[str], granted: Granted, found: Sequence[Ban]) -> Finding:
    first, *repeats = (ban.statement for ban in found)
    tool, pattern = granted.tool.name, granted.tool.pattern
    wants = "wants an approval for" if found[0].gated else "forbids"
    grant = f"`{tool}({pattern})` is granted" if pattern else f"`{tool}` is granted without limit"
    return Finding(
        message=f"the mandate {wants} {does}, yet {grant}",
        help=_HELP_EDIT if actions == {"edit"} else _HELP_SHELL,
        labels=(
            first.mark("forbidden here"),
            granted.mark(),
            *(one.mark("also stated here") for one in repeats[:MAX_REPEATS]),
        ),
    )


RULE = Rule(
    code="MAN002",
    name="mandate-unenforced-by-tools",
    severity=Severity.WARNING,
    why="clients enforce tool grants; a sentence in the prompt is only a wish",
    check=check,
)
