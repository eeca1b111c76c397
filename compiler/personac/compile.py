"""One persona from text to artifacts: the unit of work, pure and picklable in and out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from personac import pipeline, registry
from personac.api import (
    Document,
    Outcome,
    Writer,
)
from personac.assembly import Settled, assemble
from personac.combine import Say
from personac.composition import Composition, Traits, traits
from personac.diagnostics import Diagnostic, Locator, Severity
from personac.emission import Emitted, Terms, emit, place_of
from personac.enforce.authored import scripts
from personac.enforce.conflicts import granted
from personac.enforce.guard import guarded
from personac.exclusion import Excluded, Exclusion, excluded
from personac.linting.built import Comment, comments_of
from personac.linting.check import check
from personac.linting.settings import Linting
from personac.model import (
    Gate,
    Mandate,
    NodeId,
    clauses,
    evolve,
)
from personac.passes import enrich
from personac.proof.onloss import OnLoss
from personac.report.checked import Noted
from personac.report.placed import Placed, ordered, placed
from personac.revise.engine import Loaded, parse_revision, revise
from personac.revise.order import applies
from personac.revise.prose.address import Known, known
from personac.revise.prose.lower import NO_ANSWERS, Lowering, lower, unaddressed
from personac.revise.prose.read import read_spec, spec_id
from personac.revise.prose.rewrite import Request
from personac.revise.provenance import changes_of
from personac.revision import Vocabulary
from personac.source import Source
from personac.tables.actions import ActionWords, extended
from personac.trace.resolve import traced
from personac.trace.sourcemap import Entry, Input


class Job(Struct, frozen=True, kw_only=True):
    """Everything a compilation depends on, as values."""

    made_of: Composition
    revisions: tuple[Source, ...] = ()
    targets: tuple[str, ...] = ()
    kinds: dict[str, str] = {}
    linting: Linting = Linting()
    actions: dict[str, ActionWords] = {}
    on_loss: OnLoss = OnLoss()
    specs: dict[str, str] = {}
    """Revisions that are written as prose, by path, with the persona that each is for."""
    answers: dict[str, str] = {}
    """Texts of a rewriter, by the keys of their requests."""
    vocabulary: Vocabulary = Vocabulary()
    """What specifications in prose avoid."""
    target_files: tuple[Source, ...] = ()
    """What describes the project's own targets."""
    say: Say = Say()
    """Who is right where sources of one persona differ."""
    not_for: tuple[Exclusion, ...] = ()
    words_only: tuple[Exclusion, ...] = ()

    @property
    def settled(self) -> Settled:
        return Settled(self.say, self.kinds)


class Bound(Struct, frozen=True, kw_only=True):
    """A mandate or gate, where it stands and, when no client could enforce it or a part of it,
    why.
    """

    id: NodeId
    node: NodeId
    text: str
    at: str
    why: str = ""


