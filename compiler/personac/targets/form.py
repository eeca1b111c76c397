"""What the file of a target says: where its client looks, what it takes, what it makes of it.

Every key is written with hyphens in the file.  ``docs`` and tests read the same values as the
writer and the proof, so a fact about a client stands in one place.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

Fixed = str | bool | int | float | list[object] | dict[str, object]
SUFFIX = ".toml"
FACTS = (
    "name",
    "id",
    "display-name",
    "description",
    "role",
    "mission",
    "prompt",
    "tools",
    "denied-tools",
    "permissions",
    "read-only",
    "enforcement",
)
"""What every persona has or can be asked for; other sources are kinds or keys of its header."""


class Syntax(StrEnum):
    """How the agent file is written."""

    MARKDOWN = "markdown"
    """YAML frontmatter with the prompt below it, whatever the file is called."""
    LINES = "lines"
    """The same, but each line of the frontmatter is a key and the rest of the line."""
    TEXT = "text"
    """The prompt alone."""
    YAML = "yaml"
    JSON = "json"
    TOML = "toml"
    PYTHON = "python"
    """A module that calls what makes an agent, with the keys as arguments."""


KEYED = (Syntax.YAML, Syntax.JSON, Syntax.TOML, Syntax.PYTHON)
"""Those in which the prompt stands under a key."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A table of the file."""


class NameRule(Part, frozen=True, kw_only=True):
    """What a client takes for a name; ``reserved`` ones would not load, or load something else.
    ``joint`` stands between words, ``initial`` before a name that begins with no letter.
    """

    reserved: frozenset[str] = frozenset()
    ascii_only: bool = False
    plain: bool = False
    """Whether only single hyphens are taken, between letters and digits."""
    shortest: int = 1
    longest: int = 64
    joint: Literal["-", "_"] = "-"
    initial: str = ""


class Entry(Part, frozen=True, kw_only=True):
    """One key of the agent file: a fixed ``value``, or what it is made ``of``.

    ``key`` is a path: ``model.id``; ``modes[].slug`` is a key of the element of a list.
    ``values``, ``pattern`` and ``map`` say what the client takes of a setting; another value is
    lost.  ``note`` is what the client does differently with it, ``notes`` with some values.
    ``assumed`` is what stands there by a fixed value or a default although nobody stated it.
    """

    key: str
    of: str = field(default="", name="from")
    type: Literal["string", "boolean", "integer", "number", "list", "csv", "map", "source"] = (
        "string"
    )
    value: Fixed | None = None
    values: tuple[str, ...] = ()
    pattern: str = ""
    map: dict[str, str] = field(default_factory=dict)
    default: str = ""
    required: bool = False
    note: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    assumed: str = ""

    @property
    def is_fact(self) -> bool:
        return self.of in FACTS


class Mcp(Part, frozen=True, kw_only=True):
    """How a tool of a server, all tools of a server and all of them are spelled; a spelling that
    is not given there is not.  Names that do not fit the patterns cannot be spelled.
    """

    tool: str = ""
    server: str = ""
    all: str = ""
    server_pattern: str = r"[A-Za-z0-9][A-Za-z0-9.-]*(?:_[A-Za-z0-9.-]+)*"
    tool_pattern: str = "[^/,]+"


class Tools(Part, frozen=True, kw_only=True):
    """What the client makes of its list of tools.

    ``absent`` is what an agent without a list gets, ``empty`` what one with an empty list does;
    ``nothing`` are names to list where an empty list would not be none, ``all`` where every tool
    has to be said.  ``names`` are the client's for each canonical tool, the first is written;
    without them those of ``vocabulary`` count, or of the client of that name.  With ``keeps`` its
    own names stay as they are; it does not offer those ``beyond`` an agent.
    """

    absent: Literal["all", "none", "unknown"] = "all"
    empty: Literal["none", "all", "unknown"] = "none"
    nothing: tuple[str, ...] = ()
    all: str | tuple[str, ...] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    vocabulary: str = ""
    keeps: bool = False
    beyond: frozenset[str] = frozenset()
    mcp: Mcp = Mcp()
    words: str = ""
    """What is said of a list that can only stand in words."""
    last_match: bool = False
    """Whether it is a map of permissions instead, of which the last that matches counts."""
    any_case: bool = False
    """Whether case makes no difference in names."""

    @property
    def every(self) -> tuple[str, ...]:
        """The names to list for all tools."""
        return (self.all,) if isinstance(self.all, str) else self.all


class Model(Part, frozen=True, kw_only=True):
    """The client's vocabulary of models: ids of these ``vendors``, written as ``form`` says with
    ``{id}`` and ``{vendor}``; ``aliases`` are names and what stands for them.
    """

    vendors: tuple[str, ...] = ()
    form: str = "{id}"
    aliases: dict[str, str] = field(default_factory=dict)
    kept: str = ""
    """A pattern of names that are taken as they stand."""
    dotted: bool = False
    """Whether a version is written with a dot: ``claude-sonnet-4.5``."""


