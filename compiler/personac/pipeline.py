"""The stages, pure: source, document, revised document, findings, emissions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from personac import registry
from personac.api import (
    CatalogueRule,
    Document,
    Emission,
    Entry,
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
from personac.source import Source, Span

TIE_MARGIN = 0.01
Entries = dict[str, tuple[Entry, ...]]
"""What the rules about many personas took from one, by the codes of the rules."""


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
    document = evolve(outcome.value, notes=(*notes, *outcome.value.notes))
    return Outcome(enrich(document, kinds or {}), outcome.diagnostics)


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
        yield _internal(rule, context.document.sources[0].path, error)
        return
    for finding in found:
        yield diagnostic(rule, finding)


def gather(
    document: Document,
    rules: Iterable[CatalogueRule],
    options: Mapping[str, Sequence[str]] | None = None,
) -> Outcome[Entries]:
    """What each rule about many personas has to know of this one, and the rules that raised."""
    context = LintContext(document=document, options=options or {})
    found: Entries = {}
    failed: list[Diagnostic] = []
    for rule in rules:
        try:
            found[rule.code] = tuple(rule.collect(context))
        except Exception as error:  # noqa: BLE001  one broken rule must not hide the others
            failed.append(_internal(rule, document.sources[0].path, error))
    return Outcome(found, tuple(failed))


def lint_catalogue(
    gathered: Iterable[Entries], rules: Iterable[CatalogueRule]
) -> tuple[Diagnostic, ...]:
    """All findings about many personas together; a rule that raises becomes INT001."""
    by_code: dict[str, list[Entry]] = {}
    for entries in gathered:
        for code, some in entries.items():
            by_code.setdefault(code, []).extend(some)
    return tuple(found for rule in rules for found in _compare(rule, by_code.get(rule.code, [])))


def _compare(rule: CatalogueRule, entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    try:
        found = list(rule.check(entries))
    except Exception as error:  # noqa: BLE001  one broken rule must not hide the others
        yield _internal(rule, entries[0].at.path or "" if entries else "", error)
        return
    yield from (diagnostic(rule, finding) for finding in found)


def diagnostic(rule: Rule | CatalogueRule, finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=finding.severity or rule.severity,
        message=finding.message,
        why=finding.why or rule.why,
        help=finding.help,
        labels=finding.labels,
        fixes=finding.fixes,
    )


def _internal(rule: Rule | CatalogueRule, path: str, error: Exception) -> Diagnostic:
    return Diagnostic(
        code="INT001",
        name="internal-error",
        severity=Severity.ERROR,
        message=f"rule {rule.code} failed: {type(error).__name__}: {error}"[:200],
        why="the persona was not checked by this rule",
        help="report this with the persona; the other rules have run",
        labels=(Label(Locator(path=path, span=Span(0, 0))),),
    )


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
