"""Codex's rules of a project: prefixes of commands, with examples that the client checks."""

import json
from collections.abc import Iterator, Sequence

from personac.api import Artifact, Enforced, Guard, How
from personac.model import Effect, Persona
from personac.writers._enforcement import Enforcement

RULES = ".codex/rules/personac.rules"
LIMITS = (
    "binds every agent, in a project that is trusted; the first words are matched, so "
    "`git -C . push` passes"
)
_DECISIONS = {Effect.DENY: "forbidden", Effect.ASK: "prompt"}
_HEAD = (
    "# Made by personac from the mandates of the personas; change those instead.\n"
    "# Codex checks the examples when it loads this file.\n"
)
_WHOLE = frozenset({"edit", "write", "notebook", "shell"})


def enforced(guard: Guard, _: Persona, __: str) -> Iterator[Enforced]:
    """What the rules do about a guard."""
    if not why_not(guard):
        how = How.DENY if guard.effect is Effect.DENY else How.ASK
        yield Enforced(guard.mandate, how, guard.effect, f"{RULES} prefix_rule", LIMITS)


def why_not(guard: Guard) -> str:
    """Why a guard stays words.  A role has no tool list, and the client takes ``sandbox_mode``
    from a role without enforcing it: seen with 0.169.0, 2026-11-20.
    """
    if _WHOLE.intersection(guard.tools):
        return "Codex reads `sandbox_mode` in a role and does not enforce it"
    if guard.paths or not guard.commands:
        return "Codex has rules for commands, and any command can read a file"
    return ""


def share(guards: Sequence[Guard], _: Sequence[str]) -> tuple[Artifact, ...]:
    """One rule for each command and decision, with everyone who asks for it."""
    asking: dict[tuple[tuple[str, ...], Effect], list[Guard]] = {}
    for guard in guards:
        for command in guard.commands:
            asking.setdefault((command, guard.effect), []).append(guard)
    rules = [_rule(*key, found) for key, found in sorted(asking.items())]
    return (Artifact(RULES, _HEAD + "".join(rules)),) if rules else ()


def _rule(command: tuple[str, ...], effect: Effect, found: list[Guard]) -> str:
    whose = "".join(f"# {one.persona}: {one.mandate}\n" for one in found)
    first = found[0]
    does = "forbidden" if effect is Effect.DENY else "needs an approval"
    reason = f"{does} by a mandate of {first.persona}: {first.reason}"
    return (
        f"\n{whose}prefix_rule(\n"
        f"    pattern = {_list(command)},\n"
        f"    decision = {_text(_DECISIONS[effect])},\n"
        f"    justification = {_text(reason)},\n"
        f"    match = [{_list(command)}, {_list((*command, 'x'))}],\n"
        f"    not_match = [{_list((*command[:-1], command[-1] + 'x'))}],\n"
        ")\n"
    )


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


ENFORCEMENT = Enforcement(project=enforced, share=share, why_not=why_not)
