"""What a shell command does, by its program and the words after it."""

import re
from collections.abc import Iterator
from functools import cache

from personac.tables._action_words import DEFAULT, ActionTable

Pattern = tuple[frozenset[str], ...]
_PREFIXES = frozenset({"sudo", "env", "time", "exec", "nohup"})
_OF_THINGS = (
    ("delete", "git branch -d|-D|--delete", "branch local"),
    ("delete", "git push -d|--delete", "branch remote"),
    ("delete", "git tag -d|--delete", "tag"),
    ("delete", "git stash drop|clear", "stash"),
    ("delete", "git remote remove|rm", "remote"),
    ("delete", "git worktree remove", "worktree"),
    ("delete", "gh repo|release|issue|gist|secret|variable|label|cache|run delete", ""),
    ("delete", "docker|podman rm", "container"),
    ("delete", "docker|podman rmi", "image"),
    ("delete", "docker|podman volume|image|container|network rm|prune", ""),
    ("delete", "helm uninstall|delete", "release chart"),
    ("delete", "aws s3 rb", "bucket"),
    ("delete", "dropdb", "database"),
)
"""What commands do to things of one kind, besides what they are named with: a class, the command
and words for the things.
"""


def command_objects(command: str) -> dict[str, frozenset[str]]:
    """The classes of action that a command does to some kind of things, with words for these."""
    found: dict[str, frozenset[str]] = {}
    for words in simple_commands(command):
        for name, program, pattern, things in _of_things():
            if words[0] in program and _matches(pattern, words[1:]):
                found[name] = found.get(name, frozenset()) | things
    return found


@cache
def _of_things() -> tuple[tuple[str, frozenset[str], Pattern, frozenset[str]], ...]:
    parts = ((name, command.split(), things) for name, command, things in _OF_THINGS)
    return tuple(
        (
            name,
            frozenset(program.split("|")),
            tuple(frozenset(word.split("|")) for word in rest),
            frozenset(things.split()),
        )
        for name, (program, *rest), things in parts
    )


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
