"""The canonical form itself, YAML or JSON, checked against its schema."""

import re
from collections.abc import Iterator

import yaml

from personac.api import Document, Outcome, Reader
from personac.codec import persona_from, persona_problems
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.model import SCHEMA, Persona, nodes
from personac.source import FromSource, Source, SourceMap, Span
from personac.tables.fields import field_kind
from personac.text.slug import Ids, content_slug, section_slug, slug
from personac.text.yaml_problem import yaml_problem
from personac.text.yamlguard import Unfit, compose, construct

_MARK = re.compile(
    r"^\s*(?:[\"']?schema[\"']?\s*:\s*[\"']?personac/persona/|\{\s*\"schema\"|\{\s*\"id\")"
)
_NODE_ID = re.compile(r"\w[\w.~/#-]*")
_PERSONA_ID = re.compile(r"\w[\w.-]*")
_ONE_LINE = ("title", "label", "tag", "info")
Path = tuple[str | int, ...]


def sniff(source: Source) -> float:
    head = source.text[:4000]
    if "personac/persona/" in head and not head.startswith("---\n"):
        return 1.0
    data_file = source.path.lower().endswith((".yaml", ".yml", ".json"))
    return 0.9 if data_file else 0.5 if _MARK.match(head) else 0.0


def read(source: Source) -> Outcome[Document]:
    try:
        root = compose(source.text)
        data = construct(root)
    except (Unfit, yaml.YAMLError) as error:
        return Outcome(None, (_unreadable(source, error),))
    if not isinstance(data, dict):
        finding = _finding(source, (), root, f"expected a mapping, found {_kind(data)}")
        return Outcome(None, (finding,))
    if data.get("schema", SCHEMA) != SCHEMA or not {"schema", "header", "body"} & set(data):
        found = data.get("schema", f"the keys {', '.join(sorted(map(str, data)))}")
        advice = _MAY_STAND if "schema" in data else _UNKNOWN
        finding = _finding(source, ("schema",), root, f"expected `{SCHEMA}`, found {found}", advice)
        return Outcome(None, (finding,))
    _fill_fields(data)
    repeated = _repeated(data)
    if repeated:
        message = f"the id `{repeated}` stands twice"
        return Outcome(None, (_finding(source, (), root, message),))
    _fill_ids(data)
    problems = persona_problems(data) or tuple(_misfits(data))
    if problems:
        found = tuple(_finding(source, path, root, message) for path, message in problems)
        return Outcome(None, found)
    persona = persona_from(data)
    return Outcome(
        Document(
            persona=persona,
            sources=(source,),
            origins=_origins(persona, data, root, source),
            dialect="canonical",
        )
    )


def _kind(data: object) -> str:
    if data is None:
        return "nothing"
    return "a list" if isinstance(data, list) else "text" if isinstance(data, str) else "a value"


def _unreadable(source: Source, error: Exception) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    at = min(mark.index, len(source.text)) if mark else 0
    reason = yaml_problem(error)
    return Diagnostic(
        code="SCH002",
        name="wrong-type",
        severity=Severity.ERROR,
        message=f"the canonical document is not valid YAML: {reason}"[:160],
        why="a canonical document is data; it is read strictly",
        help="correct the YAML at this place",
        labels=(Label(Locator(path=source.path, span=Span(at, min(at + 1, len(source.text))))),),
    )


_MAY_STAND = "see `personac schema persona` for what may stand here"
_UNKNOWN = (
    "write what `personac schema persona` shows, or a BMAD agent below `agent:`; else keep the file "
    "out of `personas`"
)


def _finding(
    source: Source, path: Path, root: yaml.Node | None, message: str, advice: str = _MAY_STAND
) -> Diagnostic:
    node = _node_at(root, path)
    span = _span(node) if node is not None else Span(0, min(1, len(source.text)))
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return Diagnostic(
        code="SCH002",
        name="wrong-type",
        severity=Severity.ERROR,
        message=f"`${where}`: {message}"[:160],
        why=f"the document does not follow the schema {SCHEMA}",
        help=advice,
        labels=(Label(Locator(path=source.path, span=span)),),
    )


