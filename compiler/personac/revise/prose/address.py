"""Whom a specification is for: by its path, the persona's name, or its title; never guessed."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

from msgspec import Struct

from personac.api import Document
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.identity import display_name, identity
from personac.revise._faults import Site, finding
from personac.revise.prose.spec import Spec
from personac.text.slug import slug

_ADDED = re.compile(r"^(?:revision|spec)-|-(?:revision|revisions|spec|specification|rev)$")
_ROLE = re.compile(r"-(?:agent|sub-?agent|persona)$")
_MOST = 5


class Known(Struct, frozen=True):
    """A persona of the project and all it goes by, as slugs."""

    id: str
    path: str
    names: tuple[str, ...] = ()


class Addressed(NamedTuple):
    """The persona's id and its file, or why there is none."""

    persona: str | None
    found: tuple[Diagnostic, ...] = ()
    path: str = ""


def known(document: Document) -> Known:
    """What a persona goes by."""
    facts = identity(document.persona)
    stated = [fact.value for fact in (facts.name, facts.handle, facts.title, facts.role) if fact]
    names = (slug(one) for one in (display_name(document.persona), *stated))
    return Known(document.persona.id, document.sources[0].path, tuple(sorted({*names} - {""})))


def addressed(spec: Spec, personas: Sequence[Known]) -> Addressed:
    """The one persona that the specification means."""
    by_path = _by_path(spec, personas)
    by_title = _by_title(spec, personas)
    if by_path and by_title and not {p.id for p in by_path} & {p.id for p in by_title}:
        return Addressed(None, (_at_odds(spec, by_path, by_title),))
    both = [p for p in by_path if p in by_title]
    meant = both or by_path or by_title
    ids = tuple(dict.fromkeys(p.id for p in meant))
    if len(ids) == 1:
        return Addressed(ids[0], path=meant[0].path)
    return Addressed(None, (_several(spec, meant) if meant else _nobody(spec, personas),))


def _by_path(spec: Spec, personas: Sequence[Known]) -> list[Known]:
    """Those whose file or id has the name of this file; the nearest folder decides."""
    stems = {spec.id, _ADDED.sub("", spec.id)}
    found = [p for p in personas if stems & {p.id, _stem(p.path)}]
    if len(found) < 2:
        return found
    folders = _folders(spec.source.path)
    shared = [_shared(folders, _folders(p.path)) for p in found]
    return [p for p, many in zip(found, shared, strict=True) if many == max(shared)]


def _by_title(spec: Spec, personas: Sequence[Known]) -> list[Known]:
    title = slug(spec.title)
    wanted = {title, _ROLE.sub("", title)} - {""}
    found = [p for p in personas if wanted & {p.id, *p.names, *(_ROLE.sub("", n) for n in p.names)}]
    return [p for p in found if p.id in wanted] or found


def _stem(path: str) -> str:
    return slug(path.replace("\\", "/").rpartition("/")[2].partition(".")[0])


def _folders(path: str) -> list[str]:
    return path.replace("\\", "/").split("/")[:-1]


def _shared(one: list[str], other: list[str]) -> int:
    """How many of the innermost folders have the same names."""
    pairs = list(zip(reversed(one), reversed(other), strict=False))
    return next((at for at, (a, b) in enumerate(pairs) if a != b), len(pairs))


def _labels(spec: Spec, personas: Sequence[Known]) -> tuple[Label, ...]:
    own = Site(spec.source.path, {"$": spec.span}, "$").label()
    return (own, *(Label(Locator(path=p.path), f"`{p.id}`") for p in personas[:_MOST]))


def _at_odds(spec: Spec, by_path: Sequence[Known], by_title: Sequence[Known]) -> Diagnostic:
    return finding(
        "REV018",
        f"the file's name means `{by_path[0].id}`, its title means `{by_title[0].id}`",
        _labels(spec, [*by_path, *by_title]),
        remedy="correct the title, or name the file after the persona it is for",
    )


def _several(spec: Spec, personas: Sequence[Known]) -> Diagnostic:
    listed = ", ".join(f"`{p.id}`" for p in personas[:_MOST])
    return finding(
        "REV018",
        f"the specification may be for {len(personas)} personas: {listed}",
        _labels(spec, personas),
        remedy=f"name the file after one of them, such as `{personas[0].id}.md`",
    )


def _nobody(spec: Spec, personas: Sequence[Known]) -> Diagnostic:
    by_name = {name: p for p in personas for name in (*p.names, p.id)}
    near = get_close_matches(slug(spec.title), by_name, 3, 0.5)
    near += get_close_matches(spec.id, by_name, 3, 0.5)
    candidates = list({by_name[name].id: by_name[name] for name in near}.values())
    listed = " or ".join(f"`{p.id}.md`" for p in candidates[:3])
    return finding(
        "REV018",
        f"no persona of the project is called `{spec.title}` or `{spec.id}`",
        _labels(spec, candidates),
        remedy=f"name the file {listed}" if listed else "name the file after the persona it is for",
        severity=Severity.WARNING,
    )
