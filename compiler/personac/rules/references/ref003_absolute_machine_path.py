"""REF003: an absolute path that exists on its author's machine only."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import NodeId
from personac.rules.references._text import MAX_LABELS, label, may_hold, texts

_MARKS = (
    "/workspaces/",
    "/home/",
    "/Users/",
    "/users/",
    "/root/",
    "/mnt/",
    "/opt/",
    "/Volumes/",
    ":\\",
    ":/",
    "~",
)
_WRITING = r"\.(?:md|txt|csv|tsv|pdf|xlsx?|docx?|odt|ods)\b"
"""How documents end, which no package installs below ``/opt``."""
_PATH = re.compile(
    r"(?:(?<=file://)|(?<![\w.~/}>$*-]))"
    r"(?P<root>(?:/workspaces|(?:/(?:data|srv|export|var|net|nfs))?/home|/(?:data|srv|export|net|nfs)/users|/Users"
    r"|/root(?=/\w)|/Volumes|/mnt/[a-z](?:/Users)?|[A-Za-z]:[\\/]{1,2}[A-Za-z][\w-]*"
    rf"|/opt(?=(?:/(?!s?bin/|lib/|etc/|share/|docs?/)[\w-]{{1,40}}){{2,8}}{_WRITING}))"
    r"[\\/]{1,2}[\w.@-]+|~[a-z][a-z0-9_-]{2,20}(?=/[\w-]+[/.]\w))"
    r"(?P<rest>(?:[\\/][^\s`\"'<>|)\],;&]*)?)"
)
_ANYONE = frozenset(
    "you me someone node vscode runner app coder codespace jovyan project repo workspace ubuntu path public shared "
    "documents".split()
)
_STANDS_FOR_ANYONE = re.compile(r"name|user|your")
_EVERYWHERE = re.compile(r"[A-Za-z]:[\\/]+(?:windows|program|path|temp)", re.IGNORECASE)


class _Use(NamedTuple):
    node: NodeId
    path: str
    rest: str


def check(context: LintContext) -> Iterator[Finding]:
    if not may_hold(context, _MARKS):
        return
    uses: dict[str, list[_Use]] = {}
    for node, words in texts(context.document.persona):
        if any(mark in words for mark in _MARKS):
            for match in _PATH.finditer(words):
                if _is_personal(match["root"]):
                    use = _Use(node, match.group().rstrip("."), match["rest"].rstrip("."))
                    uses.setdefault(match["root"], []).append(use)
    for root, found in uses.items():
        yield _finding(root, found)


def _is_personal(root: str) -> bool:
    owner = re.split(r"[\\/]+", root)[-1].lower()
    if owner in _ANYONE or _STANDS_FOR_ANYONE.search(owner):
        return False
    return not _EVERYWHERE.match(root)


def _finding(root: str, found: list[_Use]) -> Finding:
    count = f" ({len(found)} paths)" if len(found) > 1 else ""
    return Finding(
        message=f"`{root}` is a folder of one machine{count}",
        help=_advice(root, found),
        labels=tuple(label(use.node, use.path) for use in found[:MAX_LABELS]),
    )


def _advice(root: str, found: list[_Use]) -> str:
    rest = next((use.rest.lstrip("\\/") for use in found if use.rest.strip("\\/")), "")
    if not rest:
        return f"write the path from the project's root instead of `{root}`"
    single = rest.replace("\\\\", "\\")
    return f"write the path from the project's root: `{single}`"


RULE = Rule(
    code="REF003",
    name="absolute-machine-path",
    severity=Severity.WARNING,
    why="the path does not exist on other machines, in CI or in a container",
    check=check,
)
