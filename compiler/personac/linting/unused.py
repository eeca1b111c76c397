"""Comments that silence nothing: of no use, or not understood."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from personac.api import Directive, Document, Rule
from personac.diagnostics import Applicability, Edit, Fix, Severity
from personac.linting.settings import ALL, Linting
from personac.source import Source, Span

_FAMILIES = ("REV", "TGT", "ENF")
HOW = "write `personac: ignore CODE -- reason`"


class Fault(NamedTuple):
    """What is wrong with a suppression."""

    code: str
    message: str
    help: str
    severity: Severity = Severity.WARNING
    fix: Fix | None = None


def unused(
    document: Document,
    answered: Collection[tuple[Directive, str]],
    rules: Sequence[Rule],
    linting: Linting,
) -> Iterator[tuple[Directive, Fault]]:
    """Codes that silence nothing, but for those of rules that did not run, or that compare the
    persona with others.
    """
    alone = (rule for rule in rules if rule.compare is None)
    ran = {name for rule in alone for name in (rule.code, rule.name)}
    own = (name for one in linting.rules for name in (one.code, one.name))
    may = {*ran, *_rules(), *codes_of_builds(), *own}
    sources = {source.path: source for source in document.sources}
    for one in document.directives:
        if one.problem:
            yield one, Fault("SUP001", f"this suppression has no effect: {one.problem}", HOW)
            continue
        idle = [code for code in one.codes if (one, code) not in answered]
        idle = [code for code in idle if code in ran or code not in may]
        all_of_it = len(idle) == len(one.codes)
        for code in idle:
            yield one, idle_code(code, one, sources[one.path], may, all_of_it=all_of_it)


def _rules() -> frozenset[str]:
    from personac import registry

    return frozenset(name for rule in registry.rules() for name in (rule.code, rule.name))


@cache
def codes_of_builds() -> Mapping[str, str]:
    """The codes that a build reports about targets, enforcement and revisions, and no rule of the
    linter, by themselves and by their names.
    """
    from personac import registry

    rules = {rule.code for rule in registry.rules()}
    titles = [page.title.split() for page in registry.pages().values()]
    found = [one for one in titles if len(one) == 2 and one[0][:3] in _FAMILIES]
    return {name: code for code, title in found if code not in rules for name in (code, title)}


def known_codes() -> frozenset[str]:
    """What findings may be called, those included that no rule makes."""
    from personac import registry

    return _rules() | registry.coded().keys()


def idle_code(
    code: str, one: Directive, source: Source, known: Collection[str], *, all_of_it: bool
) -> Fault:
    """What is said of a code that silences nothing; ``known`` are those that could."""
    removal = _removal(one, code, source, alone=all_of_it)
    if code in known:
        return _silences_nothing(code, removal)
    return _means_no_rule(code, one, removal, source, known)


def _silences_nothing(code: str, removal: Edit) -> Fault:
    fix = Fix("delete the suppression", (removal,))
    return Fault("SUP001", f"the suppression of {code} silences nothing", "delete it", fix=fix)


def _means_no_rule(
    code: str, one: Directive, removal: Edit, source: Source, may: Collection[str]
) -> Fault:
    """The comment may be meant for another rule, so it is not deleted with its reason unless
    that is asked for.
    """
    from personac import registry
    from personac.text.near import suggest

    fix = Fix("delete the suppression", (removal,), Applicability.UNSAFE)
    if other := registry.coded().get(code):
        message = f"no comment silences {other}, which no rule reports"
        return Fault("SUP001", message, "correct what it reports, and delete this", fix=fix)
    if code == ALL or any(name.startswith(code) for name in may if name.isupper()):
        message = f"the suppression names `{code}`, which means many rules, and has no effect"
        return Fault("SUP001", message, "name each rule that it is for", fix=fix)
    meant = next((name for name in sorted(may) if name.casefold() == code.casefold()), "")
    if meant:
        fix = Fix(f"write `{meant}`", (Edit(one.path, _at(code, one, source), meant),))
        return Fault("SUP001", f"the rule is called `{meant}`, not `{code}`", fix.title, fix=fix)
    message = f"the suppression names `{code}`, which is no rule of the linter"
    return Fault("SUP001", message, suggest(code, sorted(may)), fix=fix)


def _at(code: str, one: Directive, source: Source) -> Span:
    """Where a directive names a code, behind its verb."""
    written = rf"personac:\s*[\w-]+.*?(?<![\w-])({re.escape(code)})(?![\w-])"
    found = re.compile(written, re.DOTALL).search(source.text, one.span.start, one.span.end)
    return Span(*found.span(1)) if found else one.span


def _removal(one: Directive, code: str, source: Source, *, alone: bool) -> Edit:
    """Without the code, or without the comment and what would be left of its line."""
    text, span = source.text, one.span
    if not alone:
        named = _at(code, one, source)
        end = named.end
        while end < span.end and text[end] in ", \t":
            end += 1
        return Edit(one.path, Span(named.start, end), "")
    begin, end = span.start, span.end
    while begin and text[begin - 1] in " \t":
        begin -= 1
    whole = (not begin or text[begin - 1] == "\n") and text[end : end + 1] in ("\n", "")
    return Edit(one.path, Span(begin, end + 1 if whole and end < len(text) else end), "")
