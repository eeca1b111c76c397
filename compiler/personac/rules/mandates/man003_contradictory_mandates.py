"""MAN003: two mandates that cannot both be kept."""

import re
from collections import defaultdict
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Modality, Polarity
from personac.rules.mandates._claims import Claim, claims

MOST = 8
"""How many claims about one thing are compared with another."""
_CASES = re.compile(r"\b(?:phase|step|stage|mode|if|when|during|bad|good|before|after|yet|now)\b")


def check(context: LintContext) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], dict[bool, list[Claim]]] = defaultdict(
        lambda: {True: [], False: []}
    )
    for claim in claims(context.document.persona):
        if not claim.about or claim.lifted or _for_a_case(claim):
            continue
        forbids = claim.polarity is Polarity.FORBID
        known = seen[claim.verb, claim.about]
        if other := next((one for one in known[not forbids] if _clash(claim, one)), None):
            yield _finding(claim, other)
        if len(known[forbids]) < MOST:
            known[forbids].append(claim)


def _for_a_case(claim: Claim) -> bool:
    """Whether its heading or step says that it holds for a while or in one case."""
    around = " ".join((*claim.statement.titles[1:], claim.statement.label)).casefold()
    return claim.statement.step is not None or _CASES.search(around) is not None


def _clash(one: Claim, other: Claim) -> bool:
    """Whether the one that forbids leaves no room for the one that demands or allows."""
    here, there = one.statement, other.statement
    if here.node.id == there.node.id and here.clause.text == there.clause.text:
        return False
    forbids, wants = (one, other) if one.polarity is Polarity.FORBID else (other, one)
    return _meet(forbids.rest, forbids, wants.rest, wants) and _meet(
        forbids.conditions, forbids, wants.conditions, wants
    )


def _meet(forbidden: frozenset[str], forbids: Claim, wanted: frozenset[str], wants: Claim) -> bool:
    """Whether some case is covered by both: the same, or one of all cases."""
    if forbidden == wanted:
        return True
    if not forbidden:
        return forbids.universal and wants.modality is not Modality.MAY
    return not wanted and wants.universal


def _finding(later: Claim, first: Claim) -> Finding:
    words = {Polarity.FORBID: "forbids", Polarity.REQUIRE: "demands", Polarity.PERMIT: "allows"}
    return Finding(
        message=f"this mandate {words[later.polarity]} what another one {words[first.polarity]}",
        help="delete one of the two, or write into one the case in which the other does not hold",
        labels=(later.statement.mark(), first.statement.mark(f"{words[first.polarity]} it")),
    )


RULE = Rule(
    code="MAN003",
    name="contradictory-mandates",
    severity=Severity.ERROR,
    why="whatever the agent does, it breaks one of the two",
    check=check,
)
