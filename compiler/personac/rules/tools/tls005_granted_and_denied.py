"""TLS005: a tool that is granted and denied."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Effect, Stating, ToolGrant
from personac.rules.tools._grants import granted, place
from personac.tables.tools import mcp_parts

_EVERYTHING = frozenset({"", "*", ":*", "**"})
Grant = tuple[Stating, ToolGrant]


def check(context: LintContext) -> Iterator[Finding]:
    allowed: dict[str, list[Grant]] = {}
    denied: list[Grant] = []
    for field, tool in granted(context.document.persona):
        if tool.effect is Effect.DENY:
            denied.append((field, tool))
        elif tool.effect is Effect.ALLOW:
            for key in _keys(tool.name):
                allowed.setdefault(key, []).append((field, tool))
    for field, tool in denied:
        grants = allowed.get(_denied(tool.name), [])
        if _pattern(tool) in _EVERYTHING and any(
            _pattern(one) for at, one in grants if at is field
        ):
            continue  # the denial is what holds beside the patterns that one map allows
        for other in grants:
            if _covers(tool, other[1]):
                yield _finding(context, (field, tool), other)
                break


def _keys(name: str) -> tuple[str, ...]:
    """What a denial may call a tool: by its name, or by its server, which has it."""
    parts = mcp_parts(name)
    return (name.casefold(), f"{parts[0]}/*".casefold()) if parts else (name.casefold(),)


def _denied(name: str) -> str:
    parts = mcp_parts(name)
    return f"{parts[0]}/*".casefold() if parts and parts[1] == "*" else name.casefold()


def _covers(denial: ToolGrant, grant: ToolGrant) -> bool:
    """Whether nothing of the grant is left."""
    no, yes = (_pattern(denial), _pattern(grant))
    if no in _EVERYTHING:
        return True
    prefix = no.removesuffix("*").removesuffix(":")
    return yes not in _EVERYTHING and (yes == no or (no.endswith("*") and yes.startswith(prefix)))


def _pattern(tool: ToolGrant) -> str:
    return (tool.pattern or "").strip()


def _finding(context: LintContext, denial: Grant, grant: Grant) -> Finding:
    written = _written(grant[1])
    return Finding(
        message=f"`{written}` is granted and denied",
        help="delete the grant, or narrow the denial to what must not be done",
        labels=(
            place(context, grant[0], grant[1].name, "granted here"),
            place(context, denial[0], denial[1].name, "denied here"),
        ),
    )


def _written(tool: ToolGrant) -> str:
    return f"{tool.name}({tool.pattern})" if tool.pattern else tool.name


RULE = Rule(
    code="TLS005",
    name="granted-and-denied",
    severity=Severity.ERROR,
    why="clients let the denial win, so the agent runs without a tool that its list promises",
    check=check,
)
