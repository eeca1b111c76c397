"""BMAD agents written as YAML: ``*.agent.yaml``, and Markdown with the agent in one fence."""

import re

import yaml

from personac.api import Document, Outcome, Reader
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.model import Block, Field, Raw, evolve
from personac.readers._header import note_source
from personac.readers._markdown import finish, read_markdown
from personac.readers._tree import Builder
from personac.readers._yaml import Pair, Tree
from personac.source import Source, Span
from personac.tables.fields import field_kind
from personac.text.blocks import Md
from personac.text.yaml_problem import yaml_problem
from personac.text.yamlguard import Unfit

_SUFFIXES = (".yaml", ".yml")
_AGENT_FILES = (".agent.yaml", ".agent.yml")
_ROOT = re.compile(r"^(?:agent|persona)[ \t]*:[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_FENCE = re.compile(
    r"^ {0,3}(?P<mark>```+|~~~+)[ \t]*ya?ml[ \t]*\n(?P<text>.*?)(?:^ {0,3}(?P=mark)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_INFO = ("yaml", "yml")
_HOLDERS = ("agent", "metadata")
_FACTS = frozenset(
    "author description displayname emoji icon id model module name role title type "
    "version whentouse".split()
)
_PARTS = frozenset(
    "activation activation-instructions commands core_principles critical_actions dependencies menu "
    "metadata persona principles prompts".split()
)
_FORMAT = "personac/persona/"


def sniff(source: Source) -> float:
    head = source.text[:20_000]
    path = source.path.lower()
    if path.endswith(_SUFFIXES):
        if _FORMAT in head[:4000]:
            return 0.0
        return 0.95 if path.endswith(_AGENT_FILES) or _ROOT.search(head) else 0.0
    fenced = [one for one in _FENCE.finditer(head) if _ROOT.search(one["text"])]
    return 0.92 if len(fenced) == 1 else 0.0


def read(source: Source) -> Outcome[Document]:
    if _FENCE.search(source.text) or not source.path.lower().endswith(_SUFFIXES):
        return _in_markdown(source)
    builder = Builder(source)
    note_source(builder)
    try:
        tree = Tree(builder, 0, len(source.text))
        pairs = tree.pairs(tree.root)
        if not _is_agent(pairs):
            return Outcome(None, (_stranger(source, pairs),))
        header, body = _parts(tree, pairs)
    except (Unfit, yaml.YAMLError, ValueError) as error:
        return Outcome(None, (_unreadable(source, 0, error, Severity.ERROR),))
    return finish(builder, "bmad", header, body)


def _parts(tree: Tree, pairs: list[Pair]) -> tuple[tuple[Field | Raw, ...], tuple[Block, ...]]:
    """The facts that the document opens with, and all below them."""
    header: list[Field | Raw] = []
    rest = _lead(tree, pairs, header)
    body = (*tree.sections(rest, 2), *tree.comments(None))
    return tuple(header), body


def _lead(
    tree: Tree, pairs: list[Pair], header: list[Field | Raw], *, all_of: bool = False
) -> list[Pair]:
    """Add the leading facts to ``header``; what follows them is given back."""
    for at, (key, value) in enumerate(pairs):
        holder = key.value in _HOLDERS and isinstance(value, yaml.MappingNode) and value.value
        if not holder and not _is_fact(key, value, all_of=all_of):
            return pairs[at:]
        header += (evolve(one, text=_bare(one.text)) for one in tree.comments(key))
        header.append(tree.field((key, value), _kind(key.value), holds=not holder))
        if holder:
            rest = _lead(tree, tree.pairs(value), header, all_of=key.value == "metadata")
            if rest:
                return [*rest, *pairs[at + 1 :]]
    return []


def _is_fact(key: yaml.Node, value: yaml.Node, *, all_of: bool) -> bool:
    if not isinstance(value, yaml.ScalarNode):
        return False
    plain = all_of and not any(char.isspace() for char in value.value)  # sentences may bind
    return plain or key.value.lower() in _FACTS or value.value in ("true", "false")


def _kind(key: str) -> str:
    """An ``id`` is a path or a handle; the name is what users say."""
    if key == "whenToUse":
        return "description"
    return "handle" if key == "id" else field_kind(key)


def _bare(comment: str) -> str:
    """The comment as its author wrote it, which the header can hold."""
    return comment.removeprefix("<!-- ").removesuffix(" -->").replace("- -", "--")


def _is_agent(pairs: list[Pair]) -> bool:
    keys = {key.value for key, _ in pairs}
    return "agent" in keys or len(keys & _PARTS) > 1


def _in_markdown(source: Source) -> Outcome[Document]:
    findings: list[Diagnostic] = []

    def fence(builder: Builder, block: Md) -> tuple[Block, ...] | None:
        if block.info.strip().lower() not in _INFO or not _ROOT.search(block.text):
            return None
        try:
            return _fenced(builder, block)
        except (Unfit, yaml.YAMLError, ValueError) as error:
            at = builder.source.text.find("\n", block.span.start) + 1
            findings.append(_unreadable(source, at, error, Severity.WARNING))
            return None

    found = read_markdown(source, "bmad", fence)
    return Outcome(found.value, (*found.diagnostics, *findings))


def _fenced(builder: Builder, block: Md) -> tuple[Block, ...] | None:
    """The sections of a fence that holds an agent, below the heading that it stands under."""
    text = builder.source.text
    start = text.find("\n", block.span.start, block.span.end) + 1
    if not start:
        return None
    stop = text.rfind("\n", start, block.span.end) + 1 if block.closed else block.span.end
    tree = Tree(builder, start, max(start, stop))
    pairs = tree.pairs(tree.root)
    if not _is_agent(pairs):
        return None
    outer = builder.section
    found = (*tree.sections(pairs, max(2, builder.level + 1)), *tree.comments(None))
    builder.section = outer
    return found


def _stranger(source: Source, pairs: list[Pair]) -> Diagnostic:
    keys = ", ".join(key.value for key, _ in pairs)
    return _finding(
        source,
        Span(0, min(1, len(source.text))),
        f"no BMAD agent: expected `agent` or `persona`, found the keys {keys}",
        "put the agent below `agent:`, or see `personac schema persona` for personac's own YAML",
        Severity.ERROR,
    )


def _unreadable(source: Source, start: int, error: Exception, severity: Severity) -> Diagnostic:
    mark = getattr(error, "problem_mark", None)
    at = min(start + (mark.index if mark else 0), len(source.text))
    reason = yaml_problem(error)
    left = "" if severity is Severity.ERROR else "; its rules are not found"
    return _finding(
        source,
        Span(at, min(at + 1, len(source.text))),
        f"the YAML of the agent cannot be read: {reason[:100]}{left}",
        "correct the YAML at this place",
        severity,
    )


def _finding(
    source: Source, span: Span, message: str, advice: str, severity: Severity
) -> Diagnostic:
    return Diagnostic(
        code="SCH002",
        name="wrong-type",
        severity=severity,
        message=message[:160],
        why="an agent that is not understood would lose what it must and must not do",
        help=advice,
        labels=(Label(Locator(path=source.path, span=span)),),
    )


READER = Reader(name="bmad", version=1, sniff=sniff, read=read)
