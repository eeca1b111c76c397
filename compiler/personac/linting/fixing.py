"""Fixes, each proven before it counts: what was read anew is the same persona without the finding.

A fix is not applied when the finding is still there, when another one comes up, when anything
binds more or less than before, or when a word outside of its edits would change.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from personac.api import Document
from personac.breaking import compare
from personac.diagnostics import Applicability, Edit, Fix
from personac.model import AnyNode, Field, blocks, evolve
from personac.report.placed import Placed
from personac.source import Source, Span, written_at
from personac.text.frontmatter import key_at

MOST_PASSES = 10
FOLLOWS = "SUP001"
"""What a fix may leave behind: a comment about the finding that is gone, which has its own fix."""
Read = Callable[[Source], Document | None]
Lint = Callable[[Document], tuple[Placed, ...]]


class Refusal(Struct, frozen=True):
    """A fix that was not applied, and why."""

    found: Placed
    reason: str


class Fixed(Struct, frozen=True, kw_only=True):
    """The source with its fixes; ``applied`` are the findings that are gone by them."""

    source: Source
    applied: tuple[Placed, ...] = ()
    refused: tuple[Refusal, ...] = ()


class _State(NamedTuple):
    source: Source
    document: Document
    found: tuple[Placed, ...]


class Fixer(NamedTuple):
    """How a source is read and checked, and which fixes are wanted."""

    read: Read
    lint: Lint
    unsafe: bool = False

    def fix(self, source: Source) -> Fixed:
        """Apply fixes until none is left, or the passes are over."""
        state = self._state(source)
        if state is None:
            return Fixed(source=source)
        applied: list[Placed] = []
        refused: dict[str, Refusal] = {}
        for _ in range(MOST_PASSES):
            done = list(self._pass(state, refused))
            if not done:
                break
            applied += [one for _, one in done]
            state = done[-1][0]
        else:
            left = (one for one in self._wanted(state) if _name(one) not in refused)
            refused |= {_name(one): Refusal(one, _ENDLESS) for one in left}
        return Fixed(source=state.source, applied=tuple(applied), refused=tuple(refused.values()))

    def _wanted(self, state: _State) -> Iterator[Placed]:
        path = state.source.path
        for one in state.found:
            if (fix := _fix(one, unsafe=self.unsafe)) and _is_of(fix, path):
                yield one

    def _pass(self, state: _State, refused: dict[str, Refusal]) -> Iterator[tuple[_State, Placed]]:
        """All fixes at once if that is proven; else each in turn, last place first, so that
        those before it keep their offsets.
        """
        wanted = [one for one in self._apart(state) if _name(one) not in refused]
        if len(wanted) > 1:
            new, _ = self._tried(state, wanted)
            if new is not None:
                yield from ((new, one) for one in wanted)
                return
        for one in wanted:
            new, reason = self._tried(state, [one])
            if new is None:
                refused[_name(one)] = Refusal(one, reason)
                continue
            state = new
            yield state, one

    def _apart(self, state: _State) -> Iterator[Placed]:
        """The findings whose fixes do not touch those of a later one, last first."""
        until = len(state.source.text) + 1
        for one in sorted(self._wanted(state), key=self._start, reverse=True):
            edits = self._edits(one)
            if max(edit.span.end for edit in edits) < until:
                until = min(edit.span.start for edit in edits)
                yield one

    def _start(self, one: Placed) -> int:
        return min(edit.span.start for edit in self._edits(one))

    def _edits(self, one: Placed) -> tuple[Edit, ...]:
        fix = _fix(one, unsafe=self.unsafe)
        return fix.edits if fix else ()

    def _tried(self, before: _State, ones: list[Placed]) -> tuple[_State | None, str]:
        edits = [edit for one in ones for edit in self._edits(one)]
        text = edited(before.source.text, edits)
        if text is None:
            return None, "its edits overlap"
        after = self._state(_source(before.source, text))
        if after is None:
            return None, "the file could not be read any more"
        problem = _problem(before, after, ones, edits)
        return (None, problem) if problem else (after, "")

    def _state(self, source: Source) -> _State | None:
        document = self.read(source)
        return None if document is None else _State(source, document, self.lint(document))


_ENDLESS = f"the fixes did not come to an end in {MOST_PASSES} passes"


def _fix(one: Placed, *, unsafe: bool) -> Fix | None:
    allowed = {Applicability.SAFE} | ({Applicability.UNSAFE} if unsafe else set())
    fixes = (fix for fix in one.diagnostic.fixes if fix.applicability in allowed and fix.edits)
    return next(fixes, None)


def _is_of(fix: Fix, path: str) -> bool:
    return all(edit.path == path for edit in fix.edits)


def _name(one: Placed) -> str:
    """A finding whatever the lines before it have become."""
    column = one.primary.start.column if one.primary else 0
    length = one.primary.span.end - one.primary.span.start if one.primary else 0
    return f"{one.diagnostic.code}\0{one.diagnostic.message}\0{column}\0{length}"


def _source(old: Source, text: str) -> Source:
    from personac.codec import decode_source, encode_source

    return decode_source(old.path, encode_source(old, text))


def edited(text: str, edits: Iterable[Edit]) -> str | None:
    """The text after its edits; None when two of them overlap or lie outside of it."""
    until = len(text)
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: edit.span, reverse=True):
        if not 0 <= edit.span.start <= edit.span.end <= until:
            return None
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
        until = edit.span.start
    return text


def _problem(before: _State, after: _State, ones: list[Placed], edits: list[Edit]) -> str:
    """Why the fixes of these findings do not count."""
    old, new = _kinds(before.found), _kinds(after.found)
    gone = _kinds(ones)
    if any(new[kind] > old[kind] - gone[kind] for kind in gone):
        return "the finding would still be there"
    if worse := [one for one in new if new[one] > old[one] and one[0] != FOLLOWS]:
        return f"{worse[0][0]} would come up"
    if before.document.dialect != after.document.dialect:
        return "the file would be read as another dialect"
    if changes := compare(before.document, after.document, tightened=True):
        return f"the contract would change: {changes[0].message}"
    spans = [edit.span for edit in edits]
    moved = _moved(edits)
    if _outside(before.document, spans) != _outside(after.document, moved):
        return "more than the words of the fix would change"
    return ""


def _kind(one: Placed) -> tuple[str, str]:
    return one.diagnostic.code, one.diagnostic.message


def _kinds(found: Iterable[Placed]) -> Counter[tuple[str, str]]:
    return Counter(map(_kind, found))


def _moved(edits: Iterable[Edit]) -> list[Span]:
    """Where the words of each edit stand once all of them are made."""
    found: list[Span] = []
    shift = 0
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: edit.span):
        start = edit.span.start + shift
        found.append(Span(start, start + len(edit.replacement)))
        shift += len(edit.replacement) - (edit.span.end - edit.span.start)
    return found


def _outside(document: Document, spans: list[Span]) -> list[tuple[str, str]]:
    """What the nodes say that no edit touches, and those that hold no words of their own."""
    return [
        (type(node).__name__, _said(node))
        for node in blocks(document.persona)
        if not _touched(document, node, spans)
    ]


def _touched(document: Document, node: AnyNode, spans: list[Span]) -> bool:
    """Whether an edit is at the node; ``spans`` are apart and in order or few."""
    written = written_at(document.origins.get(node.id))
    if written is None:
        return False
    at = written.span
    if isinstance(node, Field) and (key := key_at(_text(document, written.path), node.key, at.end)):
        at = Span(min(key[0], at.start), at.end)
    return any(at.start <= span.end and span.start <= at.end for span in spans)


def _text(document: Document, path: str) -> str:
    return next((one.text for one in document.sources if one.path == path), "")


def _said(node: AnyNode) -> str:
    bare = evolve(node, id="")
    held = ("children", "rows", "clauses")
    changes = {name: () for name in held if hasattr(bare, name)}
    bare = evolve(bare, **changes) if changes else bare
    return f"{bare.key}={bare.value}" if isinstance(bare, Field) else repr(bare)
