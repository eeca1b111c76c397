"""The rules of a project, as data: each becomes a rule like any other."""

import re
from collections.abc import Callable, Iterator, Sequence

from personac.api import Document, Finding, LintContext, Rule
from personac.contract.normal import normal
from personac.diagnostics import Edit, Fix, Label, Locator
from personac.errors import UsageError
from personac.linting.settings import UserRule
from personac.linting.texts import SCOPES, found, pieces
from personac.model import Gate, Mandate, Metric, Section, Workflow, clauses, nodes
from personac.text.near import suggest
from personac.text.pattern import compiled
from personac.text.plain import key

_CODE = re.compile(r"[A-Z]{3}\d{3}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
_REGEX = re.compile(r"\\[wdsbWDSB]|\.[*+?]|\)[*+?{]|\(\?|\[[^\[\]\s]+\][*+?{]|^\^|\w[+]\)")
"""What is no word, and would be looked for letter by letter without ever being found."""
Check = Callable[[UserRule, LintContext], Iterator[Finding]]


def rule_of(user: UserRule) -> Rule:
    """The rule that checks what ``user`` says."""
    check = KINDS[user.kind]
    return Rule(
        code=user.code,
        name=user.name,
        severity=user.severity,
        why=user.why,
        check=lambda context: check(user, context),
    )


def _patterns(user: UserRule) -> tuple[re.Pattern[str], ...]:
    return tuple(compiled(one) for one in user.patterns)


def _existence(user: UserRule, context: LintContext) -> Iterator[Finding]:
    """Words that must not be there."""
    for pattern in _patterns(user):
        for one in found(pattern, context.document, user.scope):
            yield _finding(user, one.label, one.words)


def _absence(user: UserRule, context: LintContext) -> Iterator[Finding]:
    """Words that must be there, any one of them."""
    texts = [piece.text for piece in pieces(context.document, user.scope)]
    if not any(pattern.search(text) for text in texts for pattern in _patterns(user)):
        yield _finding(user, _file(context), user.patterns[0])


def _substitution(user: UserRule, context: LintContext) -> Iterator[Finding]:
    """Words for which the project has others."""
    for wanted, other in user.swap.items():
        done = _done(compiled(wanted), other, context.document, user.scope)
        for one in found(compiled(wanted), context.document, user.scope):
            if one.at and one.at.span.start in done:
                continue
            edits = (Edit(one.at.path, one.at.span, other),) if one.at else ()
            fixes = (Fix(f"write `{other}`", edits),) if edits else ()
            yield _finding(user, one.label, one.words, other, fixes)


def _done(
    wanted: re.Pattern[str], other: str, document: Document, scope: tuple[str, ...]
) -> frozenset[int]:
    """Where ``wanted`` stands as a part of the words that are to be written for it."""
    if not wanted.search(other):
        return frozenset()
    written = re.compile(r"\s+".join(map(re.escape, other.split())), re.IGNORECASE)
    places = ((one.at.span.start, one.words) for one in found(written, document, scope) if one.at)
    return frozenset(
        start + match.start() for start, words in places for match in wanted.finditer(words)
    )


def _required_section(user: UserRule, context: LintContext) -> Iterator[Finding]:
    titled = (n for n in nodes(context.document.persona) if isinstance(n, Section | Workflow))
    kinds = {key(n.title) for n in titled}
    kinds |= {n.kind for n in nodes(context.document.persona) if isinstance(n, Section)}
    if key(user.section) not in kinds and user.section not in kinds:
        yield _finding(user, _file(context), user.section)


def _required_mandate(user: UserRule, context: LintContext) -> Iterator[Finding]:
    mandates = (c for _, c in clauses(context.document.persona) if isinstance(c, Mandate))
    texts = [one.text for one in mandates]
    if not any(pattern.search(text) for text in texts for pattern in _patterns(user)):
        yield _finding(user, _file(context), user.patterns[0])


def _threshold_bound(user: UserRule, context: LintContext) -> Iterator[Finding]:
    """Thresholds of a metric that lie outside of what the project allows."""
    about = compiled(user.metric)
    for node, clause in clauses(context.document.persona):
        if not isinstance(clause, Mandate | Gate | Metric):
            continue
        words = getattr(node, "text", "") or clause.text
        if not about.search(words):
            continue
        for one in normal(clause, words).thresholds:
            if (user.least is not None and one.number < user.least) or (
                user.most is not None and one.number > user.most
            ):
                label = Label(Locator(node=node.id, needle=one.words))
                yield _finding(user, label, one.words)


KINDS: dict[str, Check] = {
    "existence": _existence,
    "absence": _absence,
    "substitution": _substitution,
    "required-section": _required_section,
    "required-mandate": _required_mandate,
    "threshold-bound": _threshold_bound,
}


def _finding(
    user: UserRule, label: Label, words: str, other: str = "", fixes: tuple[Fix, ...] = ()
) -> Finding:
    message = user.message.replace("{words}", words).replace("{instead}", other)
    help_ = user.help or (f"write `{other}`" if other else "see the rule in the settings")
    return Finding(message=message, help=help_, labels=(label,), fixes=fixes)


def _file(context: LintContext) -> Label:
    return Label(Locator(path=context.document.sources[0].path))


def check_rules(where: str, rules: Sequence[UserRule], known: Sequence[str]) -> None:
    """Raise ``UsageError`` for a rule that says too little or what is not known."""
    taken = set(known)
    for user in rules:
        at = f"{where}: rule `{user.code}`"
        for problem in _problems(user, taken):
            raise UsageError(f"{at}: {problem}")
        try:
            for one in _words(user):
                compiled(one)
        except UsageError as error:
            raise UsageError(f"{at}: {error}") from error
        taken |= {user.code, user.name}


def _words(user: UserRule) -> tuple[str, ...]:
    """Every pattern of a rule."""
    return (*user.patterns, *user.swap, *([user.metric] if user.metric else []))


def _problems(user: UserRule, taken: set[str]) -> Iterator[str]:
    if not _CODE.fullmatch(user.code):
        yield "a code is three capitals and three digits, such as `ORG001`"
    if not _NAME.fullmatch(user.name):
        yield f"`{user.name}` is no name; write words in lower case, such as `no-old-name`"
    for one in (user.code, user.name):
        if one in taken:
            yield f"`{one}` is taken by another rule"
    if user.kind not in KINDS:
        yield f"unknown kind `{user.kind}`; {suggest(user.kind, tuple(KINDS))}"
    if not user.message.strip() or "\n" in user.message:
        yield "`message` is one line that says what is wrong"
    for scope in user.scope:
        if scope not in SCOPES and not scope.startswith("field."):
            yield f"unknown scope `{scope}`; {suggest(scope, (*SCOPES, 'field.NAME'))}"
    for one in filter(_REGEX.search, _words(user)):
        yield f"`{one}` reads like a regular expression; a pattern is words, such as `deploy*`"
    yield from _missing(user)


_NEEDS = {
    "existence": "patterns",
    "absence": "patterns",
    "required-mandate": "patterns",
    "substitution": "swap",
    "required-section": "section",
    "threshold-bound": "metric",
}


def _missing(user: UserRule) -> Iterator[str]:
    needed = _NEEDS.get(user.kind)
    if needed and not getattr(user, needed):
        yield f"`{user.kind}` needs `{needed}`"
    if user.kind == "threshold-bound" and user.least is None and user.most is None:
        yield "`threshold-bound` needs `least` or `most`"
    if user.least is not None and user.most is not None and user.least > user.most:
        yield f"no number is at least {user.least:g} and at most {user.most:g}"
