"""From keys with paths to one tree, for the formats that are data through and through."""

from collections.abc import Iterable
from typing import cast

from personac.codec import load_yaml
from personac.writers._entries import Keyed, Plain, PromptHere, Verbatim

Tree = str | bool | int | float | None | PromptHere | list["Tree"] | dict[str, "Tree"]


def tree_of(entries: Iterable[Keyed], name: str) -> dict[str, Tree]:
    """Keys in their order; ``{name}`` in a path is the name of the agent."""
    root: dict[str, Tree] = {}
    for entry in entries:
        *above, last = entry.key.split(".")
        at = root
        for step in above:
            at = _into(at, step.replace("{name}", name))
        content = _plain(entry.content)
        at[last.replace("{name}", name).removesuffix("[]")] = (
            [content] if last.endswith("[]") else content
        )
    return root


def _into(at: dict[str, Tree], step: str) -> dict[str, Tree]:
    """The map below a key; ``key[]`` holds it as the only element of a list."""
    bare = step.removesuffix("[]")
    below = at.setdefault(bare, [{}] if step != bare else {})
    return cast("dict[str, Tree]", below[0] if isinstance(below, list) else below)


def _plain(content: object) -> Tree:
    """A value as plain data."""
    if isinstance(content, Plain):
        return cast("Tree", load_yaml(content.text))
    if isinstance(content, Verbatim):
        return cast("Tree", load_yaml(content.text))
    return cast("Tree", content)
