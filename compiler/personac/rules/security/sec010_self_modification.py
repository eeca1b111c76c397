"""SEC010: the agent may change what it is made of."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches

_CHANGES = (
    r"(?:edit|modify|rewrite|change|update|extend|append to|write to|add to|overwrite|improve|"
    r"adjust|refine)"
)
_ITSELF = (
    r"(?:(?:your|its) own (?:definition|prompt|system prompt|instructions?|persona|agent file"
    r"|config(?:uration)?|"
    r"settings|permissions|mandates|rules|code|frontmatter|tools)|"
    r"(?:this|your) (?:agent|persona) (?:file|definition)|"
    r"(?:your|its) (?:system prompt|permissions|mandates)|"
    r"`?(?:\./)?(?:\.claude/)?CLAUDE\.md`?|`?(?:\./)?AGENTS\.md`?|`?(?:\./)?GEMINI\.md`?|"
    r"`?\.claude/(?:settings(?:\.local)?\.json|agents|hooks)\b[^\s`]*`?|`?\.github/copilot-instructions\.md`?)"
)
_OPENS = (
    r"(?:add|append|write|put)\s(?:an?|the|this|these|new)\s[^.\n`]{0,40}?"
    r"(?:hooks?|permissions?|rules?|allow\w*|server)\b[^.\n`]{0,30}?\s(?:to|into|in)\s"
    r"(?:your\s|the\s)?`?\.claude/settings(?:\.local)?\.json`?"
)
"""What gives the agent more power through the settings of its client."""
_SELF = re.compile(
    rf"(?:^|[.!?:;]\s+|\n\s*|\b(?:then|and|must|should|will|to|can|may|always|please|you|"
    rf"afterwards),? )(?P<order>{_OPENS}"
    rf"|{_CHANGES}\s+(?:the |all |any )?(?:project(?:'s)? |root |relevant )?{_ITSELF})",
    re.IGNORECASE,
)
_MARKS = (
    "own definition",
    "own prompt",
    "own system",
    "own instruction",
    "own persona",
    "own agent",
    "own config",
    "own settings",
    "own permission",
    "own mandate",
    "own rules",
    "own code",
    "own frontmatter",
    "own tools",
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
    for passage, match in matches(context, _SELF, _MARKS):
        if not (passage.code or passage.shown or passage.refused(match)):
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
