"""Whether an artifact opens more tools than its persona.

Nothing has to be granted: narrower is always right, and so is what the writer declared.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from personac.api import Loss
from personac.model import Effect, Persona, ToolGrant, clauses
from personac.proof._access import Granted, access, probe
from personac.proof._shapes import Access, Opened, tools_of
from personac.proof.decode import Decoded
from personac.proof.values import Widened
from personac.tables.tool_words import phrase
from personac.targets.form import Form
from personac.writers._grants import Grants, grants

_RANK = {Effect.DENY: 0, Effect.ASK: 1, Effect.ALLOW: 2}
_OPENING = frozenset({"unenforced", "dropped"})
"""Losses that may leave a tool open which a persona denies; the others only make it narrower."""


def widened(
    persona: Persona,
    target: str,
    decoded: Sequence[Decoded],
    losses: Sequence[Loss],
    form: Form | None = None,
) -> Iterator[Widened]:
    """What the artifacts open although the persona does not; nothing for a target that has no
    settings for tools.
    """
    found = grants(persona)
    declared = {loss.node for loss in losses if loss.kind in _OPENING}
    for one in decoded:
        given = access(target, one.settings, form) if one.text is not None else None
        if given is None:
            continue
        if given.fault:
            node = next((grant.id for grant in (*found.denied, *found.asked)), "")
            field = found.fields[0].id if found.fields else node
            yield Widened(node=field, tool="*", file=one.path, why=given.fault)
            continue
        yield from _undenied(found, given, one.path, declared)
        if found.limited:
            yield from _unlisted(found, given, one.path)


def _undenied(found: Grants, given: Access, path: str, declared: set[str]) -> Iterator[Widened]:
    """Tools that the persona denies, or wants to be asked for, and the artifact opens."""
    for grant in (*found.denied, *found.asked):
        for tool in tools_of(grant) if grant.id not in declared else ():
            effect = given.effect(tool, probe(grant.pattern))
            if _RANK[effect] > _RANK[grant.effect]:
                name = f"{grant.name}({grant.pattern})" if grant.pattern else grant.name
                wanted = "denies it" if grant.effect is Effect.DENY else "wants to be asked"
                why = f"it {_does(effect)} `{name}`, and the persona {wanted}"
                yield Widened(node=grant.id, tool=tool, file=path, why=why)


def _unlisted(found: Grants, given: Access, path: str) -> Iterator[Widened]:
    """Tools that the artifact opens beside those that the persona lists."""
    listed = (*(found.allowed or ()), *found.asked)
    field = found.fields[0].id if found.fields else listed[0].id if listed else ""
    if given.rest is not Effect.DENY:
        why = f"it {_does(given.rest)} every tool that it does not name; the persona has a list"
        yield Widened(node=field, tool="*", file=path, why=why)
        return
    by_tool: dict[str, list[ToolGrant]] = defaultdict(list)
    for grant in listed:
        for tool in tools_of(grant):
            by_tool[tool].append(grant)
    granted = {tool: Granted(grants) for tool, grants in by_tool.items()}
    nothing = Granted(())
    for opened in given.opened:
        if not granted.get(opened.tool, nothing).covers(opened):
            yield _excess(opened, by_tool[opened.tool], field, path)


def _excess(opened: Opened, listed: Sequence[ToolGrant], field: str, path: str) -> Widened:
    near = listed[0].id if listed else field
    beyond = f" for `{opened.pattern}`" if opened.pattern else ""
    why = f"it {_does(opened.effect)} `{opened.written}`{beyond}; the persona does not grant that"
    needle = opened.pattern or opened.written
    return Widened(node=near, tool=opened.tool, file=path, why=why, needle=needle)


def _does(effect: Effect) -> str:
    return "allows" if effect is Effect.ALLOW else "only asks before"


def unsaid(persona: Persona, decoded: Sequence[Decoded], losses: Sequence[Loss]) -> Iterator[str]:
    """The tools whose denial, list or question is declared as not enforced, and that no words
    of the artifacts state either.
    """
    declared = {loss.node for loss in losses if loss.kind == "unenforced"}
    if not declared:
        return
    text = " ".join(" ".join((one.text or "").split()) for one in decoded).casefold()
    for _, clause in clauses(persona):
        if isinstance(clause, ToolGrant) and clause.id in declared and not _is_said(clause, text):
            yield clause.id


def _is_said(grant: ToolGrant, text: str) -> bool:
    """Whether the tool is named, by its name or by what it does."""
    name = " ".join(grant.name.split()).casefold()
    return name in text or all(part in text for part in phrase(grant.name).split(" and "))
