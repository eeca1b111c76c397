"""The commands that patterns of a shell such as ``Bash(git log:*)`` cover."""

import re
from collections.abc import Iterable, Sequence

from personac.model import Effect, Field, Stating, ToolGrant
from personac.passes.tool_list import is_map
from personac.tables.actions import simple_commands
from personac.tables.tools import canonical_tools

_EVERYTHING = frozenset({"", "*", ":*", "**"})
_READING = frozenset("cd ls cat head tail grep rg find wc diff stat pwd echo which".split())
"""What clients run without asking."""
_SEPARATOR = re.compile(r"&&|\|\||[;\n]")
_GAP = re.compile(r"[<>${}]")


def patterns(granted: Iterable[tuple[Stating, ToolGrant]]) -> tuple[tuple[str, bool], ...]:
    """The patterns that a list limits its shells to, and whether each means the whole command;
    none when some shell has no limit, or a map of permissions says what becomes of the others.
    """
    found: list[tuple[str, bool]] = []
    for node, tool in granted:
        if tool.effect is Effect.DENY or "shell" not in canonical_tools(tool.name):
            continue
        pattern = (tool.pattern or "").strip()
        if pattern in _EVERYTHING or _GAP.search(pattern) or _is_setting(node):
            return ()
        found += [(part.strip(), tool.name == "Bash") for part in pattern.split(", ")]
    return tuple(found)


def _is_setting(node: Stating) -> bool:
    return isinstance(node, Field) and is_map(node)


def uncovered(line: str, known: Sequence[tuple[str, bool]], *, quoted: bool) -> str:
    """The first command of a shell line that no pattern covers; filters behind a pipe do not
    count.  Without quotes, the words of the sentence may go on behind the command.
    """
    for part in _SEPARATOR.split(line):
        words = next(simple_commands(part.split("|", 1)[0]), ())
        if len(words) > 1 and words[0] not in _READING:
            command = " ".join(words).casefold()
            if not any(_covers(one, command, exact and quoted) for one, exact in known):
                return " ".join(words)
    return ""


def _covers(pattern: str, command: str, exact: bool) -> bool:
    bare = pattern.casefold()
    for ending in (":*", " *"):
        if bare.endswith(ending):
            return _regex(bare.removesuffix(ending)).match(command) is not None
    regex = _regex(bare)
    return (regex.fullmatch(command) if exact else regex.match(command)) is not None


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", pattern))), re.DOTALL)
