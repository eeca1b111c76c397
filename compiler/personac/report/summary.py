"""The closing line of a command: what there was, what was done, what was found."""

from collections.abc import Iterable, Sequence

from personac.api import Loss
from personac.diagnostics import Applicability, Severity
from personac.report.placed import Placed, counts

SEPARATOR = " · "


def lint(
    personas: int,
    found: Sequence[Placed],
    *,
    suppressed: int = 0,
    stale: int = 0,
    skipped: int = 0,
    fixed: int = 0,
) -> str:
    """``5 personas · 1 error · 2 warnings``; a clean run says so."""
    findings = _findings(found) or ["no findings"]
    parts = [plural(personas, "persona"), *findings]
    parts += [f"{fixed} fixed"] * bool(fixed)
    fixable = sum(_is_fixable(one) for one in found)
    parts += [f"{fixable} fixable with --fix"] * bool(fixable)
    parts += [f"{suppressed} suppressed"] * bool(suppressed)
    parts += [f"{plural(stale, 'stale baseline entry', 'stale baseline entries')}"] * bool(stale)
    parts += [f"{plural(skipped, 'file')} skipped: no personas"] * bool(skipped)
    return SEPARATOR.join(parts)


def _is_fixable(found: Placed) -> bool:
    return any(fix.applicability is Applicability.SAFE for fix in found.diagnostic.fixes)


def build(
    personas: int,
    found: Iterable[Placed],
    *,
    written: int,
    unchanged: int = 0,
    removed: int = 0,
    losses: Iterable[Loss] = (),
) -> str:
    """``5 personas · 25 files written · 2 warnings · 3 losses declared``."""
    parts = [plural(personas, "persona"), f"{plural(written, 'file')} written"]
    parts += [f"{unchanged} unchanged"] * bool(unchanged)
    parts += [f"{removed} removed"] * bool(removed)
    parts += _findings(found)
    lost = sum(1 for _ in losses)
    parts += [f"{plural(lost, 'loss', 'losses')} declared"] * bool(lost)
    return SEPARATOR.join(parts)


def plural(number: int, one: str, many: str = "") -> str:
    """``1 persona``, ``2 personas``, ``3 losses``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _findings(found: Iterable[Placed]) -> list[str]:
    tally = counts(found)
    return [plural(tally[one], str(one)) for one in Severity if tally[one]]
