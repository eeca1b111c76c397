"""What binds a whole project of Qwen Code: permissions, and a hook.

A permission to ask is void in yolo mode, a hook is not; where nobody can be asked, both refuse.
A call names its agent only by a number, so both bind every agent.  Seen with 0.24.4, 2026-11-20.
"""

from collections.abc import Iterator, Sequence

from personac.api import Artifact, Enforced, Guard, How
from personac.enforce.hook import LIMITS as PARSED
from personac.enforce.hook import script
from personac.model import Effect
from personac.writers._guarded import EVERY
from personac.writers._permissions import permissions, rules, settings

SETTINGS = ".qwen/settings.json"
HOOK = ".qwen/hooks/personac-guard.sh"
_CALL = f'sh "$QWEN_PROJECT_DIR"/{HOOK}'
_NOT_IN_YOLO = f"{EVERY}; not in yolo mode"


def enforced(guard: Guard) -> Iterator[Enforced]:
    """Where the files of the project enforce a guard; whole tools are left to the agent file."""
    asks = guard.effect is Effect.ASK
    if rules(guard):
        how, limits = (How.ASK, _NOT_IN_YOLO) if asks else (How.DENY, EVERY)
        yield Enforced(guard.mandate, how, guard.effect, f"{SETTINGS} permissions.{how}", limits)
    if _is_hooked(guard):
        limits = f"{EVERY}; {PARSED}"
        yield Enforced(guard.mandate, How.HOOK, guard.effect, HOOK, limits)


def share(guards: Sequence[Guard]) -> tuple[Artifact, ...]:
    """The settings, and the script where a guard needs one."""
    content = permissions(guards)
    hooked = [guard for guard in guards if _is_hooked(guard)]
    if not hooked:
        return (settings(SETTINGS, content),)
    call = {"type": "command", "command": _CALL}
    content["hooks"] = {"PreToolUse": [{"matcher": "run_shell_command", "hooks": [call]}]}
    return settings(SETTINGS, content), Artifact(HOOK, script(hooked, "claude"))


def _is_hooked(guard: Guard) -> bool:
    return bool(guard.commands and not guard.tools)
