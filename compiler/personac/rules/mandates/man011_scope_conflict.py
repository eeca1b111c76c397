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
    Permission,
    Persona,
    Polarity,
    ToolGrant,
    clauses,
)
from personac.rules.mandates._deeds import instructions
from personac.rules.mandates._statements import Statement, mandates
from personac.tables.tools import canonical_tool
from personac.text.plain import plain

_VERB = r"(?:write|edit|modify|change|create|touch|save|store|put|delete|remove|update|add|append|rename|move|alter|overwrite|generate|bump|commit)"
_CONFINES = re.compile(
    rf"\bonly {_VERB}\b|\b{_VERB}(?:s|ing)?\b[^.;]{{0,60}}\b(?:only|exclusively|solely) (?:in|under|to|inside|within|below|at)\b"
    rf"|\b{_VERB}(?:s|ing)?\b[^.;]{{0,60}}\boutside(?: of)?\b",
    re.IGNORECASE,
)
_WRITES = re.compile(rf"\b{_VERB}(?:s|ing)?\b", re.IGNORECASE)
_TOLD = re.compile(rf"^\W*(?:then |next |finally )?{_VERB}\b", re.IGNORECASE)
Folders = tuple[str, ...]
_TOOLS = frozenset({"edit", "write", "notebook"})


class Limit(NamedTuple):
    """A mandate on where files may be written: only below ``paths``, or not there."""

    statement: Statement
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
    limits = tuple(_limits(persona))
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
        words = plain(mandate.text)
        paths = tuple(path for path in scope_of(mandate.text).paths if _is_path(path, mandate.text))
        if not paths or statement.step or not _WRITES.search(words):
            continue
        if _CONFINES.search(words) and mandate.polarity is not Polarity.PERMIT:
            yield Limit(statement, paths, only=True)
        elif mandate.polarity is Polarity.FORBID and _unconditional(mandate):
            yield Limit(statement, paths, only=False)


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
    for one, step, text in instructions(persona):
        if _TOLD.search(plain(getattr(one.node, "text", "") or text)):
            for path in scope_of(text).paths:
                yield Reach(
                    path, f"{step} writes to", Label(Locator(node=one.node.id, needle=path))
                )


def _grants(persona: Persona) -> Iterator[Reach]:
    for node, clause in clauses(persona):
        if isinstance(clause, Permission) and clause.access is Access.WRITE:
            at = Label(Locator(node=node.id, needle=clause.resource))
            yield Reach(clause.resource, "a permission allows to write", at)
        if isinstance(clause, ToolGrant) and clause.pattern and _writes(clause):
            at = Label(Locator(node=node.id, needle=clause.pattern))
            yield Reach(clause.pattern, f"`{clause.name}` is granted for", at)


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
        labels=(reach.at, limit.statement.mark("the limit stands here")),
    )


RULE = Rule(
    code="MAN011",
    name="scope-conflict",
    severity=Severity.ERROR,
    why="the agent cannot do its work without leaving the place it is confined to",
    check=check,
)
