"""What a project gives to those who ask about its revisions, without building it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from personac import driver, pipeline
from personac.compile import lowered
from personac.errors import InputError
from personac.fanout import PASSIVE, identities
from personac.report.placed import Placed, placed
from personac.revise.engine import Loaded, parse_revision
from personac.revise.prose.lower import unaddressed
from personac.revision_files import Revisions
from personac.rewriter import Rewriter
from personac.source import Source


class Revisable(Struct, frozen=True, kw_only=True):
    """The personas of a project, the ``revisions`` that can be read, and the ``texts`` of all."""

    sources: tuple[Source, ...]
    revisions: tuple[Loaded, ...]
    texts: tuple[Source, ...]
    found: tuple[Placed, ...]
    errors: tuple[InputError, ...]


def revisable(project: driver.Project, out: str | None = None) -> Revisable:
    """What the revisions of a project are about; no output is looked at."""
    folder = project.config.out if out is None else out
    personas, revisions = driver.files(project, folder)
    sources, unread = driver.load(project.root, personas)
    texts, bad = driver.load(project.root, revisions)
    read = driver.revisions_of(project, texts, sources)
    loaded, told = _loaded(project, read, sources)
    return Revisable(
        sources=sources,
        revisions=loaded,
        texts=read.sources,
        found=(*read.findings, *told),
        errors=(*unread, *bad),
    )


def _loaded(
    project: driver.Project, read: Revisions, sources: Sequence[Source]
) -> tuple[tuple[Loaded, ...], tuple[Placed, ...]]:
    """The revisions as the engine takes them; those in prose for the persona that each is for."""
    known = _known(project, sources) if read.specs else {}
    answers = Rewriter(project.config.revise, project.root).recorded() if read.specs else {}
    loaded: list[Loaded] = []
    told: list[Placed] = []
    for text in read.sources:
        persona = known.get(read.specs.get(text.path, ""))
        document = pipeline.read(persona, kinds=project.config.kinds).value if persona else None
        if document is not None:
            came = lowered(text, document, project.config.kinds, answers)
            by_path = {one.path: one for one in (text, *document.sources)}
            told += placed(came.found, by_path, document.origins)
            loaded.append(came.loaded)
        elif text.path in read.specs:
            loaded.append(unaddressed(text))
        elif one := parse_revision(text.path, text.text).value:
            loaded.append(one)
    return tuple(loaded), tuple(told)


def _known(project: driver.Project, sources: Sequence[Source]) -> Mapping[str, Source]:
    """The source of each persona by its id."""
    by_path = {source.path: source for source in sources}
    found = identities(project.root, project.config.kinds, sources, PASSIVE)
    return {one.id: by_path[one.path] for one in reversed(found)}
