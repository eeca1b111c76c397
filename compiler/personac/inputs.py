"""What a project gives to those who ask about its revisions, without building it."""

from msgspec import Struct

from personac import driver
from personac.errors import InputError
from personac.report.placed import Placed, placed
from personac.revise.engine import Loaded, parse_revision
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
    outcomes = [(source, parse_revision(source.path, source.text)) for source in texts]
    found = (placed(o.diagnostics, {source.path: source}, {}) for source, o in outcomes)
    return Revisable(
        sources=sources,
        revisions=tuple(o.value for _, o in outcomes if o.value is not None),
        texts=texts,
        found=tuple(finding for some in found for finding in some),
        errors=(*unread, *bad),
    )
