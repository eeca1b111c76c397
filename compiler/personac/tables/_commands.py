"""What a shell command does, by its program and the words after it."""

import re
from collections.abc import Iterator

from personac.tables._action_words import DEFAULT, ActionTable

Pattern = tuple[frozenset[str], ...]
_PREFIXES = frozenset({"sudo", "env", "time", "exec", "nohup"})


def command_classes(command: str, table: ActionTable = DEFAULT) -> frozenset[str]:
    """The classes of action that a shell command does; none when it is no known command."""
    return frozenset(
        name
        for words in simple_commands(command)
        for name, pattern in table.programs.get(words[0], ())
        if _matches(pattern, words[1:])
    )


def pattern_classes(pattern: str, table: ActionTable = DEFAULT) -> frozenset[str]:
    """The classes of action that a tool pattern such as ``git push:*`` reaches."""
    command = pattern.replace(":*", " ").replace("*", " ").strip()
    known = table.programs.get(command.casefold())
    return frozenset(name for name, _ in known) if known else command_classes(command, table)


def simple_commands(command: str) -> Iterator[tuple[str, ...]]:
    """The words of each command of a shell line, without ``sudo`` and assignments."""
    for part in re.split(r"&&|\|\||[;|\n]", command):
        words = part.split()
        while words and (words[0] in _PREFIXES or re.match(r"[A-Z_]\w*=", words[0])):
            del words[0]
        if words:
            yield (words[0].casefold(), *words[1:])


def _matches(pattern: Pattern, words: tuple[str, ...]) -> bool:
    options = frozenset(word for word in words if word.startswith("-"))
    rest = [word.casefold() for word in words if not word.startswith("-")]
    for wanted in pattern:
        if not wanted & options and not (rest and rest.pop(0) in wanted):
            return False
    return True
