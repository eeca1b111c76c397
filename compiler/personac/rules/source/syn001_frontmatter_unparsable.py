"""SYN001: frontmatter that YAML cannot read as it stands."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Note, NoteKind, Rule
from personac.diagnostics import Edit, Fix, Severity
from personac.model import Field
from personac.rules.source._notes import at, field_at, noted, short, source_text, words
from personac.source import written_at
from personac.text.yaml_problem import UNFIT_CHARACTER

_GLOBS = "globs"
"""The editor that has this key reads its value without YAML."""
_INDICATORS = tuple("*&!|>%@`,?-\"'")


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.FRONTMATTER_QUOTED):
        if _key(context, note) != _GLOBS:
            yield _quoted(context, note)
    for note in noted(context, NoteKind.FRONTMATTER_BY_LINE):
        yield _by_line(context, note)
    for note in noted(context, NoteKind.FRONTMATTER_NOT_MAPPING):
        yield Finding(
            message="the frontmatter holds no `key: value` pair",
            help="write `name: …` and `description: …` between the `---` lines, or delete them",
            labels=(at(note),),
        )


def _quoted(context: LintContext, note: Note) -> Finding:
    value = words(context, note)
    key = _key(context, note)
    fixes: tuple[Fix, ...] = ()
    if bracket := {"[": "]", "{": "}"}.get(value[:1]):
        advice = f"close it: `{key}: {short(value)}{bracket}`"
    else:
        advice = f"quote it: `{key}: {_quote(short(value))}`"
        fixes = (Fix("quote the value", tuple(_edits(context, note))),)
    return Finding(
        message=f"the value of `{key}` is not valid YAML: {short(note.detail, 80)}",
        help=advice,
        labels=(at(note),),
        severity=Severity.WARNING,
        fixes=fixes,
    )


def _by_line(context: LintContext, note: Note) -> Finding:
    key = _key(context, note)
    advice = f"write `{key}: |` and indent the text of `{key}` by two spaces below it"
    if note.detail.startswith(UNFIT_CHARACTER):
        advice = "delete the character, or write what it stands for"
    return Finding(
        message=f"the frontmatter is not valid YAML: {short(note.detail, 100)}",
        help=advice,
        labels=(at(note, "read line by line from here"),),
    )


def _key(context: LintContext, note: Note) -> str:
    field = field_at(context, note)
    return field.key if field else "description"


def _edits(context: LintContext, note: Note) -> Iterator[Edit]:
    """Quote the noted value and every other one that needs it, so that YAML reads them all."""
    text = source_text(context, note.path)
    for node in context.document.persona.header:
        place = written_at(context.document.origins.get(node.id))
        if place is None or not isinstance(node, Field) or not isinstance(node.value, str):
            continue
        raw = text[place.span.start : place.span.end]
        if place.span == note.span or (raw == node.value and _needs_quotes(raw)):
            yield Edit(note.path, place.span, _quote(raw))


def _needs_quotes(raw: str) -> bool:
    return ": " in raw or " #" in raw or raw.endswith(":") or raw.startswith(_INDICATORS)


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


RULE = Rule(
    code="SYN001",
    name="frontmatter-unparsable",
    severity=Severity.ERROR,
    why="a client that reads strict YAML drops the whole header, and with it name and tools",
    check=check,
)
