"""DIF009: an id that now names another statement."""

from collections.abc import Iterator

from personac.breaking._changes import ChangeRule, Comparison, Shift


def check(comparison: Comparison) -> Iterator[Shift]:
    for pair in comparison.reused:
        yield Shift(
            became=f"hands its id {pair.old.explicit} to another statement",
            help="give the new statement an id of its own, and say what became of the old one",
            old=pair.old,
            new=pair.new,
        )


CHANGES = ChangeRule(
    code="DIF009",
    name="id-reused",
    why="whoever refers to the id means the old statement",
    check=check,
)
