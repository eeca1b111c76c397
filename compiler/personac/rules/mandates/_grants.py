"""The tools that a persona grants or denies, and the actions they reach."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from personac.diagnostics import Label, Locator
from personac.model import Effect, Field, Permission, Persona, Stating, ToolGrant, clauses
from personac.passes.tool_list import counted
from personac.tables.actions import ActionTable, pattern_classes
from personac.tables.tools import canonical_tool

_OUTPUT_ONLY = frozenset(
    "terminalLastCommand terminalSelection execute/getTerminalOutput runTests runTasks".split()
)
_LIMITING = frozenset({"tools", "allowed-tools", "denied-tools", "permission", "permission-mode"})
_EVERYTHING = frozenset({"", "*", ":*"})


class Granted(NamedTuple):
    node: Stating
    tool: ToolGrant

    def mark(self) -> Label:
        return Label(Locator(node=self.node.id, needle=self.tool.name), "granted here")


def granted_tools(persona: Persona) -> Iterator[Granted]:
    return (Granted(node, tool) for node, tool in counted(persona))


def guarded(persona: Persona) -> bool:
    """Whether hooks or a mode may enforce what the tools do not."""
    fields = [field for field in persona.header if isinstance(field, Field)]
    plans = any(field.kind == "permission-mode" and field.value == "plan" for field in fields)
    return plans or any(field.kind == "hooks" for field in fields)


def lists_tools(persona: Persona) -> bool:
    """Whether any part of the persona, or a field that could not be read, limits the tools."""
    fields = (field for field in persona.header if isinstance(field, Field))
    stated = any(field.kind in _LIMITING for field in fields)
    return stated or any(isinstance(c, ToolGrant | Permission) for _, c in clauses(persona))


def reach(tool: ToolGrant, table: ActionTable) -> frozenset[str]:
    """The classes of action that a grant or denial covers."""
    kind = canonical_tool(tool.name)
    if tool.name in _OUTPUT_ONLY or kind is None:
        return frozenset()
    reached = frozenset(name for name, one in table.by_name.items() if kind in one.tools)
    pattern = (tool.pattern or "").strip()
    return reached if pattern in _EVERYTHING else reached & pattern_classes(pattern, table)


def opener(action: str, tools: Sequence[Granted], table: ActionTable) -> Granted | None:
    """The first tool that can do the action, where no denial stands in the way."""
    denied = (one.tool for one in tools if one.tool.effect is Effect.DENY)
    if any(action in reach(tool, table) for tool in denied):
        return None
    allowed = (one for one in tools if one.tool.effect is Effect.ALLOW)
    return next((one for one in allowed if action in reach(one.tool, table)), None)


def open_shell(tools: Sequence[Granted]) -> Granted | None:
    """The first shell without a limit, where no command is denied."""
    shells = [one for one in tools if canonical_tool(one.tool.name) == "shell"]
    shells = [one for one in shells if one.tool.name not in _OUTPUT_ONLY]
    if any(one.tool.effect is not Effect.ALLOW for one in shells):
        return None
    return next((o for o in shells if (o.tool.pattern or "").strip() in _EVERYTHING), None)
