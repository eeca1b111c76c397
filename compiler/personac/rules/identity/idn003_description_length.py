"""IDN003: a description too short to choose by, or too long to be shown."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.rules.identity._description import described

FEWEST, MOST = 20, 1536


def check(context: LintContext) -> Iterator[Finding]:
    if (found := described(context)) is None:
        return
    field, text = found
    if len(text) < FEWEST:
        yield Finding(
            message=f"the description has {len(text)} characters",
            help="say what the persona does and when to call it",
            labels=(Label(Locator(node=field.id)),),
        )
    elif len(text) > MOST:
        yield Finding(
            message=f"the description has {len(text)} characters, over {MOST}",
            help="say briefly what it does and when to call it; move examples to the body",
            labels=(Label(Locator(node=field.id)),),
            why="listings cut it off, and every description takes room in every conversation",
        )


RULE = Rule(
    code="IDN003",
    name="description-length",
    severity=Severity.WARNING,
    why="nobody can choose an agent by a word or two",
    check=check,
)
