"""MAN012: a mandate whose condition says nothing."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Polarity
from personac.rules.mandates._wording import blanked, mark, worded

_FITTING = (
    r"(?:appropriate|needed|necessary|applicable|reasonable|required|suitable|desired|desirable|warranted|useful|helpful|sensible|beneficial|"
    r"relevant|justified|prudent|advisable|opportune|fitting)"
)
_JUDGED = r"(?:appropriate|necessary|needed|required|useful|helpful|fit|best|right|suitable|reasonable|prudent|warranted)"
_ESCAPE = re.compile(
    r"\b(?:if|when|where|whenever|wherever|as|unless)(?: it is| it's| deemed| considered)?(?: not)? "
    rf"(?:absolutely |really |strictly |reasonably |truly |deemed |considered |otherwise |clearly |genuinely )?{_FITTING}\b"
    r"(?! (?:by|for|to|because|due|in|with|when|if|that|on|from|under|at|of|as|and|information|data|input|changes?|files?|fields?|tools?)\b)"
    r"|\b(?:if|when|where|whenever|wherever|unless)(?: it is| it's)?(?: deemed| considered)? (?:unnecessary|inappropriate|unreasonable|unsuitable|irrelevant|superfluous)\b(?! (?:to|for|by|in)\b)"
    r"|\b(?:at|using|with|by) (?:your|its|good|best|the agent's) (?:own )?(?:best )?(?:discretion|judge?ment)\b"
    rf"|\b(?:as|if|when|where|whenever|unless|however) (?:you|it|the agent) (?:sees?|deems?|thinks?|feels?|considers?|finds?|judges?|believes?)(?: it| this| that| they)?(?: is| are)?(?: to be)? {_JUDGED}\b"
    rf"|\b(?:if|when|where|wherever|unless) (?:it|this|that) (?:seems|appears|looks) {_JUDGED}\b"
    r"|\b(?:if|when|where|wherever|unless) (?:it |this |that |doing so )(?:really |actually )?makes? sense\b(?! to\b)"
    r"|\b(?:as|if|when|where) (?:the )?(?:situation|circumstances?|context|need|occasion|case) (?:requires?|demands?|dictates?|warrants?|calls? for it|arises?|suggests?|allows?)\b"
    r"|\bdepending on (?:the )?(?:situation|circumstances|context|case)\b(?=[.,;:!)]|$)"
    r"|\b(?:unless|except) (?:there is |there are |you have |for |with )?(?:an? |some )?(?:very )?(?:good|valid|compelling|strong) (?:reasons?|cause)\b(?! (?:that|which|is|are|documented|recorded)\b)"
    r"|\b(?:except )?in (?:exceptional|special|rare|certain|appropriate|suitable|some) (?:cases|circumstances|situations)\b(?=[.,;:!)]|$)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:they|it|which|that|who|users?|experts?)\b[^,;.:]{0,80}$", re.IGNORECASE
)
"""What stands before a condition that is not the agent's own."""


def check(context: LintContext) -> Iterator[Finding]:
    for statement, mandate in worded(context.document.persona):
        if mandate.polarity is Polarity.PERMIT:
            continue
        bare = blanked(mandate.text)
        match = _ESCAPE.search(bare)
        if match and not _OF_OTHERS.search(bare[: match.start()]):
            words = mandate.text[slice(*match.span())]
            yield Finding(
                message=f"the condition of this mandate cannot be tested: `{words}`",
                help="name the case, such as `when the schema changes`, or delete the condition",
                labels=(mark(statement, words),),
            )


RULE = Rule(
    code="MAN012",
    name="escape-clause",
    severity=Severity.WARNING,
    why="the agent itself decides whether the case has come, so the mandate holds when it likes",
    check=check,
)
