"""What the commands of ``personac revise`` share: the personas and revisions they are about."""

import os
from collections.abc import Sequence
from typing import NamedTuple

import click

from personac import driver
from personac.accept.review import Review, review
from personac.assembly import Settled
from personac.cli._show import findings
from personac.clock import today
from personac.composition import Composition
from personac.config import suggest
from personac.errors import InputError
from personac.inputs import revisable
from personac.linting.built import Files, Group, comments_of, heard
from personac.report.placed import Placed, ordered
from personac.revise.parse import Loaded
from personac.source import Source


class Given(NamedTuple):
    """A project with its personas, its revisions, and what is wrong with either."""

    project: driver.Project
    personas: tuple[Composition, ...]
    revisions: tuple[Loaded, ...]
    found: tuple[Placed, ...]
    errors: tuple[InputError, ...]
    texts: dict[str, Source]

    @property
    def settled(self) -> Settled:
        return self.project.config.settled


def given() -> Given:
    """The project of the current folder."""
    project = driver.open_project(os.getcwd())
    loaded = revisable(project)
    files = (one for made_of in loaded.personas for one in made_of.files)
    texts = {source.path: source for source in (*files, *loaded.texts)}
    return Given(project, loaded.personas, loaded.revisions, loaded.found, loaded.errors, texts)


def reviews(
    asked: Given, names: Sequence[str], revisions: Sequence[Loaded] | None = None
) -> tuple[Review, ...]:
    """The personas of these ids or paths, all without names, with the revisions that apply."""
    loaded = asked.revisions if revisions is None else revisions
    found = [review(made_of, loaded, asked.settled) for made_of in asked.personas]
    for name in names:
        if not any(_named(one, name) for one in found):
            known = sorted(one.name for one in found if one.name)
            raise click.UsageError(f"unknown persona `{name}`; {suggest(name, known)}")
    return tuple(one for one in found if not names or any(_named(one, name) for name in names))


def _named(one: Review, name: str) -> bool:
    return name in (one.name, *(source.path for source in one.made_of.sources))


def problems(asked: Given, found: Sequence[Review]) -> tuple[Placed, ...]:
    """What is wrong, less what comments silence."""
    groups = [Group(asked.found), *(Group(one.findings, one.source.path) for one in found)]
    files = Files(
        [said for one in found if one.document for said in comments_of(one.document)],
        {one.source.path: one.source for one in asked.revisions}.values(),
        asked.texts,
    )
    left, about = heard(groups, files, asked.project.config.linting(today()))
    return ordered((*about, *(finding for each in left for finding in each)))


def say(asked: Given, found: Sequence[Placed], form: str, *, hints: bool = False) -> None:
    """The findings, on standard error beside what the command itself has to show."""
    click.echo(findings(found, asked.texts, form, hints=hints), nl=False, err=True)
