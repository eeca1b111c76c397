"""REF005: an agent that is called by a name that no persona has, though one nearly has it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.identity import identity
from personac.rules._facts import declared, fact
from personac.rules._fixes import shown
from personac.rules.references._names import folded, stem
from personac.rules.references._text import texts

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+"
_CALL = re.compile(
    rf"(?<![\w./@])@(?P<handle>{_NAME})(?![\w./@-])"
    r"|\b(?i:delegat\w*|hand(?:s|ed|ing)?[ -]?(?:off|over)|escalat\w*|invok\w+|consult\w*"
    r"|coordinat\w*|"
    r"collaborat\w*|route[sd]?|defer\w*|forward\w*|assign\w*)\b[^.\n`*]{0,40}[`*]{1,2}@?"
    rf"(?P<named>{_NAME})[`*]{{1,2}}"
    rf"|\b(?i:(?:auto-)?assign(?:ed)?(?: to)?):?[`*\s]{{1,4}}@?(?P<assigned>{_NAME}"
    rf"|(?:[A-Z][a-z]+){{2,}})(?![\w-])"
    rf"|[`*]{{1,2}}(?P<agent>{_NAME})[`*]{{1,2}} (?:sub-?)?agent\b"
)
_NEAR = 0.85
_END = 4
_MARK = re.compile(r"@|`|\*|ssign")
_VERSION = re.compile(r"v[a-z]{0,3}\d+$")
_WORD = re.compile(r"[a-z0-9]+")
_DIGITS = re.compile(r"\d+")


def note(context: LintContext) -> Iterator[Fact]:
    persona = context.document.persona
    facts = identity(persona)
    spoken = (fact.value for fact in (facts.name, facts.handle, facts.title) if fact)
    own = () if facts.handle else (persona.id,)  # an id is a handle without its version
    for name in dict.fromkeys((*own, stem(context), *spoken)):
        yield declared(context, folded(name), name)
    for node, words in texts(persona):
        for match in _CALL.finditer(words) if _MARK.search(words) else ():
            name = match[match.lastgroup or ""]
            yield fact(context, folded(name), node, name, words=name)


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    from difflib import get_close_matches

    known = {one.about: one.words for one in facts if one.declares}
    alike = _by_ends(known)
    calls: dict[str, list[Fact]] = {}
    for one in facts:
        if not one.declares and one.about not in known:
            calls.setdefault(one.about, []).append(one)
    for key, found in calls.items():
        near = get_close_matches(key, alike(key), 1, _NEAR)
        if near and not _numbered_apart(key, near[0]):
            yield from (_finding(one, known[near[0]]) for one in _once(found))


def _by_ends(known: Iterable[str]) -> Callable[[str], list[str]]:
    """The names that start or end as a name does, so that not each is compared with each."""
    starts: dict[str, list[str]] = {}
    for name in known:
        for end in {name[:_END], name[-_END:]}:
            starts.setdefault(end, []).append(name)
    return lambda name: list(
        dict.fromkeys([*starts.get(name[:_END], ()), *starts.get(name[-_END:], ())])
    )


def _numbered_apart(one: str, other: str) -> bool:
    numbers = [_DIGITS.findall(name) for name in (one, other)]
    return all(numbers) and numbers[0] != numbers[1]


def _once(found: Sequence[Fact]) -> Iterator[Fact]:
    """The first call in each file."""
    yield from {one.label.at.path: one for one in reversed(found)}.values()


def _finding(one: Fact, near: str) -> Finding:
    if _VERSION.sub("", folded(near)) == one.about:
        return Finding(
            message=f"`{one.words}` is not the handle, which is `{near}`",
            why="whoever looks the handle up finds nobody, or an older version",
            help=f"write `{near}`, or leave the version out of the handle",
            labels=(one.label,),
            severity=Severity.WARNING,
        )
    return Finding(
        message=f"no persona is called `{one.words}`",
        help=f"write `{near}`, if that is the one you mean",
        labels=(one.label,),
        fixes=shown(one.label, near),
        severity=Severity.WARNING if _is_longer(one.words, near) else None,
    )


def _is_longer(one: str, other: str) -> bool:
    """Whether one name has all words of the other and more: an agent that may be elsewhere."""
    words = [set(_WORD.findall(name.casefold())) for name in (one, other)]
    return words[0] < words[1] or words[1] < words[0]


RULE = Rule(
    code="REF005",
    name="unknown-agent",
    severity=Severity.ERROR,
    why="the client finds no agent of that name, so nobody does what is handed over",
    note=note,
    compare=compare,
)
