"""SEC011: a placeholder that becomes part of a shell command."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._inputs import numeric_inputs
from personac.rules.security._passages import Passage, passages
from personac.tables.actions import simple_commands

_SHELLS = frozenset({"bash", "sh", "shell", "zsh", "console", "terminal"})
_PROGRAMS = frozenset(
    "git gh npm npx pnpm yarn node python python3 pip curl wget ssh scp docker kubectl helm "
    "terraform aws gcloud az psql mysql bash sh eval sed awk grep rg find echo printf cat rm mv cp "
    "mkdir make cargo go jq claude sqlite3".split()
)
_INSIDE = re.compile(
    r"(?P<name>\{\{\s*\w[\w.]{0,40}\s*\}\}|\$\{\{\s*(?:github\.event|inputs)\.[\w.]{1,60}\s*\}\}|\$ARGUMENTS\b|"
    r"\$\{input:[\w-]{1,40}[^}\n]{0,60}\})"
)
_FREE = re.compile(
    r"title|body|message|comment|summary|description|query|question|input|text|prompt|reason|"
    r"rationale|detail|topic|subject|keyword|branch|name|url|file|path|argument|evidence|request|"
    r"response|content|note|user|author|command|cmd|script|args?\b|value|term|image",
    re.IGNORECASE,
)
_TAME = re.compile(
    r"(?:slug|ids?|number|count|index|date|hash|sha|port|size|seconds|score|percent(?:age)?|quarter|year|duration|"
    r"cost|price|amount|total|ratio|type|status|level|severity|priority|endpoint|(?:repo|project|root)_?(?:path|dir))"
    r"\s*\}*$",
    re.IGNORECASE,
)
"""What the last part of a name says that no text of others can be in."""
_SHORT = 4000
_CODE = re.compile(r"`([^`\n]+)`")
_BARE = re.compile(
    r"^\s*(?:\$ (?P<prompted>\S.*)|(?P<bare>(?:git|gh|npm|npx|pnpm|yarn|curl|wget|ssh|scp|docker|kubectl|helm|"
    r"terraform|psql|mysql|jq|grep|rg|echo|bash|python3?)\s.*))$",
    re.MULTILINE,
)
"""A line that is a command wherever it stands."""


def check(context: LintContext) -> Iterator[Finding]:
    if not any(
        "{{" in s.text or "$ARG" in s.text or "${input" in s.text for s in context.document.sources
    ):
        return
    numeric = numeric_inputs(context.document.persona)
    for passage in passages(context.document.persona):
        if passage.comment:
            continue
        for command in _commands(passage):
            match = _unquoted(command, numeric)
            if match and not passage.refused(_there(passage, command)):
                yield _finding(passage, command, match)


def _there(passage: Passage, command: str) -> re.Match[str]:
    """The command where it stands in the passage."""
    found = re.search(re.escape(command), passage.words)
    assert found is not None, command
    return found


def _commands(passage: Passage) -> Iterator[str]:
    if passage.code:
        info = passage.info.split(" ")[0].lower()
        lines = passage.words.split("\n") if info in _SHELLS else ()
        yield from (line.strip().removeprefix("$ ") for line in lines)
    else:
        yield from _CODE.findall(passage.words)
    if not passage.code or not passage.info:
        yield from (match["prompted"] or match["bare"] for match in _BARE.finditer(passage.words))


def _unquoted(command: str, numeric: frozenset[str]) -> re.Match[str] | None:
    """The first placeholder for free text that is not in single quotes: what stands in double
    quotes is taken for text whatever its name is, unless it is declared a number.
    """
    if not any(words[0] in _PROGRAMS for words in simple_commands(command)):
        return None
    other: re.Match[str] | None = None
    for match in _INSIDE.finditer(command):
        name = match["name"]
        quote = _open_quote(command[: match.start()])
        tame = _TAME.search(name) or name.strip("{} \t").casefold() in numeric
        if quote == "'" or tame:
            continue
        if _FREE.search(name):
            return match
        other = other or (match if quote else None)
    return other


def _open_quote(before: str) -> str:
    """The quotation mark that a shell is inside of; empty outside of both."""
    quote = ""
    for char in before:
        if char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
    return quote


def _finding(passage: Passage, command: str, match: re.Match[str]) -> Finding:
    short = len(passage.words) < _SHORT and passage.words.count(match["name"]) == 1
    needle = match["name"] if short else command
    return Finding(
        message=f"`{match['name']}` becomes part of the command `{command[:80]}`",
        help="pass it as data: put it into a variable or a file, and quote that instead",
        labels=(passage.mark(needle),),
    )


RULE = Rule(
    code="SEC011",
    name="shell-interpolation",
    severity=Severity.WARNING,
    why="text such as `$(…)` in a title or argument is run by the shell as the user",
    check=check,
)
