"""SYN004: text in the frontmatter that YAML turns into a number, a date or a truth value."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, NoteKind, Rule
from personac.diagnostics import Fix, Severity
from personac.rules.source._notes import at, noted, replacing, words

_BECOMES = {
    "bool": "true or false",
    "float": "a number",
    "int": "a number",
    "null": "nothing",
    "timestamp": "a date",
}


def check(context: LintContext) -> Iterator[Finding]:
    for note in noted(context, NoteKind.YAML_TYPED):
        key, _, kind = note.detail.rpartition(": ")
        raw = words(context, note)
        if kind in _BECOMES and _changes(kind, raw):
            yield Finding(
                message=f"`{key}: {raw}` is {_BECOMES[kind]} to YAML, not the text `{raw}`",
                help=f'quote it: `{key}: "{raw}"`',
                labels=(at(note),),
                fixes=(Fix("quote the value", (replacing(note, f'"{raw}"'),)),),
            )


def _changes(kind: str, raw: str) -> bool:
    """Whether the value, printed again, differs from what its author wrote."""
    try:
        if kind == "int":
            return str(int(raw)) != raw
        return kind != "float" or repr(float(raw)) != raw or raw.endswith(".0")
    except ValueError:
        return True


RULE = Rule(
    code="SYN004",
    name="yaml-typing-trap",
    severity=Severity.WARNING,
    why="the client gets another value than the file shows: 1.10 becomes 1.1, no becomes false",
    check=check,
)
