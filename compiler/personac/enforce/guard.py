"""From a persona's mandates and gates to guards, in terms of commands, tools and files."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from personac.api import Document, Guard, Prose
from personac.enforce._context import Stated, stated
from personac.enforce._lifted import lifted
from personac.enforce._reach import (
    Reach,
    is_bare,
    is_quoted_ban,
    named_commands,
    named_tools,
    reach_of,
)
from personac.model import (
    Effect,
    Field,
    Gate,
    Mandate,
    Metric,
    Modality,
    Persona,
    Polarity,
    ToolGrant,
    evolve,
)
from personac.model import Stated as Force
from personac.tables.actions import (
    DEFAULT,
    Action,
    ActionTable,
    approved_actions,
    banned_actions,
    command_classes,
    gated_actions,
    is_turned,
)
from personac.text.plain import plain

MAX_REASON = 160
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|while|during|before|after|once|only|on|in|at|for|under|within|outside|"
    r"inside|where|wherever|between|through|via|against)\b"
)
_TITLE_CONDITION = re.compile(
    r"\b(?:if|when|whenever|while|during|before|after|until|once|unless|except|phase|stage|mode|"
    r"incidents?|emergenc(?:y|ies)|production|prod)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:on (?:your|its|their|my|our) (?:own|behalf)|on behalf of (?:the |a )?\w+|under any "
    r"circumstances?|under no circumstances?|(?:at|on|in) no (?:time|account|event|case)|in any "
    r"(?:case|way|circumstances?)|at any "
    r"(?:time|point)|at all(?: times)?|for any reason|in (?:this|the|our) "
    r"(?:project|repository|repo|codebase|session)|against prod(?:uction)?|in prod(?:uction)?|"
    r"read[- ]only)\b"
)
_EXCEPTION = re.compile(
    r"\b(?:unless|without|except|until|only with|only after|only if|only when)\b", re.IGNORECASE
)
_APPROVED = re.compile(
    r"approv|permission|consent|confirm|authori[sz]|sign-?off|\bask|request|instruct|\btold\b|"
    r"\btells?\b|go-?ahead|\bconsult|\bcheck with\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:automatically|autonomously|independently|unilaterally|on (?:your|its|their) own|"
    r"yourself|itself|silently|blindly|unauthori[sz]ed|unapproved|unasked)\b",
    re.IGNORECASE,
)
"""What is not to be done so may be done when it is asked for."""
_SOMEWHERE = re.compile(r"\bonly\b|\bexcept\b|\bduring\b|\bphase\b|\bother\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_RULES = frozenset(
    "rule rules constraint constraints mandate mandates never always limit limits boundary "
    "boundaries safety guardrail guardrails do don t not must forbidden prohibited prohibitions "
    "hard red lines security permissions general core what you may agent the and of your strict "
    "non negotiable negotiables contract donts dos restrictions mandatory".split()
)
_NOT_A_BAN = "it asks for something; a client can only refuse or ask"


class _Lowered(NamedTuple):
    effect: Effect
    reach: Reach


def guards(
    document: Document, table: ActionTable = DEFAULT
) -> tuple[tuple[Guard, ...], tuple[Prose, ...]]:
    """Share out the mandates and gates: those that a client could enforce, and the others with
    the reason why words are all that there is.  One that could be in part is in both.
    """
    persona = document.persona
    found: list[Guard] = []
    prose: list[Prose] = []
    for one in stated(persona):
        if isinstance(one.clause, Metric):
            continue
        lowered = _lower(one, table)
        if isinstance(lowered, str):
            prose.append(Prose(one.clause.id, lowered))
            continue
        if left := lowered.reach.left:
            prose.append(Prose(one.clause.id, f"enforced in part; what it says of {left} is prose"))
        if more := lowered.reach.more:
            wide = " and ".join(f"`{command}`" for command in more)
            prose.append(Prose(one.clause.id, f"asked about more than it says: any {wide}"))
        reach = _own_grants(lowered.reach, persona, table)
        found.append(
            Guard(
                mandate=one.clause.id,
                persona=persona.id,
                effect=lowered.effect,
                reason=_reason(one.clause.text),
                commands=reach.commands,
                tools=reach.tools,
                paths=reach.paths,
            )
        )
    return tuple(found), tuple(prose)


def guarded(document: Document, table: ActionTable = DEFAULT) -> Document:
    """``document`` with its guards in its side tables."""
    found, prose = guards(document, table)
    return evolve(document, guards=found, prose=prose)


def _lower(one: Stated, table: ActionTable) -> _Lowered | str:
    clause = one.clause
    if isinstance(clause, Gate):
        approval = _approval(one, table) or _approved(one, table)
        return approval or "a check to pass; no client knows whether it did"
    if not isinstance(clause, Mandate):
        return "a permission; it forbids nothing"
    if clause.polarity is Polarity.PERMIT:
        return _approved(one, table) or "a permission; it forbids nothing"
    if clause.modality is not Modality.MUST:
        return "a recommendation; only what must not be is enforced"
    if clause.polarity is Polarity.REQUIRE and not is_quoted_ban(clause.text):
        return _approval(one, table) or _NOT_A_BAN
    return _ban(one, clause, table)


def _approval(one: Stated, table: ActionTable) -> _Lowered | str | None:
    """An approval that is wanted before an action; None when the words speak of none."""
    actions = gated_actions(one.clause.text, table)
    if not actions:
        return None
    before = re.split(_APPROVED, plain(one.clause.text).casefold(), maxsplit=1)[0]
    if why := _limited(one, before):
        return why
    reach = reach_of(actions, table)
    return reach if isinstance(reach, str) else _Lowered(Effect.ASK, reach)


def _approved(one: Stated, table: ActionTable) -> _Lowered | str | None:
    """What may be done only after an approval; None when the words speak of none."""
    actions, words = approved_actions(one.clause.text, table)
    if not actions:
        return None
    if why := _limited(one, words):
        return why
    reach = reach_of(actions, table)
    return reach if isinstance(reach, str) else _Lowered(Effect.ASK, reach)


def _ban(one: Stated, mandate: Mandate, table: ActionTable) -> _Lowered | str:
    words, exception = _parted(mandate, one)
    if exception and not _APPROVED.search(exception):
        return f"lifted by a condition that no client can check: {_reason(exception, 60)}"
    if mandate.text.rstrip().endswith(":"):
        return "its cases follow below it, each with its own line"
    actions = banned_actions(words, table)
    if not actions and is_turned(words):
        return "a double negation; it asks for the action"
    asked = bool(exception or _ALONE.search(words))
    named = named_commands(words, table) or named_tools(words)
    reach = named or reach_of(actions, table, asked=asked)
    if isinstance(reach, str):
        return reach
    if not named and (why := _objectless(one, actions, table)):
        return why
    if why := lifted(one.beside, _banned_classes(actions, reach, table), table):
        return f"lifted by words beside it: {_reason(why, 60)}"
    if why := _limited(one, re.sub(r"`[^`\n]*`", " ", words).casefold()):
        return why
    if "edit" in reach.tools and _SOMEWHERE.search(one.around) and not exception:
        return "the words around it say where edits are fine"
    if re.search(r"\bdirectly\b", words, re.IGNORECASE):
        return "it forbids one way of doing it, and a client cannot tell the ways apart"
    return _Lowered(Effect.ASK if asked else Effect.DENY, reach)


def _objectless(one: Stated, actions: Sequence[Action], table: ActionTable) -> str | None:
    """Why a verb without an object may not mean everything: "Migrations: never edit"."""
    if not any(is_bare(action, table.by_name[action.name]) for action in actions):
        return None
    alone = _WORDS.findall(one.around.casefold()) == _WORDS.findall(one.clause.text.casefold())
    above = _WORDS.findall(" ".join(one.above[-1:]).casefold())
    if alone and _RULES.issuperset(above):
        return None
    return "what must not be done to what stands in the words around it, which no client reads"


def _banned_classes(actions: Sequence[Action], reach: Reach, table: ActionTable) -> frozenset[str]:
    """The classes of action that a ban is about, those of all of Git when it names Git."""
    of_commands = (command_classes(" ".join(c), table) for c in reach.commands)
    return frozenset(action.name for action in actions).union(*of_commands)


def _parted(mandate: Mandate, one: Stated) -> tuple[str, str]:
    """The ban and what lifts it, which a lead line above may say for its items."""
    if match := _EXCEPTION.search(mandate.text):
        return mandate.text[: match.start()], mandate.text[match.start() :].strip(" .)")
    if mandate.stated is Force.INHERITED:
        for above in reversed(one.above):
            if match := _EXCEPTION.search(above):
                return mandate.text, above[match.start() :].strip(" .:)")
    return mandate.text, mandate.unless or one.excepted


def _limited(one: Stated, words: str) -> str | None:
    """Why the statement does not hold always, if it does not."""
    if one.step is not None:
        return f"it holds in one step only: {_reason(one.step, 60)}"
    if one.excepted and not _APPROVED.search(one.excepted):
        return f"lifted by a condition that no client can check: {_reason(one.excepted, 60)}"
    bare = _HARMLESS.sub(" ", plain(words))
    if match := _CONDITION.search(bare):
        return f"it holds only under a condition: {_reason(bare[match.start() :], 60)}"
    for above in one.above:
        without = _EXCEPTION.split(above, maxsplit=1)[0]
        if _TITLE_CONDITION.search(without):
            return f"it holds only under a condition: {_reason(above, 60)}"
    return None


def _own_grants(reach: Reach, persona: Persona, table: ActionTable) -> Reach:
    """``reach`` without what the persona's own patterns allow: "no Git operations" beside a
    grant of ``git log`` means the operations that change something.
    """
    granted = [tuple(p.split()) for p in _patterns(persona)]
    commands: list[tuple[str, ...]] = []
    for command in reach.commands:
        inner = any(g[: len(command)] == command and g != command for g in granted)
        known = table.changing(command[0]) if inner and len(command) == 1 else ()
        commands.extend(known or (command,))
    return reach._replace(commands=tuple(dict.fromkeys(commands)))


def _patterns(persona: Persona) -> Sequence[str]:
    grants = (g for f in persona.header if isinstance(f, Field) for g in f.clauses)
    patterned = (g for g in grants if isinstance(g, ToolGrant) and g.effect is Effect.ALLOW)
    return [g.pattern.replace(":*", "").replace("*", "") for g in patterned if g.pattern]


def _reason(words: str, most: int = MAX_REASON) -> str:
    line = " ".join(plain(words).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
