"""What revisions come to for one persona: as it is written, as it would be, and why."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from personac.accept.bake import Baked, Refused, Rewrite, bake, different
from personac.api import Document
from personac.assembly import Settled, assemble
from personac.composition import Composition, with_sources
from personac.diagnostics import Severity
from personac.model import NodeId
from personac.passes import enrich
from personac.report.placed import Placed, ordered, placed
from personac.revise.deeds import Deed, deeds
from personac.revise.engine import revise
from personac.revise.order import applies, plan
from personac.revise.parse import Loaded
from personac.revise.provenance import chain
from personac.source import FromOp, Source
from personac.writers._ledger import Ledger
from personac.writers._lines import joined
from personac.writers._markdown import render

_REMEDY = "name the place by words that stay, or set `if_missing: skip` on the op"
_HEADING = re.compile(r"#{1,6} |[ \t]*<[a-z_]+>[ \t]*$")


class Review(NamedTuple):
    """One persona and the revisions that apply to it; ``revised`` is None when they fail."""

    made_of: Composition
    document: Document | None
    revised: Document | None
    revisions: tuple[Loaded, ...]
    findings: tuple[Placed, ...]

    @property
    def source(self) -> Source:
        """The file that stands for the persona."""
        return self.made_of.sources[0]

    @property
    def name(self) -> str:
        return self.document.persona.id if self.document else ""

    @property
    def failed(self) -> bool:
        return self.revised is None

    @property
    def changed(self) -> bool:
        """Whether the revisions change anything."""
        return bool(
            self.revised and self.document and self.revised.persona != self.document.persona
        )


class Hunk(Struct, frozen=True, kw_only=True):
    """Lines that change, as a unified diff counts and marks them, and the ops that do it."""

    old_start: int
    old_lines: int
    new_start: int
    new_lines: int
    lines: tuple[str, ...]
    below: str = ""
    """The heading that they stand under."""
    changes: tuple[Deed, ...] = ()

    @property
    def header(self) -> str:
        old, new = f"{self.old_start},{self.old_lines}", f"{self.new_start},{self.new_lines}"
        return f"@@ -{old} +{new} @@ {self.below}".rstrip()


def review(made_of: Composition, loaded: Sequence[Loaded], settled: Settled) -> Review:
    """Read and revise; nothing raises on content."""
    sources = {one.path: one for one in (*made_of.files, *(one.source for one in loaded))}
    read = assemble(made_of, settled)
    if read.value is None:
        return Review(made_of, None, None, (), placed(read.diagnostics, sources, {}))
    document = read.value
    outcome = revise(document, loaded, lambda one: enrich(one, settled.kinds))
    origins = (outcome.value or document).origins
    meant = tuple(one for one in loaded if applies(one, document.persona.id))
    found = placed((*read.diagnostics, *outcome.diagnostics), sources, origins)
    return Review(made_of, document, outcome.value, meant, ordered(found))


def baked(one: Review, settled: Settled) -> Baked | Refused:
    """The sources with the revisions in them, proven by reading them again."""
    assert one.document is not None
    assert one.revised is not None
    own = frozenset(source.path for source in one.made_of.sources)
    return bake(
        one.document,
        one.revised,
        own,
        lambda changed: assemble(with_sources(one.made_of, changed), settled),
    )


def chosen(name: str, persona: str, loaded: Sequence[Loaded]) -> tuple[Loaded, ...]:
    """The revision of this id with all that it comes after, of those that are known."""
    planned = plan(persona, loaded).value
    above = planned.above.get(name, frozenset()) if planned else frozenset()
    return tuple(one for one in loaded if one.revision.id == name or one.revision.id in above)


def others(one: Review, name: str) -> tuple[str, ...]:
    """Revisions apart from ``name`` that would change the persona with it."""
    origins = one.revised.origins.values() if one.revised else ()
    found = {op.revision for origin in origins for op in chain(origin)}
    return tuple(sorted(found - {name}))


def lasting(one: Review, new: Baked, loaded: Sequence[Loaded], settled: Settled) -> str:
    """Why the next build would not come to the same persona; empty when it would."""
    meant = tuple(revision for revision in loaded if applies(revision, one.name))
    whole = one if one.revisions == meant else review(one.made_of, loaded, settled)
    again = review(with_sources(one.made_of, new.sources), loaded, settled)
    if whole.revised is None:
        return "" if again.revised is None else "the revisions of this persona fail as they are"
    if again.revised is None:
        errors = (f.diagnostic for f in again.findings if f.diagnostic.severity is Severity.ERROR)
        problem = next(errors)
        remedy = problem.help if problem.code != "REV001" else _REMEDY
        return f"the next build would fail, {problem.code}: {problem.message}; {remedy}"
    touched = frozenset(n for n, o in whole.revised.origins.items() if isinstance(o, FromOp))
    return different(again.revised.persona, whole.revised.persona, touched)


def hunks(one: Review, new: Rewrite) -> tuple[Hunk, ...]:
    """The changed lines of a source, each run with the ops that change it."""
    named = {loaded.revision.id: loaded for loaded in one.revisions}
    assert one.revised is not None
    found: list[Hunk] = []
    edited = tuple(_edited(new))
    for hunk in diff(new.old.text, new.new.text, 0):
        nodes = [edit.node for edit in edited if edit.meets(hunk)]
        found.append(replace(hunk, changes=deeds(one.revised, nodes, named)))
    return tuple(found)


class _Edited(NamedTuple):
    """The lines that an edit takes away and those that it writes, counted from 1; a new line is
    shown before or after the like lines around it, so that both sides tell where an edit is.
    """

    old: range
    new: range
    node: NodeId

    def meets(self, hunk: Hunk) -> bool:
        old = range(hunk.old_start, hunk.old_start + max(hunk.old_lines, 1))
        new = range(hunk.new_start, hunk.new_start + hunk.new_lines)
        return _overlap(self.old, old) or _overlap(self.new, new)


def _overlap(one: range, other: range) -> bool:
    return max(one.start, other.start) < min(one.stop, other.stop)


def _edited(new: Rewrite) -> Iterator[_Edited]:
    """The edits in the lines of both texts."""
    shift = 0
    for edit in sorted(new.edits, key=lambda one: one.span):
        old = _lines_of(new.old, edit.span.start, edit.span.end)
        start = edit.span.start + shift
        yield _Edited(old, _lines_of(new.new, start, start + len(edit.text)), edit.node)
        shift += len(edit.text) - (edit.span.end - edit.span.start)


def _lines_of(source: Source, start: int, end: int) -> range:
    return range(source.position(start).line, source.position(end).line + 1)


def rendered(one: Review) -> tuple[Hunk, ...]:
    """The changes of the Markdown that is emitted, for what the source cannot be made to say."""
    assert one.document is not None
    assert one.revised is not None
    old, new = (render(d.persona, Ledger()) for d in (one.document, one.revised))
    named = {loaded.revision.id: loaded for loaded in one.revisions}
    found: list[Hunk] = []
    for hunk in diff(joined(old), joined(new), 0):
        first, last = hunk.old_start - 1, hunk.old_start - 1 + hunk.old_lines
        begin, end = hunk.new_start - 1, hunk.new_start - 1 + hunk.new_lines
        nodes = dict.fromkeys(n for line in (*old[first:last], *new[begin:end]) for n in line.nodes)
        found.append(replace(hunk, changes=deeds(one.revised, nodes, named)))
    return tuple(found)


def diff(old: str, new: str, context: int = 3) -> tuple[Hunk, ...]:
    """The hunks of a unified diff."""
    one, other = (text.removesuffix("\n").split("\n") for text in (old, new))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return tuple(_hunk(group, one, other) for group in matcher.get_grouped_opcodes(context))


def _hunk(
    group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Hunk:
    lines: list[str] = []
    for tag, i1, i2, j1, j2 in group:
        if tag == "equal":
            lines += [f" {line}" for line in old[i1:i2]]
            continue
        lines += [f"-{line}" for line in old[i1:i2]]
        lines += [f"+{line}" for line in new[j1:j2]]
    start, stop, begin, end = group[0][1], group[-1][2], group[0][3], group[-1][4]
    return Hunk(
        old_start=start + (stop > start),
        old_lines=stop - start,
        new_start=begin + (end > begin),
        new_lines=end - begin,
        lines=tuple(lines),
        below=next((line for line in reversed(old[:start]) if _HEADING.match(line)), ""),
    )
