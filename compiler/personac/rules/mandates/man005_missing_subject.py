"""MAN005: a mandate in the passive that does not say who has to act."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Severity
from personac.model import Persona, Polarity, blocks
from personac.rules.mandates._wording import blanked, mark, worded

_PASSIVE = re.compile(
    r"\b(?:must|shall|should|has to|have to)(?: always| also| first)? be (?:\w+ly )?"
    r"(?P<verb>\w+ed|built|run|written|done|made|sent|shown|given|taken|rewritten|split|signed off)\b",
    re.IGNORECASE,
)
_STATES = frozenset(
    "based limited related required needed detailed nested focused located allowed permitted "
    "named sorted ordered typed structured balanced aligned supposed used".split()
)
_BY = re.compile(r"\bby (?!\w+ing\b|default|hand|means|\d)", re.IGNORECASE)
_ACTORS = {
    "user": re.compile(r"\b(?:the user|users|human|maintainer|reviewer|owner)\b", re.IGNORECASE),
    "agent": re.compile(
        r"\b(?:sub-?agents?|other agents?|orchestrator|delegat\w+)\b", re.IGNORECASE
    ),
    "machine": re.compile(r"\b(?:CI|CI/CD|pipeline|continuous integration)\b"),
}


def check(context: LintContext) -> Iterator[Finding]:
    if not _several_actors(context.document.persona):
        return
    for statement, mandate in worded(context.document.persona):
        bare = blanked(mandate.text)
        match = _PASSIVE.search(bare) if mandate.polarity is Polarity.REQUIRE else None
        if match and match["verb"].casefold() not in _STATES and not _BY.search(bare):
            yield Finding(
                message=f"nobody is named who has to do this: `{match.group()}`",
                help="say who acts: `the agent must validate`, `CI must validate`",
                labels=(mark(statement, match.group()),),
            )


def _several_actors(persona: Persona) -> bool:
    """Whether the persona speaks of others besides its own agent who could be meant."""
    told = " ".join(str(getattr(node, "text", "")) for node in blocks(persona))
    return sum(pattern.search(told) is not None for pattern in _ACTORS.values()) > 1


RULE = Rule(
    code="MAN005",
    name="missing-subject",
    severity=Severity.WARNING,
    why="where several could act, each may take it for the other's work",
    check=check,
    status=Status.PREVIEW,
)
