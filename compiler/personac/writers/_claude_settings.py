"""What binds a whole project of Claude Code: permissions, and a hook that binds one agent each.

Permissions hold in folders that nobody trusts and need no script, but they match the text of a
command and bind every agent.  The hook takes commands apart and knows which agent it is for.
"""

from collections.abc import Iterator, Sequence

from personac.api import Artifact, Enforced, Guard, How
from personac.enforce.hook import LIMITS, script
from personac.model import Effect
from personac.writers._enforcement import Enforcement
from personac.writers._guarded import EVERY
from personac.writers._permissions import permissions, rules, settings

SETTINGS = ".claude/settings.json"
HOOK = ".claude/hooks/personac-guard.sh"
_CALL = f'sh "$CLAUDE_PROJECT_DIR"/{HOOK}'
TOOLS = {
    "edit": ("Edit", "MultiEdit"),
    "write": ("Write",),
    "notebook": ("NotebookEdit",),
    "shell": ("Bash",),
    "web-fetch": ("WebFetch",),
    "web-search": ("WebSearch",),
}
"""The tools that a hook can ask before; others are not watched."""


def enforced(guard: Guard) -> Iterator[Enforced]:
    """Where the files of the project enforce a guard; the agent file withholds whole tools."""
    how = How.DENY if guard.effect is Effect.DENY else How.ASK
    if rules(guard):
        yield Enforced(guard.mandate, how, guard.effect, f"{SETTINGS} permissions.{how}", EVERY)
    if guard.commands or watched_tools(guard):
        yield Enforced(guard.mandate, How.HOOK, guard.effect, HOOK, LIMITS)


def share(guards: Sequence[Guard]) -> tuple[Artifact, ...]:
    """The settings, and the script where a guard needs one."""
    content = permissions(guards)
    hooked = [guard for guard in guards if guard.commands or watched_tools(guard)]
    if not hooked:
        return (settings(SETTINGS, content),) if content else ()
    watched = {"Bash"} if any(guard.commands for guard in hooked) else set()
    watched |= {name for guard in hooked for tool in watched_tools(guard) for name in TOOLS[tool]}
    entry = {"matcher": "|".join(sorted(watched)), "hooks": [{"type": "command", "command": _CALL}]}
    content["hooks"] = {"PreToolUse": [entry]}
    asked = {tool: TOOLS[tool] for guard in hooked for tool in watched_tools(guard)}
    hook = Artifact(HOOK, script(hooked, "claude", scoped=True, tools=asked))
    return settings(SETTINGS, content), hook


def watched_tools(guard: Guard) -> tuple[str, ...]:
    asks = guard.effect is Effect.ASK
    return tuple(tool for tool in guard.tools if asks and tool in TOOLS)


ENFORCEMENT = Enforcement(
    project=lambda guard, _, __: enforced(guard), share=lambda guards, _: share(guards)
)
