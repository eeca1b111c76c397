"""What the verdicts come to, in figures and in words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mutants.judge import Judged, Verdict

SHOWN = 20


def missed(judged: Judged) -> tuple[Verdict, ...]:
    return tuple(one for one in judged.weakenings if not one.found)


def flagged(judged: Judged) -> tuple[Verdict, ...]:
    return tuple(one for one in judged.rewrites if one.found)


def caught_rate(judged: Judged) -> float:
    return 1 - len(missed(judged)) / max(1, len(judged.weakenings))


def flagged_rate(judged: Judged) -> float:
    return len(flagged(judged)) / max(1, len(judged.rewrites))


def figures(judged: Judged) -> str:
    """Both figures, a line each."""
    files = len({one.mutant.path for one in (*judged.weakenings, *judged.rewrites)})
    caught = len(judged.weakenings) - len(missed(judged))
    return (
        f"weakenings caught: {caught} of {len(judged.weakenings)} ({caught_rate(judged):.2%})\n"
        f"neutral rewrites flagged: {len(flagged(judged))} of {len(judged.rewrites)}"
        f" ({flagged_rate(judged):.2%})\n"
        f"in {files} files"
    )


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
