"""The stages, pure: source, document, revised document, findings, emissions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from personac import registry
from personac.api import (
    Document,
    Emission,
    Finding,
    LintContext,
    Note,
    NoteKind,
    Reader,
    Rule,
    Writer,
)
from personac.diagnostics import Diagnostic, Label, Locator, Outcome, Severity
from personac.model import evolve
from personac.passes import enrich
from personac.passes.directives import find_directives, tidied, without
from personac.report.visible import short
from personac.source import Source, Span

TIE_MARGIN = 0.01


def detect(source: Source) -> tuple[Reader, tuple[Note, ...]]:
    """The reader that is surest of ``source``; a tie is noted with both names."""
    scored = sorted(((reader.sniff(source), reader) for reader in registry.readers()), key=_rank)
    best, second = scored[0], scored[1]
    if best[0] - second[0] > TIE_MARGIN:
        return best[1], ()
    detail = f"{best[1].name} and {second[1].name}"
    return best[1], (Note(NoteKind.DIALECT_TIE, source.path, Span(0, 0), detail),)


def _rank(scored: tuple[float, Reader]) -> tuple[float, str]:
    return -scored[0], scored[1].name


def read(
    source: Source, dialect: str | None = None, kinds: Mapping[str, str] | None = None
) -> Outcome[Document]:
    """Parse and give meaning; ``dialect`` overrides detection, ``kinds`` extends the titles."""
    notes: tuple[Note, ...] = ()
    if dialect is None:
        reader, notes = detect(source)
    else:
        reader = next(r for r in registry.readers() if r.name == dialect)
    outcome = reader.read(source)
    if outcome.value is None:
        return outcome
    document = _undirected(outcome.value, reader)
    document = evolve(document, notes=(*notes, *document.notes))
    return Outcome(enrich(document, kinds or {}), outcome.diagnostics)


def _undirected(document: Document, reader: Reader) -> Document:
    """The document without the comments for the linter, which stand beside it instead."""
    found = find_directives(document)
    if not found:
        return document
    source = document.sources[0]
    clean = reader.read(without(source, found)).value
    if clean is None:
        return document
    return evolve(clean, persona=tidied(clean.persona), sources=(source,), directives=found)


def lint(
    document: Document, rules: Iterable[Rule], options: Mapping[str, Sequence[str]] | None = None
) -> tuple[Diagnostic, ...]:
    """All findings of ``rules``; a rule that raises becomes INT001 and the others go on."""
    context = LintContext(document=document, options=options or {})
    return tuple(found for rule in rules for found in _run(rule, context))


def _run(rule: Rule, context: LintContext) -> Iterator[Diagnostic]:
    try:
        found = list(rule.check(context))
    except Exception as error:  # noqa: BLE001  one broken rule must not hide the others
        yield internal(rule, context.document.sources[0].path, error)
        return
    for finding in found:
        yield diagnostic(rule, finding)


def diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=finding.severity or rule.severity,
        message=short(finding.message),
        why=finding.why or rule.why,
        help=finding.help,
        labels=finding.labels,
        fixes=finding.fixes,
    )


def internal(rule: Rule, path: str, error: Exception) -> Diagnostic:
    """What stands for the findings of a rule that raised."""
    package = rule.check.__module__.partition(".")[0]
    ours = package == __name__.partition(".")[0]
    whom = "" if ours else f" to the authors of the plug-in `{package}`"
    return Diagnostic(
        code="INT001",
        name="internal-error",
        severity=Severity.ERROR,
        message=short(f"rule {rule.code} failed: {type(error).__name__}: {error}"),
        why="the persona was not checked by this rule",
        help=f"report this{whom} with the persona: {_raised(error)}; the other rules have run",
        labels=(Label(Locator(path=path, span=Span(0, 0))),),
    )


def _raised(error: Exception) -> str:
    """Where: ``it was raised at man001_name.py:12``."""
    from traceback import extract_tb

    frame = extract_tb(error.__traceback__)[-1]
    name = frame.filename.replace("\\", "/").rpartition("/")[2]
    return f"it was raised at {name}:{frame.lineno}"


def write(document: Document, writer: Writer) -> Outcome[Emission]:
    """Emit, and hold the writer to its word: every node carried or declared lost."""
    from personac.writers._ledger import unaccounted

    outcome = writer.write(document)
    if outcome.value is None:
        return outcome
    missing = unaccounted(document.persona, outcome.value)
    if not missing:
        return outcome
    labels = tuple(Label(Locator(node=node)) for node in missing[:3])
    return Outcome(
        outcome.value,
        (
            *outcome.diagnostics,
            Diagnostic(
                code="INT003",
                name="node-unaccounted",
                severity=Severity.ERROR,
                message=f"{writer.name} accounts for neither of {len(missing)} nodes: {missing[0]}",
                why="text would be lost without a word",
                help="report this with the persona; it is a bug in the writer",
                labels=labels,
            ),
        ),
    )
