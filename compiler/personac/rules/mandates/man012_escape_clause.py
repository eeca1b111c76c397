"""MAN012: a mandate whose condition says nothing."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Polarity
from personac.rules.mandates._wording import blanked, mark, worded

_ESCAPE = re.compile(
    r"\b(?:if|when|where|whenever|wherever|as|unless)(?: it is| it's| deemed| considered)?(?: not)? "
    r"(?:absolutely |really |strictly |reasonably |truly |deemed |considered )?"
    r"(?:appropriate|needed|necessary|applicable|reasonable|required|suitable|desired|desirable|warranted|useful|helpful|sensible|beneficial)\b"
    r"(?! (?:by|for|to|because|due|in|with|when|if|that|on|from|under|at|of|as|and|information|data|input|changes?|files?|fields?|tools?)\b)"
    r"|\b(?:at|using|with) (?:your|its) (?:own )?(?:best )?(?:discretion|judge?ment)\b",
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
