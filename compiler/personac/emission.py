"""What the targets get of one persona: written, proven, and with the place of every loss."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from personac import pipeline
from personac.api import Artifact, Document, Emission, Enforced, Guard, Loss, Prose, Writer
from personac.diagnostics import Diagnostic, Locator, Severity
from personac.exclusion import Exclusion, excluded
from personac.model import ToolGrant, clauses
from personac.proof.findings import findings, losses
from personac.proof.native import natives
from personac.proof.onloss import Action, OnLoss, Ruling, rulings
from personac.proof.prove import prove
from personac.proof.values import Native
from personac.report.locate import locate
from personac.report.placed import Placed, placed
from personac.source import Source
from personac.targets.form import Form
from personac.words_only import in_words


class Terms(Struct, frozen=True):
    """What the settings of a project say that the proof goes by."""

    kinds: Mapping[str, str] = {}
    on_loss: OnLoss = OnLoss()
    words_only: tuple[Exclusion, ...] = ()


class Lost(Struct, frozen=True):
    """A declared loss with the place of its node, ``path:line:column``."""

    target: str
    loss: Loss
    at: str


class Emitted(Struct, frozen=True):
    """What a target gets.  ``guards`` are for the files of the whole project; ``enforced`` and
    ``prose`` answer for every mandate that a client could enforce, ``natives`` are the words in
    the files that do; ``rulings`` are on the losses that the settings accept.
    """

    target: str
    writer: int
    artifacts: tuple[Artifact, ...]
    losses: tuple[Lost, ...] = ()
    guards: tuple[Guard, ...] = ()
    enforced: tuple[Enforced, ...] = ()
    prose: tuple[Prose, ...] = ()
    natives: tuple[Native, ...] = ()
    rulings: tuple[Ruling, ...] = ()


class Given(Struct, frozen=True):
    """What the targets get of a persona, what is wrong with it, and whether its proof fails."""

    emitted: tuple[Emitted, ...] = ()
    findings: tuple[Placed, ...] = ()
    unproven: bool = False


def emit(
    document: Document, writers: Iterable[Writer], terms: Terms, sources: Mapping[str, Source]
) -> Given:
    """Write ``document`` with each of ``writers``, and prove the bytes before anyone gets them."""
    emitted: list[Emitted] = []
    found: list[Placed] = []
    every: list[Ruling] = []
    unproven = False
    for writer in writers:
        outcome = pipeline.write(document, writer)
        found += placed(outcome.diagnostics, sources, document.origins)
        if outcome.value is None:
            continue
        made = _bound(outcome.value, terms, document.persona.id)
        gone = tuple(lost(writer, loss, document, sources) for loss in made.losses)
        ruled, wrong = _proven(document, made, terms, writer)
        if not _is_wrong(outcome.diagnostics):  # else it is said already, and with its reason
            found += placed(wrong, sources, document.origins)
            every += ruled
        failing = any(one.action is Action.FAIL for one in ruled)
        unproven = unproven or failing or _is_wrong((*outcome.diagnostics, *wrong))
        accepted = tuple(one for one in ruled if one.action is Action.ACCEPT)
        emitted.append(_emitted(writer, made, gone, document, accepted))
    found += placed(losses(every), sources, document.origins)
    return Given(tuple(emitted), tuple(found), unproven)


def _bound(emission: Emission, terms: Terms, persona: str) -> Emission:
    """``emission``, less what the settings leave to words because it would bind every agent."""
    reason = excluded(terms.words_only, persona, emission.target)
    return in_words(emission, reason) if reason else emission


def _proved_as(writer: Writer) -> Form | str:
    return writer.form if writer.form and not writer.form.code else writer.name


def _is_wrong(found: Iterable[Diagnostic]) -> bool:
    return any(one.severity is Severity.ERROR for one in found)


def _proven(
    document: Document, emission: Emission, terms: Terms, writer: Writer
) -> tuple[tuple[Ruling, ...], list[Diagnostic]]:
    """The proof of the bytes to be written: what the settings say of losses, and what fails."""
    files = [(one.path, one.content.encode("utf-8")) for one in emission.artifacts]
    proof = prove(document, _proved_as(writer), files, emission.losses, kinds=terms.kinds)
    ruled = rulings(document.persona, proof, emission.losses, terms.on_loss)
    return ruled, list(findings(proof, ruled, lambda path: f"{emission.target}/{path}"))


def _emitted(
    writer: Writer,
    emission: Emission,
    losses: tuple[Lost, ...],
    document: Document,
    ruled: tuple[Ruling, ...],
) -> Emitted:
    """What a writer does not answer for is prose: nothing is called enforced that is not."""
    known = {e.mandate for e in emission.enforced} | {p.mandate for p in emission.prose}
    why = "the target enforces nothing"
    silent = tuple(Prose(g.mandate, why) for g in document.guards if g.mandate not in known)
    return Emitted(
        target=writer.name,
        writer=writer.version,
        artifacts=emission.artifacts,
        losses=losses,
        guards=emission.guards,
        enforced=emission.enforced,
        prose=(*emission.prose, *silent),
        natives=_natives(document, emission),
        rulings=ruled,
    )


def _natives(document: Document, emission: Emission) -> tuple[Native, ...]:
    """Of a guard that the writer narrowed, what the files of the project are left with counts."""
    guards = (*document.guards, *emission.guards)
    return tuple(dict.fromkeys(natives(guards, emission.enforced)))


def lost(writer: Writer, loss: Loss, document: Document, sources: Mapping[str, Source]) -> Lost:
    """``loss`` with the place of its node in the sources."""
    grants = (clause for _, clause in clauses(document.persona) if clause.id == loss.node)
    needle = next((clause.name for clause in grants if isinstance(clause, ToolGrant)), None)
    return Lost(
        writer.name, loss, place_of(Locator(node=loss.node, needle=needle), document, sources)
    )


def place_of(locator: Locator, document: Document, sources: Mapping[str, Source]) -> str:
    place = locate(locator, sources, document.origins)
    if place is None:
        return document.sources[0].path
    return f"{place.path}:{place.start.line}:{place.start.column}"
