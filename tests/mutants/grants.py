"""Weakenings of what holds an agent back besides words: tools added, patterns broadened, bans lifted."""

import re
from collections.abc import Iterator

from mutants.values import Mutant, Page, edited

_FLOW = re.compile(r"^(?P<key>tools|allowed-tools):[ ]*(?P<list>\[?[^\n#]*\S)[ ]*$", re.MULTILINE)
_BLOCK = re.compile(
    r"^(?P<key>tools|allowed-tools):[ ]*\n(?P<list>(?:[ ]*- [^\n]*\n)+)", re.MULTILINE
)
_DENY = re.compile(
    r"^(?:disallowedTools|disallowed-tools|denied-tools|deny):[ ]*(?:[^\n]+\n|\n(?:[ ]*- [^\n]*\n)+)",
    re.MULTILINE,
)
_PATTERN = re.compile(r"\bBash\([^()\n]+\)")
_MODE = re.compile(r"^permissionMode: (default|plan)$", re.MULTILINE)
_NEW = ("Bash", "Write", "WebFetch")


def grants(page: Page) -> Iterator[Mutant]:
    """A mutant for each way in which the head of the file can grant more."""
    head = page.text[: page.body]
    for operator, start, end, new in _changes(head):
        line = head.count("\n", 0, start) + 1
        old = head[start:end]
        yield Mutant(
            page.path,
            line,
            operator,
            old,
            new,
            edited(page.text, start, end, new),
            frozenset({"DIF008"}),
        )


def _changes(head: str) -> Iterator[tuple[str, int, int, str]]:
    listed = _FLOW.search(head)
    if listed and "*" not in listed["list"]:
        for tool in _missing(listed["list"]):
            yield (
                "tool-added",
                listed.start("list"),
                listed.end("list"),
                _with(listed["list"], tool),
            )
        yield "tools-line-removed", listed.start(), listed.end() + 1, ""
        yield "tools-emptied", listed.start(), listed.end(), f"{listed['key']}:"
    block = _BLOCK.search(head)
    if block and "*" not in block["list"]:
        entry = re.match(r"[ ]*- ", block["list"])
        for tool in _missing(block["list"]):
            assert entry is not None
            yield "tool-added", block.end(), block.end(), f"{entry[0]}{tool}\n"
        yield "tools-line-removed", block.start(), block.end(), ""
        yield "tools-emptied", block.start(), block.end(), f"{block['key']}:\n"
    for found in _PATTERN.finditer(head):
        yield "tool-broadened", found.start(), found.end(), "Bash"
    denied = _DENY.search(head)
    if denied:
        yield "deny-removed", denied.start(), denied.end(), ""
    mode = _MODE.search(head)
    if mode:
        yield "mode-loosened", mode.start(1), mode.end(1), "bypassPermissions"


def _missing(listed: str) -> list[str]:
    """Tools that the list lacks, in the way its author names tools."""
    if re.search(r"\b[A-Z][a-z]+\b", listed):
        return [tool for tool in _NEW if tool not in listed]
    return [tool for tool in ("runCommands", "fetch") if tool not in listed]


def _with(listed: str, tool: str) -> str:
    if listed.startswith("["):
        quote = next((mark for mark in "'\"" if mark in listed), "")
        inner = listed[1:-1].rstrip(", ")
        return f"[{inner}{', ' if inner else ''}{quote}{tool}{quote}]"
    return f"{listed}, {tool}" if "," in listed or " " not in listed else f"{listed} {tool}"
