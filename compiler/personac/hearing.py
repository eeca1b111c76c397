"""What comments and the baseline of a project leave of the findings of a build."""

from personac import driver
from personac.linter import Wanted, known
from personac.linting import baseline
from personac.linting.built import Files, Group, Scope, heard
from personac.model import evolve
from personac.report.placed import Placed


def without_silenced(
    project: driver.Project, built: driver.Built, today: str, scope: Scope
) -> driver.Built:
    """What was built, less the findings that a comment silences and those that the baseline
    knows.
    """
    return _without_known(project, _heard(project, built, today, scope), today)


def _heard(project: driver.Project, built: driver.Built, today: str, scope: Scope) -> driver.Built:
    groups = [Group(one.findings, one.path) for one in built.compiled]
    left, about = heard(
        [*groups, Group(built.revision_findings)],
        Files(
            [comment for one in built.compiled for comment in one.comments],
            [source for path, source in built.sources.items() if path in built.revised_by],
            built.sources,
        ),
        project.config.linting(today),
        scope,
    )
    *of_personas, of_project = left
    pairs = zip(built.compiled, of_personas, strict=True)
    return evolve(
        built,
        compiled=tuple(evolve(one, findings=found) for one, found in pairs),
        revision_findings=(*of_project, *about),
    )


def _without_known(project: driver.Project, built: driver.Built, today: str) -> driver.Built:
    entries = known(project, Wanted())
    if not entries:
        return built

    def left(found: tuple[Placed, ...]) -> tuple[Placed, ...]:
        return baseline.apply(found, entries, built.sources, {}, frozenset(), today).findings

    return evolve(
        built,
        compiled=tuple(evolve(one, findings=left(one.findings)) for one in built.compiled),
        catalogue_findings=left(built.catalogue_findings),
    )
