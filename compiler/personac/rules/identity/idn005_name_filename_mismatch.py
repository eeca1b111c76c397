"""IDN005: a name that is not the name of its file."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.identity import text_of
from personac.model import Field
from personac.text.slug import slug

_FILE_LIKE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_GENERIC = frozenset(
    "agent agents skill readme index main persona prompt system claude gemini".split()
)
_EXTENSION = re.compile(r"(?:\.(?:agent|chatmode|prompt|mode|persona))?\.[A-Za-z]+$")
_HASHED = re.compile(r"[0-9a-f]{12}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SUFFIX = re.compile(r"-(?:agent|subagent|sub-agent|chatmode|persona|v\d[\w.]*|v[a-z]{3}\d\d)$")


def check(context: LintContext) -> Iterator[Finding]:
    path = context.document.sources[0].path.replace("\\", "/")
    *folders, file = path.split("/")
    stem = _EXTENSION.sub("", file)
    if context.document.dialect != "frontmatter" or _says_nothing(stem):
        return
    fields = (node for node in context.document.persona.header if isinstance(node, Field))
    field = next((field for field in fields if field.kind == "name"), None)
    name = text_of(field.value) if field else ""
    if field and _FILE_LIKE.fullmatch(name) and not _agree(name, stem, folders):
        yield _finding(field, name, stem, file)


def _says_nothing(stem: str) -> bool:
    return stem == "-" or stem.lower() in _GENERIC or _HASHED.search(stem) is not None


def _agree(name: str, stem: str, folders: list[str]) -> bool:
    if name == stem or slug(name) in map(slug, folders[-1:]):
        return True
    spaces = [f"{slug(folder)}-" for folder in folders if slug(folder)]
    return bool(_forms(_words(name), spaces) & _forms(_words(stem), spaces))


def _words(name: str) -> str:
    return slug(_HUMP.sub("-", name))


def _forms(name: str, spaces: list[str]) -> set[str]:
    """The name, and what is left without the folder it is filed in and the usual suffixes."""
    forms = {name}
    forms.update(name.removeprefix(space) for space in spaces)
    forms.update([_SUFFIX.sub("", form) for form in forms])
    return forms


def _finding(field: Field, name: str, stem: str, file: str) -> Finding:
    suffix = file[len(stem) :]
    return Finding(
        message=f"the name `{name}` is not the name of the file, `{stem}`",
        help=f"write `name: {slug(stem)}`, or rename the file to `{name}{suffix}`",
        labels=(Label(Locator(node=field.id, needle=name)),),
    )


RULE = Rule(
    code="IDN005",
    name="name-filename-mismatch",
    severity=Severity.WARNING,
    why="some clients call an agent by its name and others by its file, so half of the calls miss",
    check=check,
)
