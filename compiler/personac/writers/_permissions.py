"""Permission rules as Claude Code introduced them and other clients took them over."""

from collections.abc import Sequence

from personac import codec
from personac.api import Artifact, Guard
from personac.model import Effect


def rules(guard: Guard) -> list[str]:
    """The permission rules of a guard.  What it keeps from tools as a whole is no matter of
    the project: a reviewer that may not edit must not take ``sed -i`` from the developer.
    """
    if guard.tools:
        return []
    commands = [" ".join(words) for words in guard.commands]
    found = [rule for words in commands for rule in (f"Bash({words})", f"Bash({words} *)")]
    return found + [f"Read({path})" for path in guard.paths]


def permissions(guards: Sequence[Guard]) -> dict[str, object]:
    """The key ``permissions`` of the settings, or nothing."""
    effects = (Effect.DENY, Effect.ASK)
    lists = {str(effect): found for effect in effects if (found := _unique(guards, effect))}
    return {"permissions": lists} if lists else {}


def settings(path: str, content: dict[str, object]) -> Artifact:
    """Settings that the user may own too."""
    return Artifact(path, codec.to_pretty_json(content), "json")


def _unique(guards: Sequence[Guard], effect: Effect) -> list[str]:
    found = (rule for guard in guards if guard.effect is effect for rule in rules(guard))
    return sorted(dict.fromkeys(found))
