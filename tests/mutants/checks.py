"""Weakenings of who has to agree, what follows from a failure, and when."""

import re
from collections.abc import Callable

from mutants.grammar import cased, hidden, swap
from mutants.values import Statement

Operator = Callable[[Statement], str | None]

_WHO = r"(?:users?|human|owner|maintainer|manager|lead|customer|client|stakeholder|team lead|approver|reviewer|CEO|admin|specialist|sponsor|product owner|data owner|service owner|release manager)"
_ASSENT = r"(?:approvals?|confirmations?|consent|permission|sign-off|authorization|authorisation)"
_ASKED = re.compile(
    r"\b(?:without|after|upon|requires?|need|needs|get|obtain|await|wait for|request|ask for|seek|until|pending|with|has|have)\b"
    rf"[^.;—]{{0,40}}\b{_ASSENT}\b",
    re.IGNORECASE,
)


def _approval(pattern: str, new: str) -> Operator:
    def operator(statement: Statement) -> str | None:
        text = hidden(statement.text)
        waived = re.search(
            r"\b(?:never ask|do not ask|no need|not need|not required|no approval)\b",
            text,
            re.IGNORECASE,
        )
        if not _ASKED.search(text) or waived:
            return None
        return swap(pattern, new, statement.text)

    return operator


def _consequence(pattern: str, new: str) -> Operator:
    def operator(statement: Statement) -> str | None:
        if not statement.is_gate or re.search(
            r"\b(?:no|not|never)\b", statement.text, re.IGNORECASE
        ):
            return None
        return swap(pattern, new, statement.text)

    return operator


def _count(statement: Statement) -> str | None:
    if statement.forbids:
        return None
    return swap(
        r"\b(?:two|2)( (?:independent |human |code |peer )?)(reviewer|approval|approver|review|maintainer|sign-off)s\b",
        r"one\1\2",
        statement.text,
    )


_STAGES = r"(?:deploy|merg|commit|releas|publish|implement|proceed|continu|push|ship|creat|writ|edit|mak|install|runn|execut|start|finaliz|return|present|submitt|delet|apply|hand)"


def _afterwards(statement: Statement) -> str | None:
    """A check that only comes when it is too late."""
    text = hidden(statement.text)
    if statement.polarities - {"require"} or re.search(
        r"\b(?:after|not|never|until)\b", text, re.IGNORECASE
    ):
        return None
    if not re.search(
        r"\b(?:approv|confirm|review|verif|validat|check|test|ask|ensure|pass|scan)",
        text,
        re.IGNORECASE,
    ):
        return None
    return swap(rf"\b(?:before|prior to)(?= (?:any )?{_STAGES}[a-z]*\b)", "after", statement.text)


def _optional(statement: Statement) -> str | None:
    text = statement.text
    if "mandate" in statement.kinds or not text.startswith("[ ] "):
        return None
    return f"[ ] Optional: {text[4:]}"


def _passing(statement: Statement) -> str | None:
    text = statement.text
    if (
        not statement.is_gate
        or "mandate" in statement.kinds
        or re.match(r"\W|if\b|when\b", text, re.IGNORECASE)
    ):
        return None
    changed = swap(
        r"\b(is|are) (?=(?:tested|documented|verified|reviewed|validated|checked|approved|implemented|handled|used|defined|configured|updated|encrypted|enabled)\b)",
        r"\1 ideally ",
        text,
    )
    return changed and cased(changed, text[:1])


CHECKS: dict[str, Operator] = {
    "approver-dropped": _approval(
        rf"(?<![+/&] )\b(?:explicit |written |prior )?{_WHO}(?:['’]s?)? (?={_ASSENT}\b)", ""
    ),
    "approver-source-dropped": _approval(
        rf"(?<=[a-z]) (?:from|by|of) (?:the |an? |its )?{_WHO}\b(?=\.|;|,|$)", ""
    ),
    "approver-automated": _approval(rf"\b{_WHO}(?:['’]s?)? (?={_ASSENT}\b)", "automated "),
    "approval-to-notice": _approval(
        rf"\bwithout (?:(?:explicit|prior|written|clear|further|the|any) )*({_WHO}) {_ASSENT}",
        r"without a note to the \1",
    ),
    "approval-to-informing": _approval(
        rf"\brequires? (?:explicit |prior |written )?({_WHO}) {_ASSENT}", r"is announced to the \1"
    ),
    "reviewers-lowered": _count,
    "check-after": _afterwards,
    "blocks-to-noted": _consequence(
        r"\bblocks (?=(?:the|a|any)\b(?![^.]* from\b))", "is noted for "
    ),
    "halt-to-note": _consequence(r"\b(?:halt|stop)(?= and\b)", "make a note"),
    "must-pass-to-should": _consequence(r"\bmust pass\b", "should ideally pass"),
    "wait-dropped": _consequence(
        r" and (?:wait|await)(?: for)?(?: (?:explicit|user|human|the|their|a|user's|written))*(?: (?:approval|confirmation|response|input|answer|decision))?(?=[.;]|$)",
        "",
    ),
    "gate-optional": _optional,
    "gate-ideally": _passing,
}
