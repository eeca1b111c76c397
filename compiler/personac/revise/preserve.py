"""What a persona binds itself to, before and after: nothing may go or grow weaker."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from personac.breaking import compare_personas
from personac.model import Effect, NodeId, Permission, Persona, ToolGrant, clauses

KINDS = {"mandates": "mandate", "gates": "gate", "metrics": "metric"}


class Broken(NamedTuple):
    """Something that bound before and does not now: where it stood, what became of it, and
    both in one line.
    """

    node: NodeId
    what: str
    words: str
    became: str
    message: str


def broken(before: Persona, after: Persona, parts: Iterable[str]) -> Iterator[Broken]:
    """Every loss among the parts that are to be preserved, the first of each statement."""
    wanted = tuple(parts)
    kinds = {KINDS[part] for part in wanted if part in KINDS}
    seen: set[tuple[str, NodeId, str]] = set()
    for change in compare_personas(before, after) if kinds else ():
        one = change.part, change.old, change.before
        if change.part in kinds and one not in seen:
            seen.add(one)
            words = change.before or change.after
            at = change.old or change.new
            yield Broken(at, change.part, words, change.became, change.message)
    if "tools" in wanted:
        yield from _grants(before, after)


def _grants(before: Persona, after: Persona) -> Iterator[Broken]:
    """Grants and bans that go, and powers that come."""
    old, new = dict(_powers(before)), dict(_powers(after))
    for power, node in old.items():
        if power not in new:
            yield _broken(node, "ban" if power.startswith("deny") else "grant", power, "is gone")
    for power, node in new.items():
        if power not in old and not power.startswith("deny"):
            yield _broken(node, "grant", power, "is new")


def _broken(node: NodeId, what: str, words: str, became: str) -> Broken:
    return Broken(node, what, words, became, f'the {what} "{words}" {became}')


def _powers(persona: Persona) -> Iterator[tuple[str, NodeId]]:
    for node, clause in clauses(persona):
        match clause:
            case ToolGrant(name=name, pattern=pattern):
                tool = f"{name}({pattern})" if pattern else name
                yield f"{'deny ' if clause.effect is Effect.DENY else ''}{tool}", node.id
            case Permission(access=access, resource=resource):
                yield f"{access} {resource}", node.id
            case _:
                pass