class Escape(Part, frozen=True, kw_only=True):
    """Text that the client would fill in or expand.  It is written ``written``, a replacement for
    the ``pattern``; with ``reads`` and ``read`` the client gives it back as it was, and nothing is
    lost.  Without ``written`` it stays, and ``note`` says what becomes of it.
    """

    pattern: str
    note: str
    written: str = ""
    reads: str = ""
    read: str = ""
    line: Literal["any", "first", "last", "none"] = "any"
    """Which lines of the prompt the client looks at."""
    everywhere: bool = False
    """Whether it looks at the texts of other keys, too."""


class Prompt(Part, frozen=True, kw_only=True):
    """What the client asks of a prompt: ``shortest`` is its least length; ``introduced``, that
    name and description are put in front because there is no key for them; ``opening`` and
    ``closing`` are what stands around it, by which the client knows what it is.
    """

    shortest: int = 1
    introduced: bool = False
    opening: str = ""
    closing: str = ""
    escapes: tuple[Escape, ...] = ()


class Limit(Part, frozen=True, kw_only=True):
    """How much the client takes of the ``file``, of the ``prompt`` or of a key, in its unit; then
    it ``cuts`` what is beyond, ``refuses`` the file, or only some of its products do ``less``.
    """

    what: str
    most: int
    unit: Literal["bytes", "characters", "utf16"] = "characters"
    then: Literal["cuts", "refuses", "less"] = "refuses"
    note: str = ""


class Beside(Part, frozen=True, kw_only=True):
    """A file that the client wants beside the agents, the same for all of them."""

    path: str
    text: str


class Enforcement(Part, frozen=True, kw_only=True):
    """What holds a mandate beside the list of tools: ``by`` names the module that writes it,
    ``what`` and ``scope`` tell it to people; ``why_not`` is said of a mandate that nothing holds.
    """

    why_not: str
    by: str = ""
    what: str = ""
    scope: Literal["agent", "project", "user", "none"] = "none"


class Reference(Part, frozen=True, kw_only=True):
    """Where a fact is from, and when that was last looked at; ``client`` is the version seen."""

    verified: date
    url: str = ""
    client: str = ""
    tested: Literal["no", "always", "on demand"] = "no"
    """Whether the tests of this repository load what is built with that client."""


class Python(Part, frozen=True, kw_only=True):
    """How a module makes an agent: what it imports, and what it calls for which ``variable``."""

    imports: str = ""
    calls: str = "dict"
    variable: str = "agent"


class Companion(Part, frozen=True, kw_only=True):
    """Another file of the same persona, which holds what can be changed without the agent file;
    its keys are made as those of that file, without a prompt and tools.  It can be one of all
    personas, too.
    """

    path: str
    syntax: Syntax
    keys: tuple[Entry, ...]


class Form(Part, frozen=True, kw_only=True):
    """One target.  ``target`` is the stem of its file; ``path`` and ``home`` hold ``{name}``, or
    the file is one of all personas.
    """

    target: str = ""
    title: str
    client: str
    version: int = 1
    code: str = ""
    """The module of ``writers`` that writes it, where a format needs one; then the rest is only
    told to people, and the page stands beside the module."""
    path: str
    home: str = ""
    syntax: Syntax
    keys: tuple[Entry, ...] = ()
    name: NameRule = NameRule()
    tools: Tools = Tools()
    model: Model = Model()
    prompt: Prompt = Prompt()
    python: Python = Python()
    companions: tuple[Companion, ...] = ()
    limits: tuple[Limit, ...] = ()
    files: tuple[Beside, ...] = ()
    enforcement: Enforcement
    malformed: str
    """What the client does with a file that it cannot read."""
    whole: bool = False
    """Whether it carries all of a persona as it is."""
    closed: bool = False
    """Whether the client refuses keys that it does not know."""
    sources: tuple[Reference, ...]

    def of(self, fact: str) -> Entry | None:
        """The key that is made of a fact."""
        return next((entry for entry in self.keys if entry.of == fact), None)

    @property
    def place(self) -> str:
        """Where a persona stands in a file of all: ``modes[]``, ``{name}``; empty otherwise."""
        named = self.of("name")
        inside = named.key if named else next((e.key for e in self.keys if "{name}" in e.key), "")
        return "" if "{name}" in self.path else inside.partition(".")[0]

    @property
    def beside(self) -> "tuple[Form, ...]":
        """Its companions as forms, each with its own path, syntax and keys."""
        return tuple(
            replace(self, path=one.path, syntax=one.syntax, keys=one.keys, companions=())
            for one in self.companions
        )

    @property
    def assumes(self) -> tuple[Entry, ...]:
        """The keys, its companions' too, where something stands that nobody stated."""
        every = (self, *self.beside)
        return tuple(entry for one in every for entry in one.keys if entry.assumed)

    @property
    def verified(self) -> date:
        return max(source.verified for source in self.sources)


def settings_of(keys: Iterable[Entry]) -> tuple[Entry, ...]:
    """The keys that are made of the header of a persona."""
    return tuple(entry for entry in keys if entry.of and not entry.is_fact)