def _node_at(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    """The node at ``path``, or the nearest one above it."""
    for part in path:
        below = _child(node, part)
        if below is None:
            return node
        node = below
    return node


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None


def _span(node: yaml.Node) -> Span:
    return Span(node.start_mark.index, node.end_mark.index)


def _fill_fields(data: dict[str, object]) -> None:
    """Give header fields the kind that their key has in every dialect, and text for numbers."""
    for _, node in _typed(data):
        if node.get("type") == "field":
            kind = field_kind(str(node.get("key", "")))
            if kind != "other":
                node.setdefault("kind", kind)
            node["value"] = _text(node.get("value", ""))


def _text(value: object) -> object:
    """Header values are text as written; YAML numbers and booleans go back to it."""
    if isinstance(value, dict):
        return {key: _text(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_text(below) for below in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _fill_ids(data: dict[str, object]) -> None:
    """Give ids to nodes whose author wrote none, as the other readers do."""
    ids = Ids(frozenset(str(node["id"]) for _, node in _typed(data) if "id" in node))
    for section, node in _typed(data):
        if "id" not in node:
            own = _own_slug(node)
            node["id"] = ids.claim(f"{section}/{own}" if section and "title" not in node else own)
    if "id" not in data:
        named = (n for _, n in _typed(data) if n.get("type") == "field" and n.get("kind") == "name")
        data["id"] = next((slug(str(n.get("value", ""))) for n in named), "") or "persona"


def _repeated(data: dict[str, object]) -> str:
    """An id that two nodes have; empty when there is none."""
    seen: set[object] = set()
    for _, node in _typed(data):
        if "id" in node and node["id"] in seen:
            return str(node["id"])
        seen.add(node.get("id"))
    return ""


def _misfits(data: dict[str, object]) -> Iterator[tuple[Path, str]]:
    """Text of the right type that no reader makes: it would break the lines that hold it."""
    if not _PERSONA_ID.fullmatch(str(data["id"])):
        yield ("id",), _expected("letters, digits and `-._`", data["id"])
    stack: list[tuple[Path, object]] = [((part,), data.get(part)) for part in ("body", "header")]
    while stack:
        path, value = stack.pop()
        if isinstance(value, list):
            stack.extend(((*path, at), value[at]) for at in reversed(range(len(value))))
        elif isinstance(value, dict):
            if not _NODE_ID.fullmatch(str(value["id"])):
                yield (*path, "id"), _expected("letters, digits and `-._~/#`", value["id"])
            for key in _ONE_LINE:
                if re.search(r"[\r\n]", str(value.get(key, ""))):
                    yield (*path, key), _expected("one line", value[key])
            below = ("children", "rows", "clauses")
            stack.extend(((*path, key), value[key]) for key in below if key in value)


def _expected(what: str, found: object) -> str:
    shown = repr(found)
    return f"expected {what}, found {shown if len(shown) <= 60 else shown[:57] + '...'}"


def _own_slug(node: dict[str, object]) -> str:
    if "title" in node:
        return section_slug(str(node["title"]))
    words = next((str(node[k]) for k in ("key", "label", "text", "name") if node.get(k)), "")
    return content_slug(words) or str(node.get("type", "node"))


def _typed(data: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Every node below ``data`` with the slug of the section it stands in."""
    stack: list[tuple[str, object]] = [("", [data.get("header"), data.get("body")])]
    while stack:
        section, value = stack.pop()
        if isinstance(value, list):
            stack.extend((section, below) for below in reversed(value))
        elif isinstance(value, dict):
            if "type" in value:
                yield section, value
            inner = section_slug(str(value["title"])) if "title" in value else section
            below = [value.get(k) for k in ("clauses", "children", "rows")]
            stack.extend((inner, part) for part in reversed(below) if part)


def _origins(
    persona: Persona, data: dict[str, object], root: yaml.Node | None, source: Source
) -> SourceMap:
    spans = {str(value["id"]): span for value, span in _spans(root, data) if "id" in value}
    whole = Span(0, len(source.text))
    return {node.id: FromSource(source.path, spans.get(node.id, whole)) for node in nodes(persona)}


def _spans(root: yaml.Node | None, data: object) -> Iterator[tuple[dict[str, object], Span]]:
    """Each mapping of the data with the span of its most telling value."""
    stack: list[tuple[yaml.Node | None, object]] = [(root, data)]
    while stack:
        node, value = stack.pop()
        if isinstance(value, dict) and isinstance(node, yaml.MappingNode):
            telling = (_child(node, name) for name in ("text", "title", "value", "name", "cells"))
            yield value, _span(next((found for found in telling if found is not None), node))
            stack.extend((_child(node, key), below) for key, below in value.items())
        elif isinstance(value, list) and isinstance(node, yaml.SequenceNode):
            stack.extend(zip(node.value, value, strict=False))


READER = Reader(name="canonical", version=1, sniff=sniff, read=read)
