"""DIF004: a statement that covers less than before, or something else."""

from collections import Counter
from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift
from personac.breaking._differences import Aspect, Difference, aspects, shown
from personac.breaking._pairs import Pair
from personac.breaking._stated import limited
from personac.breaking._waivers import new_waivers, undoing
from personac.breaking._words import (
    Verdict,
    gained_totals,
    judged,
    loosened_lists,
    lost_totals,
    permits,
    turned_round,
)
from personac.contract._form import form_of
from personac.text.quote import find_quote

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
        if pair.old.kind != "gate" and not (permits(pair.old) and permits(pair.new)):
            yield from narrowed(pair)
    yield from _below_narrower(comparison)
    yield from _waived(comparison)


def _below_narrower(comparison: Comparison) -> Iterator[Shift]:
    """The first statement below a heading or lead line that got narrower: "Rules", "Rules for
    releases".
    """
    seen: set[tuple[str, str]] = set()
    for pair in comparison.pairs:
        for part, words in _limits(pair):
            if (part, words) not in seen:
                seen.add((part, words))
                yield Shift(
                    became=f'now stands below a narrower {part}, with "{words}"',
                    help=f"restore the {part}, or accept the change with a reason",
                    old=pair.old,
                    new=pair.new,
                )


def _limits(pair: Pair) -> Iterator[tuple[str, str]]:
    """What limits the place of the new statement and did not limit that of the old one."""
    for part, old, new in (
        ("heading", pair.old.title, pair.new.title),
        ("lead line", pair.old.lead, pair.new.lead),
    ):
        if not limited(new) or limited(old) or (part == "heading" and not old):
            continue
        before, after = form_of(old), form_of(new)
        gained = Counter(after.content) - Counter(before.content)
        moved = part == "heading" and Counter(before.content) - Counter(after.content)
        if gained and not moved:
            yield part, shown(word for word in after.words if word.form in gained)


def _waived(comparison: Comparison) -> Iterator[Shift]:
    """Sentences that came and lift what others say; what became of a statement says its rule."""
    told = tuple(pair.new.clause.text for pair in comparison.pairs)
    lifted = tuple(new_waivers(comparison.before, comparison.after))
    undone = (one for one in undoing(comparison.before, comparison.after) if one not in lifted)
    mine = (one for one in undone if not any(find_quote(text, one[1]) for text in told))
    for node, words in (*lifted, *mine):
        yield Shift(
            became=f'a new sentence lifts what others say: "{words[:100]}"',
            help="say in the statement itself what is excepted, or accept the change with a reason",
            part="mandate",
            after=words,
            to=node,
        )


def narrowed(pair: Pair) -> Iterator[Shift]:
    for one in aspects(pair.old, pair.new, *_WANTED):
        verdict = judged(pair, one)
        if verdict is not Verdict.SAME:
            yield Shift(
                became=_became(pair, one),
                help="restore the words, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=verdict is Verdict.TIGHTER,
            )
    yield from _choices(pair)
    if words := gained_totals(pair):
        yield Shift(
            became=f'bans no less than all any more, with "{shown(words)}"',
            help='ban it for "any" again, or accept the change with a reason',
            old=pair.old,
            new=pair.new,
        )
    if words := lost_totals(pair):
        yield Shift(
            became=f'asks for no more than one of what it asked all of, with "{shown(words)}"',
            help='ask for "all" again, or accept the change with a reason',
            old=pair.old,
            new=pair.new,
        )
    if words := turned_round(pair):
        yield Shift(
            became=f'turns its clauses round: "{shown(words)}" changed places',
            help="restore the order, or accept the change with a reason",
            old=pair.old,
            new=pair.new,
        )


def _choices(pair: Pair) -> Iterator[Shift]:
    """``and`` became ``or`` in a demand, or the other way round."""
    for one, tightened in ((pair, False), (Pair(pair.new, pair.old), True)):
        if words := loosened_lists(one):
            said = shown(words[:3])
            yield Shift(
                became=f'asks for both with "and {said}" where there was a choice'
                if tightened
                else f'leaves a choice with "or {said}" where both were asked for',
                help="ask for both again, or accept the change with a reason",
                old=pair.old,
                new=pair.new,
                tightened=tightened,
            )


_NAMES = {
    Aspect.ORDER: "order",
    Aspect.QUANTIFIER: "quantifier",
    Aspect.CONDITION: "condition",
    Aspect.EXCEPTION: "exception",
    Aspect.SUBJECT: "subject",
    Aspect.CORE: "wording",
}


def _became(pair: Pair, one: Difference) -> str:
    if one.aspect is Aspect.EXCEPTION and (told := _exception(pair)):
        return told
    name = _NAMES[one.aspect]
    if one.lost and one.gained:
        return f'changes its {name} from "{shown(one.lost)}" to "{shown(one.gained)}"'
    verb, words = ("loses", one.lost) if one.lost else ("gains", one.gained)
    said = f'"{shown(words)}"'
    return f"{verb} {said}" if one.aspect is Aspect.CORE else f"{verb} the {name} {said}"


def _exception(pair: Pair) -> str:
    """An exception that came or went as a whole, in its own words."""
    old, new = (getattr(one.clause, "unless", None) for one in (pair.old, pair.new))
    if bool(old) is bool(new):
        return ""
    return f'gains the exception "{new}"' if new else f'loses the exception "{old}"'


CHANGES = ChangeRule(
    code="DIF004",
    name="scope-or-condition-narrowed",
    why="what the statement no longer covers, nothing binds",
    check=check,
)
