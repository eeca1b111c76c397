"""What the linter goes by in each file, for people who ask."""

import os
from collections.abc import Iterable

from msgspec import Struct

from personac import driver
from personac.linter import Unit
from personac.linting.check import heard
from personac.linting.settings import LintConfig
from personac.linting.unit import LintJob


class Settings(Struct, frozen=True, kw_only=True):
    """What decides about a file: its settings file, if any, what it and the command line say, and
    the rules that run there.
    """

    path: str
    settings: str | None
    lint: LintConfig
    rules: tuple[str, ...]


def settings_of(found: Iterable[Unit]) -> tuple[Settings, ...]:
    """The settings of each file, in order."""
    listed = sorted(found, key=lambda unit: unit.job.source.path)
    return tuple(_settings(unit.project, unit.job) for unit in listed)


def _settings(project: driver.Project, job: LintJob) -> Settings:
    file = project.config_path
    return Settings(
        path=job.source.path,
        settings=file and os.path.relpath(os.path.join(project.root, file)),
        lint=job.linting.config,
        rules=tuple(f"{one.code} {one.name}" for one in heard(job.path, job.linting)),
    )
