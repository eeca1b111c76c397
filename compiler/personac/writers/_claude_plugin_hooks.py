"""The hook that a plugin of Claude Code brings: its agents may have none of their own.

It runs wherever the plugin is enabled and binds only its agents, which a call names with the
plugin before them.
"""

from collections.abc import Iterator, Sequence

from personac import codec
from personac.api import Artifact, Enforced, Guard, How
from personac.enforce.hook import LIMITS, script
from personac.model import Persona, evolve
from personac.writers._claude_settings import TOOLS, watched_tools
from personac.writers._enforcement import Enforcement

PLUGIN = "personas"
HOOKS = "hooks/hooks.json"
SCRIPT = "hooks/personac-guard.sh"
_CALL = f'sh "${{CLAUDE_PLUGIN_ROOT}}"/{SCRIPT}'


def enforced(guard: Guard, _: Persona, __: str) -> Iterator[Enforced]:
    """What the hook does about a guard; a denied tool is left to the agent file."""
    if guard.commands or watched_tools(guard):
        yield Enforced(guard.mandate, How.HOOK, guard.effect, SCRIPT, LIMITS)


def share(guards: Sequence[Guard], agents: Sequence[str]) -> tuple[Artifact, ...]:
    """The hook and the script that it calls."""
    watched = {"Bash"} if any(guard.commands for guard in guards) else set()
    tools = {tool: TOOLS[tool] for guard in guards for tool in watched_tools(guard)}
    watched |= {name for names in tools.values() for name in names}
    call = {"matcher": "|".join(sorted(watched)), "hooks": [{"type": "command", "command": _CALL}]}
    named = [
        evolve(guard, persona=f"{PLUGIN}:{agent}")
        for guard, agent in zip(guards, agents, strict=True)
    ]
    return (
        Artifact(HOOKS, codec.to_pretty_json({"hooks": {"PreToolUse": [call]}})),
        Artifact(SCRIPT, script(named, "claude", scoped=True, tools=tools)),
    )


ENFORCEMENT = Enforcement(project=enforced, share=share)
