"""Rules about all personas of a project: what they note of each, and its comparison.

Facts are noted where the persona is read, and compared once, so that the cost stays linear in the
personas and no persona has to be kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from personac import registry
from personac.api import Document, Fact, LintContext, Rule
from personac.diagnostics import Diagnostic, Label, Locator
from personac.linting.settings import Linting
from personac.linting.suppress import reasons
from personac.model import evolve
from personac.pipeline import diagnostic, internal
from personac.report.checked import Checked, Noted, Suppressed
from personac.report.locate import locate
from personac.report.placed import Placed, ordered, placed
from personac.source import Source


def note(
    document: Document,
    rules: Iterable[Rule],
    linting: Linting,
    options: Mapping[str, Sequence[str]],
    silent: frozenset[str] = frozenset(),
) -> tuple[tuple[Noted, ...], tuple[Diagnostic, ...]]:
    """What the rules about the catalogue note of one persona, and those that failed; of the
    ``silent`` ones only what the persona declares.
    """
    noted: list[Noted] = []
    failed: list[Diagnostic] = []
    context = LintContext(document=document, options=options)
    for rule in rules:
        if rule.compare is None:
            continue
        try:
            every = [_at_its_place(fact, document) for fact in rule.note(context)]
        except Exception as error:  # noqa: BLE001  one broken rule must not hide the others
            failed.append(internal(rule, document.sources[0].path, error))
            continue
        facts = [one for one in every if one.declares or rule.code not in silent]
        told = reasons(_as_findings(rule, facts, document), document, linting)
        noted += [Noted(rule.code, *pair) for pair in zip(facts, told, strict=True)]
    return tuple(noted), tuple(failed)


def _at_its_place(fact: Fact, document: Document) -> Fact:
    """The fact with a place in a file, which is all that is left of the persona."""
    sources = {source.path: source for source in document.sources}
    place = locate(fact.label.at, sources, document.origins)
    if place is None or place.whole:
        at = Locator(path=place.path if place else document.sources[0].path)
    else:
        at = Locator(path=place.path, span=place.span)
    return evolve(fact, label=Label(at, fact.label.text))


def _as_findings(rule: Rule, facts: Iterable[Fact], document: Document) -> list[Placed]:
    """What comments are asked about: a finding of the rule at the place of each fact."""
    sources = {source.path: source for source in document.sources}
    return [
        Placed(
            Diagnostic(code=rule.code, name=rule.name, severity=rule.severity, message=""),
            (locate(fact.label.at, sources, {}),),
        )
        for fact in facts
    ]


def over_all(noted: Iterable[Noted], sources: Mapping[str, Source]) -> tuple[Placed, ...]:
    """The findings about all personas of a project, by the rules that noted something."""
    every = tuple(noted)
    rules = registry.rules_of({one.code for one in every})
    return compare(rules, every, sources).findings


def compare(
    rules: Iterable[Rule], noted: Sequence[Noted], sources: Mapping[str, Source]
) -> Checked:
    """The findings about all personas of a project."""
    kept: list[Placed] = []
    silent: list[Suppressed] = []
    for rule in rules:
        if rule.compare is None:
            continue
        own = [one for one in noted if one.code == rule.code]
        told = {one.fact.label.at: one.reason for one in own if one.reason is not None}
        for found in placed(_run(rule, _once(one.fact for one in own)), sources, {}):
            labels = found.diagnostic.labels
            reason = told.get(labels[0].at) if labels else None
            if reason is None:
                kept.append(found)
            else:
                silent.append(Suppressed(found, "inSource", reason))
    return Checked(findings=ordered(kept), suppressed=tuple(silent))


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """Without what is noted again with each persona that builds on the same file."""
    found: dict[tuple[Locator, str, str, bool], Fact] = {}
    for one in facts:
        found.setdefault((one.label.at, one.about, one.words, one.declares), one)
    return list(found.values())


def _in_order(fact: Fact) -> tuple[str, int]:
    at = fact.label.at
    return at.path or "", at.span.start if at.span else 0


def _run(rule: Rule, facts: list[Fact]) -> Iterator[Diagnostic]:
    assert rule.compare is not None
    facts.sort(key=_in_order)
    try:
        found = list(rule.compare(facts))
    except Exception as error:  # noqa: BLE001  one broken rule must not hide the others
        yield internal(rule, facts[0].label.at.path or "" if facts else "", error)
        return
    yield from (diagnostic(rule, one) for one in found)
