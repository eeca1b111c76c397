"""What a project gives to those who ask about its revisions, without building it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from personac import driver
from personac.assembly import assemble
from personac.compile import Words, lowered
from personac.composition import Composition
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

    personas: tuple[Composition, ...]
    revisions: tuple[Loaded, ...]
    texts: tuple[Source, ...]
    found: tuple[Placed, ...]
    errors: tuple[InputError, ...]


def revisable(project: driver.Project, out: str | None = None) -> Revisable:
    """What the revisions of a project are about; no output is looked at."""
    folder = project.config.out if out is None else out
    gathered = driver.personas_of(project, folder)
    texts, bad = driver.load(project.root, driver.revision_files(project, folder))
    read = driver.revisions_of(project, texts, gathered.personas)
    loaded, told = _loaded(project, read, gathered.personas)
    return Revisable(
        personas=gathered.personas,
        revisions=loaded,
        texts=read.sources,
        found=(*read.findings, *told),
        errors=(*gathered.errors, *bad),
    )


def _loaded(
    project: driver.Project, read: Revisions, personas: Sequence[Composition]
) -> tuple[tuple[Loaded, ...], tuple[Placed, ...]]:
    """The revisions as the engine takes them; those in prose for the persona that each is for."""
    known = _known(project, personas) if read.specs else {}
    answers = Rewriter(project.config.revise, project.root).recorded() if read.specs else {}
    words = Words(answers, project.config.revise.vocabulary)
    loaded: list[Loaded] = []
    told: list[Placed] = []
    for text in read.sources:
        persona = known.get(read.specs.get(text.path, ""))
        document = assemble(persona, project.config.settled).value if persona else None
        if document is not None:
            came = lowered(text, document, project.config.kinds, words)
            by_path = {one.path: one for one in (text, *document.sources)}
            told += placed(came.found, by_path, document.origins)
            loaded.append(came.loaded)
        elif text.path in read.specs:
            loaded.append(unaddressed(text))
        elif one := parse_revision(text.path, text.text).value:
            loaded.append(one)
    return tuple(loaded), tuple(told)


def _known(project: driver.Project, personas: Sequence[Composition]) -> Mapping[str, Composition]:
    """The files of each persona by its id."""
    by_path = {made_of.path: made_of for made_of in personas}
    found = identities(project.root, project.config.settled, personas, PASSIVE)
    return {one.id: by_path[one.path] for one in reversed(found)}
