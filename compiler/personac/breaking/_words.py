"""Whether words that came or went make a statement cover more or less."""

from enum import StrEnum

from personac.breaking._differences import Aspect, Difference, differences
from personac.breaking._pairs import Pair
from personac.breaking._stated import Stated
from personac.contract import _phrases as phrase
from personac.contract._form import MARKERS, Role, Word


def loosened_lists(pair: Pair) -> tuple[Word, ...]:
    """The words that ``or`` now joins to a demand where ``and`` or a comma did."""
    if _banned(pair):
        return ()
    before: dict[str, set[str]] = {}
    for word in pair.old.form.words:
        before.setdefault(word.form, set()).add(word.joined)
    return tuple(
        word
        for word in pair.new.form.words
        if word.joined == "or" and word.form in before and "or" not in before[word.form]
    )


_CLAUSES = (Role.ORDER, Role.CONDITION, Role.EXCEPTION)


def turned_round(pair: Pair) -> tuple[Word, ...]:
    """The words that changed places with what they come before, or hold on."""
    old, new = _by_role(pair.old), _by_role(pair.new)
    for role in _CLAUSES:
        went = (old[role] - old[Role.CORE]) & (new[Role.CORE] - new[role])
        came = (new[role] - new[Role.CORE]) & (old[Role.CORE] - old[role])
        if went and came:
            return tuple(w for w in pair.new.form.words if w.form in came)
    return ()


def _by_role(one: Stated) -> dict[Role, set[str]]:
    found: dict[Role, set[str]] = {role: set() for role in Role}
    for word in one.form.words:
        if not word.form.isupper():
            found[word.role].add(word.form)
    return found


class Verdict(StrEnum):
    SAME = "same"
    TIGHTER = "tighter"
    LOOSER = "looser"


_BROAD = {phrase.ALL: 3, phrase.MOST: 2, phrase.SOME: 1}


def judged(pair: Pair, one: Difference) -> Verdict:
    """What is not clearly tighter is looser; of what is permitted, less is tighter."""
    if permits(pair.old) and permits(pair.new):
        return _permitted(one)
    match one.aspect:
        case Aspect.QUANTIFIER:
            return _quantifier(pair, one)
        case Aspect.CONDITION:
            gate = pair.old.kind != "mandate"
            return Verdict.TIGHTER if not one.gained and not gate else Verdict.LOOSER
        case Aspect.EXCEPTION:
            return _exception(pair, one)
        case Aspect.ORDER:
            return Verdict.LOOSER
        case _:
            return _plain(pair, one)


def permits(one: Stated) -> bool:
    return one.markers[0] == phrase.MAY


def _permitted(one: Difference) -> Verdict:
    limits = one.aspect in (Aspect.CONDITION, Aspect.EXCEPTION, Aspect.ORDER, Aspect.APPROVAL)
    wider = one.lost if limits else one.gained
    only = any(w.form == phrase.ONLY for w in one.lost)
    return Verdict.LOOSER if wider or only else Verdict.TIGHTER


def _quantifier(pair: Pair, one: Difference) -> Verdict:
    lost = sum(_BROAD[w.form] for w in one.lost)
    gained = sum(_BROAD[w.form] for w in one.gained)
    narrow = any(w.form != phrase.ALL for w in one.gained)
    if narrow:
        return Verdict.LOOSER
    if gained_totals(pair):
        return Verdict.SAME  # told by itself
    if lost > gained:
        only_all = all(w.form == phrase.ALL for w in one.lost)
        if _banned(pair) and only_all:
            return Verdict.SAME
        return Verdict.LOOSER if only_all else Verdict.TIGHTER
    return Verdict.TIGHTER


def gained_totals(pair: Pair) -> tuple[Word, ...]:
    """The "all" or "every" that a ban gained for what it bans: who does so to most, keeps it."""
    if not _banned(pair):
        return ()
    old, new = _totals(pair.old), _totals(pair.new)
    return new if len(new) > len(old) else ()


def lost_totals(pair: Pair) -> tuple[Word, ...]:
    """The "any" of a demand that asked for all: who does it to one, keeps it."""
    if _banned(pair) or permits(pair.new):
        return ()
    fewer = len(_totals(pair.new)) < len(_totals(pair.old))
    old, new = _choices(pair.old), _choices(pair.new)
    return new if fewer and len(new) > len(old) else ()


def _choices(one: Stated) -> tuple[Word, ...]:
    """Each "any" after the verb; as a subject it means every one."""
    words = [w for w in one.form.words if w.form not in MARKERS]
    return tuple(
        w
        for w in words[1:]
        if w.form == phrase.ALL and w.role is Role.CORE and w.text in ("any", "anything")
    )


def _totals(one: Stated) -> tuple[Word, ...]:
    words = one.form.words
    after = next((at for at, w in enumerate(words) if w.form in MARKERS), 0)
    return tuple(
        w
        for w in words[after:]
        if w.form == phrase.ALL and w.role is Role.CORE and not w.text.startswith("any")
    )


def _exception(pair: Pair, one: Difference) -> Verdict:
    opened = any(w.form in (phrase.UNLESS, phrase.WITHOUT) for w in one.lost)
    swapped = {w.form for w in (*one.lost, *one.gained)} <= {phrase.UNLESS, phrase.WITHOUT}
    if swapped and one.lost and one.gained:
        return Verdict.SAME
    replaced = any(other.gained for other in differences(pair.old, pair.new))
    return Verdict.TIGHTER if opened and not replaced else Verdict.LOOSER


def _plain(pair: Pair, one: Difference) -> Verdict:
    if (one.lost and one.gained) or any(w.form == phrase.ONLY for w in one.lost):
        return Verdict.LOOSER
    if all(w.form == phrase.ONLY for w in one.gained) and one.gained:
        return Verdict.TIGHTER
    if one.lost:
        return _lost(pair, one)
    return Verdict.TIGHTER if _listed(pair, one.gained) else Verdict.LOOSER


def _banned(pair: Pair) -> bool:
    return pair.old.markers[0] in (phrase.NOT, phrase.SHOULD_NOT)


def _lost(pair: Pair, one: Difference) -> Verdict:
    joins = [sum(bool(w.joined) for w in side.form.words) for side in (pair.old, pair.new)]
    if joins[0] != joins[1] or any(w.joined for w in one.lost):
        return Verdict.LOOSER
    if one.aspect is Aspect.SUBJECT:
        kept = [w for w in pair.old.form.words if w not in one.lost]
        return Verdict.TIGHTER if kept and _heads_stay(pair, one) else Verdict.LOOSER
    return Verdict.TIGHTER if _banned(pair) and _heads_stay(pair, one) else Verdict.LOOSER


def _heads_stay(pair: Pair, one: Difference) -> bool:
    """Whether each lost word stood before a word of its phrase that stays."""
    words = pair.old.form.words
    return all(
        at + 1 < len(words) and words[at + 1] not in one.lost and not words[at + 1].form.isupper()
        for at, word in enumerate(words)
        if word in one.lost
    )


def _listed(pair: Pair, gained: tuple[Word, ...]) -> bool:
    """Whether what came are further members of a list that binds every member."""
    binding = ("or", "nor", ",", "and") if _banned(pair) else ("and", ",")
    joined = False
    coming = list(gained)
    for word in pair.new.form.words:
        if word not in coming:
            joined = False
            continue
        coming.remove(word)
        joined = joined or word.joined in binding
        if not joined:
            return False
    return True
