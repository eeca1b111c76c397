"""The normal form: who must or must not do what, to what, when, unless, with whose approval.

It is derived from the words of a clause each time, so that it always is true to them.
"""

import re
from functools import lru_cache

from msgspec import Struct

from personac.contract._bounds import Found, Side, found_bounds
from personac.contract._segments import segments
from personac.contract._words import fold
from personac.model import Contract, Gate, Mandate, Modality, Polarity, Stated
from personac.tables.actions import (
    banned_actions,
    gated_actions,
    instructed_actions,
    mentioned_classes,
)
from personac.tables.metrics import measured
from personac.text.plain import plain


class Threshold(Struct, frozen=True, kw_only=True):
    """A bound as intended: ``number`` to ``most`` of ``unit``; ``direction`` is which way the
    measured thing has to stay: up from the number, down from it, or at it.
    """

    metric: str
    statistic: str
    comparator: str
    number: float
    most: float | None
    unit: str
    baseline: str
    direction: str
    words: str


class Scope(Struct, frozen=True, kw_only=True):
    """What a statement names as code or path: where it holds, what it is about."""

    paths: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


class Normal(Struct, frozen=True, kw_only=True):
    """A clause in its parts; a part that the words do not state is empty."""

    kind: str
    polarity: Polarity | None
    modality: Modality | None
    source: str
    subject: str
    action: str
    object: str
    condition: str
    exception: str
    stage: str
    approver: str
    consequence: str
    blocking: bool
    criterion: str
    thresholds: tuple[Threshold, ...]
    scope: Scope
    actions: tuple[str, ...]


@lru_cache(maxsize=2048)
def normal(clause: Contract, context: str = "") -> Normal:
    """The parts of ``clause``; ``context`` is all that its node says, label included."""
    words = plain(clause.text)
    parts = segments(words)
    mandate = clause if isinstance(clause, Mandate) else None
    consequence = _consequence(plain(context) or words)
    return Normal(
        kind=_kind(clause),
        polarity=mandate.polarity if mandate else None,
        modality=mandate.modality if mandate else None,
        source=_source(clause),
        subject=parts.subject,
        action=parts.action,
        object=parts.object,
        condition=parts.condition,
        exception=parts.exception,
        stage=parts.stage,
        approver=_approver(words),
        consequence=consequence,
        blocking=_blocks(clause, consequence),
        criterion="" if mandate else parts.core,
        thresholds=tuple(_thresholds(clause, context)),
        scope=scope_of(clause.text),
        actions=_actions(clause, words),
    )


def _kind(clause: Contract) -> str:
    if isinstance(clause, Mandate):
        return "mandate"
    return "gate" if isinstance(clause, Gate) else "metric"


def _source(clause: Contract) -> str:
    if not isinstance(clause, Mandate):
        return "declared"
    return "declared" if clause.stated is Stated.DECLARED else "inherited"


_APPROVAL = (
    r"(?:approval|permission|consent|confirmation|authori[sz]ation|sign-?off|go-ahead|agreement)"
)
_WHO = r"(?:(?:the|an?|your|its|their|our|any)\s+)?(?P<who>[A-Za-z][\w'-]*(?:\s+[A-Z][\w'-]*){1,3}|[a-z][\w'-]*(?:\s+(?:lead|owner|team|manager|officer|board|architect|engineer|reviewer|maintainer))?|[A-Z][\w-]*)"
_APPROVERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_APPROVAL}\s+(?:of|from|by)\s+{_WHO}",
        rf"\b(?:approved|authori[sz]ed|confirmed|signed off|reviewed)(?:\s+\w+ly)?\s+by\s+{_WHO}",
        rf"\b(?P<who>[A-Z][\w-]*(?:\s+[A-Z][\w-]*){{0,3}})(?:'s|’s)?\s+(?:has |have |must |explicitly )?(?:approves?|approved|confirms?|confirmed|signs? off|{_APPROVAL})\b",
        (
            rf"\b(?P<who>user|owner|human|manager|maintainer|reviewer|lead|team|stakeholder|admin|customer|operator|engineer)s?(?:'s|’s)?"
            rf"\s+(?:has |have |must |explicitly )?(?:approves?|approved|confirms?|confirmed|signs? off|{_APPROVAL}|review)\b"
        ),
        r"\b(?:ask|consult|escalate to|wait for)\s+(?:the\s+|an?\s+)?(?P<who>user|owner|human|manager|maintainer|reviewer|lead|team|[A-Z][\w-]*(?:\s+[A-Z][\w-]*){1,3})\b",
    )
)
_NO_ONE = frozenset(
    "explicit prior written formal proper the without no must only your every each all any this that".split()
)


def _approver(words: str) -> str:
    for pattern in _APPROVERS:
        for match in pattern.finditer(words):
            who = re.sub(r"^(?:The|A|An) ", "", match["who"])
            if who.casefold() not in _NO_ONE:
                return who
    return ""


