"""The one line that sums a comparison up."""

from collections import Counter

from personac.report.changes import Report
from personac.report.summary import SEPARATOR, plural


def summary(report: Report) -> str:
    """``3 personas · 2 breaking changes (DIF002 1, DIF005 1) · 1 accepted``."""
    parts = [plural(report.personas, "persona")]
    parts += [f"{report.new} new"] * bool(report.new)
    codes = Counter(one.change.code for one in report.breaking)
    by_code = ", ".join(f"{code} {number}" for code, number in sorted(codes.items()))
    count = plural(len(report.breaking), "breaking change")
    parts.append(f"{count} ({by_code})" if report.breaking else "no breaking changes")
    parts += [f"{len(report.tightened)} tightened"] * bool(report.tightened)
    parts += [f"{len(report.accepted)} accepted"] * bool(report.accepted)
    if report.stale:
        parts.append(plural(len(report.stale), "stale record"))
    return SEPARATOR.join(parts)
