"""What the writers of source dialects share: the frontmatter as written, and one file each."""

from collections.abc import Iterator
from functools import partial

from personac.api import Document, Emission, LossKind, Outcome
from personac.model import (
    AnyNode,
    Attribute,
    Field,
    Persona,
    Raw,
    Step,
    Style,
    Value,
    blocks,
)
from personac.source import FromSource
from personac.text import frontmatter
from personac.text.slug import slug
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, Line, artifact
from personac.writers._markdown import wrapper_of
from personac.writers._yaml import entry, nested, quoted, scalar, sequence

FENCE = "---"


def emission(
    dialect: str, document: Document, lines: tuple[Line, ...], ledger: Ledger, suffix: str = "md"
) -> Outcome[Emission]:
    """The one file of a dialect, with every fact of the header carried."""
    for node in document.persona.header:
        ledger.carry(node, whole=True)
    file = artifact(f"{document.persona.id}.{suffix}", lines)
    return Outcome(
        Emission(target=dialect, artifacts=(file,), carried=ledger.carried, losses=ledger.losses)
    )


def with_header(document: Document, body: tuple[Line, ...], *made: Line) -> tuple[Line, ...]:
    """``body`` below the frontmatter: the facts that were ``made``, then those of the source."""
    lines = (*made, *map(partial(_fact, document), document.persona.header))
    if not lines:
        return body
    fence = Line(FENCE, made="frontmatter")
    return (fence, *lines, fence, *((BLANK, *body) if body else ()))


def _fact(document: Document, node: Field | Raw) -> Line:
    text = entry(_key(node.key), _value(document, node)) if isinstance(node, Field) else node.text
    return Line(text, (node.id,))


def _key(name: str) -> str:
    plain = frontmatter.read(f"{FENCE}\n{name}: x\n{FENCE}\n")
    known = plain is not None and [one.key for one in plain.entries] == [name] and not plain.mends
    return name if known else scalar(name)


def _value(document: Document, field: Field) -> str:
    """The value as its source has it, when that says it in YAML; else in quotes where needed."""
    for written in _as_written(document, field):
        read = frontmatter.read(f"{FENCE}\n{entry('key', written)}\n{FENCE}\n")
        if read is None or read.mends or len(read.entries) != 1:
            continue
        if (read.entries[0].key, read.entries[0].value) == ("key", field.value):
            return written
    return _plain(field)


def _as_written(document: Document, field: Field) -> Iterator[str]:
    if field.source is not None:
        yield nested(field.source)
        yield field.source
    origin = document.origins.get(field.id)
    if not isinstance(origin, FromSource):
        return
    source = next((one for one in document.sources if one.path == origin.path), None)
    if source is not None:
        line = source.text.rfind("\n", 0, origin.span.start) + 1
        indent = source.text[line : origin.span.start]
        text = source.text[origin.span.start : origin.span.end].rstrip()
        yield f"\n{indent}{text}" if not indent.strip(" ") else text


def _plain(field: Field) -> str:
    if isinstance(field.value, str):
        return scalar(field.value)
    if isinstance(field.value, tuple) and all(isinstance(one, str) for one in field.value):
        return sequence(str(one) for one in field.value)
    return _flow(field.value)


def _flow(value: Value) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{quoted(key)}: {_flow(one)}' for key, one in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]"


def lose_names(persona: Persona, ledger: Ledger, dialect: str) -> None:
    """Declare the tags and attributes of elements that Markdown says in other words or not."""
    root = wrapper_of(persona.body, persona.id)
    for node in blocks(persona):
        tag: str | None = getattr(node, "tag", None)
        if tag is None or getattr(node, "style", None) is Style.ELEMENT:
            continue
        if node.id == root:
            detail = f"the root `<{tag}>` is not written: it only says whose persona it is"
            ledger.lose(node, LossKind.DROPPED, detail)
            continue
        said = str(getattr(node, "label", None) or getattr(node, "title", ""))
        if slug(said) != slug(tag) and not isinstance(node, Step):
            detail = f"{dialect} has no elements: `<{tag}>` is written without its name"
            ledger.lose(node, LossKind.APPROXIMATED, detail)
        if names := _unsaid(node, said):
            detail = f"{dialect} has no attributes: `{names}` of `<{tag}>` is written in words"
            ledger.lose(node, LossKind.APPROXIMATED, detail)


def _unsaid(node: AnyNode, said: str) -> str:
    """The names of the attributes whose values are neither the title nor the number."""
    attributes: tuple[Attribute, ...] = getattr(node, "attributes", ())
    number = node.number if isinstance(node, Step) else None
    found = (a.name for a in attributes if slug(a.value) != slug(said) and a.value != number)
    return ", ".join(found)