_CONSEQUENCE = re.compile(
    r"\b(?:otherwise|or else|if (?:not|it fails|this fails|any (?:fails?|check fails))),?\s[^.;\n]{1,160}"
    r"|\b(?:blocks?|stops?|halts?|fails?|rejects?|aborts?)\s(?:the |any |all |every )?(?:\w+ ){0,2}?"
    r"(?:merge|release|deploy\w*|build|pipeline|workflow|step|commit|work|handoff|publication|run)\b",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"\b(?:block|stop|halt|fail|reject|abort|return|repeat)", re.IGNORECASE)


def _consequence(context: str) -> str:
    match = _CONSEQUENCE.search(context)
    return match.group().strip() if match else ""


def _blocks(clause: Contract, consequence: str) -> bool:
    if isinstance(clause, Gate) and clause.blocking is not None:
        return clause.blocking
    return bool(_BLOCKS.search(consequence))


_BASELINE = re.compile(
    r"\b(?:against|versus|vs\.?|compared (?:to|with)|relative to|from|over)\s+(?:the\s+)?((?:previous|prior|last|baseline|current)"
    r"(?:\s[\w-]+){0,2}|baseline)",
    re.IGNORECASE,
)


def _thresholds(clause: Contract, context: str) -> "list[Threshold]":
    words = plain(clause.text)
    held = words if clause.threshold is None or plain(clause.threshold) in words else ""
    folded = fold(held or f"{words} {clause.threshold}")
    baseline = _BASELINE.search(words)
    label = fold(context.partition(":")[0]) if ":" in context else ""
    return [
        _threshold(one, folded, label, baseline[1] if baseline else "")
        for one in found_bounds(folded)
        if one.bound.side is not Side.EXACT or one.bound.family
    ]


def _threshold(one: Found, folded: str, label: str, baseline: str) -> Threshold:
    bound = one.bound
    number = bound.high if bound.side.room > 0 else bound.low
    direction = {1: "down", -1: "up"}.get(bound.side.room, "at")
    return Threshold(
        metric=_metric(folded, one, label),
        statistic=bound.statistic,
        comparator=str(bound.side),
        number=number,
        most=bound.high if bound.side is Side.RANGE else None,
        unit={"time": "s", "bytes": "B"}.get(bound.family, bound.family),
        baseline=baseline,
        direction=direction,
        words=bound.words,
    )


def _metric(folded: str, one: Found, label: str) -> str:
    """What is measured: named right before the number, else after it, else by the label."""
    before = re.split(r"[.;,]| and ", folded[max(0, one.start - 120) : one.start])[-1]
    after = re.split(r"[.;,]", folded[one.end : one.end + 80])[0]
    for text in (before, after, label):
        if found := measured(tuple(re.findall(r"[a-z][\w.-]*", text))):
            return found[-1].metric
    return ""


_CODE = re.compile(r"`([^`\n]{1,200})`")
_PATH = re.compile(
    r"(?<![\w/])(?:[\w.~-]+/[\w./*~-]*|\*\*?/[\w./*-]+|[\w-]+\.(?:md|py|js|ts|json|ya?ml|toml|env|lock|txt|sh|go|rs))(?![\w/])"
)
_COMMAND = re.compile(r"[a-z][\w.-]*(?:\s+[\w./:*<>=@-]+)+")
_BRANCH = re.compile(
    r"\b(?:push(?:ing|es)?|merg(?:e|es|ing)|commit(?:s|ting)?)\b[^.;,]{0,40}?\b(?:to|into|on)\s+(?:the\s+)?[`'\"]?(?P<to>main|master|develop|production|release[\w/*-]*)"
    r"|\b(?P<of>main|master|develop|release|protected|shared)\s+branch",
    re.IGNORECASE,
)


def scope_of(text: str) -> Scope:
    """What ``text`` names as code or path."""
    from personac.tables.tools import known_tool

    codes = tuple(dict.fromkeys(_CODE.findall(text)))
    bare = plain(text)
    commands = tuple(one for one in codes if _COMMAND.fullmatch(one) and "/" not in one.split()[0])
    paths = (*(one for one in codes if _PATH.fullmatch(one)), *_PATH.findall(_CODE.sub(" ", text)))
    tools = tuple(one for one in codes if known_tool(one) and one[:1].isupper())
    branches = (m["to"] or m["of"] for m in _BRANCH.finditer(bare))
    return Scope(
        paths=tuple(dict.fromkeys(paths)),
        commands=commands,
        tools=tools,
        branches=tuple(dict.fromkeys(one.casefold() for one in branches)),
    )


def _actions(clause: Contract, words: str) -> tuple[str, ...]:
    """The classes of action that it is about: banned, put under approval, or asked for."""
    if isinstance(clause, Mandate) and clause.polarity is Polarity.FORBID:
        found = {one.name for one in banned_actions(words)}
    else:
        found = {one.name for one in (*gated_actions(words), *instructed_actions(words))}
    if not isinstance(clause, Mandate):
        found |= mentioned_classes(words)
    return tuple(sorted(found))
