"""MAN003: two mandates that cannot both be kept."""

import re
from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Modality, NodeId, Polarity
from personac.rules.mandates._bans import PLAIN, ban_of
from personac.rules.mandates._claims import Claim, claims
from personac.tables.actions import ActionTable, from_options
from personac.tables.orders import ordered_actions

MOST = 8
"""How many claims about one thing are compared with another."""
_CASES = re.compile(r"\b(?:phase|step|stage|mode|if|when|during|bad|good|before|after|yet|now)\b")


def check(context: LintContext) -> Iterator[Finding]:
    table = from_options(context.options)
    found = [one for one in claims(context.document.persona) if not _for_a_case(one)]
    told: set[tuple[NodeId, str]] = set()
    for later, first in (*_about_one_thing(found), *_about_one_action(found, table)):
        place = (later.statement.node.id, later.mandate.text)
        if place not in told:
            told.add(place)
            yield _finding(later, first)


def _about_one_thing(found: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Claims with one verb and one object that clash."""
    seen: dict[tuple[object, ...], dict[bool, list[Claim]]] = {}
    for claim in found:
        if claim.about and not claim.lifted:
            known = seen.setdefault((claim.verb, claim.about), {True: [], False: []})
            forbids = claim.polarity is Polarity.FORBID
            if other := next((one for one in known[not forbids] if _clash(claim, one)), None):
                yield claim, other
            if len(known[forbids]) < MOST:
                known[forbids].append(claim)


def _about_one_action(found: Sequence[Claim], table: ActionTable) -> Iterator[tuple[Claim, Claim]]:
    """A ban on an action whatever it is done to, and a demand to take it."""
    bans: dict[str, Claim] = {}
    wants: dict[str, Claim] = {}
    for claim in found:
        forbids = claim.mandate.polarity is Polarity.FORBID
        own, others = (bans, wants) if forbids else (wants, bans)
        for name in sorted(_banned(claim, table) if forbids else _wanted(claim, table)):
            own.setdefault(name, claim)
            if name in others:
                yield claim, others[name]


def _banned(claim: Claim, table: ActionTable) -> frozenset[str]:
    ban = ban_of(claim.statement, claim.mandate, table)
    always = ban and not (ban.gated or ban.lifted or claim.conditions)
    return ban.at_large & PLAIN if ban and always else frozenset()


def _wanted(claim: Claim, table: ActionTable) -> frozenset[str]:
    if claim.polarity is not Polarity.REQUIRE:
        return frozenset()
    actions = ordered_actions(claim.deed, table)
    return frozenset(one.name for one in actions if one.at_large) & PLAIN


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
        every = forbids.universal or (wants.universal and not forbids.conditions)
        return every and wants.mandate.modality is not Modality.MAY
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
