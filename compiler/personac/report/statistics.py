"""How often each rule reported something."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from personac.codec import to_json, to_pretty_json
from personac.diagnostics import Applicability, Severity
from personac.report.placed import Placed


class Count(Struct, frozen=True, kw_only=True):
    code: str
    name: str
    severity: Severity
    count: int
    fixable: int


def render(found: Iterable[Placed], form: str, summary: str) -> str:
    """The most frequent rule first; ``json`` for programs, else a table for people."""
    listed = counted(found)
    if form == "json":
        return to_pretty_json(listed)
    if form == "jsonl":
        return "".join(f"{to_json(one).decode()}\n" for one in listed)
    width = max((len(str(one.count)) for one in listed), default=1)
    lines = [
        f"{one.count:>{width}}  {one.code}  [{'*' if one.fixable else ' '}] {one.name}"
        for one in listed
    ]
    return "".join(f"{line}\n" for line in (*lines, summary))


def counted(found: Iterable[Placed]) -> tuple[Count, ...]:
    listed = tuple(found)
    number = Counter(one.diagnostic.code for one in listed)
    fixable = Counter(one.diagnostic.code for one in listed if _is_fixable(one))
    first = {one.diagnostic.code: one.diagnostic for one in reversed(listed)}
    return tuple(
        Count(
            code=code,
            name=first[code].name,
            severity=first[code].severity,
            count=count,
            fixable=fixable[code],
        )
        for code, count in sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _is_fixable(one: Placed) -> bool:
    return any(fix.applicability is Applicability.SAFE for fix in one.diagnostic.fixes)
