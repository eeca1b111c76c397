"""Rules whose findings are an error only where more is at stake."""

import pytest

from helpers import read
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
