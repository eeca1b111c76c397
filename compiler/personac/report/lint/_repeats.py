"""Findings that say the same at many places, shown once."""

from collections.abc import Sequence
from typing import NamedTuple

from personac.report.checked import LintReport
from personac.report.placed import Placed, ordered
from personac.report.summary import plural

FEWEST = 3


class Group(NamedTuple):
    """A finding and those that only differ from it in their place."""

    first: Placed
    others: tuple[Placed, ...]

    @property
    def also(self) -> str:
        """``14 more in 13 files``; nothing for a finding that is alone."""
        if not self.others:
            return ""
        files = len({one.primary.path for one in self.others if one.primary})
        return f"{len(self.others)} more in {plural(files, 'file')}"


def groups(report: LintReport) -> tuple[Group, ...]:
    """The findings in order, repeats with the first of them if they are many."""
    found = ordered(report.findings)
    if not report.group:
        return tuple(Group(one, ()) for one in found)
    equal: dict[tuple[str, str], list[Placed]] = {}
    for one in found:
        equal.setdefault((one.diagnostic.code, one.diagnostic.message), []).append(one)
    return tuple(group for one in found for group in _shown(one, equal[_key(one)]))


def _key(one: Placed) -> tuple[str, str]:
    return one.diagnostic.code, one.diagnostic.message


def _shown(one: Placed, equal: Sequence[Placed]) -> tuple[Group, ...]:
    if len(equal) < FEWEST:
        return (Group(one, ()),)
    return (Group(one, tuple(equal[1:])),) if one is equal[0] else ()
