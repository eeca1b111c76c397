"""Where the values of a YAML file stand, by their path: ``$.ops[0].target``."""

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from personac.source import Span

MAX_SIZE = 256 * 1024
MAX_DEPTH = 40
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unfit(Exception):
    """The text is outside the limits or not YAML; holds the reason and the place."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(reason)
        self.at = at


class Marks(NamedTuple):
    """``spans`` has the value at each path; with ``~`` added, its key.  ``repeated`` are the
    paths of keys that were given before.
    """

    spans: dict[str, Span]
    repeated: tuple[str, ...]


def marks(text: str) -> Marks:
    """The places of all values; raises ``Unfit``."""
    if len(text) > MAX_SIZE:
        raise Unfit(f"the file is larger than {MAX_SIZE // 1024} KiB")
    try:
        _guard(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unfit(error.problem or str(error), mark.index if mark else 0) from error
    except yaml.YAMLError as error:
        raise Unfit(" ".join(str(error).split())) from error
    spans: dict[str, Span] = {}
    repeated: list[str] = []
    for path, span in _walk(root, "$", text) if root else ():
        if path in spans:
            repeated.append(path)
        spans[path] = span
    return Marks(spans, tuple(path for path in repeated if path.endswith("~")))


def _guard(text: str) -> None:
    """Refuse anchors and depth before composing: a revision needs neither."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise Unfit("aliases are not supported", _index(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise Unfit("the file is nested too deeply", _index(event))


def _index(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _walk(node: yaml.Node, path: str, text: str) -> Iterator[tuple[str, Span]]:
    yield path, _line(node, text)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            below = f"{path}.{name.value if isinstance(name, yaml.ScalarNode) else '?'}"
            yield f"{below}~", _line(name, text)
            yield from _walk(value, below, text)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, f"{path}[{number}]", text)


def _line(node: yaml.Node, text: str) -> Span:
    """The node, cut at the end of its first line."""
    start, end = node.start_mark.index, node.end_mark.index
    stop = text.find("\n", start, end)
    return Span(start, end if stop < 0 else stop)
