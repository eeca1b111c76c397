"""When two blocks say the same words, and when two titles head the same section."""

from collections.abc import Iterator

from personac.codec import digest
from personac.contract import lemma
from personac.model import (
    AnyNode,
    Clause,
    Code,
    Item,
    Persona,
    Raw,
    Row,
    Section,
    Step,
    Table,
    Text,
    Workflow,
    children,
)
from personac.text.plain import key

_DRESS = frozenset(
    map(
        lemma,
        "a an and of the to for in your my our its core key main primary critical important "
        "essential guiding working general overall basic agent persona role specification "
        "sub subagent".split(),
    )
)


def said(node: AnyNode) -> str:
    """The words of a node itself; code and raw text as they stand."""
    match node:
        case Code() | Raw():
            return node.text.strip()
        case Table():
            return " | ".join(map(key, node.header))
        case Row():
            return " | ".join(map(key, node.cells))
        case _:
            parts = [getattr(node, name, None) or "" for name in ("title", "label", "text")]
            return exact(" ".join((*filter(None, parts), *_attributes(node, parts))))


def _attributes(node: AnyNode, parts: list[str]) -> Iterator[str]:
    """What the attributes of an element say beside its words, as Markdown would say it."""
    known = {key(one) for one in parts if one}
    number = getattr(node, "ordinal", None) or getattr(node, "number", "")
    for one in getattr(node, "attributes", ()):
        if key(one.value) not in known and one.value != str(number):
            yield f"({one.name}: {one.value})"


def exact(text: str) -> str:
    """Words with the marks that carry meaning: ``> 5`` is not ``< 5``."""
    marks = "".join(one for one in text if one in "<>=≤≥±%$€£+~!/")
    return f"{key(text)} {marks}".strip()


def has_words(node: AnyNode) -> bool:
    return any(character.isalnum() for character in said(node))


def whole(node: AnyNode) -> str:
    """Equal for blocks that say the same with all that stands below them."""
    parts: list[str] = []
    stack: list[tuple[int, AnyNode]] = [(0, node)]
    while stack:
        depth, one = stack.pop()
        parts.append(f"{depth}{_family(one)} {said(one)}")
        below = [child for child in children(one) if not isinstance(child, Clause)]
        stack.extend((depth + 1, child) for child in reversed(below))
    return digest("\n".join(parts).encode())


def _family(node: AnyNode) -> str:
    """Paragraphs and entries are told apart from code and tables only."""
    return "text" if isinstance(node, Item | Text) else type(node).__name__


def title_words(title: str, persona: Persona) -> frozenset[str]:
    """What a title says beside the dress that titles wear and the name of the persona."""
    name = {lemma(word) for word in key(persona.id.replace("-", " ")).split()}
    words = {lemma(word) for word in key(title).split()}
    return frozenset(words - _DRESS - name)


def title_of(node: Section | Workflow | Step) -> str:
    return key(node.title) or key(getattr(node, "text", ""))


def titles_of(node: Section | Workflow | Step) -> tuple[str, ...]:
    """The words of a title, and those with what its attributes say, as Markdown has them."""
    bare = title_of(node)
    noted = key(" ".join((node.title, *_attributes(node, [node.title]))))
    return (bare, noted) if bare and noted != bare else (bare,)
