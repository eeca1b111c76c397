"""DIF002: a statement that binds less than before: a weaker verb, a hedge."""

from collections import Counter
from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._pairs import Pair
from personac.contract._phrases import MAY, MUST, NOT, SHOULD, SHOULD_NOT

_RANK = {MUST: 2, NOT: 2, SHOULD: 1, SHOULD_NOT: 1, MAY: 0}
_SAYS = {MUST: "must", NOT: "must not", SHOULD: "should", SHOULD_NOT: "should not", MAY: "may"}


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        for message, tightened in _shifts(pair):
            yield Shift(
                message=message,
                help="give the statement its force back, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=tightened,
            )


def _shifts(pair: Pair) -> Iterator[tuple[str, bool]]:
    old, new = pair.old.markers[0], pair.new.markers[0]
    if old and new and _RANK[old] != _RANK[new]:
        weaker = _RANK[old] > _RANK[new]
        how = "weakens" if weaker else "grows"
        yield f'the {pair.old.kind} {how} from "{_SAYS[old]}" to "{_SAYS[new]}"', not weaker
    elif rest := _rest(pair):
        yield rest
    hedges = Counter(pair.new.form.hedges), Counter(pair.old.form.hedges)
    if gained := list((hedges[0] - hedges[1]).elements())[max(0, -_more(pair)) :]:
        if _more(pair) > 0:
            yield f'the {pair.old.kind} is hedged: "{", ".join(gained)[:80]}"', False
    elif _more(pair) < 0:
        yield f"the {pair.old.kind} loses a hedge", True


def _more(pair: Pair) -> int:
    return len(pair.new.form.hedges) - len(pair.old.form.hedges)


def _rest(pair: Pair) -> tuple[str, bool] | None:
    """Further markers in the words, beyond the statement's own."""
    old, new = Counter(pair.old.markers[1:]), Counter(pair.new.markers[1:])
    lost, gained = old - new, new - old
    if not lost and not gained:
        return None
    weight = sum(_RANK[m] * n for m, n in gained.items()) - sum(
        _RANK[m] * n for m, n in lost.items()
    )
    said = (
        ", ".join(_SAYS[m] for m in lost) or "nothing",
        ", ".join(_SAYS[m] for m in gained) or "nothing",
    )
    weaker = weight < 0 or any(_RANK[m] < 2 for m in gained)
    verb = "weakens" if weaker else "grows"
    return f'a part of the {pair.old.kind} {verb} from "{said[0]}" to "{said[1]}"', not weaker


CHANGES = ChangeRule(
    code="DIF002",
    name="mandate-weakened",
    why="an agent takes what it should or could do as a choice",
    check=check,
)
