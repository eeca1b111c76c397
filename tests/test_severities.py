"""Rules whose findings are an error only where more is at stake."""

import pytest

from helpers import compared, read
from judged import findings
from personac import registry

RULES = {rule.code: rule for rule in registry.rules()}
MANDATE = "---\nname: miller\ndescription: Keeps the mill. Use for repairs.\n---\n# Miller\n\n## Rules\n\n- {}\n"
XML = '# Host\n\n```xml\n<persona name="host">\n  <role>Greets guests</role>\n{}\n  <menu>\n    <item>Soup</item>\n  </menu>\n</persona>\n```\n'


@pytest.mark.parametrize(
    ("code", "text", "severity"),
    [
        ("MAN007", MANDATE.format("Do not remove exported functions without approval"), "warning"),
        ("MAN007", MANDATE.format("Do not remove customer records without approval"), "error"),
        ("MAN007", MANDATE.format("Do not delete exported functions without approval"), "error"),
        ("SYN005", XML.format("  <step>Read what the <menu> section holds.</step>"), "warning"),
        ("SYN005", XML.format("  <step>Read:\n    - <menu> section, if any\n  </step>"), "warning"),
        ("SYN005", XML.format("  <step>Read the list.\n  <menu>\n    Soup\n  </step>"), "error"),
    ],
)
def test_severity(code: str, text: str, severity: str) -> None:
    found = [one.diagnostic.severity.name.lower() for one in findings(read(text), RULES[code])]
    assert found == [severity]


@pytest.mark.parametrize(
    ("called", "severity"),
    [("tide-reader", "warning"), ("sea-tide-raeder", "error"), ("sea-tide-redaer", "error")],
)
def test_severity_of_a_call(called: str, severity: str) -> None:
    """A name that lacks a word may be that of an agent elsewhere; a misspelled one is not."""
    texts = {
        "sea-tide-reader.md": "---\nname: sea-tide-reader\ndescription: Reads. Use it.\n---\nRead.\n",
        "harbour.md": f"---\nname: harbour\ndescription: Asks. Use it.\n---\nDelegate to `{called}`.\n",
    }
    documents = [read(text, path) for path, text in texts.items()]
    found = compared(documents, RULES["REF005"]).findings
    assert [one.diagnostic.severity.name.lower() for one in found] == [severity]
