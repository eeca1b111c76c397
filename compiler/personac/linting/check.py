"""One persona, checked: the rules that run, less what is silenced."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from personac import pipeline, registry
from personac.api import Document, Rule
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.linting.catalogue import note
from personac.linting.settings import LintConfig, Linting, best, is_mandatory, is_selected
from personac.linting.suppress import suppress
from personac.linting.user_rules import rule_of
from personac.model import evolve
from personac.report.checked import Checked
from personac.report.placed import Placed, placed, worst

MOST_FINDINGS = 1000
"""Of one file; more are of no use to anyone, and say that the file is none."""


def active(linting: Linting) -> tuple[Rule, ...]:
    """The rules that run, by code."""
    rules = (*registry.rules(), *map(rule_of, linting.rules))
    return tuple(rule for rule in rules if is_selected(linting.config, rule))


def check(
    document: Document, linting: Linting, rules: Sequence[Rule] | None = None, path: str = ""
) -> Checked:
    """The findings of ``rules``, by default of those that run; ``path`` is where the settings
    find the file, when that is not the path of its source.
    """
    rules = active(linting) if rules is None else rules
    path = path or document.sources[0].path
    silent = _silent(rules, path, linting)
    options = linting.options | {"path": (path,)}
    noted, failed = note(document, rules, linting, options, silent)
    rules = [one for one in rules if one.code not in silent]
    found = pipeline.lint(document, rules, options)
    sources = {source.path: source for source in document.sources}
    at_places = placed((*found, *failed), sources, document.origins)
    return evolve(_bounded(suppress(at_places, document, linting, rules)), noted=noted)


def heard(path: str, linting: Linting) -> tuple[Rule, ...]:
    """The rules whose findings in a file are reported."""
    rules = active(linting)
    silent = _silent(rules, path, linting)
    return tuple(one for one in rules if one.code not in silent)


def _silent(rules: Sequence[Rule], path: str, linting: Linting) -> frozenset[str]:
    ignored = (*ignored_in(path, linting.config), *_elsewhere(path, linting))
    return frozenset(one.code for one in rules if _is_silent(one, ignored, linting.config))


def ignored_in(path: str, config: LintConfig) -> tuple[str, ...]:
    """The selectors of rules that are silent in a file; ``*`` of a glob goes over folders too."""
    name = path.rpartition("/")[2]
    globs = ((glob.removeprefix("./"), codes) for glob, codes in config.per_file_ignores.items())
    return tuple(
        one
        for glob, selectors in globs
        if fnmatchcase(path, glob) or ("/" not in glob and fnmatchcase(name, glob))
        for one in selectors
    )


def _elsewhere(path: str, linting: Linting) -> tuple[str, ...]:
    """The project's own rules that are for other files."""
    return tuple(
        one.code
        for one in linting.rules
        if one.personas and not any(fnmatchcase(path, glob) for glob in one.personas)
    )


def _is_silent(rule: Rule, ignored: tuple[str, ...], config: LintConfig) -> bool:
    silent = best(ignored, rule.code, rule.name) > 0
    return silent and not is_mandatory(config, rule.code, rule.name)


def _bounded(checked: Checked) -> Checked:
    found = checked.findings
    if len(found) <= MOST_FINDINGS:
        return checked
    path = found[0].primary.path if found[0].primary else ""
    left = partial(path, f"{len(found) - MOST_FINDINGS} findings of this file are left out")
    return evolve(checked, findings=(*worst(found, MOST_FINDINGS), left))


def partial(path: str, message: str) -> Placed:
    """That a published limit was reached, in a file or, without a path, in the whole run."""
    finding = Diagnostic(
        code="INT002",
        name="partial-analysis",
        severity=Severity.WARNING,
        message=message,
        why="what was not looked at, or is not shown, must not be taken for clean",
        help="correct what is reported, or check fewer files or rules at once",
        labels=(Label(Locator(path=path)),) if path else (),
    )
    return placed([finding], {}, {})[0]
