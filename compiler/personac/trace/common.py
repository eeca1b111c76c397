"""The source map of a file that a target shares among its personas: the mandates it enforces."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from personac.trace.sourcemap import Entry, File, Further, Input, OpName, Place


def common(file: File, mandates: Sequence[str], known: Mapping[str, Entry]) -> Entry:
    """What a file was made of: each of the ``mandates``, written ``persona: mandate``, where the
    persona has it.
    """
    sources: dict[Input, int] = {}
    revisions: set[Input] = set()
    ops: dict[OpName, int] = {}
    places: list[Place] = []
    further: list[Further] = []
    for named in mandates:
        persona, _, mandate = named.partition(": ")
        entry, place = _place(known.get(persona, Entry()), mandate)
        if place is None:
            continue
        changes = [entry.ops[op] for op in place.ops]
        stated = entry.sources[place.source] if place.source >= 0 else None
        source = sources.setdefault(stated, len(sources)) if stated else -1
        numbers = tuple(ops.setdefault(op, len(ops)) for op in changes)
        revisions.update(
            one for one in entry.revisions if one.name in {o.revision for o in changes}
        )
        for one in entry.further:
            if entry.nodes[one.node] is place:
                at = sources.setdefault(entry.sources[one.source], len(sources))
                further.append(replace(one, node=len(places), source=at))
        places.append(replace(place, node=named, source=source, ops=numbers))
    return Entry(
        sources=tuple(sources),
        revisions=tuple(sorted(revisions)),
        ops=tuple(ops),
        nodes=tuple(places),
        further=tuple(further),
        files=(file,),
    )


def _place(entry: Entry, mandate: str) -> tuple[Entry, Place | None]:
    """Where the node stands that states a mandate."""
    holder = mandate.partition("#")[0]
    return entry, next((one for one in entry.nodes if one.node == holder), None)
