"""OpenCode's permission rules as values: the last match wins, and guards only narrow them."""

from fnmatch import fnmatchcase

from personac.api import Guard
from personac.model import Effect

Rules = dict[str, dict[str, str]]
KEYS = {
    "read": "read",
    "list": "list",
    "grep": "grep",
    "glob": "glob",
    "edit": "edit",
    "write": "edit",
    "shell": "bash",
    "web-fetch": "webfetch",
    "web-search": "websearch",
    "delegate": "task",
    "todo": "todowrite",
    "ask": "question",
    "skill": "skill",
    "lsp": "lsp",
}
"""The permission that governs a canonical tool; `write` is governed by `edit`."""
_STRICT = ("allow", "ask", "deny")
_ANY = "any other text"


def narrowed(rules: Rules, guard: Guard) -> Rules:
    """``rules`` with what ``guard`` refuses or asks about, and nothing allowed that was not."""
    found = dict(rules)
    for key in tool_keys(guard):
        _put(found, key, _wholly(_effective(found, key), guard.effect))
    for words in guard.commands:
        command = " ".join(words)
        _put(
            found, "bash", _under(_effective(found, "bash"), command, f"{command} *", guard.effect)
        )
    for path in guard.paths:
        bare = path.removeprefix("**/").replace("**", "*")
        below = bare if bare.startswith("~") else f"*/{bare}"
        _put(found, "read", _under(_effective(found, "read"), bare, below, guard.effect))
    return found


def is_withheld(rules: Rules, key: str) -> bool:
    """Whether the client refuses all of a permission, so that the model is not even offered it."""
    found = _effective(rules, key)
    return bool(found) and set(found.values()) == {"deny"} and "*" in found


def outcome(rules: Rules, guard: Guard) -> str:
    """The mildest of what the client does about what a guard names."""
    texts = [("bash", " ".join(words)) for words in guard.commands]
    texts += [(key, _ANY) for key in tool_keys(guard)]
    texts += [("read", path.replace("**/", "").replace("*", "x")) for path in guard.paths]
    return min((_action(_effective(rules, key), text) for key, text in texts), key=_STRICT.index)


def tool_keys(guard: Guard) -> tuple[str, ...]:
    """The permissions of the tools that are meant wholly; half of `edit` is not one."""
    half = len({"edit", "write"}.intersection(guard.tools)) == 1
    keys = (KEYS.get(tool) for tool in guard.tools)
    return tuple(dict.fromkeys(key for key in keys if key and not (half and key == "edit")))


def _put(rules: Rules, key: str, patterns: dict[str, str]) -> None:
    """Set the rules of a key, last, where a wildcard key cannot undo them."""
    if patterns != _effective(rules, key):
        rules.pop(key, None)
        rules[key] = patterns


def _effective(rules: Rules, key: str) -> dict[str, str]:
    """The patterns that decide for a key, in the order in which they are tried."""
    found: dict[str, str] = {}
    for name, patterns in rules.items():
        if fnmatchcase(key, name):
            for pattern, action in patterns.items():
                found.pop(pattern, None)
                found[pattern] = action
    return found


def _action(patterns: dict[str, str], text: str) -> str:
    """What the client does with a text; without a match it allows."""
    matching = [action for pattern, action in patterns.items() if fnmatchcase(text, pattern)]
    return matching[-1] if matching else "allow"


def _stricter(one: str, other: str) -> str:
    return max(one, other, key=_STRICT.index)


def _wholly(patterns: dict[str, str], effect: Effect) -> dict[str, str]:
    if effect is Effect.DENY:
        return {"*": "deny"}
    base = _stricter(_action(patterns, _ANY), effect)
    others = {p: _stricter(_action(patterns, _sample(p)), effect) for p in patterns if p != "*"}
    return {"*": base, **others} if set(others.values()) - {base} else {"*": base}


def _under(patterns: dict[str, str], exact: str, wider: str, effect: Effect) -> dict[str, str]:
    """The patterns with ``effect`` on two more; what they already refuse stays refused."""
    inside = {p: _action(patterns, _sample(p)) for p in patterns if p.startswith(f"{exact} ")}
    found = dict(patterns)
    for pattern in (exact, wider):
        before = _action(patterns, _sample(pattern))
        if _stricter(before, effect) != before:
            found.pop(pattern, None)
            found[pattern] = str(effect)
    for pattern, before in inside.items():
        if pattern != wider:
            found.pop(pattern, None)
            found[pattern] = _stricter(before, effect)
    return found


def _sample(pattern: str) -> str:
    return pattern.replace("*", "x").replace("?", "x")
