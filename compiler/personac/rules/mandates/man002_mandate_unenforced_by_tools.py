"""MAN002: a mandate forbids what a granted tool can do without limit."""

import re
from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    Access,
    Effect,
    Permission,
    Persona,
    Polarity,
    Stating,
    ToolGrant,
    clauses,
)
from personac.once import once
from personac.rules.mandates._bans import Ban, approval_gates, bans, named
from personac.rules.mandates._grants import (
    Granted,
    granted_tools,
    guarded,
    lists_tools,
    open_shell,
    opener,
    reach,
)
from personac.rules.mandates._read_only import claims_read_only, writes_files
from personac.rules.mandates._statements import Statement, mandates
from personac.tables.actions import ActionTable, from_options

MAX_REPEATS = 3
_NOT_BY_TOOL = frozenset({"secret"})
_SOMEWHERE = re.compile(
    r"\bonly (?:to )?(?:write|edit|modify|create|change|touch|update|save|in|under|within|inside|your|its|the|files?|docs?)\b|"
    r"\b(?:write|edit|modif|creat|chang|touch|updat|sav)\w*\b[^.;]{0,60}\bonly\b|"
    r"\bexcept\b|\bduring\b|\bphase\b|\bother\b|\boutside\b",
    re.IGNORECASE,
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
_HELP_SHELL = "limit the grant to the commands that are needed, or deny those of the mandate"
_HELP_LIST = "add `tools` to the header, with only the tools that the work needs"
_HELP_EDIT = "take the tool off the list, or say in the mandate which files it may change"


def check(context: LintContext) -> Iterator[Finding]:
    document = context.document
    persona = document.persona
    if guarded(persona):
        return
    table = from_options(context.options)
    found = tuple(_limits(persona, table))
    tools = tuple(granted_tools(persona))
    unlisted = document.dialect == "frontmatter" and not lists_tools(persona)
    yield from _permitted(persona, found, table)
    yield from _by_name(persona, found, table)
    if tools:
        yield from _open_doors(found, tools, table)
    elif unlisted:
        yield from _no_list(found)
    if (tools or unlisted) and not any("edit" in _barred(ban) for ban in found):
        yield from _not_only_reading(persona, tools, table)
    yield from _more_than_reads(persona, tools)


def _limits(persona: Persona, table: ActionTable) -> Iterator[Ban]:
    """What mandates ban, and what they or gates want an approval for."""
    loose = not writes_files(persona)
    yield from (ban for ban in bans(persona, table) if loose or not ban.loose)
    yield from approval_gates(persona, table)


def _not_only_reading(
    persona: Persona, tools: Sequence[Granted], table: ActionTable
) -> Iterator[Finding]:
    """A tool that edits, or no list that withholds it, for an agent that is said to read only."""
    said = next((one for one in claims_read_only(persona) if not one.of_shell), None)
    editor = opener("edit", tools, table)
    if said and not writes_files(persona) and (editor or not tools):
        yield Finding(
            message="the agent is said to be read-only, yet "
            + (_without_limit(editor) if editor else "no list of tools withholds those that edit"),
            help=_HELP_EDIT if editor else _HELP_LIST,
            labels=(said.mark("said here"), *((editor.mark(),) if editor else ())),
        )


def _more_than_reads(persona: Persona, tools: Sequence[Granted]) -> Iterator[Finding]:
    """A shell without limit that is said to be for reading only."""
    shell = open_shell(tools)
    said = next((one for one in claims_read_only(persona) if one.of_shell), None) if shell else None
    if shell and said:
        yield Finding(
            message=f"the shell is said to be for reading only, yet {_without_limit(shell)}",
            help="limit the grant to the commands that read, such as `Bash(git log:*)`",
            labels=(said.mark("said here"), shell.mark()),
        )


def _without_limit(granted: Granted) -> str:
    tool, pattern = granted.tool.name, granted.tool.pattern
    return f"`{tool}({pattern})` is granted" if pattern else f"`{tool}` is granted without limit"


def _permitted(persona: Persona, found: Sequence[Ban], table: ActionTable) -> Iterator[Finding]:
    """What a list of permissions opens for writing, beside a ban on edits."""
    opened = [
        (node, clause)
        for node, clause in clauses(persona)
        if isinstance(clause, Permission) and clause.access is Access.WRITE
    ]
    barring = [ban for ban in found if _bars_files(ban, table)] if opened else []
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


def _by_name(persona: Persona, limits: Sequence[Ban], table: ActionTable) -> Iterator[Finding]:
    """Tools of servers whose name says the action, in the header or in the words."""
    named_so: dict[str, tuple[Stating, ToolGrant]] = {}
    for node, clause in clauses(persona):
        if isinstance(clause, ToolGrant) and clause.effect is Effect.ALLOW:
            match = _SERVER_TOOL.match(clause.name)
            if match and match["verb"] in _SERVER_VERBS:
                named_so.setdefault(_SERVER_VERBS[match["verb"]], (node, clause))
    for action, (node, tool) in named_so.items():
        if found := _first_against(action, persona, limits, table):
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
    action: str, persona: Persona, limits: Sequence[Ban], table: ActionTable
) -> tuple[Statement, str] | None:
    """The first mandate that bans the action, or changes of production where it deploys."""
    for ban in limits:
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
    limits: Sequence[Ban], tools: Sequence[Granted], table: ActionTable
) -> Iterator[Finding]:
    found: dict[tuple[str, frozenset[str]], list[tuple[Ban, Granted]]] = {}
    for ban in limits:
        if possible := _possible(ban, tools, table):
            granted, actions = possible
            found.setdefault((granted.tool.id, actions), []).append((ban, granted))
    for (_, actions), doors in found.items():
        yield _finding(named(actions, table), actions, doors[0][1], [ban for ban, _ in doors])


