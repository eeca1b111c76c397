"""YAML within limits: nothing deep, nothing that expands, no tags that make objects."""

import yaml

MAX_DEPTH = 64
MAX_NODES = 200_000
LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unfit(Exception):
    """The text is outside the limits; holds the reason."""


def compose(text: str, max_depth: int = MAX_DEPTH, max_nodes: int = MAX_NODES) -> yaml.Node | None:
    """The node tree of one document; raises ``Unfit`` or ``yaml.YAMLError``."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=LOADER)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise Unfit("aliases are not allowed here")
        if depth > max_depth or count > max_nodes:
            raise Unfit("the document is nested too deeply or too large")
    found: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return found


def construct(node: yaml.Node | None) -> object:
    """Plain data: YAML 1.2 booleans, integers and nulls; every other scalar is text."""
    if node is None:
        return None
    if isinstance(node, yaml.MappingNode):
        found: dict[object, object] = {}
        for key, value in node.value:
            name = construct(key)
            if not isinstance(name, str):
                raise Unfit("a key is not text")
            if name in found:
                raise Unfit(f"the key `{name}` stands twice")
            found[name] = construct(value)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [construct(below) for below in node.value]
    return _scalar(node)


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None):  # the C loader says "" for plain, the other None
        return text
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "null", "~"):
        return None
    digits = text.removeprefix("-")
    return (
        int(text)
        if digits.isascii() and digits.isdigit() and (digits == "0" or digits[0] != "0")
        else text
    )
