"""MAN013: two mandates in one sentence."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.contract import base_form
from personac.diagnostics import Severity
from personac.model import Polarity
from personac.rules.mandates._wording import blanked, mark, worded
from personac.tables.verbs import IMPERATIVES

_LEAD = re.compile(
    r"^\W*(?:[\w ]{0,40}\b(?:must|shall|should|always)\s+)?(?P<first>[a-z]+)\s+(?P<about>[^,;:.]{3,80}?),? and (?:then )?(?P<second>[a-z]+)\s+(?P<other>(?!and\b|or\b)\w[^,;.]{2,})",
    re.IGNORECASE,
)
_SAME = re.compile(r"^(?:it|them|its|their|this|that)\b", re.IGNORECASE)
_NOUNS = frozenset(
    "test state set process change plan log design report review support access work use format name record document focus audit clear check".split()
)


def check(context: LintContext) -> Iterator[Finding]:
    for statement, mandate in worded(context.document.persona):
        if mandate.polarity is not Polarity.REQUIRE:
            continue
        match = _LEAD.match(blanked(mandate.text))
        if match and _is_two(match):
            words = mandate.text[match.start("second") : match.end("other")].strip()
            yield Finding(
                message=f"this sentence holds a second mandate: {words[:80]}",
                help="give it a sentence of its own, so that each can be changed and compared",
                labels=(mark(statement, words),),
            )


def _is_two(match: re.Match[str]) -> bool:
    """Whether two verbs have an object each."""
    second = match["second"].casefold()
    known = bool(base_form(match["first"])) and second in IMPERATIVES and second not in _NOUNS
    return known and not _SAME.match(match["other"])


RULE = Rule(
    code="MAN013",
    name="compound-mandate",
    severity=Severity.HINT,
    why="a comparison sees one mandate changed where one of the two was dropped",
    check=check,
    status=Status.PREVIEW,
)
