"""MAN004: a mandate that takes itself back with a hedge."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.contract import segments
from personac.diagnostics import Severity
from personac.model import Mandate, Polarity
from personac.rules.mandates._wording import blanked, mark, worded

_TRY = re.compile(
    r"\b(?:try|attempt|aim|strive|seek|endeavou?r) to(?= [a-z])|\b(?:make|with) (?:an?|every|reasonable|best) (?:\w+ )?efforts?\b",
    re.IGNORECASE,
)
_OTHERS_TRY = re.compile(
    r"\b(?:they|who|that|to|not|never|users?|attackers?|callers?|clients?|people)\s+$",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:if|when|where|whenever|wherever)(?: at all| it is| it's)? (?:reasonably |practically |technically |humanly )?"
    r"(?:possible|feasible|practical|practicable|convenient)\b(?! (?:to|for|by|with|in|via|from|through|without)\b)"
    r"|\bas (?:much|far|often) as possible\b|\bto the (?:(?:greatest|fullest|maximum) )?extent (?:possible|feasible|practicable)\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"(?:\b(?:must|should|shall|will)|^\W*)\s*(?P<hedge>ideally|preferably|generally|usually|normally|typically|hopefully|probably|perhaps|maybe|possibly)\b",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    for statement, mandate in worded(context.document.persona):
        if hedge := _hedge(mandate):
            yield Finding(
                message=f"the mandate hedges: `{hedge}`",
                help="delete the hedge, or write down the case in which the mandate does not hold",
                labels=(mark(statement, hedge),),
            )


def _hedge(mandate: Mandate) -> str:
    """The words that weaken the main clause; empty when none do."""
    if mandate.polarity is Polarity.PERMIT:
        return ""
    bare = blanked(mandate.text)
    for match in (_POSSIBLE.search(bare), _ADVERB.search(bare)):
        if match:
            return mandate.text[slice(*match.span(match.lastgroup or 0))]
    return _attempt(bare, mandate)


def _attempt(bare: str, mandate: Mandate) -> str:
    """``try to`` and the like as the verb of the main clause."""
    match = _TRY.search(bare) if mandate.polarity is Polarity.REQUIRE else None
    if match is None or _OTHERS_TRY.search(bare[: match.start()]):
        return ""
    return match.group() if match.group() in segments(bare).core else ""


RULE = Rule(
    code="MAN004",
    name="weak-modal",
    severity=Severity.WARNING,
    why="who may decide that it was not possible is bound to nothing",
    check=check,
)
