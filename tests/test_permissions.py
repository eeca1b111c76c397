"""A tool list never widens: every shape it is written in, on the targets that enforce it."""

from typing import Any

import pytest
import yaml

from personac import codec, pipeline, registry

Header = dict[str, Any]

CASES: tuple[tuple[str, Header, Header], ...] = (
    (
        'tools: [Read]\npermission: {"*": allow}',
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow"}},
    ),
    (
        "tools: [Read]\npermission: allow",
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow"}},
    ),
    (
        "tools: [Read]\npermission: {bash: allow}",
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow"}},
    ),
    (
        'tools: "Bash(git log:*)"\npermission: {bash: allow}',
        {"tools": []},
        {
            "permission": {
                "*": "deny",
                "bash": {"*": "deny", "git log": "allow", "git log *": "allow"},
            }
        },
    ),
    (
        'tools: [Read]\npermission: {"*": ask}',
        {"tools": []},
        {"permission": {"*": "deny", "read": "ask"}},
    ),
    (
        "allowed-tools: [Read]\ntools: {bash: true}",
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow"}},
    ),
    (
        'tools: ["mcp__x\\npermissionMode: bypassPermissions"]',
        {"tools": []},
        {"permission": {"*": "deny"}},
    ),
    ('tools: ["mcp__x, Bash"]', {"tools": []}, {"permission": {"*": "deny"}}),
    (
        'disallowedTools: ["a #b", Bash]',
        {"disallowedTools": "Bash"},
        {"permission": {"bash": "deny"}},
    ),
    ("disallowedTools: [{Bash: true}]", {}, {}),
    ('permission:\n  edit: deny\n  bash: {"*": deny', {"tools": []}, {"permission": "deny"}),
    ("tools:Read", {"tools": "Read"}, {"permission": {"*": "deny", "read": "allow"}}),
    (
        "tools: Bash (git log:*)",
        {"tools": []},
        {
            "permission": {
                "*": "deny",
                "bash": {"*": "deny", "git log": "allow", "git log *": "allow"},
            }
        },
    ),
    ("tools: All tools except Bash", {"tools": []}, {"permission": {"*": "deny"}}),
    ("tools: Read except Bash", {"tools": []}, {"permission": {"*": "deny"}}),
    (
        'tools: {"*": false, bash: disabled}',
        {"tools": []},
        {"permission": {"*": "deny", "bash": "deny"}},
    ),
    (
        'tools: {"*": false, bash: {"*": false}}',
        {"tools": []},
        {"permission": {"*": "deny", "bash": "deny"}},
    ),
    ("tools: [[Bash]]", {"tools": []}, {"permission": {"*": "deny"}}),
    ("tools: all", {"tools": []}, {"permission": {"*": "deny"}}),
    ("tools: true", {"tools": []}, {"permission": {"*": "deny"}}),
    ('tools: ["*", "-Bash"]', {"disallowedTools": "Bash"}, {"permission": {"bash": "deny"}}),
    ('tools: ["!Bash", "*"]', {"disallowedTools": "Bash"}, {"permission": {"bash": "deny"}}),
    ("disallowedTools: Bash(rm *", {"disallowedTools": "Bash"}, {"permission": {"bash": "deny"}}),
    ("tools: []", {"tools": []}, {"permission": {"*": "deny"}}),
    ("tools:", {"tools": []}, {"permission": {"*": "deny"}}),
    (
        "tools: Read, Bash(git log:*",
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow"}},
    ),
    (
        "permission: {bash: ask, edit: deny}\ntools: Read, Bash, Edit, Write",
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow", "edit": "deny", "bash": "ask"}},
    ),
    ("permission: nope", {"tools": []}, {"permission": "deny"}),
    (
        "tools: Read Grep Glob",
        {"tools": "Read, Grep, Glob"},
        {"permission": {"*": "deny", "read": "allow", "grep": "allow", "glob": "allow"}},
    ),
    ('tools: "*"', {}, {}),
    (
        'permission: {"*": deny, read: allow, bash: {"no": allow, "git *": ask}}',
        {"tools": "Read"},
        {"permission": {"*": "deny", "read": "allow", "bash": {"no": "allow", "git *": "ask"}}},
    ),
    ("model: sonnet", {}, {}),
)


def header(text: str, target: str) -> Header:
    """What the emitted frontmatter says of tools, as a YAML parser reads it."""
    document = pipeline.read(codec.decode_source("a.md", text.encode())).value
    assert document is not None
    writer = next(writer for writer in registry.writers() if writer.name == target)
    outcome = pipeline.write(document, writer)
    assert outcome.value is not None
    assert not outcome.diagnostics
    found = yaml.safe_load(outcome.value.artifacts[0].content.split("---")[1])
    keys = ("tools", "disallowedTools", "permission", "permissionMode")
    return {key: value for key, value in found.items() if key in keys}


@pytest.mark.parametrize(("stated", "claude", "opencode"), CASES, ids=lambda case: str(case)[:60])
def test_stated(stated: str, claude: Header, opencode: Header) -> None:
    """What is stated in the header is granted, or less."""
    text = f"---\nname: a\ndescription: d\n{stated}\n---\nB\n"
    assert header(text, "claude-code") == claude
    assert header(text, "opencode") == opencode


def test_body() -> None:
    """A list that only the body states counts too."""
    text = "# A Agent\n\nAgent_Handle: A\n\n### Authorized Tools\n\nRead, Grep\n"
    assert header(text, "claude-code") == {"tools": "Read, Grep"}
    assert header(text, "opencode") == {
        "permission": {"*": "deny", "read": "allow", "grep": "allow"}
    }


def test_prose() -> None:
    """Where nothing is enforced, the words are there, and each tool is a declared loss."""
    source = codec.decode_source("a.md", b"---\nname: a\ndescription: d\ntools: Read\n---\nB\n")
    document = pipeline.read(source).value
    assert document is not None
    for writer in registry.writers():
        if writer.name in ("codex", "agents-md"):
            emission = writer.write(document).value
            assert emission is not None
            assert "You may only read files." in emission.artifacts[0].content
            assert [loss.node for loss in emission.losses] == ["tools#read"]
