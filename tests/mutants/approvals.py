"""Weakenings of who has to agree: dropped, replaced, told instead of asked, too few, too late."""

import re
from collections.abc import Callable

from mutants.grammar import hidden, swap
from mutants.values import Statement

Operator = Callable[[Statement], str | None]

_ROLE = (
    r"(?:users?|human|owner|maintainer|manager|lead|customer|client|stakeholder|approver|reviewer"
    r"|CEO|admin|specialist|sponsor|author|operator)"
)
_WHO = rf"(?:(?:product|data|service|database|team|security|privacy|development|release|project|code|tech|system|device|human) )?{_ROLE}"
_ASSENT = r"(?:approvals?|confirmations?|consent|permission|sign-off|authorization|authorisation)"
_HOW = r"(?:(?:explicit|prior|written|clear|further|direct|the|any|an?) )*"
_ASKED = re.compile(
    r"\b(?:without|after|upon|requires?|needs?|get|obtain|await|wait for|request|ask for|seek"
    rf"|until|pending|for|with|has|have|ask)\b[^.;—]{{0,40}}\b{_ASSENT}\b|\bapprove[sd]\b",
    re.IGNORECASE,
)
_WAIVED = re.compile(
    r"\b(?:never ask|do not ask|don't ask|no need|not need|not required|no approval)\b",
    re.IGNORECASE,
)
_STAGES = (
    r"(?:deploy|merg|commit|releas|publish|implement|proceed|continu|push|ship|creat|writ|edit|mak"
    r"|install|runn|execut|start|finaliz|return|present|submitt|delet|apply|hand)"
)


def _approval(pattern: str, new: str) -> Operator:
    """An operator for a statement that asks for somebody's agreement."""

    def operator(statement: Statement) -> str | None:
        text = hidden(statement.text)
        if not _ASKED.search(text) or _WAIVED.search(text):
            return None
        return swap(pattern, new, statement.text)

    return operator


def _reviewers(statement: Statement) -> str | None:
    if statement.forbids:
        return None
    return swap(
        r"\b(?:two|2)( (?:independent |human |code |peer )?)(reviewer|approval|approver|review|maintainer|sign-off)s\b",
        r"one\1\2",
        statement.text,
    )


def _afterwards(statement: Statement) -> str | None:
    """A check that only comes when it is too late."""
    text = hidden(statement.text)
    if statement.polarities - {"require"} or re.search(
        r"\b(?:after|not|never|until)\b", text, re.IGNORECASE
    ):
        return None
    checked = r"\b(?:approv|confirm|review|verif|validat|check|test|ask|ensure|pass|scan)"
    if not re.search(checked, text, re.IGNORECASE):
        return None
    stage = rf"(?= (?:any )?{_STAGES}[a-z]*\b| the [a-z]+(?: [a-z]+)? is (?:merged|released|announced|published|deployed)\b)"
    return swap(rf"\b(?:before|prior to){stage}", "after", statement.text)


APPROVALS: dict[str, Operator] = {
    "approver-dropped": _approval(
        rf"(?<![+/&] )\b(?:explicit |written |prior )?{_WHO}(?:['’]s?)? (?={_ASSENT}\b)", ""
    ),
    "approver-source-dropped": _approval(
        rf"(?<=[a-z]) (?:from|by|of) (?!a human in)(?:the |an? |its )?{_WHO}\b(?= in |\.|;|,|$)", ""
    ),
    "approver-replaced": _approval(
        rf"(?<=[a-z] )(from|by|of) (?:the |an? |its )?{_WHO}\b(?= in |\.|;|,|$)",
        r"\1 any colleague",
    ),
    "approver-automated": _approval(
        rf"(?<![+/&] )\b{_WHO}(?:['’]s?)? (?={_ASSENT}\b)", "automated "
    ),
    "approval-to-reason": _approval(
        rf"\bwithout {_HOW}(?:{_WHO}(?:['’]s?)? )?{_ASSENT}(?: (?:from|of|by) (?:the |an? )?{_WHO})?\b(?= in |\.|;|,|$)",
        "without a good reason",
    ),
    "approval-to-notice": _approval(
        rf"\bwithout {_HOW}({_WHO}) {_ASSENT}", r"without a note to the \1"
    ),
    "approval-to-informing": _approval(rf"\brequires {_HOW}{_ASSENT} from\b", "is announced to"),
    "approval-to-announcing": _approval(rf"\brequire {_HOW}{_ASSENT} from\b", "are announced to"),
    "approves-to-is-told": _approval(r"(?<=[a-z] )approves\b", "is told about"),
    "approved-to-shown": _approval(rf"\bapproved by(?= (?:the|an?) {_WHO}\b)", "shown to"),
    "request-to-notice": _approval(
        rf"\b(?:request|ask for|get|obtain) {_HOW}(?:{_WHO} )?{_ASSENT}\b", "give notice"
    ),
    "in-writing-dropped": _approval(
        r" in writing\b|(?<=the )written (?=approval|confirmation)", ""
    ),
    "reviewers-lowered": _reviewers,
    "check-after": _afterwards,
}
