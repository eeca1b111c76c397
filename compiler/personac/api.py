"""What plug-ins implement and what travels between the stages: values only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Literal, NamedTuple

from msgspec import Struct

from personac.diagnostics import Diagnostic, Fix, Label, Outcome, Severity
from personac.model import Effect, NodeId, Persona
from personac.revision import OpBase
from personac.source import FromSource, Source, SourceMap, Span
from personac.targets.form import Form


class NoteKind(StrEnum):
    """What a reader had to mend or set aside.  Readers record; rules find the words."""

    BYTE_ORDER_MARK = "byte-order-mark"
    CRLF = "crlf"
    NO_FINAL_NEWLINE = "no-final-newline"
    ESCAPED_KEY = "escaped-key"
    FRONTMATTER_QUOTED = "frontmatter-quoted"
    FRONTMATTER_BY_LINE = "frontmatter-by-line"
    FRONTMATTER_UNCLOSED = "frontmatter-unclosed"
    FRONTMATTER_NOT_MAPPING = "frontmatter-not-mapping"
    DUPLICATE_KEY = "duplicate-key"
    YAML_TYPED = "yaml-typed"
    XML_AMPERSAND = "xml-ampersand"
    XML_LESS_THAN = "xml-less-than"
    XML_PLACEHOLDER = "xml-placeholder"
    XML_UNCLOSED = "xml-unclosed"
    XML_STRAY_END = "xml-stray-end"
    XML_ATTRIBUTE = "xml-attribute"
    XML_UNREADABLE = "xml-unreadable"
    XML_DOCTYPE = "xml-doctype"
    FENCE_UNCLOSED = "fence-unclosed"
    DIALECT_TIE = "dialect-tie"


class Note(Struct, frozen=True):
    """One mend: where, and the words a message needs."""

    kind: NoteKind
    path: str
    span: Span
    detail: str = ""


class Guard(Struct, frozen=True, kw_only=True):
    """What a mandate keeps its persona from, in terms that a client can refuse or ask about.

    ``commands`` are the first words of shell commands (``("git", "push")``), ``tools`` canonical
    tools that are meant wholly, ``paths`` globs of files that are not to be read.  ``effect`` is
    deny or ask.
    """

    mandate: NodeId
    persona: str
    effect: Effect
    reason: str
    """The mandate's words, on one line."""
    commands: tuple[tuple[str, ...], ...] = ()
    tools: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Prose(Struct, frozen=True):
    """A mandate or gate that stays words, and why."""

    mandate: NodeId
    why: str


class Reach(StrEnum):
    """How far a suppression goes: its own line, or the next with words when it stands alone; the
    next line; the node at that line with all below it; the file.
    """

    LINE = "ignore"
    NEXT = "ignore-next"
    BLOCK = "ignore-block"
    FILE = "ignore-file"


class Directive(Struct, frozen=True, kw_only=True):
    """A comment for the linter.  It is no part of the persona, so no artifact has it.

    ``codes`` are codes or names of rules as written; ``until`` is a date, ``2027-01-31``.  With a
    ``problem`` it could not be understood.
    """

    path: str
    span: Span
    reach: Reach = Reach.LINE
    codes: tuple[str, ...] = ()
    reason: str = ""
    until: str = ""
    problem: str = ""


class Document(Struct, frozen=True, kw_only=True):
    """A persona with the sources it came from and the side tables about it.

    ``guards`` and ``prose`` share out its mandates and gates, once they were worked out; one
    that can be enforced in part is in both.
    """

    persona: Persona
    sources: tuple[Source, ...]
    origins: SourceMap
    dialect: str = ""
    notes: tuple[Note, ...] = ()
    guards: tuple[Guard, ...] = ()
    prose: tuple[Prose, ...] = ()
    directives: tuple[Directive, ...] = ()
    also: dict[NodeId, tuple[FromSource, ...]] = {}
    """Further places where what a node says stands too: duplicates that were folded into it."""
    overruled: dict[NodeId, tuple[FromSource, ...]] = {}
    """Places of what was left out in favour of a node, because the project says so."""
    decided: tuple[int, ...] = ()
    """The numbers of the project's rules that decided between the sources."""


class Reader(Struct, frozen=True, kw_only=True):
    """``sniff`` answers how sure it is, 0 to 1; ``read`` never raises on any text."""

    name: str
    version: int
    sniff: Callable[[Source], float]
    read: Callable[[Source], Outcome[Document]]


class LintContext(Struct, frozen=True, kw_only=True):
    """What a rule sees: one persona and the settings that matter to rules."""

    document: Document
    options: Mapping[str, Sequence[str]] = {}


class Finding(Struct, frozen=True, kw_only=True):
    """What a rule yields; the registry adds code and name."""

    message: str
    help: str
    labels: tuple[Label, ...]
    why: str = ""
    severity: Severity | None = None
    fixes: tuple[Fix, ...] = ()


class Fact(Struct, frozen=True, kw_only=True):
    """What a rule notes of one persona, to be compared with what it notes of others.  ``label``
    is where, ``about`` what it is compared by, ``words`` what is said.  What only ``declares``
    something that others may refer to is never reported, so it counts from every file.
    """

    persona: NodeId
    label: Label
    about: str
    words: str = ""
    declares: bool = False


