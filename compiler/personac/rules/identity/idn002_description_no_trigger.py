"""IDN002: a description that does not say when to call the persona."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Field
from personac.rules.identity._description import described
from personac.rules.tools._grants import client

_TRIGGER = re.compile(
    r"\b(?:use|used|useful|invok\w+|delegate|triggered|activat\w+|consult|engage)\b[^.]{0,60}?"
    r"\b(?:when(?:ever)?|for|after|before|if|to|during|while|as|on|proactively|immediately|first)\b"
    r"|\b(?:call|choose|select|deploy|apply|spawn|launch|ask|run|pick)(?:s|ed)? (?:this|it|me|the (?:agent|persona|subagent)|for|after|before|if|on|proactively|immediately|first)\b"
    r"|\b(?:spawn|call|invok|trigger|start|us|run|launch)ed by\b|\bproactive(?:ly)?\b"
    r"|\bmust be used\b|\bwhen(?:ever)?\b|\buse (?:this|it|me)\b"
    r"|\b(?:ideal|perfect|best|suited|great|intended|meant|designed) (?:for|when)\b"
    r"|\b(?:for|on) (?:tasks|questions|requests|issues|projects|teams|work) (?:that|about"
    r"|involving|where|which)\b"
    r"|<example>|\bexamples?:|\btriggers?:|(?<!\blook )(?<!\blooks )(?<!\blooking )\bafter (?:each|every|any|writing|completing"
    r"|implementing|code|the)\b"
    r"|\bbefore (?:each|every|any|committing|merging|release|deploy\w*|the)\b"
    r"|\bwhere\b.{0,30}\bneeded\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:the|and|for|of|to|with|in|a|an|that|is|on)\b", re.IGNORECASE)
_CHOOSING = frozenset({"claude-code", "opencode", "gemini", "qwen"})
_PRIMARY = frozenset({"primary", "all"})


def check(context: LintContext) -> Iterator[Finding]:
    found = described(context)
    if found is None or client(context) not in _CHOOSING or _is_no_agent(context):
        return
    field, text = found
    if text.isascii() and not _ENGLISH.search(text):
        return
    if _is_english(text) and not _TRIGGER.search(text):
        yield Finding(
            message="the description does not say when to use the persona",
            help=f"add when to call it: `{_opening(text)} Use when …`",
            labels=(Label(Locator(node=field.id)),),
        )


def _is_no_agent(context: LintContext) -> bool:
    """Whether nothing has to choose it: the user starts it, or it is a rule for an editor."""
    fields = [node for node in context.document.persona.header if isinstance(node, Field)]
    if any(field.key in ("globs", "alwaysApply") for field in fields):
        return True
    return any(field.kind == "mode" and field.value in _PRIMARY for field in fields)


def _is_english(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    latin = sum(char.isascii() for char in letters)
    return bool(letters) and latin >= 0.95 * len(letters) and bool(_ENGLISH.search(text))


def _opening(text: str) -> str:
    first = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    return f"{first.rstrip('.')}." if len(first) <= 60 else "…"


RULE = Rule(
    code="IDN002",
    name="description-no-trigger",
    severity=Severity.WARNING,
    why="the client reads descriptions to choose an agent; without a when it is called by chance",
    check=check,
)
