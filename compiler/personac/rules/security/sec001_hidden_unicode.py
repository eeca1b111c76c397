"""SEC001: characters that are there and not seen."""

from collections.abc import Iterator, Sequence

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Applicability, Edit, Fix, Label, Locator, Severity
from personac.source import Source, Span
from personac.tables.hidden import Hidden, hidden, lookalikes

MAX_LABELS = 3
_KINDS = {
    "tag": "tag characters, which are never shown",
    "bidi": "characters that reorder what is shown",
    "mark": "direction marks in a text without right-to-left letters",
    "width": "characters without width",
    "variation": "a run of variation selectors, which can hold any data",
    "filler": "blank Hangul fillers",
    "hyphen": "a run of soft hyphens",
}
_HARMLESS = frozenset({"mark", "hyphen"})


def check(context: LintContext) -> Iterator[Finding]:
    for source in context.document.sources:
        groups: dict[str, list[Hidden]] = {}
        for run in hidden(source.text):
            groups.setdefault(run.kind, []).append(run)
        for kind, runs in groups.items():
            yield _hidden(source, kind, runs)
        for at, word, seen in lookalikes(source.text):
            yield _lookalike(source, at, word, seen)


def _hidden(source: Source, kind: str, runs: Sequence[Hidden]) -> Finding:
    first = runs[0]
    codes = dict.fromkeys(f"U+{ord(char):04X}" for char in source.text[first.start : first.end])
    spelled = "".join(run.spelled for run in runs)[:60]
    says = f"; they spell `{spelled}`" if spelled else ""
    places = f" in {len(runs)} places" if len(runs) > 1 else ""
    shown = ", ".join(list(codes)[:3]) + (", …" if len(codes) > 3 else "")
    edits = tuple(Edit(source.path, Span(run.start, run.end), "") for run in runs)
    single = kind in _HARMLESS or (kind == "width" and all(r.end - r.start == 1 for r in runs))
    return Finding(
        message=f"the text holds {_KINDS[kind]}: {shown}{places}{says}",
        help="delete them, and find out how they came into the file",
        labels=tuple(_label(source, run.start, run.end) for run in runs[:MAX_LABELS]),
        severity=Severity.WARNING if single else None,
        fixes=(Fix("delete the hidden characters", edits, Applicability.UNSAFE),),
    )


def _lookalike(source: Source, at: int, word: str, seen: str) -> Finding:
    odd = next(char for char in word if not char.isascii())
    return Finding(
        message=f"`{word}` looks like `{seen}` but has U+{ord(odd):04X} of another script",
        help=f"write `{seen}` in Latin letters",
        labels=(_label(source, at, at + len(word)),),
        severity=Severity.WARNING,
    )


def _label(source: Source, start: int, end: int) -> Label:
    return Label(Locator(path=source.path, span=Span(start, end)))


RULE = Rule(
    code="SEC001",
    name="hidden-unicode",
    severity=Severity.ERROR,
    why="the agent reads what a reviewer cannot see, so orders can be hidden in plain text",
    check=check,
)
