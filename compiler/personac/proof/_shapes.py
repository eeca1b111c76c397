"""What settings open, whatever client they are for: the tools, and patterns of their names."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from personac.model import Effect, ToolGrant
from personac.tables.tools import canonical_tools, is_mcp, mcp_parts


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


def tools_of(grant: ToolGrant) -> tuple[str, ...]:
    """The tools that a grant of a persona means."""
    return tools_named(grant.name)


def tools_named(name: str) -> tuple[str, ...]:
    if parts := mcp_parts(name):
        return ("_".join(parts),)
    if is_mcp(name):
        bare = re.sub(r"__|/", "_", name.removeprefix("mcp__").removeprefix("@"))
        return (bare if "_" in bare else f"{bare}_*",)
    return canonical_tools(name) or (name,)


def any_shape(shapes: Sequence[str], tool: str) -> bool:
    return any(shape == tool or ("*" in shape and matches(shape, tool)) for shape in shapes)


def matches(shape: str, text: str) -> bool:
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
