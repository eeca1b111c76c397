"""Which statements on tools count: the list of the header or else of the body, and every denial."""

import pytest

from helpers import read
from personac.passes.tool_list import counted
from personac.writers._grants import grants

HEAD = "---\nname: ada\ndescription: Mends nets.\n{}---\n\n# Ada\n\n"
LISTED = "- **Tools:** Read, Bash\n"
DENIED = "\n## Forbidden Tools\n\n- Bash\n"
CASES = (
    ("", "", []),
    ("", LISTED, ["allow Read", "allow Bash"]),
    ("tools: Read\n", LISTED, ["allow Read"]),
    ("tools: Read, Bash\n", DENIED, ["allow Read", "allow Bash", "deny Bash"]),
    ("", LISTED + DENIED, ["allow Read", "allow Bash", "deny Bash"]),
    ("disallowedTools: Edit\n", LISTED, ["deny Edit", "allow Read", "allow Bash"]),
    ("tools:\n  edit: false\n", LISTED, ["deny edit"]),
    ("permission:\n  bash: ask\n", LISTED, ["ask bash"]),
)


@pytest.mark.parametrize(("header", "body", "expected"), CASES)
def test_what_counts(header: str, body: str, expected: list[str]) -> None:
    persona = read(HEAD.format(header) + body).persona
    assert [f"{tool.effect.value} {tool.name}" for _, tool in counted(persona)] == expected


@pytest.mark.parametrize(("header", "body", "expected"), CASES)
def test_builds_go_by_the_same(header: str, body: str, expected: list[str]) -> None:
    found = grants(read(HEAD.format(header) + body).persona)
    sorted_out = (*(found.allowed or ()), *found.asked, *found.denied, *found.overruled)
    said = {f"{tool.effect.value} {tool.name}" for tool in sorted_out}
    assert said <= set(expected)
    assert {one for one in expected if one.startswith("deny")} <= said
