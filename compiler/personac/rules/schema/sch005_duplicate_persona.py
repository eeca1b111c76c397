"""SCH005: two sources of one name."""

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Sequence

from personac.api import Fact, Finding, LintContext, Rule
from personac.diagnostics import Label, Severity
from personac.identity import identity
from personac.rules._facts import fact

_COPIED = re.compile(
    r"(?:^|[/._-])(?:backups?|archived?|old|legacy|templates?|examples?|demos?|bundles?|beta|current|"
    r"deprecated|proposed|drafts?|snapshots?|fixtures?|tests?|v\d+|v[a-z]{3}\d\d)(?=[/._-])[^/]*/|(?:^|/)(?:dist|build|out|install)/",
    re.IGNORECASE,
)
_SPACE = re.compile(
    r"/(\.[a-z][\w-]*|(?:plugins|expansion-packs|packs|packages|modules|extensions)/[^/]+)(?=/)"
)


def note(context: LintContext) -> Iterator[Fact]:
    persona = context.document.persona
    facts = identity(persona)
    name = facts.name or facts.handle
    if name and persona.id not in context.options.get("merged", ()):
        folded = unicodedata.normalize("NFKC", persona.id).casefold()
        yield fact(context, folded, name.node, words=_group(context) or name.value)


def _group(context: LintContext) -> str:
    """What files of one folder that make one persona have in common, where the project says which
    do: those below its folders of personas that have one id, and none right in them.
    """
    path = next(iter(context.options.get("path", ())), context.document.sources[0].path)
    folder = posixpath.dirname(path)
    roots = [posixpath.normpath(root) for root in context.options.get("roots", ())]
    if (folder or ".") in roots:
        return path
    below = any(root == "." or folder.startswith(f"{root}/") for root in roots)
    return context.document.persona.id if below else ""


def compare(facts: Sequence[Fact]) -> Iterator[Finding]:
    first: dict[str, Fact] = {}
    for one in facts:
        other = first.setdefault(one.about, one)
        if other is not one and _apart(one, other):
            yield _finding(one, other)


def _apart(one: Fact, other: Fact) -> bool:
    """Whether both are sources: files of one folder and group make one persona, a plugin or the
    folder of a client has names of its own, and templates are copies.
    """
    paths = [each.label.at.path or "" for each in (one, other)]
    if any(_COPIED.search(path) for path in paths):
        return False
    if len({tuple(_SPACE.findall(f"/{path}")) for path in paths}) > 1:
        return False
    folders = {path.rpartition("/")[0] for path in paths}
    return len(folders) > 1 or one.words != other.words


def _finding(one: Fact, other: Fact) -> Finding:
    return Finding(
        message=f"`{one.persona}` is also the name of the persona in {other.label.at.path}",
        help="rename one of the two, or put both files into a folder of their own to merge them",
        labels=(one.label, Label(other.label.at, "the other one")),
    )


RULE = Rule(
    code="SCH005",
    name="duplicate-persona",
    severity=Severity.ERROR,
    why="both compile to the same files, so one would overwrite the other",
    note=note,
    compare=compare,
)
