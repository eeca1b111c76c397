"""What a project and a command line say about the linter."""

from msgspec import Struct, field

from personac.api import Rule, Status
from personac.diagnostics import Severity
from personac.tables.actions import ActionWords, as_options

ALL = "ALL"
_EXACT = 100


class UserRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule of the project, as data.  ``kind`` says what is looked for, ``scope`` where.

    A pattern is words: white space between them is any white space, ``*`` at one end of a word
    is any letters, and they are found in any case.
    """

    code: str
    name: str
    kind: str
    message: str
    help: str = ""
    why: str = "the project asks for it"
    severity: Severity = Severity.WARNING
    scope: tuple[str, ...] = ()
    """Kinds of nodes; empty means all text."""
    patterns: tuple[str, ...] = ()
    swap: dict[str, str] = {}
    """For ``substitution``: a pattern, and the words to write instead."""
    section: str = ""
    """For ``required-section``: a title, or a kind of section."""
    metric: str = ""
    """For ``threshold-bound``: a word of the statements that it is about."""
    least: float | None = None
    most: float | None = None
    personas: tuple[str, ...] = ()
    """Globs of the files that it is for; empty means all."""


class LintConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules are named by their code, the start of it, their name, or ``ALL``."""

    select: tuple[str, ...] = ()
    """Rules to run; empty means all."""
    extend_select: tuple[str, ...] = field(default=(), name="extend-select")
    """Rules to run besides."""
    ignore: tuple[str, ...] = ()
    preview: bool = False
    """Run the rules that are in preview too."""
    mandatory: tuple[str, ...] = ()
    """Rules that always run, and that no comment and no setting may silence."""
    per_file_ignores: dict[str, tuple[str, ...]] = field(
        default_factory=dict, name="per-file-ignores"
    )
    """Globs of paths, with the rules that are silent there."""
    baseline: str = ""
    """The file of accepted findings; ``.personac-baseline.json`` if it is there."""
    accept_shell: tuple[str, ...] = field(default=(), name="accept-shell")
    """Personas that may hold an unrestricted shell."""
    require_owner: bool = field(default=False, name="require-owner")
    """Every gate has to have an owner."""


class Linting(Struct, frozen=True, kw_only=True):
    """What decides about findings besides the persona, as values."""

    config: LintConfig = LintConfig()
    rules: tuple[UserRule, ...] = ()
    roots: tuple[str, ...] = ()
    """The folders of the project's personas."""
    merged: tuple[str, ...] = ()
    """The personas that the project says have sources in several folders."""
    actions: dict[str, ActionWords] = {}
    """What the project adds to the table of actions."""
    absent: tuple[str, ...] = ()
    """The paths in the words of the one file that is linted which lead to no file."""
    today: str = ""
    """The date that suppressions are measured against; without one, none has run out."""

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """What rules may ask for."""
        return {
            "accept-shell": self.config.accept_shell,
            "require-owner": ("true",) if self.config.require_owner else (),
            "roots": self.roots,
            "merged": self.merged,
            "absent": self.absent,
            **as_options(self.actions),
        }


def matches(selector: str, code: str, name: str) -> int:
    """How exactly ``selector`` means a rule: 0 for not at all."""
    if selector in (code, name):
        return _EXACT
    if selector == ALL:
        return 1
    return len(selector) + 1 if selector and code.startswith(selector) else 0


def best(selectors: tuple[str, ...], code: str, name: str) -> int:
    return max((matches(one, code, name) for one in selectors), default=0)


def is_mandatory(config: LintConfig, code: str, name: str) -> bool:
    return best(config.mandatory, code, name) > 0


def is_selected(config: LintConfig, rule: Rule) -> bool:
    """Whether a rule runs.  A rule in preview is not meant by the start of its code."""
    return is_on(config, rule.code, rule.name, preview=rule.status is Status.PREVIEW)


def is_on(config: LintConfig, code: str, name: str, *, preview: bool = False) -> bool:
    """Whether what is called so is reported: the more exact of two selectors counts, and a tie
    is silence.
    """
    if is_mandatory(config, code, name):
        return True
    wanted = (*(config.select or (ALL,)), *config.extend_select)
    chosen = best(wanted, code, name)
    if preview and not config.preview and chosen < _EXACT:
        return False
    return chosen > best(config.ignore, code, name)