def _no_list(limits: Sequence[Ban]) -> Iterator[Finding]:
    """A client grants all its tools to an agent without a list, those that edit too."""
    barring = [ban for ban in limits if "edit" in _barred(ban)]
    if barring:
        first, *more = (ban.statement for ban in barring)
        yield Finding(
            message="the mandate forbids edits, yet no list of tools withholds those that edit",
            help=_HELP_LIST,
            labels=(
                first.mark("forbidden here"),
                *(one.mark("also stated here") for one in more[:MAX_REPEATS]),
            ),
        )


def _possible(
    ban: Ban, tools: Sequence[Granted], table: ActionTable
) -> tuple[Granted, frozenset[str]] | None:
    """The first tool that can do what is banned, and the actions that it can do."""
    banned = _barred(ban)
    denied = [one.tool for one in tools if one.tool.effect is Effect.DENY]
    if any(reach(tool, table) & banned for tool in denied):
        return None
    for one in tools:
        if one.tool.effect is Effect.ALLOW and (actions := reach(one.tool, table) & banned):
            return one, actions
    return None


def _barred(ban: Ban) -> frozenset[str]:
    """The classes of action that the tools should keep the agent from."""
    if _local(ban):
        return frozenset()
    banned = ban.at_large - _NOT_BY_TOOL
    if "edit" not in banned:
        return banned
    said = ban.statement
    elsewhere = ban.gated or _edits_somewhere(said.label, said.words)
    return banned - {"edit"} if elsewhere else banned


def _local(ban: Ban) -> bool:
    """Whether the ban holds for a while or until something else, as no tool setting does."""
    in_step = ban.statement.step is not None
    return in_step or ban.lifted or ban.mandate.text.endswith(":")


@once
def _edits_somewhere(label: str, words: str) -> bool:
    """Whether the words around a ban say where edits are fine, so that the tool is needed."""
    return _SOMEWHERE.search(f"{label} {words}") is not None


def _finding(does: str, actions: frozenset[str], granted: Granted, found: Sequence[Ban]) -> Finding:
    first, *repeats = (ban.statement for ban in found)
    wants = "wants an approval for" if found[0].gated else "forbids"
    return Finding(
        message=f"the mandate {wants} {does}, yet {_without_limit(granted)}",
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
