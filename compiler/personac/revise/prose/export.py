"""A lowered specification as YAML: the ops for the compiler, the prose as comments."""

import io
import textwrap
from collections.abc import Iterator, Sequence

import msgspec

from personac.revise.prose.anchor import Anchored
from personac.revise.prose.ground import Status
from personac.revise.prose.lower import Came, Lowering
from personac.revise.prose.spec import Change, Spec

_WIDTH = 96
_LONG = 72
_SELECTING = frozenset("id kind section label field quote count".split())


def to_yaml(spec: Spec, lowering: Lowering) -> str:
    """The revision in the declarative language; read back, it is the one that was lowered."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    data = _written(msgspec.to_builtins(lowering.loaded.revision))
    assert isinstance(data, CommentedMap)
    ops = data.get("ops")
    set_out: set[int] = set()
    for number, op in enumerate(ops or ()):
        told = _comment(_of_op(lowering, str(op["id"]), set_out))
        ops.yaml_set_comment_before_after_key(number, before=told, indent=2)
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump(data, out)
    return f"{_hashed(_head(spec))}{out.getvalue()}{_hashed(_tail(spec, lowering))}"


def _hashed(lines: Sequence[str]) -> str:
    """Comment lines at the margin."""
    commented = (f"# {line}".rstrip() for line in _comment(lines).split("\n"))
    return "\n".join(commented) + "\n" if lines else ""


def _written(value: object) -> object:
    """Plain data in the form in which a person would write it."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        found = CommentedMap({key: _written(below) for key, below in _ordered(value).items()})
        if set(value) <= _SELECTING and len(str(value)) < _WIDTH - 20:
            found.fa.set_flow_style()
        return found
    if isinstance(value, list | tuple):
        listed = CommentedSeq([_written(below) for below in value])
        if all(isinstance(one, str) for one in value) and len(str(value)) < _WIDTH - 20:
            listed.fa.set_flow_style()
        return listed
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> object:
    """A long text as a folded block, one of several lines as a literal one."""
    from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

    if not _reads_well(value):
        return value
    if "\n" in value:
        return LiteralScalarString(value)
    if len(value) < _LONG:
        return value
    folded = FoldedScalarString(value)
    at = -1
    positions: list[int] = []
    for line in textwrap.wrap(value, _WIDTH - 8, break_long_words=False, break_on_hyphens=False)[
        :-1
    ]:
        at = value.index(" ", at + len(line) + 1)
        positions.append(at)
    folded.fold_pos = positions
    return folded


def _reads_well(value: str) -> bool:
    """Whether a block says the text exactly: printable words with single spaces."""
    lines = value.split("\n")
    return all(line.isprintable() and line == " ".join(line.split()) for line in lines) and all(
        value.split("\n\n")
    )


def _ordered(value: dict[str, object]) -> dict[str, object]:
    """An op with its name and place first and its reason last."""
    first = ("id", "op", "target") if "op" in value else ()
    head = {key: value[key] for key in first if key in value}
    rest = {key: below for key, below in value.items() if key not in head and key != "reason"}
    tail = {key: value[key] for key in ("reason",) if key in value}
    return head | rest | tail


def _comment(lines: Sequence[str]) -> str:
    """Lines of comments, wrapped; what no file should hold is left out."""
    wrapped: list[str] = []
    for line in lines:
        clean = "".join(c for c in line if c.isprintable())
        wrapped += textwrap.wrap(clean, _WIDTH - 6, subsequent_indent="  ") or [""]
    return "\n".join(wrapped).rstrip("\n")


def _head(spec: Spec) -> list[str]:
    return [f"Revision Specification for {spec.title}, from {spec.source.path}"]


def _of_op(lowering: Lowering, op: str, set_out: set[int]) -> list[str]:
    """What the specification says where an op comes from; once for the ops of a proposal."""
    number, came = next(
        (n, o)
        for n, o in enumerate(lowering.outcomes)
        if any(one.id == op for one in o.lowered.ops)
    )
    if number in set_out:
        return _titled(came.change)
    set_out.add(number)
    lines = [*_titled(came.change), f"Proposed: {came.proposal.text}"]
    lines += [f"  - {' '.join(one.text.split())}" for one in came.proposal.details]
    lines += [f"Quoted, {a.state}: {a.quotation.text}" for a in _quotes(came.change, lowering)]
    if came.proposal.counter:
        lines.append(f"Rather than: {'; '.join(came.proposal.counter)}")
    return lines + [f"Note: {one.message}" for one in came.lowered.found]


def _titled(change: Change) -> list[str]:
    number = f"{change.number}. " if change.number else ""
    frameworks = f" ({' & '.join(change.frameworks)})" if change.frameworks else ""
    return [f"{number}{change.title}{frameworks}"]


def _quotes(change: Change, lowering: Lowering) -> Iterator[Anchored]:
    return (a for a in lowering.anchors if a.quotation in change.quotes)


def _tail(spec: Spec, lowering: Lowering) -> list[str]:
    """What no op says: proposals without one, text that was set aside, the conclusion."""
    lines: list[str] = []
    for came in lowering.outcomes:
        if not came.lowered.ops:
            lines += _without(came, lowering)
    extras = (*spec.extras, *(e for change in spec.changes for e in change.extras))
    lines += [f"Set aside: {' '.join(extra.text.split())}" for extra in extras]
    return [
        *lines,
        *([f"Conclusion: {' '.join(spec.conclusion.split())}"] if spec.conclusion else []),
    ]


def _without(came: Came, lowering: Lowering) -> list[str]:
    status = "TODO, left to a person" if came.lowered.status is Status.LEFT else "Already applied"
    lines = [f"{status}: {_titled(came.change)[0]}", f"  Proposed: {came.proposal.text}"]
    lines += [f"    - {' '.join(one.text.split())}" for one in came.proposal.details]
    lines += [f"  Quoted, {a.state}: {a.quotation.text}" for a in _quotes(came.change, lowering)]
    lines += [f"  Why: {one.message}; {one.help}" for one in came.lowered.found]
    return [*lines, f"  Reasoning: {' '.join(came.change.reasoning.split())}", ""]
