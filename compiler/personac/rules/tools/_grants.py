"""What the tool rules share: the grants, where they stand, and for which client they are."""

import re
from collections import Counter

from personac.api import LintContext
from personac.diagnostics import Label, Locator
from personac.model import Field, Persona, Stating, ToolGrant
from personac.passes.tool_list import counted
from personac.source import Span, written_at
from personac.tables.tools import vocabularies

_PATHS = (
    (".agent.md", "copilot"),
    (".chatmode.md", "copilot"),
    (".claude/", "claude-code"),
    (".opencode/", "opencode"),
    (".gemini/", "gemini"),
    (".github/", "copilot"),
    (".factory/", "droid"),
    (".kiro/", "kiro"),
    (".cline/", "cline"),
    (".kimi-code/", "kimi"),
)
_CLAUDE_MODELS = frozenset({"sonnet", "opus", "haiku", "inherit"})


def granted(persona: Persona) -> tuple[tuple[Stating, ToolGrant], ...]:
    """The tools that are granted or denied, by the header or else the body, and by which node."""
    return counted(persona)


def by_header(persona: Persona) -> tuple[tuple[Field, ToolGrant], ...]:
    """Those that the header grants or denies."""
    return tuple((node, tool) for node, tool in counted(persona) if isinstance(node, Field))


def place(context: LintContext, field: Stating, name: str, text: str = "") -> Label:
    """A label under the tool's name as a word of its own."""
    origin = written_at(context.document.origins.get(field.id))
    source = next((s for s in context.document.sources if origin and s.path == origin.path), None)
    if origin and source:
        word = re.compile(rf"(?<![\w/.-]){re.escape(name)}(?![\w/.-])")
        if found := word.search(source.text, origin.span.start, origin.span.end):
            at = Locator(path=source.path, span=Span(found.start(), found.end()))
            return Label(at, text)
    return Label(Locator(node=field.id, needle=name), text)


def client(context: LintContext) -> str:
    """The client a file is for, by its path, its model or most of its tool names."""
    path = context.document.sources[0].path.replace("\\", "/")
    for part, name in _PATHS:
        if path.endswith(part) or (part.endswith("/") and part in path):
            return name
    for node in context.document.persona.header:
        if isinstance(node, Field) and (named := _named_by(node)):
            return named
    return _most_votes(context.document.persona)


def _named_by(field: Field) -> str:
    if field.kind == "tools" and isinstance(field.value, dict):
        return "opencode"
    if field.kind == "mode" and field.value in ("subagent", "primary", "all"):
        return "opencode"
    if field.kind == "model" and field.value in _CLAUDE_MODELS:
        return "claude-code"
    return ""


def _most_votes(persona: Persona) -> str:
    votes = Counter(name for _, tool in granted(persona) for name in vocabularies(tool.name))
    votes["copilot"] = max(votes["copilot"], votes.pop("vscode", 0))
    best, count = votes.most_common(1)[0]
    if votes["claude-code"] == count:
        return "claude-code"
    return best if count else ""
