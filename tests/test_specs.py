r"""Runs the cases of the pages beside the readers, writers, rules and ops.

    area     input fences                      expected fences
    rules    persona, options                  diagnostics: LINE:COL `words` message
             several personas for a rule about PATH:LINE:COL `words` message
             many
    readers  source                            tree; notes: kind LINE:COL detail
    writers  persona                           artifact path=…; losses: kind node-id: detail;
                                               enforced: how mandate-id: where (limits);
                                               prose: mandate-id: why
    ops      persona, revision                 diff: changed lines of the tree
    breaking before, after                     changes: CODE message

Without an expected fence nothing of its kind may come out, except that a page need not show
all artifacts.  Outcomes with findings also come to ``diagnostics``: CODE message.  An input
fence takes ``path=``, ``dialect=`` and the flags ``crlf``, ``bom``, ``no-final-newline`` and
``escapes`` (``\x1b`` and ``\u202e`` are read as the characters they name).
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import WRITERS, compared
from personac import pipeline, registry
from personac.api import (
    Artifact,
    Document,
    Emission,
    LintContext,
    Reader,
    Rule,
    Writer,
)
from personac.breaking import ChangeRule, compare
from personac.codec import convert, decode_source, load_yaml
from personac.diagnostics import Diagnostic
from personac.enforce.guard import guarded
from personac.passes import enrich
from personac.report import tree
from personac.report.placed import Placed, placed
from personac.report.visible import short, visible
from personac.source import Source
from personac.tables.secrets import masked
from specs import SPECIFIED, TARGETS, Case, Fence, accept, difference, module_of, pages, read

NO_LIMIT = 10**9
DEFAULT_PATHS = {
    "before": "persona.md",
    "after": "persona.md",
    "persona": "persona.md",
    "source": "source.md",
    "revision": "revision.yaml",
}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")

Result = dict[str, str]
Options = dict[str, list[str]]


class Kind(NamedTuple):
    """What the pages of an area expect, and how to run one of their cases."""

    expects: tuple[str, ...]
    run: Callable[[Case, object], Result]


def _cases() -> Iterator[object]:
    for area in SPECIFIED:
        for path in pages(area):
            for case in read(path).cases if path.is_file() else ():
                yield pytest.param(area, case, id=case.name)


@pytest.mark.parametrize(("area", "case"), list(_cases()))
def test_case(area: str, case: Case, request: pytest.FixtureRequest) -> None:
    """A case comes to what its page says."""
    kind = KINDS[area]
    constant = plug_in(area, case.path)
    actual = {info: text for info, text in kind.run(case, constant).items() if text}
    expected = case.expected(kind.expects)
    if any(info.startswith("artifact") for info in expected):
        actual = {info: actual[info] for info in actual if _is_asked_for(info, expected)}
    if actual == expected:
        return
    if request.config.getoption("--accept"):
        accept(case, kind.expects, actual)
        return
    pytest.fail(f"{case.name}\n{difference(expected, actual)}", pytrace=False)


def plug_in(area: str, page: Path) -> object:
    """What the page is about."""
    if area == TARGETS:
        return WRITERS[page.stem]
    return getattr(import_module(module_of(page)), registry.AREAS[area])


def _is_asked_for(info: str, expected: Mapping[str, str]) -> bool:
    return info in expected or not info.startswith("artifact")


def source(fence: Fence) -> Source:
    """The file that an input fence stands for."""
    settings, text = fence.settings, fence.text
    if "escapes" in settings:
        text = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2] or match[3], 16)), text)
    if "no-final-newline" in settings:
        text = text.removesuffix("\n")
    if "crlf" in settings:
        text = text.replace("\n", "\r\n")
    mark = "\ufeff" if "bom" in settings else ""
    path = settings.get("path", DEFAULT_PATHS.get(fence.kind, fence.kind))
    return decode_source(path, (mark + text).encode())


def document(fence: Fence, dialect: str | None = None) -> tuple[Document, Result]:
    """An input fence, read and enriched, with the findings of reading it."""
    outcome = pipeline.read(source(fence), dialect or fence.settings.get("dialect"))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value, findings(outcome.diagnostics)


def findings(diagnostics: Iterable[Diagnostic]) -> Result:
    return {"diagnostics": _text(f"{one.code} {short(one.message)}" for one in diagnostics)}


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def run_rule(case: Case, rule: object) -> Result:
    """What a rule finds in each persona, and then in all of them."""
    assert isinstance(rule, Rule)
    read = [document(fence)[0] for fence in case.fences if fence.kind == "persona"]
    options = _options(case)
    lines = [line for one in read for line in _checked(one, rule, options)]
    if rule.compare is not None:
        sources = {source.path: source for one in read for source in one.sources}
        found = compared(read, rule, options).findings
        assert not any(one.diagnostic.code == "INT001" for one in found), found
        lines += [f"{_path(one)}{_finding(one, sources)}" for one in found]
    return {"diagnostics": _text(lines)}


def _checked(persona: Document, rule: Rule, options: Options) -> list[str]:
    found = pipeline.lint(persona, (rule,), options)
    if any(one.code == "INT001" for one in found):
        list(rule.check(LintContext(document=persona, options=options)))
    sources = {one.path: one for one in persona.sources}
    return [_finding(one, sources) for one in placed(found, sources, persona.origins)]


def _path(found: Placed) -> str:
    return f"{found.primary.path}:" if found.primary else ""


def _options(case: Case) -> Options:
    written = next((fence.text for fence in case.fences if fence.kind == "options"), "{}")
    return convert(load_yaml(written), dict[str, list[str]])


def _finding(found: Placed, sources: Mapping[str, Source]) -> str:
    """``LINE:COL `words` message``; a finding about the file as such names no words."""
    at, message = found.primary, short(found.diagnostic.message)
    if at is None:
        return f"- {message}"
    text = masked(sources[at.path].text) if at.path in sources else ""
    words = text[at.span.start : at.span.end]
    quoted = f" `{visible(words)}`" if words else ""
    return f"{at.start.line}:{at.start.column}{quoted} {message}"


def run_reader(case: Case, reader: object) -> Result:
    assert isinstance(reader, Reader)
    outcome = pipeline.read(source(case.fence("source")), reader.name)
    if outcome.value is None:
        return findings(outcome.diagnostics)
    persona, found = document(case.fence("source"), reader.name)
    where = persona.sources[0].position
    at = ((note, where(note.span.start)) for note in persona.notes)
    notes = (f"{n.kind} {p.line}:{p.column} {visible(n.detail)}".rstrip() for n, p in at)
    return {"tree": tree.render(persona.persona), "notes": _text(notes), **found}


def run_writer(case: Case, writer: object) -> Result:
    """The files of a persona, and those of a project with only this one."""
    assert isinstance(writer, Writer)
    persona, _ = document(case.fence("persona"))
    outcome = pipeline.write(guarded(persona), writer)
    found = findings(outcome.diagnostics)
    if outcome.value is None:
        return found
    shared = writer.share(outcome.value.guards) if outcome.value.guards else ()
    return {**_emitted(outcome.value, shared), **found}


def _emitted(emission: Emission, shared: tuple[Artifact, ...]) -> Result:
    losses = (f"{loss.kind} {loss.node}: {loss.detail}" for loss in emission.losses)
    enforced = (
        f"{one.how} {one.mandate}: {one.where}" + (f" ({one.limits})" if one.limits else "")
        for one in emission.enforced
    )
    files = (*emission.artifacts, *shared)
    return {
        **{f"artifact path={one.path}": _whole(one.content) for one in files},
        "losses": _text(losses),
        "enforced": _text(enforced),
        "prose": _text(f"{one.mandate}: {one.why}" for one in emission.prose),
    }


def _whole(content: str) -> str:
    return content if content.endswith("\n") else f"{content}\n\\ no final newline\n"


def run_op(case: Case, op: object) -> Result:
    """The engine finds the op by its name in the revision, so ``op`` is not asked."""
    from personac.revise.engine import parse_revision, revise

    persona, _ = document(case.fence("persona"))
    written = source(case.fence("revision"))
    loaded = parse_revision(written.path, written.text)
    if loaded.value is None:
        return findings(loaded.diagnostics)
    outcome = revise(persona, (loaded.value,), lambda changed: enrich(changed, {}))
    found = findings((*loaded.diagnostics, *outcome.diagnostics))
    return found if outcome.value is None else {"diff": _changes(persona, outcome.value), **found}


def _changes(before: Document, after: Document) -> str:
    old, new = (list(tree.lines(one.persona, NO_LIMIT)) for one in (before, after))
    return _text(line for line in difflib.ndiff(old, new) if line[0] in "+-")


def run_comparison(case: Case, rule: object) -> Result:
    """All that the comparison reports, by whatever rule."""
    assert isinstance(rule, ChangeRule)
    before, after = (document(case.fence(kind))[0] for kind in ("before", "after"))
    return {"changes": _text(f"{one.code} {short(one.message)}" for one in compare(before, after))}


KINDS = {
    "breaking": Kind(("changes",), run_comparison),
    "rules": Kind(("diagnostics",), run_rule),
    "readers": Kind(("tree", "notes", "diagnostics"), run_reader),
    TARGETS: Kind(("artifact", "losses", "enforced", "prose", "diagnostics"), run_writer),
    "writers": Kind(("artifact", "losses", "enforced", "prose", "diagnostics"), run_writer),
    "revise.ops": Kind(("diff", "diagnostics"), run_op),
}
