"""A tool list never widens on the targets whose agent files can only list tools."""

from typing import Any

import pytest
import yaml

from helpers import WRITERS, read
from personac.convert import convert
from personac.tables.tools import canonical_tools
from personac.writers._grants import Grants, grants
from test_permissions import CASES

TARGETS = ("copilot", "gemini", "qwen")
NOTHING = {"none"}


def stated(text: str) -> str:
    return f"---\nname: ab\ndescription: d\n{text}\n---\nB\n"


def header(text: str, target: str) -> dict[str, Any]:
    emission = WRITERS[target].write(read(text, "a.md")).value
    assert emission is not None
    return dict(yaml.safe_load(emission.artifacts[0].content.split("---")[1]))


def reach(names: list[str]) -> set[str]:
    """What names let an agent do: canonical tools, or the name where it is no tool's."""
    return {tool for name in names for tool in canonical_tools(name) or (name,)}


def allowed(found: Grants) -> set[str]:
    whole = [grant.name for grant in found.allowed or () if not grant.pattern]
    return reach(whole)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_no_more_than_is_stated(text: str, target: str) -> None:
    """A limited list comes out limited, and holds nothing that the persona does not grant."""
    found = grants(read(stated(text), "a.md").persona)
    written = header(stated(text), target)
    if found.limited:
        assert written["tools"] is not None
        assert reach(written["tools"]) - NOTHING <= allowed(found)
    denied = reach([grant.name for grant in found.denied])
    assert not denied & reach(written.get("tools", []))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("tool", ["Read", "Grep", "Glob", "Edit", "Write", "WebFetch", "WebSearch"])
def test_single_tool(tool: str, target: str) -> None:
    """One tool alone brings no other with it, whatever the client bundles."""
    written = header(stated(f"tools: [{tool}]"), target)
    own = {"create": {"write"}, "edit": {"edit"}} if target != "copilot" else {"create": {"write"}}
    found = set().union(*(own.get(name, reach([name])) for name in written["tools"]))
    assert found - NOTHING <= reach([tool])


@pytest.mark.parametrize("target", TARGETS)
def test_denial_without_a_list(target: str) -> None:
    """Denied tools are denied by name, or by listing all others; nothing is said in prose."""
    written = header(stated("disallowedTools: Write"), target)
    if "disallowedTools" in written:
        assert reach(written["disallowedTools"]) == {"write"}
    else:
        assert "read" in reach(written["tools"])
        assert "write" not in reach(written["tools"])


ROLE = "# Role: Porter\n\n## Persona\n\n- **Role:** Carries what is asked for.\n{}\n"
XML = '```xml\n<persona name="Porter">\n  <role>Carries what is asked for.</role>\n{}\n</persona>\n```\n'
BODIES = (
    ROLE.format("- **Tools:** Read, Grep"),
    ROLE.format("- **Allowed tools:** `Read`, `Grep`"),
    ROLE.format("\n## Tools\n\n- Read\n- `Grep`"),
    ROLE.format("\n## Tools\n\n- **Read**: for orders\n- **Grep**: for shelves"),
    XML.format("  <tools>Read, Grep</tools>"),
    XML.format("  <tools>\n    <tool>Read</tool>\n    <tool>Grep</tool>\n  </tools>"),
    XML.format(
        '  <tools>\n    <tool name="Read"/>\n    <tool name="Grep">Looks.</tool>\n  </tools>'
    ),
    XML.format("  <allowed_tools>Read, Grep</allowed_tools>"),
    XML.format("").replace('name="Porter"', 'name="Porter" tools="Read, Grep"'),
    "# Porter Agent\n\n**Agent_Handle**: Porter\n**Tools**: Read, Grep\n",
)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("text", BODIES)
def test_a_list_in_the_body_limits_where_the_header_has_none(text: str, target: str) -> None:
    found = grants(read(text, "porter.md").persona)
    assert {grant.name for grant in found.allowed or ()} == {"Read", "Grep"}
    emission = WRITERS[target].write(read(text, "porter.md")).value
    assert emission is not None
    written = yaml.safe_load(emission.artifacts[0].content.split("---")[1])
    assert {"read"} <= reach(written["tools"]) - NOTHING <= {"read", "grep"}


