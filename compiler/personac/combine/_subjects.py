"""What statements are about, whatever their force, exceptions and numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from personac.breaking import weakened
from personac.breaking._stated import Stated
from personac.contract import _phrases as phrase
from personac.contract._form import MARKERS, Role
from personac.text.plain import key

_FORCE = frozenset({*MARKERS, phrase.HEDGE, phrase.BOUND, phrase.ALL, phrase.MOST, phrase.SOME})
_NEGATIVE = (phrase.NOT, phrase.SHOULD_NOT)
_FEW = 2
MOST = 40
"""How many statements about one subject are looked at."""


def core(one: Stated) -> str:
    """Equal for statements that differ in force, conditions, exceptions or numbers at most."""
    return _key(one, (Role.CORE, Role.ORDER))


def whole(one: Stated) -> str:
    """Equal for statements that differ in force or numbers at most."""
    return _key(one, tuple(Role))


def _key(one: Stated, roles: tuple[Role, ...]) -> str:
    words = sorted(w.form for w in one.form.words if w.role in roles and w.form not in _FORCE)
    where = key(one.title) if len(words) < _FEW else ""
    return f"{where}: {' '.join(words)}"


def bounds(one: Stated) -> frozenset[tuple[object, ...]]:
    """The numbers that a statement allows."""
    found = one.form.bounds
    return frozenset((b.side, round(b.low, 6), round(b.high, 6), b.family) for b in found)


def conditions(one: Stated) -> tuple[str, ...]:
    return tuple(sorted(w.form for w in one.form.words if w.role is Role.CONDITION))


def forbids(one: Stated) -> bool:
    return one.markers[0] in _NEGATIVE


def opposed(one: Stated, other: Stated) -> bool:
    """Whether one demands or permits what the other forbids, in the same cases."""
    return (
        one.kind == other.kind == "mandate"
        and forbids(one) is not forbids(other)
        and conditions(one) == conditions(other)
        and bounds(one) == bounds(other)
    )


def covers(old: Stated, new: Stated) -> bool:
    """Whether ``new`` says all that ``old`` says, and binds no less."""
    if new.aside and not old.aside:
        return False
    if old.kind != new.kind and (old.statement != new.statement or new.kind == "metric"):
        return False
    return not weakened(old, new)


class Index:
    """Statements by subject."""

    def __init__(self, there: Iterable[Stated]) -> None:
        self._by_core: dict[str, list[Stated]] = defaultdict(list)
        self._by_words: dict[str, list[Stated]] = defaultdict(list)
        for one in there:
            self.add(one)

    def add(self, one: Stated) -> None:
        self._by_core[core(one)].append(one)
        self._by_words[one.statement].append(one)

    def near(self, one: Stated) -> Iterator[Stated]:
        """Those that say the same, then those about the same; not without end."""
        same = self._by_words.get(one.statement, [])[:MOST]
        yield from same
        known = {id(other) for other in same}
        yield from (o for o in self._by_core.get(core(one), [])[:MOST] if id(o) not in known)
