"""Comments that silence nothing: of no use, or not understood."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from personac.api import Directive, Document, Rule
from personac.diagnostics import Applicability, Edit, Fix, Severity
from personac.linting.settings import ALL, Linting
from personac.source import Source, Span

_HOW = "write `personac: ignore CODE -- reason`"


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
    may = {*ran, *_rules(), *(name for one in linting.rules for name in (one.code, one.name))}
    sources = {source.path: source for source in document.sources}
    for one in document.directives:
        if one.problem:
            yield one, Fault("SUP001", f"this suppression has no effect: {one.problem}", _HOW)
            continue
        idle = [code for code in one.codes if (one, code) not in answered]
        idle = [code for code in idle if code in ran or code not in may]
        for code in idle:
            removal = _removal(one, code, sources[one.path], alone=len(idle) == len(one.codes))
            if code in ran:
                yield one, _silences_nothing(code, removal)
            else:
                yield one, _means_no_rule(code, one, removal, sources[one.path], may)


def _rules() -> frozenset[str]:
    from personac import registry

    return frozenset(name for rule in registry.rules() for name in (rule.code, rule.name))


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