@pytest.mark.parametrize(
    "text",
    [
        ROLE.format("- **Tools:** cranes, trolleys and Read"),
        ROLE.format("\n## Tools\n\n- Read\n- a trolley"),
        ROLE.format("\n## Tools\n\n- the shelf plan"),
        ROLE.format("\n## Workflow\n\n1. Look it up.\n   - **Tools:** Read, Grep"),
        XML.format("  <tools>Diagrams, prototypes</tools>"),
        XML.format('  <step n="1">Look it up.\n    <tools>Read</tools>\n  </step>'),
    ],
)
def test_other_words_about_tools_are_no_list(text: str) -> None:
    assert grants(read(text, "porter.md").persona).allowed is None


def test_a_tool_that_nobody_knows_makes_no_prose_of_a_list() -> None:
    text = XML.format("  <tools>Read, Grep, weigh_box</tools>")
    found = grants(read(text, "porter.md").persona)
    assert [grant.name for grant in found.allowed or ()] == ["Read", "Grep", "weigh_box"]


def test_the_list_of_the_header_counts() -> None:
    text = stated("tools: Read") + "\n## Tools\n\n- Read\n- Bash\n"
    assert allowed(grants(read(text, "a.md").persona)) == {"read"}


DENIALS = (
    ROLE.format("- **Forbidden tools:** Write, Bash"),
    ROLE.format("\n## Disallowed Tools\n\n- Write\n- `Bash`"),
    XML.format("  <forbidden_tools>Write, Bash</forbidden_tools>"),
    XML.format(
        "  <denied_tools>\n    <tool>Write</tool>\n    <tool>Bash</tool>\n  </denied_tools>"
    ),
    XML.format("").replace('name="Porter"', 'name="Porter" disallowed_tools="Write, Bash"'),
    ROLE.format("- **Forbidden tools:** Write (also of notes), Bash (of any kind)"),
    ROLE.format("\n## Forbidden tools\n\nWrite and Bash."),
    ROLE.format("\n## Forbidden tools\n\nWrite, Bash."),
    ROLE.format("\n## Forbidden tools\n\n- What changes a shelf:\n  - Write\n  - Bash"),
    ROLE.format("\n## Forbidden tools\n\n### Shelves\n\n- Write\n\n### Shells\n\n- Bash"),
    ROLE.format(
        "\n## Forbidden tools\n\n| Tool | Why |\n| --- | --- |\n| Write | no |\n| `Bash` | no |"
    ),
    ROLE.format("\n## Forbidden tools\n\n- Write: read it instead\n  - Read the shelf\n- Bash"),
    XML.format("  <denied_tools><tools>Write, Bash</tools></denied_tools>"),
)


@pytest.mark.parametrize("text", DENIALS)
def test_what_the_body_denies_is_denied(text: str) -> None:
    found = grants(read(text, "porter.md").persona)
    assert found.allowed is None
    assert {grant.name for grant in found.denied} == {"Write", "Bash"}
    emission = WRITERS["claude-code"].write(read(text, "porter.md")).value
    assert emission is not None
    written = yaml.safe_load(emission.artifacts[0].content.split("---")[1])
    assert written["disallowedTools"] == "Write, Bash"


def test_what_the_body_denies_narrows_the_list_of_the_header() -> None:
    text = stated("tools: Read, Write, Bash") + "\n# A\n\n## Forbidden Tools\n\n- Write\n"
    found = grants(read(text, "a.md").persona)
    assert [grant.name for grant in found.allowed or ()] == ["Read", "Bash"]


