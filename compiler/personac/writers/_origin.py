"""Which nodes of a persona speak for a key in the header of an output."""

from personac.identity import Fact, identity
from personac.model import Field, NodeId, Persona
from personac.passes.tool_list import TOOL_FIELDS
from personac.tables.fields import field_kind
from personac.text.slug import slug
from personac.writers._grants import grants

_KINDS = {
    "model_reasoning_effort": "effort",
    "sandbox_mode": "tools",
}
"""Keys of outputs that no source has, and the kind of field they stand for."""


def made_of(persona: Persona, key: str) -> tuple[NodeId, ...]:
    """The nodes that the value of ``key`` was made of; none for a setting of the writer's own."""
    if key == "name":
        return named_by(persona)
    if key == "description":
        return described_by(persona)
    kind = _KINDS.get(key) or field_kind(key)
    if kind in TOOL_FIELDS:
        return limited_by(persona)
    fields = (field for field in persona.header if isinstance(field, Field))
    return tuple(
        f.id for f in fields if key == f.key or (kind in (f.key, f.kind) and kind != "other")
    )


def named_by(persona: Persona) -> tuple[NodeId, ...]:
    """What the id of the persona was read from; nothing when it is that of its file."""
    facts = identity(persona)
    stated = (fact for fact in (facts.name, facts.handle, facts.title) if fact)
    found = next((f.node for f in stated if slug(f.value.lstrip("@")) == persona.id), None)
    return (found,) if found else ()


def described_by(persona: Persona) -> tuple[NodeId, ...]:
    """What the description was read from, or made of."""
    facts = identity(persona)
    role = next((fact for fact in (facts.role, facts.title) if fact), None)
    made: tuple[Fact | None, ...] = (role, facts.mission)
    found = (facts.description,) if facts.description else made
    return tuple(dict.fromkeys(fact.node for fact in found if fact)) or named_by(persona)


def limited_by(persona: Persona) -> tuple[NodeId, ...]:
    """What states the tools, in the header or in the body."""
    found = grants(persona)
    stated = (*(found.allowed or ()), *found.asked, *found.denied)
    holders = (grant.id.partition("#")[0] for grant in stated)
    return tuple(dict.fromkeys((*(field.id for field in found.fields), *holders)))
