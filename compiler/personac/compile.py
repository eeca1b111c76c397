"""One persona from text to artifacts: the unit of work, pure and picklable in and out."""

from msgspec import Struct

from personac import pipeline, registry
from personac.api import Artifact, Document, Loss, Writer
from personac.diagnostics import Diagnostic, Locator, Severity
from personac.enforce.guard import guarded
from personac.model import ToolGrant, clauses
from personac.passes import enrich
from personac.report.locate import locate
from personac.report.placed import Placed, ordered, placed
from personac.revise.engine import Loaded, parse_revision, revise
from personac.revise.order import applies
from personac.source import Source


class Job(Struct, frozen=True, kw_only=True):
    """Everything a compilation depends on, as values."""

    source: Source
    revisions: tuple[Source, ...] = ()
    targets: tuple[str, ...] = ()
    kinds: dict[str, str] = {}
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    options: dict[str, tuple[str, ...]] = {}


class Lost(Struct, frozen=True):
    """A declared loss with the place of its node, ``path:line:column``."""

    target: str
    loss: Loss
    at: str


class Emitted(Struct, frozen=True):
    target: str
    writer: int
    artifacts: tuple[Artifact, ...]
    losses: tuple[Lost, ...] = ()


class Compiled(Struct, frozen=True, kw_only=True):
    """What came of a source; ``persona`` is empty and nothing is emitted when it failed."""

    path: str
    persona: str = ""
    dialect: str = ""
    revisions: tuple[str, ...] = ()
    emitted: tuple[Emitted, ...] = ()
    findings: tuple[Placed, ...] = ()

    @property
    def failed(self) -> bool:
        return not self.persona


def compile_one(job: Job) -> Compiled:
    """Read, revise, lint and emit one source; findings are placed, nothing raises on content."""
    sources = {source.path: source for source in (job.source, *job.revisions)}
    outcome = pipeline.read(job.source, kinds=job.kinds)
    found = list(placed(outcome.diagnostics, sources, {}))
    if outcome.value is None:
        return Compiled(path=job.source.path, findings=ordered(found))
    document = outcome.value
    found += placed(_lint(document, job), sources, document.origins)
    loaded = _loaded(job)
    revised = revise(document, loaded, lambda one: enrich(one, job.kinds))
    found += placed(revised.diagnostics, sources, (revised.value or document).origins)
    if revised.value is None:
        return Compiled(path=job.source.path, findings=ordered(found))
    document = guarded(revised.value)
    emitted, faults = _emit(document, job, sources)
    found += faults
    return Compiled(
        path=job.source.path,
        persona=document.persona.id,
        dialect=document.dialect,
        revisions=tuple(one.revision.id for one in loaded if applies(one, document.persona.id)),
        emitted=emitted,
        findings=ordered(found),
    )


def _lint(document: Document, job: Job) -> tuple[Diagnostic, ...]:
    rules = [rule for rule in registry.rules() if selected(rule.code, job.select, job.ignore)]
    return pipeline.lint(document, rules, job.options)


def selected(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    """Whether a rule runs: chosen by code or prefix (all without a choice) and not ignored."""
    chosen = not select or code.startswith(select)
    return chosen and not (ignore and code.startswith(ignore))


def _loaded(job: Job) -> tuple[Loaded, ...]:
    parsed = (parse_revision(source.path, source.text).value for source in job.revisions)
    return tuple(one for one in parsed if one is not None)


def _emit(
    document: Document, job: Job, sources: dict[str, Source]
) -> tuple[tuple[Emitted, ...], list[Placed]]:
    emitted: list[Emitted] = []
    found: list[Placed] = []
    for writer in registry.writers():
        if writer.name not in job.targets:
            continue
        outcome = pipeline.write(document, writer)
        found += placed(outcome.diagnostics, sources, document.origins)
        if outcome.value is not None:
            losses = tuple(_lost(writer, loss, document, sources) for loss in outcome.value.losses)
            emitted.append(Emitted(writer.name, writer.version, outcome.value.artifacts, losses))
    return tuple(emitted), found


def _lost(writer: Writer, loss: Loss, document: Document, sources: dict[str, Source]) -> Lost:
    grants = (clause for _, clause in clauses(document.persona) if clause.id == loss.node)
    needle = next((clause.name for clause in grants if isinstance(clause, ToolGrant)), None)
    place = locate(Locator(node=loss.node, needle=needle), sources, document.origins)
    at = (
        f"{place.path}:{place.start.line}:{place.start.column}"
        if place
        else document.sources[0].path
    )
    return Lost(writer.name, loss, at)


def errors(found: tuple[Placed, ...]) -> int:
    return sum(one.diagnostic.severity is Severity.ERROR for one in found)
