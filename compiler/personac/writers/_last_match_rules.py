"""OpenCode's permission rules as values: the last match wins, and guards only narrow them."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import chain

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
_WILD = re.compile(r"[*?\[]")


class Patterns:
    """The patterns that decide for one key, in the order in which they are tried.  They are kept
    by their first word, so that a command is compared with those of its own program only.
    """

    def __init__(self, rules: Rules, key: str) -> None:
        self._order: dict[str, int] = {}
        self._actions: dict[str, str] = {}
        self._of: dict[str, dict[str, None]] = {}
        self._last = 0
        for name, patterns in rules.items():
            if fnmatchcase(key, name):
                for pattern, action in patterns.items():
                    self._set(pattern, action)

    def _set(self, pattern: str, action: str) -> None:
        self._last += 1
        self._actions.pop(pattern, None)
        self._actions[pattern] = action
        self._order[pattern] = self._last
        self._of.setdefault(_program(pattern), {})[pattern] = None

    def update(self, changes: Mapping[str, str]) -> bool:
        """Put ``changes`` behind all others; False when they change nothing."""
        if all(self._actions.get(pattern) == action for pattern, action in changes.items()):
            return False
        for pattern, action in changes.items():
            self._set(pattern, action)
        return True

    def replace(self, patterns: dict[str, str]) -> bool:
        """Have ``patterns`` only; False when they are what is there."""
        if patterns == self._actions:
            return False
        self._order.clear()
        self._actions.clear()
        self._of.clear()
        for pattern, action in patterns.items():
            self._set(pattern, action)
        return True

    def all(self) -> dict[str, str]:
        return dict(self._actions)

    def action(self, text: str) -> str:
        """What the client does with a text; without a match it allows."""
        near = chain(self._of.get(_program(text), ()), self._of.get("", ()))
        matching = [pattern for pattern in near if fnmatchcase(text, pattern)]
        return self._actions[max(matching, key=self._order.__getitem__)] if matching else "allow"

    def below(self, command: str) -> list[str]:
        """The patterns of a command with further words, in their order."""
        near = self._of.get(_program(command), ())
        found = (pattern for pattern in near if pattern.startswith(f"{command} "))
        return sorted(found, key=self._order.__getitem__)

    @cached_property
    def withheld(self) -> bool:
        """Whether the client refuses all, so that the model is not even offered it; for patterns
        that change no more.
        """
        return set(self._actions.values()) == {"deny"} and "*" in self._actions


class Decided:
    """What the client does by finished rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._known: dict[str, Patterns] = {}

    def of(self, key: str) -> Patterns:
        if key not in self._known:
            self._known[key] = Patterns(self._rules, key)
        return self._known[key]

    def withheld(self, key: str) -> bool:
        return self.of(key).withheld


def narrowed(rules: Rules, *guards: Guard) -> Rules:
    """``rules`` with what ``guards`` refuse or ask about, and nothing allowed that was not."""
    known = Decided(rules)
    changed: dict[str, None] = {}
    for guard in guards:
        for key in _narrow(known, guard):
            changed.pop(key, None)
            changed[key] = None
    kept = {key: patterns for key, patterns in rules.items() if key not in changed}
    return kept | {key: known.of(key).all() for key in changed}


def _narrow(known: Decided, guard: Guard) -> Iterator[str]:
    """Narrow the patterns of each key, and tell those that changed: their rules come last, where
    a wildcard key cannot undo them.
    """
    for key in tool_keys(guard):
        patterns = known.of(key)
        if patterns.replace(_wholly(patterns, guard.effect)):
            yield key
    for words in guard.commands:
        command = " ".join(words)
        if _under(known.of("bash"), command, f"{command} *", guard.effect):
            yield "bash"
    for path in guard.paths:
        bare = path.removeprefix("**/").replace("**", "*")
        below = bare if bare.startswith("~") else f"*/{bare}"
        if _under(known.of("read"), bare, below, guard.effect):
            yield "read"


def outcome(known: Decided, guard: Guard) -> str:
    """The mildest of what the client does about what a guard names."""
    texts = [("bash", " ".join(words)) for words in guard.commands]
    texts += [(key, _ANY) for key in tool_keys(guard)]
    texts += [("read", path.replace("**/", "").replace("*", "x")) for path in guard.paths]
    return min((known.of(key).action(text) for key, text in texts), key=_STRICT.index)


def tool_keys(guard: Guard) -> tuple[str, ...]:
    """The permissions of the tools that are meant wholly; half of `edit` is not one."""
    half = len({"edit", "write"}.intersection(guard.tools)) == 1
    keys = (KEYS.get(tool) for tool in guard.tools)
    return tuple(dict.fromkeys(key for key in keys if key and not (half and key == "edit")))


def _program(pattern: str) -> str:
    """The first word of a pattern or a command; empty when it may stand for several."""
    word = pattern.partition(" ")[0]
    return "" if _WILD.search(word) else word


def _stricter(one: str, other: str) -> str:
    return max(one, other, key=_STRICT.index)


def _wholly(patterns: Patterns, effect: Effect) -> dict[str, str]:
    if effect is Effect.DENY:
        return {"*": "deny"}
    base = _stricter(patterns.action(_ANY), effect)
    own = (pattern for pattern in patterns.all() if pattern != "*")
    others = {p: _stricter(patterns.action(_sample(p)), effect) for p in own}
    return {"*": base, **others} if set(others.values()) - {base} else {"*": base}


def _under(patterns: Patterns, exact: str, wider: str, effect: Effect) -> bool:
    """Set ``effect`` on two more patterns; what they already refuse stays refused."""
    changes: dict[str, str] = {}
    for pattern in (exact, wider):
        before = patterns.action(_sample(pattern))
        if _stricter(before, effect) != before:
            changes[pattern] = str(effect)
    for pattern in patterns.below(exact):
        if pattern != wider:
            changes[pattern] = _stricter(patterns.action(_sample(pattern)), effect)
    return patterns.update(changes)


def _sample(pattern: str) -> str:
    return pattern.replace("*", "x").replace("?", "x")
