"""SEC010: the agent may change what it is made of."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches

_CHANGES = (
    r"(?:edit|modify|rewrite|change|update|extend|append to|write to|write|create|add to|overwrite|improve|"
    r"adjust|refine|replace|regenerate|amend|relax|loosen|weaken|soften)"
)
_OWN = (
    r"(?:definition|prompt|system prompt|instructions?|persona|agent file|config(?:uration)?|"
    r"settings|permissions|mandates|rules|code|frontmatter|tools?(?: list)?|guardrails|constraints)"
)
_FILES = (
    r"(?:`?(?:\./)?(?:\.claude/)?CLAUDE\.md`?|`?(?:\./)?AGENTS\.md`?|`?(?:\./)?GEMINI\.md`?|"
    r"`?\.claude/(?:settings(?:\.local)?\.json|agents|hooks)\b[^\s`]*`?|`?\.github/copilot-instructions\.md`?)"
)
_ITSELF = (
    rf"(?:(?:your|its) own {_OWN}|(?:this|your) (?:agent|persona) (?:file|definition)|"
    rf"(?:your|its) (?:system prompt|permissions|mandates)|your (?:instructions|prompt|definition|frontmatter|tools? list)|{_FILES})"
)
_OPENS = (
    r"(?:add|append|write|put|enable|disable|turn off|remove)\s(?:(?:an?|the|this|these|new|all|any|yourself|itself)\s)[^.\n`]{0,40}?"
    r"(?:hooks?|permissions?|rules?|allow\w*|server)\b[^.\n`]{0,30}?\s(?:to|into|in|from)\s"
    r"(?:your\s|the\s)?`?\.claude/settings(?:\.local)?\.json`?"
    r"|(?:add|create|write|put)\s(?:an?|the|new)\s[^.\n`]{0,30}?hooks?\s(?:to|into|in)\s(?:the\s)?`?\.claude/hooks\b"
)
"""What gives the agent more power through the settings of its client."""
_ADDS = (
    r"(?:add|append|write|put|insert|save|record|store)\s(?:[^.\n]|\.(?=\w)){0,60}?\s(?:to|into|in)\s"
    rf"(?:your own {_OWN}|your (?:system prompt|permissions|instructions|frontmatter)|(?:the |your )?(?:project(?:'s)? |root )?"
    r"`?(?:\./)?(?:CLAUDE|AGENTS|GEMINI)\.md`?)"
    rf"|(?:remove|delete|drop|strike|cut)\s(?:[^.\n]|\.(?=\w)){{0,60}}?\sfrom\s(?:your own {_OWN}|your (?:system prompt|instructions|mandates|frontmatter))"
    r"|(?:grant|give|allow)\s(?:yourself|itself)\s(?:\w+\s){0,3}(?:access|permissions?|rights?|tools?|scopes?)"
)
_WITH = r"(?:\w+(?:\s?/\s?|\s(?:or|and)\s))?"
_SELF = re.compile(
    rf"(?:^|[.!?:;]\s+|\n\s*|\b(?:then|and|must|should|will|to|can|may|always|please|you|"
    rf"afterwards),? )[*_]{{0,2}}(?P<order>{_OPENS}|{_ADDS}"
    rf"|{_WITH}{_CHANGES}\s+(?:the |all |any )?(?:project(?:'s)? |root |relevant )?{_ITSELF}"
    rf"|{_CHANGES}\s(?:your|its|the)\s(?:\w+\s){{1,3}}?and\s(?:your|its) own {_OWN})",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    rf"(?P<order>(?:>>?\s?|\btee\s(?:-a\s)?|\bsed\s(?:-\w+\s){{0,2}}-i\b[^\n|;&]{{0,100}}?\s){_FILES})",
    re.IGNORECASE,
)
"""A shell that writes into what instructs the agent."""
_MARKS = (
    "own ",
    "itself",
    "yourself",
    "your instructions",
    "your prompt",
    "your definition",
    "your frontmatter",
    "your tool",
    "this agent",
    "this persona",
    "your agent",
    "your persona",
    "your system",
    "its system",
    "your permission",
    "its permission",
    "your mandates",
    "its mandates",
    "claude.md",
    "agents.md",
    "gemini.md",
    ".claude/",
    "copilot-instructions",
)


def check(context: LintContext) -> Iterator[Finding]:
    for form, code in ((_SELF, False), (_WRITTEN, True)):
        for passage, match in matches(context, form, _MARKS):
            if passage.code is code and not (passage.shown or passage.refused(match)):
                yield _finding(passage, match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = " ".join(match["order"].split())
    return Finding(
        message=f"`{words[:90]}` lets the agent change what it is instructed by",
        help="want an approval for it: `only after the user approved the change`",
        labels=(passage.mark(match["order"]),),
    )


RULE = Rule(
    code="SEC010",
    name="self-modification",
    severity=Severity.WARNING,
    why="an agent that edits its own instructions can drop any mandate, also by mistake",
    check=check,
)
