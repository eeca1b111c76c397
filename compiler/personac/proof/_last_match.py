"""Rules of which the last that matches counts: what OpenCode and its like open by them.

Written from what the clients do with these settings, not from what the writers write.
"""

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from personac.model import Effect
from personac.proof._shapes import Access, Opened, matches
from personac.proof.decode import Settings

_GOVERNS = {
    "bash": ("shell",),
    "edit": ("edit", "write"),
    "glob": ("glob",),
    "grep": ("grep",),
    "list": ("list",),
    "lsp": ("lsp",),
    "question": ("ask",),
    "read": ("read",),
    "skill": ("skill",),
    "task": ("delegate",),
    "todowrite": ("todo",),
    "webfetch": ("web-fetch",),
    "websearch": ("web-search",),
}
"""The keys of OpenCode's ``permission``, and the tools that each governs."""
MAX_ODD = 1000
"""More patterns that are neither a text nor the beginning of one take too long to try."""
T = TypeVar("T")
Rule = tuple[str, str, Effect]


class _Shapes(Generic[T]):
    """Patterns with what each stands for, in their order: plain texts and beginnings are looked
    up, only the odd ones are tried one by one.
    """

    def __init__(self) -> None:
        self.texts: dict[str, T] = {}
        self._begins: dict[str, T] = {}
        self.odd: dict[str, T] = {}
        self._lengths: set[int] = set()

    def put(self, shape: str, value: T) -> None:
        bare = shape.removesuffix("*")
        if "*" in bare or "?" in bare:
            self.odd.pop(shape, None)
            self.odd[shape] = value
        elif bare == shape:
            self.texts[shape] = value
        else:
            self._begins[bare] = value
            self._lengths.add(len(bare))

    def get(self, shape: str) -> T | None:
        """What stands for this very pattern."""
        bare = shape.removesuffix("*")
        begun = self._begins.get(bare) if bare != shape else None
        return begun or self.texts.get(shape) or self.odd.get(shape)

    def matching(self, text: str) -> Iterator[T]:
        same = self.get(text)
        if same is not None:
            yield same
        for length in self._lengths:
            if length <= len(text) and (found := self._begins.get(text[:length])) is not None:
                yield found
        yield from (value for shape, value in self.odd.items() if matches(shape, text))


class _Numbered(NamedTuple):
    number: int
    action: Effect


def last_match(settings: Settings) -> Access:
    """OpenCode and its like: of the rules that match, the last counts; where none does, allow."""
    names: _Shapes[_Shapes[_Numbered]] = _Shapes()
    shapes: dict[str, list[str]] = {}
    odd: dict[str, int] = {}
    for number, (name, shape, action) in enumerate(_rules(settings.get("permission", {}))):
        held = names.get(name) or _Shapes()
        held.put(shape, _Numbered(number, action))
        names.put(name, held)
        shapes.setdefault(name, []).append(shape)
        odd[name] = len(held.odd)
    if (number := sum(odd.values()) + len(names.odd)) > MAX_ODD:
        fault = f"it has {number} patterns with a wildcard inside, more than the {MAX_ODD} that are"
        return Access((), Effect.ALLOW, _anything, f"{fault} tried; nothing proves what they open")

    def by_key(key: str, use: str) -> Effect:
        found = (one for held in names.matching(key) for one in held.matching(use))
        return max(found, default=_Numbered(-1, Effect.ALLOW)).action

    def effect(tool: str, use: str) -> Effect:
        key = next((key for key, tools in _GOVERNS.items() if tool in tools), tool)
        return by_key(key, use)

    keys = sorted({*_GOVERNS, *shapes} - {"*"})
    opened = tuple(
        Opened(tool, None if shape == "*" else shape, action, key)
        for key in keys
        for shape in dict.fromkeys(["*", *shapes.get(key, ())])
        for action in (by_key(key, "\0" if shape == "*" else shape),)
        for tool in (_GOVERNS.get(key, (key,)) if action is not Effect.DENY else ())
    )
    return Access(opened, by_key("\0", "\0"), effect)


def _anything(tool: str, use: str) -> Effect:  # noqa: ARG001  open is open
    return Effect.ALLOW


def _rules(value: object) -> Iterator[Rule]:
    if not isinstance(value, dict):
        yield "*", "*", _action(value)
        return
    for name, actions in value.items():
        patterns = actions if isinstance(actions, dict) else {"*": actions}
        for shape, action in patterns.items():
            yield str(name), str(shape), _action(action)


def _action(action: object) -> Effect:
    """What is no action is no rule that anyone can rely on: it counts as open."""
    return Effect(action) if action in ("allow", "ask", "deny") else Effect.ALLOW
