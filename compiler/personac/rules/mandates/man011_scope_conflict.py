"""MAN011: a step, a tool or a permission reaches a path that a mandate keeps out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.contract import normal, scope_of
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    Access,
    Effect,
    Mandate,
    Modality,
    Permission,
    Persona,
    Polarity,
    ToolGrant,
    clauses,
)
from personac.passes.tool_list import counted
from personac.rules.mandates._read_only import sentences_outside_steps
from personac.rules.mandates._statements import mandates
from personac.rules.mandates._writes import WRITE, writes
from personac.tables.tools import canonical_tool
from personac.text.plain import plain

_WRITES = re.compile(
    rf"\b(?:{WRITE}|writ|modifi)(?:s|d|es|ed|ing|ten)?\b|\b(?:edits?|changes?|modifications?|writes)\b",
    re.IGNORECASE,
)
_VERB = rf"(?:{WRITE}(?:s|ing)?|writing|(?:changes|edits|writes|modifications))"
_IN = r"(?:in|under|to|inside|within|below|at|beneath)"
_CONFINES = re.compile(
    rf"\bonly {_VERB}\b|\b{_VERB}\b[^.;]{{0,60}}\b(?:only|exclusively|solely) {_IN}\b"
    rf"|\b{_VERB}\b[^.;]{{0,60}}\boutside(?: of)?\b"
    rf"|\b{_VERB}\b[^.;]{{0,40}}\b(?:stay|remain|be kept|be made)s? (?:only )?(?:within|inside|in|under|below)\b"
    rf"|\b{_VERB}\b[^.;]{{0,40}}\b(?:limited|restricted|confined) to\b"
    rf"|\b(?:limit|restrict|confine|keep)s?\b[^.;]{{0,30}}\b{_VERB}\b[^.;]{{0,20}}\b{_IN}\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"[,;]\s+(?:(?:and|but)\s+)?(?=(?:never|do not|don['’]t|not)\b)|\s(?:and|but)\s+(?=(?:never|do not)\b)",
    re.IGNORECASE,
)
_UNTOUCHED = re.compile(
    r"\b(?:is|are|stays?|remains?|must be|leave|keep)\b[^.;]{0,60}\b(?:read[- ]only|untouched|unchanged|unmodified|as (?:it is|they are))\b",
    re.IGNORECASE,
)
Folders = tuple[str, ...]
_CASE = re.compile(
    r"\b(?:if|when|while|during|phase|step|stage|mode|until|unless|except|before|after|may|can|could)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    rf"\W*(?:(?:please|only|always|strictly) )?(?:{WRITE}|restrict|limit|confine|keep|leave)\b"
    r"|\W*(?:(?:all|any|your|its|file|code) ){0,3}(?:changes|edits|writes|modifications|files)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:only|exclusively|solely)\b", re.IGNORECASE)
_HERE = "the limit stands here"
_TOOLS = frozenset({"edit", "write", "notebook"})


class Limit(NamedTuple):
    """A mandate on where files may be written: only below ``paths``, or not there."""

    at: Label
    paths: tuple[str, ...]
    only: bool


class Reach(NamedTuple):
    """A path that something writes to or may write to; ``what`` does it."""

    path: str
    what: str
    at: Label


class Kept(NamedTuple):
    """The limits of a persona, found by the folders of a path: ``first`` is the first one that
    allows some places only, ``allowed`` are these, ``leading`` the folders on the way to them.
    """

    first: Limit | None
    allowed: frozenset[Folders]
    leading: frozenset[Folders]
    barred: dict[Folders, Limit]


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    limits = tuple(_limits(persona)) or tuple(_spoken(persona))
    if not limits:
        return
    kept = _kept(limits, persona)
    for reach in (*_steps(persona), *_grants(persona)):
        if limit := _broken(reach.path, kept):
            yield _finding(reach, limit)


def _kept(limits: tuple[Limit, ...], persona: Persona) -> Kept:
    allowed = [path for limit in limits if limit.only for path in limit.paths]
    places = {_folders(path) for path in (*allowed, *_permitted(persona))}
    barred: dict[Folders, Limit] = {}
    for limit in limits:
        for path in () if limit.only else limit.paths:
            barred.setdefault(_folders(path), limit)
    return Kept(
        first=next((limit for limit in limits if limit.only), None),
        allowed=frozenset(places),
        leading=frozenset(folders[:size] for folders in places for size in range(len(folders) + 1)),
        barred=barred,
    )


def _limits(persona: Persona) -> Iterator[Limit]:
    for statement, mandate in mandates(persona):
        if statement.step or not _unconditional(mandate):
            continue
        forbids = mandate.polarity is Polarity.FORBID
        for part in _PARTS.split(mandate.text):
            paths, words = _paths(part), plain(part)
            if paths and _confines(words) and not _allows(mandate):
                yield Limit(statement.mark(_HERE), paths, only=True)
            elif paths and (_UNTOUCHED.search(words) or (forbids and _WRITES.search(words))):
                yield Limit(statement.mark(_HERE), paths, only=False)


def _spoken(persona: Persona) -> Iterator[Limit]:
    """Sentences that order to stay in a place, without the words of a mandate."""
    for node, words in sentences_outside_steps(persona):
        bare = plain(words)
        if not _ORDERS.match(bare) or _CASE.search(bare):
            continue
        only = _confines(bare)
        if (only or _UNTOUCHED.search(bare)) and (paths := _paths(words)):
            yield Limit(Label(Locator(node=node, needle=words), _HERE), paths, only=only)


def _paths(text: str) -> tuple[str, ...]:
    return tuple(path for path in scope_of(text).paths if _is_path(path, text))


def _confines(words: str) -> bool:
    return _WRITES.search(words) is not None and _CONFINES.search(words) is not None


def _allows(mandate: Mandate) -> bool:
    may = mandate.polarity is Polarity.PERMIT and mandate.modality is Modality.MAY
    return may and _ONLY.search(mandate.text) is None


def _is_path(path: str, text: str) -> bool:
    """Whether it is meant as one: ``cache/handoff`` may be two words."""
    return f"`{path}`" in text or path.endswith("/") or not {".", "*", "~"}.isdisjoint(path)


def _unconditional(mandate: Mandate) -> bool:
    parts = normal(mandate)
    return not (mandate.unless or parts.condition or parts.exception or parts.stage)


def _permitted(persona: Persona) -> Iterator[str]:
    for _, mandate in mandates(persona):
        if mandate.polarity is Polarity.PERMIT:
            yield from normal(mandate).scope.paths


def _steps(persona: Persona) -> Iterator[Reach]:
    for one in writes(persona):
        at = Label(Locator(node=one.node, needle=one.path))
        yield Reach(one.path, f"{one.step} writes to", at)


def _grants(persona: Persona) -> Iterator[Reach]:
    for node, clause in clauses(persona):
        if isinstance(clause, Permission) and clause.access is Access.WRITE:
            at = Label(Locator(node=node.id, needle=clause.resource))
            yield Reach(clause.resource, "a permission allows to write", at)
    for node, tool in counted(persona):
        if tool.pattern and _writes(tool):
            at = Label(Locator(node=node.id, needle=tool.pattern))
            yield Reach(tool.pattern, f"`{tool.name}` is granted for", at)


def _writes(tool: ToolGrant) -> bool:
    return tool.effect is Effect.ALLOW and canonical_tool(tool.name) in _TOOLS


def _broken(path: str, kept: Kept) -> Limit | None:
    """The first limit that writing to ``path`` goes over."""
    own = _folders(path)
    around = [own[:size] for size in range(1, len(own) + 1)]
    if limit := next((kept.barred[one] for one in around if one in kept.barred), None):
        return limit
    placed = "/" in path.strip("/") or path.endswith("/")
    inside = own in kept.leading or not kept.allowed.isdisjoint(around)
    return kept.first if placed and not inside else None


def _folders(path: str) -> Folders:
    """The parts of a path without ``./`` and trailing stars."""
    parts = [part for part in path.strip().removeprefix("./").split("/") if part]
    while parts and set(parts[-1]) == {"*"}:
        parts.pop()
    return tuple(parts)


def _finding(reach: Reach, limit: Limit) -> Finding:
    kept = ", ".join(limit.paths)[:60]
    kept = (
        f"files be written only below `{kept}`"
        if limit.only
        else f"no file be written below `{kept}`"
    )
    return Finding(
        message=f"{reach.what} `{reach.path[:60]}`, and a mandate lets {kept}",
        help="write elsewhere, or widen the mandate by this path",
        labels=(reach.at, limit.at),
    )


RULE = Rule(
    code="MAN011",
    name="scope-conflict",
    severity=Severity.ERROR,
    why="the agent cannot do its work without leaving the place it is confined to",
    check=check,
)
