"""Reading a revision: typed, with every problem named by its path, line and remedy."""

import re
from collections.abc import Iterator
from functools import cache, reduce
from operator import or_
from typing import Any, cast

import yaml
from msgspec import Struct, ValidationError, field

from personac import codec, registry
from personac.diagnostics import Diagnostic, Outcome
from personac.revise._faults import Site, finding
from personac.revise._guess import remedy_for, told
from personac.revise._marks import Unfit, marks
from personac.revise.patterns import faults
from personac.revision import OpBase, Revision, Vocabulary
from personac.source import Source, Span

_AT = re.compile(r"^(?P<problem>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_ENTRIES = re.compile(r"\n[ \t]*\n|(?:^|\n)[ \t]*(?:[-*+]|\d{1,3}[.)]|#{1,6}|```)[ \t\n]")
_TEXTS = ("text", "words", "with_", "label")


class Loaded(Struct, frozen=True):
    """A revision with its file.  ``spans`` finds an op by its id, and any value by its path
    (``$.ops[0].target.quote``), each on its first line.
    """

    revision: Revision[OpBase]
    source: Source
    spans: dict[str, Span] = field(default_factory=dict)


def parse_revision(path: str, text: str) -> Outcome[Loaded]:
    """The revision in ``text``, or everything that keeps it from being one."""
    source = codec.decode_source(path, text.encode())
    try:
        found = marks(source.text)
    except Unfit as unfit:
        return Outcome(None, (_unreadable(source, str(unfit), unfit.at),))
    site = Site(path, found.spans, "$")
    problems = [_repeated(site, at) for at in found.repeated]
    data = _data(source)
    if isinstance(data, Diagnostic):
        return Outcome(None, (*problems, data))
    problems += _shape(data, site)
    if problems:
        return Outcome(None, tuple(problems))
    revision = codec.convert(data, _revision_type())
    spans = found.spans | _ops(revision, found.spans)
    problems += _sense(revision, site)
    return Outcome(None if problems else Loaded(revision, source, spans), tuple(problems))


@cache
def op_models() -> tuple[type[OpBase], ...]:
    return tuple(op.model for op in registry.ops())


@cache
def _op_type() -> type[OpBase]:
    """The union of all ops; typed as the base they share."""
    return reduce(or_, op_models())


@cache
def _revision_type() -> type[Revision[OpBase]]:
    generic: Any = Revision
    return cast("type[Revision[OpBase]]", generic[_op_type()])


def _data(source: Source) -> object:
    try:
        return codec.load_yaml(source.text)
    except (yaml.YAMLError, ValueError) as error:
        return _unreadable(source, " ".join(str(error).split()), 0)


def _unreadable(source: Source, reason: str, at: int) -> Diagnostic:
    end = source.text.find("\n", at)
    span = Span(at, end if end >= 0 else len(source.text))
    return finding(
        "REV011",
        f"this is not YAML that can be read: {reason}",
        (Site(source.path, {"$": span}, "$").label(),),
        remedy="correct the YAML; a text with `: ` or ` #` in it needs quotes or `>-`",
    )


def _repeated(site: Site, at: str) -> Diagnostic:
    name = at.rstrip("~").rpartition(".")[2]
    message = f"the key `{name}` is given twice"
    return finding("REV011", message, (site._replace(at=at).label(),), remedy="keep one of them")


def _shape(data: object, site: Site) -> Iterator[Diagnostic]:
    """What has the wrong type or name: every op is looked at, whatever is wrong with others."""
    if not isinstance(data, dict):
        yield finding(
            "REV011",
            "a revision is a map of keys",
            (site.label(),),
            remedy="start with `schema: personac/revision/1`",
        )
        return
    ops = data.get("ops", [])
    if not isinstance(ops, list):
        ops = []
    else:
        data = {**data, "ops": []}
    yield from _converted(data, _revision_type(), site)
    for number, op in enumerate(ops):
        yield from _converted(op, _op_type(), site.below(f".ops[{number}]"))


def _converted(data: object, kind: type, site: Site) -> Iterator[Diagnostic]:
    try:
        codec.convert(data, kind)
    except ValidationError as error:
        match = _AT.match(str(error))
        assert match is not None
        inner = (match["path"] or "$").removeprefix("$")
        yield _invalid(match["problem"], site.below(inner), data, inner)


def _invalid(problem: str, site: Site, data: object, inner: str) -> Diagnostic:
    """``inner`` is the path inside ``data``, which is the revision or one op."""
    unknown = re.search(r"unknown field `([^`]*)`", problem)
    label = site.label(f".{unknown[1]}~" if unknown else "")
    remedy = remedy_for(problem, site.at, data, inner, op_models())
    return finding(
        "REV011", f"{told(problem, site.at, op_models())} at `{site.at}`", (label,), remedy=remedy
    )


def _ops(revision: Revision[OpBase], spans: dict[str, Span]) -> dict[str, Span]:
    return {op.id: spans[f"$.ops[{number}].id"] for number, op in enumerate(revision.ops)}


def _sense(revision: Revision[OpBase], site: Site) -> Iterator[Diagnostic]:
    """What the types cannot say."""
    seen: set[str] = set()
    for number, op in enumerate(revision.ops):
        at = site.below(f".ops[{number}]")
        if op.id in seen:
            yield finding(
                "REV011", f"two ops have the id `{op.id}`", (at.label(".id"),), remedy="rename one"
            )
        seen.add(op.id)
        yield from _paragraphs(op, at)
    yield from _vocabulary(revision.vocabulary, site.below(".vocabulary"))
    for number, name in enumerate(revision.ensures.concepts):
        if name not in revision.concepts:
            known = ", ".join(f"`{one}`" for one in revision.concepts) or "none"
            label = site.label(f".ensures.concepts[{number}]")
            remedy = f"define it under `concepts`, where there is {known}"
            yield finding(
                "REV011", f"`{name}` is no concept of this revision", (label,), remedy=remedy
            )


def _vocabulary(vocabulary: Vocabulary, site: Site) -> Iterator[Diagnostic]:
    for at, problem in faults(vocabulary):
        label = site.label(f".{at}")
        yield finding("REV011", problem, (label,), remedy="write a word, or `word*` in `avoid`")


def _paragraphs(op: OpBase, site: Site) -> Iterator[Diagnostic]:
    for name in _TEXTS:
        text = getattr(op, name, None)
        if isinstance(text, str) and not is_paragraph(text):
            key = name.rstrip("_")
            message = f"`{key}` of op `{op.id}` is not one paragraph of text"
            remedy = "write plain words; give every entry of a list an op of its own"
            yield finding("REV011", message, (site.label(f".{key}"),), remedy=remedy)


def is_paragraph(text: str) -> bool:
    """Whether a text may stand in an op: words, and no list, title or second paragraph."""
    return bool(text.strip()) and not _ENTRIES.search(text.strip("\n"))
