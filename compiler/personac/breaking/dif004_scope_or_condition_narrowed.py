"""DIF004: a statement that covers less than before, or something else."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._differences import Aspect, Difference, aspects, shown
from personac.breaking._pairs import Pair
from personac.breaking._words import Verdict, judged, loosened_lists

_WANTED = (
    Aspect.ORDER,
    Aspect.QUANTIFIER,
    Aspect.CONDITION,
    Aspect.EXCEPTION,
    Aspect.SUBJECT,
    Aspect.CORE,
)


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.pairs:
        if pair.old.kind != "gate":
            yield from narrowed(pair)


def narrowed(pair: Pair) -> Iterator[Shift]:
    for one in aspects(pair.old, pair.new, *_WANTED):
        verdict = judged(pair, one)
        if verdict is not Verdict.SAME:
            yield Shift(
                message=_message(pair, one),
                help="restore the words, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=verdict is Verdict.TIGHTER,
            )
    if words := loosened_lists(pair):
        yield Shift(
            message=f'"or" before "{shown(words[:3])}" leaves a choice where both were asked for',
            help="ask for both again, or accept the change with a reason",
            old=pair.old,
            new=pair.new,
        )


def _message(pair: Pair, one: Difference) -> str:
    what = {"core": "wording", "subject": "subject", "order": "order"}.get(one.aspect, one.aspect)
    lead = f"the {what} of the {pair.old.kind}"
    if one.lost and one.gained:
        return f'{lead} changes from "{shown(one.lost)}" to "{shown(one.gained)}"'
    return (
        f'{lead} loses "{shown(one.lost)}"' if one.lost else f'{lead} gains "{shown(one.gained)}"'
    )


CHANGES = ChangeRule(
    code="DIF004",
    name="scope-or-condition-narrowed",
    why="what the statement no longer covers, nothing binds",
    check=check,
)
