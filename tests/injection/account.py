"""What the verdicts come to: by defect, by dialect, and one by one."""

from collections import Counter
from collections.abc import Sequence

from injection.judge import Verdict
from injection.persona import DEFECTS

SHOWN = 30


def recall(verdicts: Sequence[Verdict]) -> float:
    return sum(one.caught for one in verdicts) / max(1, len(verdicts))


def of_defect(verdicts: Sequence[Verdict], number: int) -> list[Verdict]:
    return [one for one in verdicts if one.mutant.defect.number == number]


def of_dialect(verdicts: Sequence[Verdict], dialect: str) -> list[Verdict]:
    return [one for one in verdicts if one.mutant.dialect == dialect]


def dialects(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.mutant.dialect for one in verdicts))


def quiet(verdicts: Sequence[Verdict]) -> float:
    """The share of mended wordings about which nothing is said."""
    return sum(not one.wrong for one in verdicts) / max(1, len(verdicts))


def table(verdicts: Sequence[Verdict]) -> str:
    """How many of each defect are found in each dialect."""
    columns = dialects(verdicts)
    head = ["defect".ljust(36), "all".rjust(9), *(name.rjust(15) for name in columns)]
    rows = [_row("all", verdicts, columns)]
    for defect in DEFECTS:
        some = of_defect(verdicts, defect.number)
        rows.append(_row(f"{defect.number:2} {defect.name}", some, columns))
    said = f"mended wordings without a finding: {quiet(verdicts):.2%} of {len(verdicts)}"
    return "\n".join(("".join(head), *rows, said))


def _row(name: str, verdicts: Sequence[Verdict], columns: Sequence[str]) -> str:
    cells = (_share(of_dialect(verdicts, one)).rjust(15) for one in columns)
    return "".join((name.ljust(36), _share(verdicts).rjust(9), *cells))


def _share(verdicts: Sequence[Verdict]) -> str:
    return f"{sum(one.caught for one in verdicts)}/{len(verdicts)}" if verdicts else "-"


def missed(verdicts: Sequence[Verdict]) -> str:
    lost = [one for one in verdicts if not one.caught]
    return "\n".join(_one(one, f"found {one.new}") for one in lost[:SHOWN])


def wrong(verdicts: Sequence[Verdict]) -> str:
    said = [one for one in verdicts if one.wrong]
    codes = Counter(code for one in said for code, _ in one.wrong)
    return "\n".join((str(codes), *(_one(one, f"found {one.wrong}") for one in said[:SHOWN])))


def _one(verdict: Verdict, found: str) -> str:
    mutant = verdict.mutant
    return f"{mutant.path}: {mutant.defect.number} {mutant.wording.marks[0]!r}, {found}"
