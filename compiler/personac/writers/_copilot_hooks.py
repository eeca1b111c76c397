"""The hook of a project that Copilot CLI asks before each tool call.

It binds every agent, because a call does not say which one makes it.  A hook that fails or is not
there refuses the call, and one that says nothing leaves the client to decide: to say "allow" would
spare the user a question.  Seen with 1.0.102, 2026-11-20.
"""

from collections.abc import Iterator, Sequence

from personac import codec
from personac.api import Artifact, Enforced, Guard, How
from personac.enforce.hook import LIMITS as PARSED
from personac.enforce.hook import script
from personac.model import Persona
from personac.writers._enforcement import Enforcement
from personac.writers._guarded import EVERY

HOOKS = ".github/hooks/personac.json"
SCRIPT = ".github/hooks/personac-guard.sh"
LIMITS = f"{EVERY}; only in a folder that the user trusts; {PARSED}"
_CALL = 'sh "$COPILOT_HOOK_DIR"/personac-guard.sh'
_TIMEOUT = 10


def enforced(guard: Guard, _: Persona, __: str) -> Iterator[Enforced]:
    """What the hook does about a guard; whole tools are left to the agent file."""
    if guard.commands and not guard.tools:
        limits = f"commands only, not the tool `view`; {LIMITS}" if guard.paths else LIMITS
        yield Enforced(guard.mandate, How.HOOK, guard.effect, SCRIPT, limits)


def share(guards: Sequence[Guard], _: Sequence[str]) -> tuple[Artifact, ...]:
    """The hook and the script that it calls."""
    call = {"type": "command", "bash": _CALL, "timeoutSec": _TIMEOUT}
    hooks = {"version": 1, "hooks": {"preToolUse": [call]}}
    return (
        Artifact(HOOKS, codec.to_pretty_json(hooks)),
        Artifact(SCRIPT, script(guards, "copilot")),
    )


ENFORCEMENT = Enforcement(project=enforced, share=share)
