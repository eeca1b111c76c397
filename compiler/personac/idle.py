"""What `[merge]` of the settings says about nothing that there is."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from personac import registry
from personac.combine._findings import CORRECT, finding, unused
from personac.combine.say import Origin, Settle, names
from personac.compile import Compiled
from personac.composition import Composition
from personac.config import MergeConfig
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.source import Source
from personac.tables.fields import field_kinds, header_keys
from personac.text.near import suggest


def idle(
    where: str, merge: MergeConfig, made_of: Sequence[Composition], compiled: Sequence[Compiled]
) -> Iterator[Diagnostic]:
    """A finding for each entry that names no persona, no field or no source, or that decides
    nothing.  While a persona failed nothing is known of the others: it may need them.
    """
    if any(one.failed for one in compiled):
        return
    sources = [source for one in made_of for source in one.sources]
    at = Label(Locator(path=where))
    yield from _personas(merge, made_of, compiled, at)
    yield from _fields(merge, sources, at)
    yield from _sources(merge, sources, at)
    yield from _rules(merge, made_of, compiled, at)


def _idle(message: str, advice: str, at: Label) -> Diagnostic:
    return finding("MRG010", Severity.WARNING, message, advice, at)


def _personas(
    merge: MergeConfig, made_of: Sequence[Composition], compiled: Sequence[Compiled], at: Label
) -> Iterator[Diagnostic]:
    ids = {one.path: one.persona for one in compiled}
    for name, patterns in merge.personas.items():
        paths = {one.path: [source.path for source in one.sources] for one in made_of}
        stated = {
            ids[first]
            for first, group in paths.items()
            if any(fnmatchcase(path, pattern) for path in group for pattern in patterns)
        }
        if name not in stated:
            message = f"no persona is called `{name}`, which `merge.personas` names"
            instead = " or ".join(f"`{one}`" for one in sorted(stated)[:3])
            yield _idle(message, f"its files state {instead}: use that name", at)


def _fields(merge: MergeConfig, sources: Sequence[Source], at: Label) -> Iterator[Diagnostic]:
    known = (*field_kinds(), "mission")
    for name in merge.fields:
        if name in known or name in header_keys() or any(_has(one, name) for one in sources):
            continue
        message = f"no source has a field `{name}`, which `merge.fields` names"
        yield _idle(message, f"{suggest(name, known)}, or remove it", at)


def _has(source: Source, name: str) -> bool:
    """Whether a line or an attribute of the source may be the field."""
    return re.search(rf"(?m)(?:^|\s)\W*{re.escape(name)}\W*[:=]", source.text) is not None


def _sources(merge: MergeConfig, sources: Sequence[Source], at: Label) -> Iterator[Diagnostic]:
    origins = [Origin(source.path) for source in sources]
    listed = {"merge.priority": merge.priority}
    listed |= {f"merge.fields.{name}": patterns for name, patterns in merge.fields.items()}
    for key, patterns in listed.items():
        for pattern in patterns:
            if any(names(pattern, one) for one in origins):
                continue
            dialects = [reader.name for reader in registry.readers()]
            if pattern not in dialects:
                known = [*dialects, *(one.path for one in origins)]
                message = f"no source is meant by `{pattern}` in `{key}`"
                yield _idle(message, suggest(pattern, known), at)


def _rules(
    merge: MergeConfig, made_of: Sequence[Composition], compiled: Sequence[Compiled], at: Label
) -> Iterator[Diagnostic]:
    """The rules that decide in no persona, but for those that name one of several files: what
    merges them says so at the persona.
    """
    used = {number for one in compiled for number in one.decided}
    several = {one.path for one in made_of if len(one.sources) > 1}
    said = {one.persona for one in compiled if one.path in several}
    paths = [source.path for one in made_of for source in one.sources]
    ids = [one.persona for one in compiled]
    for number, rule in enumerate(merge.settle):
        if number not in used and rule.persona not in said:
            yield unused(rule, *_reason(rule, ids, paths), at)


def _reason(rule: Settle, ids: Sequence[str], paths: Sequence[str]) -> tuple[str, str]:
    """Why a rule decides nothing, and what to do."""
    if not any(fnmatchcase(one, rule.persona) for one in ids):
        return "is for a persona that there is not", suggest(rule.persona, ids)
    dialects = [reader.name for reader in registry.readers()]
    if rule.take not in dialects and not any(names(rule.take, Origin(one)) for one in paths):
        return "takes from no source", suggest(rule.take, [*dialects, *paths])
    return "decides nothing", CORRECT
