"""SCH005: two sources of one name."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from personac.api import CatalogueRule, Entry, Finding, LintContext
from personac.diagnostics import Label, Severity
from personac.identity import identity
from personac.rules._places import entry

_COPIED = re.compile(
    r"(?:^|[/._-])(?:backups?|archived?|old|legacy|templates?|examples?|demos?|bundles?|beta|current|"
    r"deprecated|proposed|drafts?|snapshots?|fixtures?|tests?|v\d+)(?=[/._-])[^/]*/|(?:^|/)(?:dist|build|out|install)/",
    re.IGNORECASE,
)
_SPACE = re.compile(
    r"/(\.[a-z][\w-]*|(?:plugins|expansion-packs|packs|packages|modules|extensions)/[^/]+)(?=/)"
)


def collect(context: LintContext) -> Iterator[Entry]:
    persona = context.document.persona
    facts = identity(persona)
    if name := facts.name or facts.handle:
        folded = unicodedata.normalize("NFKC", persona.id).casefold()
        yield entry(context, folded, name.node, text=name.value)


def check(entries: Sequence[Entry]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for one in entries:
        other = first.setdefault(one.key, one)
        if other is not one and _apart(one, other):
            yield _finding(one, other)


def _apart(one: Entry, other: Entry) -> bool:
    """Whether both are sources: files of one folder that spell the name alike make one persona,
    a plugin or the folder of a client has names of its own, and templates are copies.
    """
    paths = [entry.at.path or "" for entry in (one, other)]
    if any(_COPIED.search(path) for path in paths):
        return False
    if len({tuple(_SPACE.findall(f"/{path}")) for path in paths}) > 1:
        return False
    folders = {path.rpartition("/")[0] for path in paths}
    return len(folders) > 1 or one.text != other.text


def _finding(one: Entry, other: Entry) -> Finding:
    return Finding(
        message=f"`{one.persona}` is also the name of the persona in {other.at.path}",
        help="rename one of the two, or put both files into one folder to merge them",
        labels=(Label(one.at), Label(other.at, "the other one")),
    )


RULE = CatalogueRule(
    code="SCH005",
    name="duplicate-persona",
    severity=Severity.ERROR,
    why="both compile to the same files, so one would overwrite the other",
    collect=collect,
    check=check,
)
