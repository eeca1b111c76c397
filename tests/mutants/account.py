"""What the verdicts come to, in figures and in words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mutants.judge import Judged, Verdict

SHOWN = 20

Verdicts = tuple[Verdict, ...]


def missed(verdicts: Verdicts) -> Verdicts:
    return tuple(one for one in verdicts if not one.caught)


def flagged(verdicts: Verdicts) -> Verdicts:
    return tuple(one for one in verdicts if one.found)


def share(some: Verdicts, verdicts: Verdicts) -> float:
    return len(some) / max(1, len(verdicts))


def figures(judged: Judged) -> str:
    """What was caught and what was flagged, a line each."""
    mutants = (*judged.weakenings, *judged.rewrites, *judged.strengthenings)
    lost = missed(judged.weakenings)
    caught = len(judged.weakenings) - len(lost)
    rate = 1 - share(lost, judged.weakenings)
    return "\n".join(
        (
            f"weakenings caught: {caught} of {len(judged.weakenings)} ({rate:.2%})",
            _flagged("neutral rewrites", judged.rewrites),
            _flagged("strengthenings", judged.strengthenings),
            (
                f"{len({one.mutant.path for one in mutants})} files in {judged.seconds:.0f} s,"
                f" {judged.work:.0f} s of work in each process"
            ),
        )
    )


def _flagged(kind: str, verdicts: Verdicts) -> str:
    wrong = flagged(verdicts)
    return f"{kind} flagged: {len(wrong)} of {len(verdicts)} ({share(wrong, verdicts):.2%})"


def details(wrong: Sequence[Verdict], all_of_them: Iterable[Verdict]) -> str:
    """How many of each operator went wrong, and the first of them with both texts."""
    made = Counter(one.mutant.operator for one in all_of_them)
    bad = Counter(one.mutant.operator for one in wrong)
    counts = (f"  {name}: {n} of {made[name]}" for name, n in bad.most_common())
    return "\n".join(["", *counts, *(_one(verdict) for verdict in wrong[:SHOWN])])


def _one(verdict: Verdict) -> str:
    mutant = verdict.mutant
    found = " ".join(verdict.found) or "nothing"
    return (
        f"{mutant.path}:{mutant.line} {mutant.operator}, found {found}\n"
        f"  - {mutant.before!r}\n  + {mutant.after!r}"
    )
