"""Patterns of arguments and tools of servers on every target: spelled as its client does, or lost.

What a client cannot spell is a declared loss at its grant, and nothing wider stands in its place.
"""

import json
from typing import Any

import pytest

from formats import client_reads, value_under
from helpers import WRITERS, read
from personac import pipeline
from personac.api import Emission, LossKind, Writer
from personac.model import Field, ToolGrant
from personac.proof.prove import prove
from personac.tables.tools import canonical_tools
from personac.targets.form import Form
from personac.writers._tool_names import vocabulary

TARGETS = {name: one for name, one in WRITERS.items() if one.form and not one.form.whole}
LISTING = {n: w for n, w in TARGETS.items() if w.form and w.form.of("tools")}
MAPPED = {n: w for n, w in TARGETS.items() if w.form and w.form.of("permissions")}
SERVERS = {  # a tool of a server, all of its tools, those of all servers; empty where none is
    "claude-code": ("mcp__github__get_pr", "mcp__github", "mcp__*"),
    "claude-agents-json": ("mcp__github__get_pr", "mcp__github", "mcp__*"),
    "claude-plugin": ("mcp__github__get_pr", "mcp__github", "mcp__*"),
    "copilot": ("github/get_pr", "github/*", ""),
    "devin": ("mcp__github__get_pr", "mcp__github__*", ""),
    "gemini": ("mcp_github_get_pr", "mcp_github_*", "mcp_*"),
    "kimi": ("mcp__github__get_pr", "mcp__github__*", "mcp__*"),
    "kiro": ("@github/get_pr", "@github", ""),
    "kiro-json": ("@github/get_pr", "@github", ""),
    "qwen": ("mcp__github__get_pr", "mcp__github", ""),
    "roo": ("", "", "mcp"),
    "vscode": ("github/get_pr", "github/*", ""),
}
STATED = ("mcp__github__get_pr", "mcp__github", "mcp__*")
PATTERNS = (
    "Bash(git log:*)",
    "Bash(npm run test)",
    "Bash(*)",
    "Read(src/**)",
    "Edit(docs/*.md)",
    "Write(/tmp/**)",
    "WebFetch(domain:example.org)",
    "Task(reviewer)",
    "Skill(release:*)",
    "mcp__github__get_pr(owner:me)",
)
AWKWARD = ("mcp__git,Bash__x", "mcp____x", "mcp__a b__c", "mcp__a/b__c", "mcp__ä__ö", "mcp__*__x")


def emitted(target: str, header: str) -> tuple[Any, Emission]:
    writer = TARGETS[target]
    document = read(f"---\nname: ab\ndescription: d\n{header}\n---\nWork.\n")
    emission = pipeline.write(document, writer).value
    assert emission is not None
    files = [(one.path, one.content.encode()) for one in emission.artifacts]
    proof = prove(document, form_of(writer), files[:1], emission.losses)
    assert proof.holds, (target, header, proof)
    accounted(document.persona.header, emission)
    return content_of(target, emission), emission


def accounted(header: tuple[object, ...], emission: Emission) -> None:
    """Each grant is carried or a loss; which of them, nobody is left to guess."""
    lost = {loss.node for loss in emission.losses}
    for field in header:
        for grant in field.clauses if isinstance(field, Field) else ():
            if isinstance(grant, ToolGrant):
                assert grant.id in lost or grant.id in emission.carried, grant.id


def form_of(writer: Writer) -> Form:
    assert writer.form is not None
    return writer.form


def content_of(target: str, emission: Emission) -> Any:
    """What stands for the tools: a list, a map of permissions, or nothing."""
    form = form_of(TARGETS[target])
    entry = form.of("permissions") or form.of("tools")
    if entry is None:
        return None
    settings, _ = client_reads(form, emission.artifacts[0].content)
    try:
        found = value_under(entry.key, settings)
    except KeyError:
        return None
    listed = entry.type == "csv" and isinstance(found, str)
    return [one.strip() for one in found.split(",")] if listed else found


def granted(target: str, content: Any) -> set[str]:
    """The canonical tools, or the names where they are nobody's, that a list grants."""
    form = form_of(TARGETS[target])
    names = vocabulary(form).tools
    on = [n for n, v in content.items() if v] if isinstance(content, dict) else list(content or ())
    found = {tool for name in on for tool in (names.reach(name) or (name,))}
    return found - set(form.tools.nothing)


@pytest.mark.parametrize("target", LISTING)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern_in_a_list(target: str, pattern: str) -> None:
    """A list holds whole tools, so a part of one is withheld, and the rest of the list stays."""
    content, emission = emitted(target, f"tools: [Read, Grep, Glob, {json.dumps(pattern)}]")
    tool = canonical_tools(pattern.partition("(")[0])
    whole = {"read", "grep", "glob", *canonical_tools("Read")}
    assert granted(target, content) <= whole, (tool, content)
    (loss,) = [one for one in emission.losses if one.kind is LossKind.WITHHELD and "(" in pattern
               and pattern.partition("(")[2].rstrip(")") in one.detail]  # fmt: skip
    assert loss.node.startswith("tools#")


