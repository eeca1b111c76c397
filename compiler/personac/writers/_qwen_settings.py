"""What binds an agent of Qwen Code: permissions of the project, and a hook of the agent's own.

A permission binds every agent, and one to ask is void in yolo mode.  A hook in an agent's file
holds in every mode, as long as that agent runs, and where nobody can be asked, the client refuses.
A call does not name its agent, so the hook says it.  Seen with 0.24.4, 2026-11-20.
"""

import json
import shlex
from collections.abc import Iterator, Sequence

from personac.api import Artifact, Enforced, Guard, How
from personac.enforce.hook import LIMITS as PARSED
from personac.enforce.hook import script
from personac.model import Effect, Field, Persona
from personac.tables.tools import spelling
from personac.writers._enforcement import Enforcement, Own
from personac.writers._entries import Keyed, Verbatim
from personac.writers._guarded import EVERY
from personac.writers._permissions import permissions, rules, settings
from personac.writers._yaml import quoted

CLIENT = "qwen"
SETTINGS = ".qwen/settings.json"
HOOK = ".qwen/hooks/personac-guard.sh"
_NOT_IN_YOLO = f"{EVERY}; not in yolo mode"
_LIMITS = f"agents that run at the same time, too; {PARSED}"
_SHELL = "run_shell_command"


def enforced(guard: Guard, persona: Persona, _: str) -> Iterator[Enforced]:
    """What permissions and hook do about a guard; a denied tool is left to the agent's list."""
    asks = guard.effect is Effect.ASK
    if rules(guard):
        how, limits = (How.ASK, _NOT_IN_YOLO) if asks else (How.DENY, EVERY)
        yield Enforced(guard.mandate, how, guard.effect, f"{SETTINGS} permissions.{how}", limits)
    if _watched(guard) and not _has_hooks(persona):
        yield Enforced(guard.mandate, How.HOOK, guard.effect, HOOK, _LIMITS)


def own(persona: Persona, guards: Sequence[Guard]) -> Own | None:
    """The hook of an agent, under the key ``hooks``; None where there is nothing to watch, or
    where the persona has hooks of its own, which are kept as they are.
    """
    watched = list(dict.fromkeys(tool for guard in guards for tool in _watched(guard)))
    if not watched or _has_hooks(persona):
        return None
    who = shlex.quote(json.dumps({"agent_type": persona.id}, ensure_ascii=False))
    call = f'{{ echo {who}; cat; }} | sh "$QWEN_PROJECT_DIR"/{HOOK}'
    lines = (
        "PreToolUse:",
        f"  - matcher: {quoted('|'.join(watched))}",
        "    hooks:",
        "      - type: command",
        f"        command: {quoted(call)}",
    )
    mandates = tuple(guard.mandate for guard in guards if _watched(guard))
    return Own(Keyed("hooks", Verbatim("\n".join(lines)), ""), mandates)


def share(guards: Sequence[Guard], _: Sequence[str]) -> tuple[Artifact, ...]:
    """The permissions, and the script of the hooks, each where a guard needs it."""
    found = permissions(guards)
    watched = [guard for guard in guards if _watched(guard)]
    tools = {tool: (name,) for guard in guards for tool, name in _asked(guard).items()}
    guarding = script(watched, "claude", scoped=True, tools=tools)
    return (
        *((settings(SETTINGS, found),) if found else ()),
        *((Artifact(HOOK, guarding),) if watched else ()),
    )


def _watched(guard: Guard) -> list[str]:
    """The tools that the hook has to look at for a guard."""
    return [_SHELL] * bool(guard.commands) + list(_asked(guard).values())


def _asked(guard: Guard) -> dict[str, str]:
    """The tools to ask before, with the client's names."""
    tools = guard.tools if guard.effect is Effect.ASK else ()
    return {tool: name for tool in tools if (name := spelling(tool, CLIENT))}


def _has_hooks(persona: Persona) -> bool:
    return any(isinstance(field, Field) and field.kind == "hooks" for field in persona.header)


ENFORCEMENT = Enforcement(project=enforced, share=share, own=own)
