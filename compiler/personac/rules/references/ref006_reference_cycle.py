"""REF006: personas that hand one piece of work to one another in a circle."""

import re
from collections.abc import Iterator, Mapping, Sequence

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.identity import identity
from personac.rules._facts import declared, fact
from personac.rules.references._names import folded, stem
from personac.rules.references._text import texts
from personac.text.sentences import sentences

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*"
_HANDED = re.compile(
    r"\b(?i:(?:re-?)?delegat(?:e|es|ed|ing)|hand(?:s|ed|ing)?[ -]?(?:it |them |the \w+ |work )?(?:off|over)|"
    r"forward(?:s|ed)?|(?:re)?route[sd]?|transfer(?:s|red)?|pass(?:es|ed)? (?:it|them|the \w+|work|everything)(?: on)?|"
    r"defer(?:s|red)?|assign(?:s|ed)?)\b[^.\n]{0,60}?\b(?i:to)\s+(?:the\s+)?"
    rf"(?:[`*]{{0,2}}@(?P<handle>{_NAME})|[`*]{{1,2}}(?P<code>{_NAME})[`*]{{1,2}}|"
    rf"(?P<bare>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+)|(?P<agent>[a-z]\w+)(?= (?:sub-?)?agent\b))(?![\w-])"
)
_CASE = re.compile(
    r"\b(?:if|when|whenever|unless|once|after|until|only|back|returns?|results?|reports?|findings|"
    r"never|not|don['’]t|e\.g\.|for example|example)\b",
    re.IGNORECASE,
)
"""What makes it one case of many, or the answer to what came in."""
_MARK = re.compile(r"\b(?:delegat|hand|forward|rout|transfer|pass|defer|assign)", re.IGNORECASE)


def note(context: LintContext) -> Iterator[Fact]:
    persona = context.document.persona
    facts = identity(persona)
    spoken = (one.value for one in (facts.name, facts.handle, facts.title) if one)
    for name in dict.fromkeys((persona.id, stem(context), *spoken)):
        yield declared(context, folded(name), name)
    for node, words in texts(persona):
        if _MARK.search(words):
            for sentence in sentences(words):
                for match in () if _CASE.search(sentence.text) else _HANDED.finditer(sentence.text):
                    name = match[match.lastgroup or ""]
                    yield fact(context, folded(name), node, name, words=name)


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    known: dict[str, str] = {}
    called: dict[str, str] = {}
    for one in facts:
        if one.declares:
            known.setdefault(one.about, one.label.at.path or "")
            called.setdefault(one.label.at.path or "", one.words)
    links: dict[str, dict[str, Fact]] = {}
    for one in facts:
        source, target = one.label.at.path or "", known.get(one.about, "")
        if not one.declares and target and target != source:
            links.setdefault(source, {}).setdefault(target, one)
    for circle in _circles(links):
        yield _finding(circle, links, called)


def _circles(links: Mapping[str, Mapping[str, Fact]]) -> Iterator[tuple[str, ...]]:
    """Circles that share no file, each from the file that is met first: every file and link is
    walked once.
    """
    done: set[str] = set()
    told: set[str] = set()
    for start in links:
        way: dict[str, int] = {}
        waiting = [] if start in done else [(start, iter(links[start]))]
        way.update({start: 0} if waiting else {})
        while waiting:
            at, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                waiting.pop()
                way.pop(at)
                done.add(at)
            elif target in way and told.isdisjoint((target, at)):
                circle = tuple(way)[way[target] :]
                told.update(circle)
                yield circle
            elif target not in way and target not in done:
                way[target] = len(way)
                waiting.append((target, iter(links.get(target, ()))))


def _finding(
    circle: tuple[str, ...], links: Mapping[str, Mapping[str, Fact]], called: Mapping[str, str]
) -> Finding:
    edges = [links[one][other] for one, other in zip(circle, (*circle[1:], circle[0]), strict=True)]
    names = [called[path] for path in (*circle, circle[0])]
    around = " -> ".join(name[:40] for name in names)
    return Finding(
        message=f"work is handed on in a circle: {around}"[:200],
        why="each waits for the other, or the work goes round until a limit of the client stops it",
        help="let one of them do it, or say in which case it hands the work on",
        severity=Severity.WARNING,
        labels=tuple(one.label for one in edges[:3]),
    )


RULE = Rule(
    code="REF006",
    name="reference-cycle",
    severity=Severity.ERROR,
    why="in a circle there is no first one, so nobody can say what binds whom",
    note=note,
    compare=compare,
)