@pytest.mark.parametrize("target", LISTING)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_list_of_one_pattern(target: str, pattern: str) -> None:
    """What remains of such a list is no tool at all, and never the lack of a list."""
    content, _ = emitted(target, f"tools: [{json.dumps(pattern)}]")
    assert content is not None
    assert granted(target, content) == set()


@pytest.mark.parametrize("target", LISTING)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_denied_pattern(target: str, pattern: str) -> None:
    """A part that is denied is denied with all of its tool, or said to be nobody's."""
    content, emission = emitted(target, f"disallowedTools: [{json.dumps(pattern)}]")
    denied = set(canonical_tools(pattern.partition("(")[0]))
    assert emission.losses
    if content is not None and form_of(TARGETS[target]).tools.every != tuple(content):
        assert not denied & granted(target, content)


@pytest.mark.parametrize("target", LISTING)
@pytest.mark.parametrize("at", range(3), ids=STATED)
def test_tools_of_servers(target: str, at: int) -> None:
    """Tools of servers are spelled as the client does; where it cannot, they are withheld."""
    content, emission = emitted(target, f"tools: [{json.dumps(STATED[at])}]")
    wanted = SERVERS.get(target, ("", "", ""))[at]
    assert granted(target, content) == ({wanted} if wanted else set())
    lost = [one for one in emission.losses if one.kind is LossKind.WITHHELD]
    assert bool(lost) is not bool(wanted)


@pytest.mark.parametrize("target", LISTING)
@pytest.mark.parametrize("name", AWKWARD)
def test_servers_that_are_no_names(target: str, name: str) -> None:
    """A name that would come out as another, or as two, comes out as it is or not at all."""
    content, _ = emitted(target, f"tools: [{json.dumps(name)}]")
    found = granted(target, content)
    assert len(found) <= 1
    assert not any("," in one or " " in one or "*" in one for one in found), found


@pytest.mark.parametrize("target", MAPPED)
@pytest.mark.parametrize(
    ("header", "permission"),
    [
        ("tools: ['Bash(git log:*)']", {"bash": {"*": "deny", "git log": "allow", "git log *": "allow"}}),
        ("tools: ['Bash(npm run test)']", {"bash": {"*": "deny", "npm run test": "allow"}}),
        ("tools: ['Read(src/**)']", {"read": {"*": "deny", "src/**": "allow"}}),
        ("tools: ['Edit(docs/*.md)']", {}),
        ("tools: ['Edit(a)', 'Write(a)']", {"edit": {"*": "deny", "a": "allow"}}),
        ("tools: ['WebFetch(domain:example.org)']", {}),
        ("tools: ['Task(reviewer)']", {"task": {"*": "deny", "reviewer": "allow"}}),
        ("tools: ['mcp__github__get_pr(owner:me)']", {}),
        ("tools: [mcp__github__get_pr]", {"github_get_pr": "allow"}),
        ("tools: [mcp__github]", {"github_*": "allow"}),
        ("tools: ['mcp__*']", {}),
    ],
)  # fmt: skip
def test_pattern_in_a_map(target: str, header: str, permission: dict[str, Any]) -> None:
    """A map holds patterns as the client matches them; one that it has no key for is withheld."""
    content, emission = emitted(target, header)
    assert content == ({"*": "deny", **permission} if permission else {"*": "deny"}) or (
        not permission and content == "deny"
    )
    withheld = [one for one in emission.losses if one.kind is LossKind.WITHHELD]
    assert bool(withheld) is not bool(permission)


@pytest.mark.parametrize("target", MAPPED)
@pytest.mark.parametrize(
    ("header", "permission"),
    [
        ("disallowedTools: ['Bash(git push:*)']", {"bash": {"git push": "deny", "git push *": "deny"}}),
        ("disallowedTools: ['Read(.env)']", {"read": {".env": "deny"}}),
        ("disallowedTools: [mcp__github]", {"github_*": "deny"}),
        ("disallowedTools: ['WebFetch(domain:example.org)']", {"webfetch": "deny"}),
    ],
)  # fmt: skip
def test_denied_in_a_map(target: str, header: str, permission: dict[str, Any]) -> None:
    content, _ = emitted(target, header)
    assert content == permission


@pytest.mark.parametrize("target", sorted(set(TARGETS) - set(LISTING) - set(MAPPED)))
@pytest.mark.parametrize("stated", [*PATTERNS, *STATED])
def test_in_words(target: str, stated: str) -> None:
    """Where there is no list the words name the pattern, as a loss that holds nothing."""
    content, emission = emitted(target, f"tools: [{json.dumps(stated)}]")
    if form_of(TARGETS[target]).code:
        return
    assert content is None
    assert [one.kind for one in emission.losses if one.node.startswith("tools#")] == ["unenforced"]
