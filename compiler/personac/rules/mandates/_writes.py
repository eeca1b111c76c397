"""The files that steps write: with orders such as "Update `a/b`", or with commands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.contract import scope_of
from personac.model import NodeId, Persona
from personac.rules.mandates._deeds import CODE, shell_blocks, told
from personac.tables.actions import simple_commands
from personac.tables.orders import ordered_parts

WRITE = (
    r"(?:write|edit|modify|change|create|touch|save|store|put|delete|remove|update|add|append|rename|move|alter|overwrite|"
    r"generate|bump|commit|fix|refactor|implement|rewrite|extend|adjust|patch|insert|replace|record|set)"
)
_ORDER = re.compile(rf"^\W*{WRITE}\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"\b(?:from|based on|using|per|see|with|against|of|for|about|matching|following|like|by|via|"
    r"(?:described|defined|listed|found|documented|given|specified) in)\s+(?:the\s+)?(?:`[^`\n]*`|[\w.~/*-]*/[\w./*-]*)",
    re.IGNORECASE,
)
_REDIRECTED = re.compile(r"(?<![<>&\d-])>>?\s*(?P<path>[\w.~/{}-]+)")
_CALL = re.compile(
    r"^(?:write|edit|multiedit)\b[^`]*?\bfile_?path=[\"']?(?P<path>[^\s\"']+)", re.IGNORECASE
)
_CHANGING = frozenset("rm rmdir mv touch tee mkdir truncate shred unlink".split())
_ELSEWHERE = re.compile(r"/(?:dev|tmp)/")


class Write(NamedTuple):
    """``path`` as it is written in the node, and what to call its step."""

    node: NodeId
    step: str
    path: str


def writes(persona: Persona) -> Iterator[Write]:
    """What steps write, each path once in a node."""
    found = (*_told(persona), *_run(persona))
    yield from dict.fromkeys(found)


def _told(persona: Persona) -> Iterator[Write]:
    for one, step, words in told(persona):
        for command in CODE.findall(words):
            yield from (Write(one.node.id, step, path) for path in _changed(command))
        for part in ordered_parts(words):
            if _ORDER.match(part):
                for path in scope_of(_SOURCE.sub(" ", part)).paths:
                    yield Write(one.node.id, step, path)


def _run(persona: Persona) -> Iterator[Write]:
    for node, step in shell_blocks(persona):
        for line in node.text.split("\n"):
            if not line.lstrip().startswith("#"):
                yield from (Write(node.id, step, path) for path in _changed(line))


def _changed(command: str) -> Iterator[str]:
    """The paths that a command writes to or deletes."""
    if call := _CALL.match(command.strip()):
        yield call["path"]
        return
    for match in _REDIRECTED.finditer(command):
        yield from _own(match["path"])
    for words in simple_commands(_REDIRECTED.sub(" ", command)):
        named = [word.strip("\"'") for word in words[1:] if not word.startswith("-")]
        if words[0] in _CHANGING:
            for word in named:
                yield from _own(word)
        elif (words[0] == "cp" and len(named) > 1) or (words[0] == "sed" and "-i" in words):
            yield from _own(named[-1] if named else "")


def _own(word: str) -> Iterator[str]:
    if ("/" in word or "." in word) and not _ELSEWHERE.match(word):
        yield word
