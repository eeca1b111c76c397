"""DIF002: a statement that binds less than before: a weaker verb, a hedge."""

from collections import Counter
from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._force import advice, lowered
from personac.breaking._pairs import Pair
from personac.contract._phrases import MAY, MUST, NOT, SHOULD, SHOULD_NOT

_RANK = {"": 2, MUST: 2, NOT: 2, SHOULD: 1, SHOULD_NOT: 1, MAY: 0}
_SAYS = {
    "": "none",
    MUST: "must",
    NOT: "must not",
    SHOULD: "should",
    SHOULD_NOT: "should not",
    MAY: "may",
}


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        for became, tightened in _shifts(pair):
            yield Shift(
                became=became,
                help="give the statement its force back, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=tightened,
            )


def _shifts(pair: Pair) -> Iterator[tuple[str, bool]]:
    yield from _force(pair)
    if above := set(pair.new.heading.hedges) - set(pair.old.heading.hedges):
        yield f'now stands below a heading with "{", ".join(sorted(above))[:60]}"', False
    elif (called := advice(pair.new)) and not advice(pair.old):
        yield f'now stands below a heading that calls it advice, "{called}"', False
    if rated := lowered(pair.old, pair.new):
        yield f'is rated lower now, "{rated[:60]}"', False
    if _more(pair) > 0:
        gained = Counter(pair.new.form.hedges) - Counter(pair.old.form.hedges)
        yield f'is hedged with "{", ".join(gained)[:80]}"', False
    elif _more(pair) < 0:
        yield "loses a hedge", True


def _more(pair: Pair) -> int:
    return len(pair.new.form.hedges) - len(pair.old.form.hedges)


def _force(pair: Pair) -> Iterator[tuple[str, bool]]:
    """The statement's own marker and any others in its words, as one."""
    old, new = Counter(pair.old.markers), Counter(pair.new.markers)
    lost, gained = old - new, new - old
    if not (lost or gained) or _bans(old) != _bans(new):  # the latter is DIF003
        return
    most = max((_RANK[m] for m in lost), default=2)
    least = min((_RANK[m] for m in gained), default=2)
    weaker = least < most or sum(gained.values()) < sum(lost.values())
    if weaker or least > most:
        before, after = (
            " and ".join(_SAYS[m] for m in some) or "nothing" for some in (lost, gained)
        )
        verb = "weakens" if weaker else "grows"
        yield f"{verb} from {before} to {after}", not weaker


def _bans(markers: Counter[str]) -> int:
    return markers[NOT] + markers[SHOULD_NOT]


CHANGES = ChangeRule(
    code="DIF002",
    name="mandate-weakened",
    why="an agent takes what it should or could do as a choice",
    check=check,
)
