"""The tools that an artifact opens, read from the settings of each client.

Written from what the clients do with these settings, not from what the writers write.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from personac.model import Effect, ToolGrant
from personac.proof.decode import Settings
from personac.tables.tools import canonical_tools, is_mcp, mcp_parts, reach

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
_PREFIX = re.compile(r"(?::\*| \*|\*)$")


class Opened(Struct, frozen=True):
    """A tool that an agent may use, wholly or where ``pattern`` matches; ``written`` is its name
    in the artifact.
    """

    tool: str
    pattern: str | None
    effect: Effect
    written: str


class Access(Struct, frozen=True):
    """What the settings open: tools by name, and ``rest``, what becomes of every other one.
    ``effect`` answers for a tool and what it is used with; ``fault`` says why nobody knows.
    """

    opened: tuple[Opened, ...]
    rest: Effect
    effect: Callable[[str, str], Effect]
    fault: str = ""


def access(target: str, settings: Settings) -> Access | None:
    """None for a target that has no settings for tools."""
    reading = _READINGS.get(target)
    return reading(settings) if reading else None


def tools_of(grant: ToolGrant) -> tuple[str, ...]:
    """The tools that a grant of a persona means."""
    return _tools(grant.name)


def _tools(name: str) -> tuple[str, ...]:
    if parts := mcp_parts(name):
        return ("_".join(parts),)
    if is_mcp(name):
        bare = re.sub(r"__|/", "_", name.removeprefix("mcp__").removeprefix("@"))
        return (bare if "_" in bare else f"{bare}_*",)
    return canonical_tools(name) or (name,)


class Granted:
    """What the grants of a persona allow of one tool, or allow after a question."""

    def __init__(self, grants: Iterable[ToolGrant]) -> None:
        self._whole: set[Effect] = set()
        self._exact: dict[str, set[Effect]] = defaultdict(set)
        self._begins: dict[str, set[Effect]] = defaultdict(set)
        for grant in grants:
            if grant.pattern is None:
                self._whole.add(grant.effect)
                continue
            self._exact[grant.pattern].add(grant.effect)
            prefix = _PREFIX.sub("", grant.pattern)
            if prefix != grant.pattern:
                self._begins[prefix].add(grant.effect)
        self._lengths = {len(prefix) for prefix in self._begins}

    def covers(self, opened: Opened) -> bool:
        """Whether they reach as far as what an artifact opens."""
        found = self._whole | self._reaching(opened.pattern)
        return bool(found - {Effect.ASK} if opened.effect is Effect.ALLOW else found)

    def _reaching(self, pattern: str | None) -> set[Effect]:
        if pattern is None:
            return set()
        starts = (pattern[:n] for n in self._lengths if pattern[n : n + 1] in ("", " "))
        begun = (self._begins.get(start, set()) for start in starts)
        return self._exact.get(pattern, set()).union(*begun)


def probe(pattern: str | None) -> str:
    """A use of a tool that the pattern of a persona matches."""
    if pattern is None:
        return "\0"
    prefix = _PREFIX.sub("", pattern)
    return pattern if prefix == pattern else f"{prefix} \0"


def _claude(settings: Settings) -> Access:
    """Claude Code: without ``tools`` every tool but those denied; what stands in parentheses
    behind a name in an agent file limits nothing.
    """
    denied = {tool for name in _names(settings.get("disallowedTools")) for tool in _claudes(name)}
    listed = _names(settings["tools"]) if "tools" in settings else ("*",)
    rest = Effect.ALLOW if "*" in listed else Effect.DENY
    opened = tuple(
        Opened(tool, None, Effect.ALLOW, name)
        for name in listed
        for tool in _claudes(name)
        if tool not in denied and tool != "*"
    )
    named = {one.tool for one in opened}

    def effect(tool: str, use: str) -> Effect:  # noqa: ARG001  a use makes no difference
        if tool in denied:
            return Effect.DENY
        return Effect.ALLOW if tool in named else rest

    return Access(opened, rest, effect)


def _claudes(name: str) -> tuple[str, ...]:
    return _tools(name.partition("(")[0].strip())


def _names(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _copilot(settings: Settings) -> Access:
    """Copilot: without ``tools`` every tool; an empty list is none.  Case makes no difference."""
    return _listing("copilot", settings.get("tools"))


def _gemini(settings: Settings) -> Access:
    """Gemini CLI: without ``tools`` every tool."""
    return _listing("gemini", settings.get("tools"))


def _qwen(settings: Settings) -> Access:
    """Qwen Code: without ``tools``, and by an empty list, every tool but those denied."""
    listed = settings.get("tools")
    wanted = [name for name in _names(listed) if name != "none"] if _names(listed) else None
    return _listing("qwen", wanted, settings.get("disallowedTools"))


def _listing(client: str, listed: object, denials: object = None) -> Access:
    """What a list of a client's own names opens: everything when there is none, or by ``*``."""
    names = ("*",) if listed is None else _names(listed)
    denied = [tool for name in _names(denials) for tool in _reach(name, client)]
    opened = tuple(
        Opened(tool, None, Effect.ALLOW, name)
        for name in names
        for tool in _reach(name, client)
        if name != "*" and not _any(denied, tool)
    )
    rest = Effect.ALLOW if "*" in names else Effect.DENY
    shapes = [one.tool for one in opened]

    def effect(tool: str, use: str) -> Effect:  # noqa: ARG001  a use makes no difference
        if _any(denied, tool):
            return Effect.DENY
        return Effect.ALLOW if _any(shapes, tool) else rest

    return Access(opened, rest, effect)


def _reach(name: str, client: str) -> tuple[str, ...]:
    if client == "gemini" and name.startswith("mcp_"):
        server, _, tool = name.removeprefix("mcp_").partition("_")
        return (f"{server}_{tool or '*'}",)
    own = reach(name, client) or reach(name.lower(), client)
    return tuple(sorted(own)) or _tools(name)


def _any(shapes: Sequence[str], tool: str) -> bool:
    return any(shape == tool or ("*" in shape and _matches(shape, tool)) for shape in shapes)


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
        yield from (value for shape, value in self.odd.items() if _matches(shape, text))


class _Numbered(NamedTuple):
    number: int
    action: Effect


def _opencode(settings: Settings) -> Access:
    """OpenCode: of the rules that match, the last one counts; where none does, it allows."""
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


def _matches(shape: str, text: str) -> bool:
    """A wildcard match: ``*`` is anything, ``?`` one character; never slower than their product."""
    at = back = kept = 0
    star = False
    for _ in range((len(shape) + 1) * (len(text) + 1)):
        if kept == len(text):
            break
        if at < len(shape) and shape[at] == "*":
            star, at, back = True, at + 1, kept
            resume = at
        elif at < len(shape) and shape[at] in ("?", text[kept]):
            at, kept = at + 1, kept + 1
        elif star:
            back += 1
            at, kept = resume, back
        else:
            return False
    return not shape[at:].strip("*")


_READINGS: dict[str, Callable[[Settings], Access]] = {
    "claude-code": _claude,
    "copilot": _copilot,
    "gemini": _gemini,
    "opencode": _opencode,
    "qwen": _qwen,
}
