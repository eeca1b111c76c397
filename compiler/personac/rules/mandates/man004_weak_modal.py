"""MAN004: a mandate that takes itself back with a hedge."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.contract import segments
from personac.diagnostics import Severity
from personac.model import Mandate, Polarity
from personac.rules.mandates._wording import blanked, mark, worded

_TRY = re.compile(
    r"\b(?:try|tries|attempts?|aims?|strives?|seeks?|endeavou?rs?) to(?= [a-z])"
    r"|\b(?:make|makes|with|on) (?:an?|every|some|reasonable|best) ?(?:\w+ )?(?:efforts?|attempts?)\b(?: basis\b)?|\bbest[- ]efforts? basis\b"
    r"|\bdo(?:es)? (?:your|its|their|the) best\b|\bto the best of (?:your|its) (?:ability|abilities|knowledge)\b",
    re.IGNORECASE,
)
_OTHERS_TRY = re.compile(
    r"\b(?:they|who|that|to|not|never|users?|attackers?|callers?|clients?|people)\s+$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:or else|otherwise|if (?:that|this|it|not)\b|fall(?:s|ing)? ?back|on failure)",
    re.IGNORECASE,
)
"""What says what happens where the attempt fails."""
_ABLE = r"(?:possible|feasible|practical|practicable|convenient|practicably possible)"
_SELF = r"(?:(?: at all)?(?: reasonably| practically| technically| humanly)?)"
_POSSIBLE = re.compile(
    rf"\b(?:if|when|where|whenever|wherever)(?: it is| it's)?{_SELF} {_ABLE}\b(?! (?:to|for|by|with|in|via|from|through|without)\b)"
    rf"|(?<=[\w)`'\"”] )(?:if|when|where|whenever|wherever){_SELF} {_ABLE}\b(?! (?:by|with|in|via|from|through|without)\b)"
    rf"|\bas (?:much|far|often) as{_SELF} possible\b|\bto the (?:(?:greatest|fullest|maximum) )?extent (?:possible|feasible|practicable)\b"
    r"|\b(?:if|when|as|where|while) (?:time|resources|capacity|circumstances|budgets?|schedules?|priorities|workload) (?:permits?|allows?)\b"
    r"|\b(?:time|schedule|resources?|budget|capacity|workload|circumstances) (?:permitting|allowing)\b"
    r"|\bunless (?:it is |it's )?(?:inconvenient|impractical|impossible|not (?:possible|feasible|practical)|infeasible|unfeasible)\b(?! to\b)"
    r"|\b(?:in (?:most|many|general|principle|theory)(?: cases| situations| circumstances)?|for the most part|as a (?:general )?rule(?: of thumb)?|more or less|within reason|under normal circumstances)\b(?=[,.;:!)]|$)"
    r"|\b(?:if|when|where|wherever|whenever) (?:you|it|the agent) can\b(?=[,.;:!)]|$)",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"(?:\b(?:must|should|shall|will)|^\W*)\s*(?P<hedge>ideally|preferably|generally|usually|normally|typically|hopefully|probably|perhaps|maybe|possibly|mostly|largely|where convenient)\b"
    r"(?!,? (?:it|this|that|there|they|these|those)(?:['’](?:ll|s|re)| (?:will|is|are|has|have))\b)"
    r"|[,(]\s*(?P<aside>ideally|preferably|hopefully)\b|\b(?P<last>ideally|hopefully|mostly)(?=\W*$|\))",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    for statement, mandate in worded(context.document.persona):
        if hedge := _hedge(mandate):
            yield Finding(
                message=f"the mandate hedges: `{hedge}`",
                help=f"delete `{hedge}`, or write down the case in which the mandate does not hold",
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
    if _INSTEAD.search(bare, match.end()):
        return ""
    return match.group() if match.group() in segments(bare).core else ""


RULE = Rule(
    code="MAN004",
    name="weak-modal",
    severity=Severity.WARNING,
    why="who may decide that it was not possible is bound to nothing",
    check=check,
)
