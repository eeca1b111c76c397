"""An agent file of a client as the persona that it states."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from personac import pipeline
from personac.api import Document
from personac.diagnostics import Diagnostic, Label, Locator, Outcome, Severity
from personac.identity import display_name, persona_id
from personac.importing.native import Native
from personac.importing.settings import Said, said
from personac.importing.tools import Limits
from personac.importing.tools import said as limits_of
from personac.model import Block, Field, Persona, Raw, Section, Text, Value, evolve
from personac.passes import enrich
from personac.passes.tool_list import TOOL_FIELDS
from personac.report.visible import short
from personac.tables.fields import field_kind
from personac.targets.form import Form
from personac.text.slug import Ids
from personac.writers._grants import changes_nothing, grants

Kinds = Mapping[str, str]


class _Header(Struct, frozen=True):
    nodes: tuple[Field | Raw, ...]
    findings: tuple[Diagnostic, ...] = ()


def read(native: Native, kinds: Kinds | None = None) -> Outcome[Document]:
    """The document, and what of the file is not understood.  Without a target the file is read
    as the dialect that it is written in.
    """
    outcome = pipeline.read(native.source, _dialect(native), kinds)
    if outcome.value is None or native.form is None or outcome.value.dialect == "canonical":
        return outcome
    document = outcome.value
    header = _header(document.persona, native.form)
    persona = evolve(document.persona, header=header.nodes)
    persona = _named(_limited(persona, native.form), native, document)
    persona = _untitled(persona, native.form)
    whole = enrich(evolve(document, persona=persona), kinds or {})
    whole, quiet = _quiet(whole, native.form)
    told = (one for one in header.findings if not (quiet and one.labels[0].at.node in quiet))
    return Outcome(whole, (*outcome.diagnostics, *told))


def _dialect(native: Native) -> str | None:
    """The dialect of an agent file, which is Markdown whatever it is called."""
    if native.form is None or native.form.whole:
        return None
    reader, _ = pipeline.detect(replace(native.source, path=f"{native.source.path}.md"))
    return reader.name


def _header(persona: Persona, form: Form) -> _Header:
    """The header in canonical names; what stands there as text only stays where it was."""
    fields = {one.key: one for one in persona.header if isinstance(one, Field)}
    told = said({key: one.value for key, one in fields.items()}, form)
    nodes: list[Field | Raw] = []
    findings: list[Diagnostic] = []
    for node in persona.header:
        one = told.get(node.key) if isinstance(node, Field) else None
        if not isinstance(node, Field) or fields[node.key] is not node:
            nodes.append(node)
        elif one is not None:
            nodes.append(_node(node, one))
            findings += _findings(node, one, form)
    nodes += [_field(one.key, one.value) for key, one in told.items() if key not in fields]
    return _Header(tuple(nodes), tuple(findings))


def _node(field: Field, one: Said) -> Field | Raw:
    if one.kept is not None and field_kind(one.key) in TOOL_FIELDS:
        return Raw(id=field.id, text=_yaml(field), format="frontmatter")
    if one.key == field.key and one.value == field.value:
        return field
    return evolve(_field(one.key, one.value), id=field.id)


def _yaml(field: Field) -> str:
    from personac import codec

    value = codec.to_yaml({field.key: field.value}).rstrip("\n")
    if field.source is None:
        return value
    lines = "".join(f"\n  {line}" for line in field.source.split("\n"))
    return f"{field.key}:{lines}" if "\n" in field.source else f"{field.key}: {field.source}"


def _field(key: str, value: Value) -> Field:
    return Field(id=key, key=key, kind=field_kind(key), value=value)


def _findings(field: Field, one: Said, form: Form) -> Iterator[Diagnostic]:
    if one.kept is not None:
        yield Diagnostic(
            code="CNV002",
            name="setting-not-understood",
            severity=Severity.WARNING,
            message=f"`{short(field.key, 60)}` {one.kept}; it is kept as it stands",
            why="a key that has no meaning in a persona reaches no other client",
            help="say in words of the persona what it is for, or delete it",
            labels=(Label(Locator(node=field.id)),),
        )
    for name in one.unknown:
        yield Diagnostic(
            code="CNV003",
            name="tool-not-understood",
            severity=Severity.WARNING,
            message=f"`{short(name, 60)}` is no known tool of {form.client}; the name stays",
            why="a name that no client has grants nothing there",
            help="correct the name, or leave the tool out",
            labels=(Label(Locator(node=field.id, needle=name)),),
        )


def _named(persona: Persona, native: Native, document: Document) -> Persona:
    """With the name that the client goes by, where the file is only called so."""
    path = document.sources[0].path
    stated = persona_id(persona.header, persona.body, path)
    if native.name and stated != native.name:
        taken = frozenset(document.origins)
        name = evolve(_field("name", native.name), id=Ids(taken).claim("name"))
        header = tuple(n for n in persona.header if not (isinstance(n, Field) and n.kind == "name"))
        return evolve(persona, id=native.name, header=(name, *header))
    return evolve(persona, id=stated)


def _untitled(persona: Persona, form: Form) -> Persona:
    """Without the name for people that a writer makes of what a persona says."""
    titles = [n for n in persona.header if isinstance(n, Field) and n.kind == "title"]
    if form.of("display-name") is None or len(titles) != 1 or not isinstance(titles[0].value, str):
        return persona
    bare = evolve(persona, header=tuple(n for n in persona.header if n is not titles[0]))
    made = display_name(bare).casefold() == titles[0].value.casefold()
    return bare if made else persona


def _limited(persona: Persona, form: Form) -> Persona:
    """Limits of tools that a writer put into words, for want of a list, as limits again."""
    stated = any(isinstance(n, Field) and n.kind in TOOL_FIELDS for n in persona.header)
    if form.of("tools") is not None or form.tools.last_match or stated:
        return persona
    body, limits = _without_limits(persona.body)
    if limits is None:
        return persona
    lists = {"tools": limits.allowed, "disallowedTools": limits.denied or None}
    fields = [_field(key, names) for key, names in lists.items() if names is not None]
    return evolve(persona, header=(*persona.header, *fields), body=body)


def _without_limits(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], Limits | None]:
    last = blocks[-1] if blocks else None
    if not isinstance(last, Section):
        return tuple(blocks), None
    if last.title == "Tools" and last.level == 2 and len(last.children) == 1:
        text = last.children[0]
        found = limits_of(text.text) if isinstance(text, Text) and not text.label else None
        return (tuple(blocks[:-1]), found) if found else (tuple(blocks), None)
    children, found = _without_limits(last.children)
    return (*blocks[:-1], evolve(last, children=children)), found


def _quiet(document: Document, form: Form) -> tuple[Document, frozenset[str]]:
    """Without the mark of an agent that changes nothing where its tools say so."""
    entry = form.of("read-only")
    persona = document.persona
    if entry is None or not changes_nothing(grants(persona)):
        return document, frozenset()
    marks = [n for n in persona.header if isinstance(n, Field) and n.key == entry.key]
    header = tuple(node for node in persona.header if node not in marks)
    whole = evolve(document, persona=evolve(persona, header=header))
    return whole, frozenset(node.id for node in marks)