class Compiled(Struct, frozen=True, kw_only=True):
    """What came of a source; ``persona`` is empty and nothing is emitted when it failed.

    It is ``unproven`` when an artifact loses or widens something that nobody declared or accepted;
    ``decided`` are the numbers of the rules of `merge.settle` that counted.
    """

    path: str
    persona: str = ""
    dialect: str = ""
    revisions: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    """The revisions among them that changed nothing, as what they say stands there already."""
    emitted: tuple[Emitted, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    """The targets that the settings keep it from."""
    trace: Entry = Entry()
    findings: tuple[Placed, ...] = ()
    contract: tuple[Bound, ...] = ()
    granted: tuple[str, ...] = ()
    """The patterns of commands that the persona may run."""
    unproven: bool = False
    scripts: tuple[str, ...] = ()
    """The files of the project that hooks of the persona run."""
    requests: tuple[Request, ...] = ()
    """What a rewriter could be asked for."""
    decided: tuple[int, ...] = ()
    rewritten: tuple[str, ...] = ()
    """The keys of the answers that were taken."""
    noted: tuple[Noted, ...] = ()
    """What the rules about all personas together have to know of this one."""
    comments: tuple[Comment, ...] = ()
    """Those in its files about what only a build finds."""

    @property
    def failed(self) -> bool:
        return not self.persona


def compile_one(job: Job) -> Compiled:
    """Read, revise, lint and emit one source; findings are placed, nothing raises on content."""
    sources = {source.path: source for source in (*job.made_of.files, *job.revisions)}
    outcome = assemble(job.made_of, job.settled)
    origins = outcome.value.origins if outcome.value else {}
    found = list(placed(outcome.diagnostics, sources, origins))
    if outcome.value is None:
        return Compiled(path=job.made_of.path, findings=ordered(found))
    document = outcome.value
    checked = check(document, job.linting)
    found += checked.findings
    loaded, lowerings = revisions_for(job, document)
    told = [one for lowering in lowerings for one in lowering.found]
    found += placed(told, sources, document.origins)
    revised = revise(document, loaded, lambda one: enrich(one, job.kinds))
    found += placed(revised.diagnostics, sources, (revised.value or document).origins)
    if revised.value is None:
        return Compiled(path=job.made_of.path, findings=ordered(found))
    document = guarded(revised.value, extended(job.actions))
    left_out = _left_out(document.persona.id, job)
    terms = Terms(job.kinds, job.on_loss, job.words_only)
    given = emit(document, _writers(job, left_out), terms, sources)
    found += given.findings
    meant = [one for one in loaded if applies(one, document.persona.id)]
    return Compiled(
        path=job.made_of.path,
        persona=document.persona.id,
        dialect=document.dialect,
        revisions=tuple(one.revision.id for one in meant),
        settled=_settled(meant, document, (*told, *revised.diagnostics)),
        emitted=tuple(_untraced(one) for one in given.emitted),
        excluded=left_out,
        trace=_traced(document, meant, given.emitted),
        findings=ordered(found),
        contract=_contract(document, sources),
        granted=granted(document.persona),
        unproven=given.unproven,
        scripts=tuple(script for _, script in scripts(document.persona)),
        requests=tuple(one for lowering in lowerings for one in lowering.requests),
        decided=document.decided,
        rewritten=tuple(
            came.lowered.rewrote
            for lowering in lowerings
            for came in lowering.outcomes
            if came.lowered.rewrote
        ),
        noted=checked.noted,
        comments=comments_of(outcome.value),
    )


def _settled(
    meant: Sequence[Loaded], document: Document, told: Sequence[Diagnostic]
) -> tuple[str, ...]:
    already = {one.labels[0].at.path for one in told if one.code == "REV008" and one.labels}
    return tuple(
        one.revision.id
        for one in meant
        if one.source.path in already and not changes_of(document, one.revision.id)
    )


def _contract(document: Document, sources: dict[str, Source]) -> tuple[Bound, ...]:
    whys = {one.mandate: one.why for one in document.prose}
    return tuple(
        Bound(
            id=clause.id,
            node=node.id,
            text=clause.text,
            at=place_of(Locator(node=node.id, needle=clause.text), document, sources),
            why=whys.get(clause.id, ""),
        )
        for node, clause in clauses(document.persona)
        if isinstance(clause, Mandate | Gate)
    )


def remake(job: Job) -> Outcome[Document]:
    """The revised document of a source, without a word about what could be better in it."""
    outcome = assemble(job.made_of, job.settled)
    if outcome.value is None:
        return outcome
    loaded, _ = revisions_for(job, outcome.value)
    return revise(outcome.value, loaded, lambda one: enrich(one, job.kinds))


def revised_by(job: Job, persona: str) -> tuple[str, ...]:
    """The ids of the revisions that apply to a persona; those in prose name one."""
    found: list[str] = []
    for source in job.revisions:
        if source.path in job.specs:
            found += [spec_id(source.path)] if job.specs[source.path] == persona else []
        elif (one := parse_revision(source.path, source.text).value) and applies(one, persona):
            found.append(one.revision.id)
    return tuple(found)


def _traced(document: Document, meant: list[Loaded], emitted: tuple[Emitted, ...]) -> Entry:
    written = [(one.target, artifact) for one in emitted for artifact in one.artifacts]
    inputs = (Input(one.revision.id, one.source.digest) for one in meant)
    return traced(document, inputs, written)


def _untraced(emitted: Emitted) -> Emitted:
    """What was written, without the lines that ``trace`` answers for."""
    return evolve(emitted, artifacts=tuple(evolve(one, lines=()) for one in emitted.artifacts))


def revisions_for(job: Job, document: Document) -> tuple[tuple[Loaded, ...], tuple[Lowering, ...]]:
    """The revisions as the engine takes them: those in prose are lowered for this persona."""
    loaded: list[Loaded] = []
    lowerings: list[Lowering] = []
    for source in job.revisions:
        if source.path not in job.specs:
            one = parse_revision(source.path, source.text).value
            loaded += [one] if one is not None else []
        elif job.specs[source.path] == document.persona.id:
            words = Words(job.answers, job.vocabulary)
            lowerings.append(lowered(source, document, job.kinds, words))
            loaded.append(lowerings[-1].loaded)
        else:
            loaded.append(unaddressed(source))
    return tuple(loaded), tuple(lowerings)


class Words(NamedTuple):
    """What a project adds to specifications: the answers of its writer, and what to avoid."""

    answers: Mapping[str, str] = NO_ANSWERS
    vocabulary: Vocabulary = Vocabulary()


NO_WORDS = Words()


def lowered(
    source: Source, document: Document, kinds: Mapping[str, str], words: Words = NO_WORDS
) -> Lowering:
    """What a specification does to the persona it is for."""
    spec = read_spec(source).value
    assert spec is not None
    found = lower(spec, document, lambda one: enrich(one, kinds), words.answers)
    if words.vocabulary == NO_WORDS.vocabulary:
        return found
    revision = evolve(found.loaded.revision, vocabulary=words.vocabulary)
    return found._replace(loaded=evolve(found.loaded, revision=revision))


def identify(made_of: Composition, settled: Settled) -> Known | None:
    """What a persona goes by."""
    document = assemble(made_of, settled).value
    return None if document is None else evolve(known(document), path=made_of.path)


def describe(source: Source) -> Traits:
    """What a file says of itself, without giving meaning to its words."""
    reader, _ = pipeline.detect(source)
    document = reader.read(source).value
    return traits(document.persona) if document else Traits("")


def _writers(job: Job, left_out: Iterable[Excluded]) -> tuple[Writer, ...]:
    wanted = {*job.targets}.difference(one.target for one in left_out)
    return tuple(one for one in registry.writers(job.target_files) if one.name in wanted)


def _left_out(persona: str, job: Job) -> tuple[Excluded, ...]:
    found = ((name, excluded(job.not_for, persona, name)) for name in sorted(job.targets))
    return tuple(Excluded(name, reason) for name, reason in found if reason)


def errors(found: tuple[Placed, ...]) -> int:
    return sum(one.diagnostic.severity is Severity.ERROR for one in found)
