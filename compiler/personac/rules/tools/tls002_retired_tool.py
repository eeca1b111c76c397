"""TLS002: a tool that its client no longer has."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Applicability, Edit, Fix, Severity
from personac.model import Stating, ToolGrant
from personac.rules.tools._grants import client, granted, place
from personac.tables.tools import replacement

MAX_LABELS = 3


def check(context: LintContext) -> Iterator[Finding]:
    whose = ""
    found: list[tuple[Stating, ToolGrant, str]] = []
    for field, tool in granted(context.document.persona):
        if new := replacement(tool.name):
            whose = whose or client(context)
            if whose == new.client:
                found.append((field, tool, new.name))
    if found:
        yield _finding(context, found)


def _finding(context: LintContext, found: list[tuple[Stating, ToolGrant, str]]) -> Finding:
    names = list(dict.fromkeys(f"`{tool.name}`" for _, tool, _ in found))
    has = "is a tool that Claude Code no longer has" if len(names) == 1 else "are no longer tools"
    return Finding(
        message=f"{' and '.join([', '.join(names[:-1])] * (len(names) > 1) + names[-1:])} {has}",
        help="; ".join(dict.fromkeys(f"for `{tool.name}` write `{new}`" for _, tool, new in found)),
        labels=tuple(place(context, field, tool.name) for field, tool, _ in found[:MAX_LABELS]),
        fixes=tuple(_fixes(context, found)),
    )


def _fixes(context: LintContext, found: list[tuple[Stating, ToolGrant, str]]) -> Iterator[Fix]:
    """The new tools in the places of the old ones, unless the list has one of them: shown only,
    as the client would grant what it does not grant now.
    """
    listed = {tool.name for _, tool in granted(context.document.persona)}
    new = [name for _, _, name in found]
    places = [place(context, field, tool.name).at for field, tool, _ in found]
    if listed.isdisjoint(new) and len(set(new)) == len(new):
        edits = [
            Edit(at.path, at.span, name)
            for at, name in zip(places, new, strict=True)
            if at.path and at.span
        ]
        if len(edits) == len(found):
            yield Fix("write the tools of today", tuple(edits), Applicability.DISPLAY)


RULE = Rule(
    code="TLS002",
    name="retired-tool",
    severity=Severity.WARNING,
    why="the client skips the name, so what the list seems to grant is not there",
    check=check,
)
