"""What binds a whole project of Claude Code: permissions, and a hook that binds one agent each.

Permissions hold in folders that nobody trusts and need no script, but they match the text of a
command and bind every agent.  The hook takes commands apart and knows which agent it is for.
"""

from collections.abc import Iterator, Sequence

from personac import codec
from personac.api import Artifact, Enforced, Guard, How
from personac.enforce.hook import LIMITS, script
from personac.model import Effect

SETTINGS = ".claude/settings.json"
HOOK = ".claude/hooks/personac-guard.sh"
EVERY = "binds every agent of the project"
_CALL = f'sh "$CLAUDE_PROJECT_DIR"/{HOOK}'
_TOOLS = {
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
    if _rules(guard):
        yield Enforced(guard.mandate, how, guard.effect, f"{SETTINGS} permissions.{how}", EVERY)
    if guard.commands or _asked(guard):
        yield Enforced(guard.mandate, How.HOOK, guard.effect, HOOK, LIMITS)


def share(guards: Sequence[Guard]) -> tuple[Artifact, ...]:
    """The settings, and the script where a guard needs one."""
    permissions = {
        effect: rules for effect in (Effect.DENY, Effect.ASK) if (rules := _unique(guards, effect))
    }
    settings: dict[str, object] = {"permissions": permissions} if permissions else {}
    hooked = [guard for guard in guards if guard.commands or _asked(guard)]
    if not hooked:
        return (_settings(settings),) if settings else ()
    watched = {"Bash"} if any(guard.commands for guard in hooked) else set()
    watched |= {name for guard in hooked for tool in _asked(guard) for name in _TOOLS[tool]}
    entry = {"matcher": "|".join(sorted(watched)), "hooks": [{"type": "command", "command": _CALL}]}
    settings["hooks"] = {"PreToolUse": [entry]}
    asked = {tool: _TOOLS[tool] for guard in hooked for tool in _asked(guard)}
    hook = Artifact(HOOK, script(hooked, "claude", scoped=True, tools=asked))
    return _settings(settings), hook


def _settings(settings: dict[str, object]) -> Artifact:
    return Artifact(SETTINGS, codec.to_pretty_json(settings), "json")


def _unique(guards: Sequence[Guard], effect: Effect) -> list[str]:
    found = (rule for guard in guards if guard.effect is effect for rule in _rules(guard))
    return sorted(dict.fromkeys(found))


def _rules(guard: Guard) -> list[str]:
    """The permission rules of a guard.  What it keeps from tools as a whole is no matter of
    the project: a reviewer that may not edit must not take ``sed -i`` from the developer.
    """
    if guard.tools:
        return []
    commands = [" ".join(words) for words in guard.commands]
    rules = [rule for words in commands for rule in (f"Bash({words})", f"Bash({words} *)")]
    return rules + [f"Read({path})" for path in guard.paths]


def _asked(guard: Guard) -> tuple[str, ...]:
    asks = guard.effect is Effect.ASK
    return tuple(tool for tool in guard.tools if asks and tool in _TOOLS)