def test_a_denial_in_the_header_leaves_the_list_of_the_body() -> None:
    text = stated("disallowedTools: Bash") + "\n# A\n\n## Tools\n\n- Read\n- Bash\n"
    found = grants(read(text, "a.md").persona)
    assert [grant.name for grant in found.allowed or ()] == ["Read"]
    assert [grant.name for grant in found.denied] == ["Bash"]


@pytest.mark.parametrize(
    "text",
    [
        ROLE.format("\n## Tools\n\n- **Allowed:** Read, Grep\n- **Denied:** Bash"),
        ROLE.format("\n## Authorized tools\n\n- Read\n- Grep\n- **Never use:** Bash"),
        XML.format("  <tools><allowed>Read, Grep</allowed><denied>Bash</denied></tools>"),
    ],
)
def test_a_list_that_also_names_what_is_denied_grants_none_of_it(text: str) -> None:
    found = grants(read(text, "porter.md").persona)
    assert {grant.name for grant in found.allowed or ()} == {"Read", "Grep"}
    assert [grant.name for grant in found.denied] == ["Bash"]


def test_a_list_asks_for_what_it_calls_so() -> None:
    text = ROLE.format("\n## Tools\n\n- **Allowed:** Read\n- **Ask first:** Bash")
    found = grants(read(text, "porter.md").persona)
    assert [grant.name for grant in found.allowed or ()] == ["Read"]
    assert [grant.name for grant in found.asked] == ["Bash"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "text",
    [
        ROLE.format("- **Tools:** none"),
        ROLE.format("\n## Tools\n\nNone."),
        XML.format("  <tools>none</tools>"),
    ],
)
def test_no_tools_are_a_list_without_any(text: str, target: str) -> None:
    document = read(text, "porter.md")
    assert grants(document.persona).allowed == ()
    emission = WRITERS[target].write(document).value
    assert emission is not None
    written = yaml.safe_load(emission.artifacts[0].content.split("---")[1])
    assert set(written["tools"]) <= NOTHING


def test_one_kind_of_tools_that_there_is_none_of_takes_no_other() -> None:
    text = ROLE.format("\n## Tools\n\n- Read\n- **Servers:** none")
    denied = grants(read(text, "porter.md").persona).denied
    assert denied == ()
    assert grants(read(text, "porter.md").persona).allowed is None


@pytest.mark.parametrize("title", ["Tools", "Forbidden tools"])
def test_an_example_limits_nothing(title: str) -> None:
    text = ROLE.format(f"\n## Examples\n\n### {title}\n\n- Read")
    found = grants(read(text, "porter.md").persona)
    assert (found.allowed, found.denied) == (None, ())


@pytest.mark.parametrize("text", BODIES)
def test_a_conversion_to_frontmatter_lists_them_in_the_header(text: str) -> None:
    content = convert(read(text, "porter.md"), "frontmatter").content
    assert content is not None
    written = yaml.safe_load(content.split("---")[1])
    assert reach(written["tools"].split(", ")) == {"read", "grep"}


def test_a_conversion_that_would_lose_the_list_is_refused() -> None:
    text = XML.format("").replace('name="Porter"', 'name="Porter" tools="Read, Grep"')
    found = convert(read(text, "porter.md"), "role").findings
    assert "the list of tools is gone" in "".join(one.message for one in found)


def test_what_the_body_denies_narrows_the_permissions_of_the_header() -> None:
    text = (
        stated("permission: {bash: allow, edit: ask}") + "\n# A\n\n## Forbidden tools\n\n- Bash\n"
    )
    assert header(text, "opencode")["permission"] == {"edit": "ask", "bash": "deny"}


def test_to_ask_before_half_of_editing_opens_no_other_half() -> None:
    text = ROLE.format("\n## Tools\n\n- **Allowed:** Read\n- **Ask first:** Edit")
    assert header(text, "opencode")["permission"] == {"*": "deny", "read": "allow"}