class Status(StrEnum):
    """A rule in preview runs when it is named, or when previews are asked for."""

    STABLE = "stable"
    PREVIEW = "preview"


def _nothing_found(context: LintContext) -> Iterator[Finding]:  # noqa: ARG001
    return iter(())


def _nothing_noted(context: LintContext) -> Iterator[Fact]:  # noqa: ARG001
    return iter(())


class Rule(Struct, frozen=True, kw_only=True):
    """``check`` looks at one persona.  A rule about the whole catalogue ``note``s facts of each
    and ``compare``s them once; its findings are at labels of facts.
    """

    code: str
    name: str
    severity: Severity
    why: str
    check: Callable[[LintContext], Iterator[Finding]] = _nothing_found
    status: Status = Status.STABLE
    note: Callable[[LintContext], Iterator[Fact]] = _nothing_noted
    compare: Callable[[Sequence[Fact]], Iterator[Finding]] | None = None


class OpImpl(Struct, frozen=True, kw_only=True):
    """An op: its type and its pure function from a document and the selected nodes."""

    model: type[OpBase]
    apply: Callable[[Document, OpBase, tuple[NodeId, ...]], Outcome[Document]]
    changes: bool = True


class Run(Struct, frozen=True, array_like=True):
    """Lines ``first`` to ``last`` of an artifact: the nodes whose words they hold, or, with
    ``made``, from which the writer made them.
    """

    first: int
    last: int
    nodes: tuple[NodeId, ...] = ()
    made: str = ""


class Frame(Struct, frozen=True):
    """What of a file that many personas stand in is only around them: its first lines ``before``
    and its last lines ``after``.  ``name`` is what the file knows a persona by, empty for a file
    without any; ``comma`` stands between two of them.
    """

    name: str
    before: int
    after: int = 0
    comma: str = ""


class Artifact(Struct, frozen=True):
    """One file to write; ``path`` is relative POSIX below the target's folder.

    With ``merge`` it is a file that the user may own too: ``json`` puts the keys of ``content``
    into what is there, and can take them out again.  ``lines`` has every line with words; it is
    empty when the writer does not tell.  With a ``frame`` the file is one of all personas, and
    ``content`` what it would be with this one alone.
    """

    path: str
    content: str
    merge: Literal["", "json"] = ""
    lines: tuple[Run, ...] = ()
    frame: Frame | None = None


class LossKind(StrEnum):
    DROPPED = "dropped"
    UNENFORCED = "unenforced"
    WITHHELD = "withheld"
    APPROXIMATED = "approximated"


class Loss(Struct, frozen=True):
    """What a target cannot carry of a node, and why."""

    node: NodeId
    kind: LossKind
    detail: str


class How(StrEnum):
    """What enforces a mandate, strongest first."""

    DENY = "deny"
    ASK = "ask"
    HOOK = "hook"
    WITHHELD = "tool withheld"
    READ_ONLY = "read-only"


class Enforced(Struct, frozen=True):
    """A mandate that the target really enforces: how, and in which file and key.

    ``effect`` is what happens then.  ``limits`` says what this does not cover or whom else it
    binds, such as "every agent of the project".  What the client does only when its user asks for
    it ``needs`` that, such as "with --policy only".
    """

    mandate: NodeId
    how: How
    effect: Effect
    where: str
    limits: str = ""
    needs: str = ""

    @property
    def for_every_agent(self) -> bool:
        """Whether it binds the other agents of the project too."""
        return "every agent" in self.limits


class Emission(Struct, frozen=True, kw_only=True):
    """What a writer made of a persona: every node is in ``carried`` or in ``losses``, every guard
    of the document in ``enforced`` or in ``prose``.  ``guards`` are those that files of the whole
    project have to enforce (``Writer.share``).
    """

    target: str
    artifacts: tuple[Artifact, ...]
    carried: frozenset[NodeId]
    losses: tuple[Loss, ...] = ()
    guards: tuple[Guard, ...] = ()
    enforced: tuple[Enforced, ...] = ()
    prose: tuple[Prose, ...] = ()


def _nothing_shared(guards: Sequence[Guard]) -> tuple[Artifact, ...]:  # noqa: ARG001
    return ()


class Writer(Struct, frozen=True, kw_only=True):
    """``share`` makes the files of a whole project out of the guards of all its personas, sorted
    by persona and mandate; no guards, no files.  With ``dialect`` it writes what the reader of
    its name reads, for conversions; it is no target of builds.  ``form`` is what the file of the
    target says.
    """

    name: str
    version: int
    title: str
    write: Callable[[Document], Outcome[Emission]]
    schema: str | None = None
    dialect: bool = False
    share: Callable[[Sequence[Guard]], tuple[Artifact, ...]] = _nothing_shared
    form: Form | None = None


class Explained(NamedTuple):
    """A page of documentation: what ``personac explain`` prints."""

    name: str
    title: str
    text: str


__all__ = [
    "Artifact",
    "Diagnostic",
    "Directive",
    "Document",
    "Emission",
    "Enforced",
    "Explained",
    "Fact",
    "Finding",
    "Frame",
    "Guard",
    "How",
    "LintContext",
    "Loss",
    "LossKind",
    "Note",
    "NoteKind",
    "OpImpl",
    "Outcome",
    "Prose",
    "Reach",
    "Reader",
    "Rule",
    "Run",
    "Status",
    "Writer",
]
