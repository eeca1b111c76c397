"""Mandates that a project leaves to their words on a target, where its client could enforce them
only for every agent of the project.
"""

from personac.api import Emission, Loss, LossKind, Prose
from personac.model import evolve


def in_words(emission: Emission, reason: str) -> Emission:
    """``emission`` without what would bind every agent: no file of the project enforces it, each
    such mandate is declared unenforced with the ``reason``.  What the agent's own files do stays.
    """
    taken = {one.mandate for one in emission.enforced if one.for_every_agent}
    if not taken:
        return emission
    own = {artifact.path for artifact in emission.artifacts}
    kept = tuple(
        one
        for one in emission.enforced
        if one.mandate not in taken or one.where.partition(" ")[0] in own
    )
    detail = f"in words only, as the settings say: {reason}"
    left = sorted(taken - {one.mandate for one in kept})
    return evolve(
        emission,
        guards=tuple(guard for guard in emission.guards if guard.mandate not in taken),
        enforced=kept,
        prose=(*emission.prose, *(Prose(mandate, detail) for mandate in left)),
        losses=(
            *emission.losses,
            *(Loss(mandate, LossKind.UNENFORCED, detail) for mandate in sorted(taken)),
        ),
    )
