"""Project settings: ``personac.toml`` or ``[tool.personac]`` in ``pyproject.toml``."""

import re
from collections.abc import Iterable

import msgspec
from msgspec import Struct, field

from personac.assembly import Settled
from personac.combine import Say, Settle
from personac.errors import UsageError
from personac.exclusion import Exclusion
from personac.extending import Load, extended, no_files, settings_in
from personac.linting.settings import LintConfig, Linting, UserRule
from personac.proof.onloss import Action, LossRule, OnLoss
from personac.revise.patterns import faults
from personac.revision import Vocabulary
from personac.tables.actions import ActionWords
from personac.text.near import suggest as suggest  # noqa: PLC0414  where others look for it

_VERB = re.compile("[a-z][a-z-]*")
_NOUN = re.compile("[a-z][a-z0-9 -]*")
_COMMAND = re.compile(r"[\w.@/-][\w./:@=+|-]*(?: [\w./:@=+|-]+)*")
DEFAULT_TARGETS = ("agents-md", "canonical", "claude-code", "codex", "opencode")

_LISTED = 120


class ReviseConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rewriter: str = ""
    """A command for what needs a writer's hand: one JSON object in, the text out."""
    timeout: int = 60
    """Seconds that it may take for one text."""
    vocabulary: Vocabulary = Vocabulary()
    """Words that specifications in prose avoid, which cannot name them."""


class MergeConfig(Say, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of several sources of one persona."""

    personas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Patterns of the files that state a persona, by its id, for sources that lie apart."""


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Paths are relative to the project's root, with ``/``."""

    extend: str = ""
    """A file whose settings hold where these say nothing else, from the folder of this one."""
    personas: tuple[str, ...] = ("personas",)
    revisions: tuple[str, ...] = ("revisions",)
    out: str = "dist"
    targets: tuple[str, ...] = DEFAULT_TARGETS
    target_files: tuple[str, ...] = field(default=(), name="target-files")
    """Files, or folders of them, that describe targets of the project's own."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The project's own section titles and what kind of section they head."""
    lint: LintConfig = LintConfig()
    actions: dict[str, ActionWords] = field(default_factory=dict)
    """What the project adds to the table of actions: the words that name an action in a mandate,
    and the commands and tools that do it."""
    on_loss: OnLoss = field(default=OnLoss(), name="on-loss")
    """What becomes of a mandate that a target cannot carry or enforce."""
    not_for: tuple[Exclusion, ...] = field(default=(), name="not-for")
    """Personas that are not built for a target."""
    words_only: tuple[Exclusion, ...] = field(default=(), name="words-only")
    """Personas whose mandates a target enforces only where that binds no other agent."""
    revise: ReviseConfig = ReviseConfig()
    merge: MergeConfig = MergeConfig()
    rules: tuple[UserRule, ...] = ()
    """The project's own rules, as data."""

    @property
    def settled(self) -> Settled:
        merge = self.merge
        return Settled(
            Say(priority=merge.priority, fields=merge.fields, settle=merge.settle), self.kinds
        )

    def linting(self, today: str = "") -> Linting:
        return Linting(
            config=self.lint,
            rules=self.rules,
            roots=self.personas,
            merged=tuple(self.merge.personas),
            actions=self.actions,
            today=today,
        )


def parse_config(path: str, text: str, load: Load = no_files) -> Config | None:
    """The settings in a TOML file, on top of those that it extends, which ``load`` reads; None
    when a ``pyproject.toml`` has none.

    Raises ``UsageError`` that names an unknown key with the nearest known one.
    """
    own = settings_in(path, text)
    if own is None:
        return None
    data = extended(path, own, load, _check_known)
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {str(error)[:1].lower()}{str(error)[1:]}") from error
    _check_kinds(path, config)
    for name, action in config.actions.items():
        _check_action(path, name, action)
    check_user_rules(path, config.rules)
    _check_reasons(path, config.on_loss)
    for where, problem in faults(config.revise.vocabulary):
        key = where.partition("[")[0].rstrip("~")
        raise UsageError(f"{path}: `revise.vocabulary.{key}`: {problem}")
    _check_filled(path, "merge.settle", config.merge.settle, ("what", "take", "reason"))
    for name, rules in (("not-for", config.not_for), ("words-only", config.words_only)):
        _check_filled(path, name, rules, ("target", "persona", "reason"))
    return config


def _check_known(path: str, data: dict[str, object]) -> None:
    """Raise ``UsageError`` for a key that there is not."""
    _check_keys(path, data, Config, "")
    for name, kind in (("lint", LintConfig), ("merge", MergeConfig), ("revise", ReviseConfig)):
        below = data.get(name)
        if isinstance(below, dict):
            _check_keys(path, below, kind, f"{name}.")
    for name, words in _tables(data.get("revise")):
        _check_keys(path, words, Vocabulary, f"revise.{name}.")
    for name, words in _tables(data.get("actions")):
        _check_keys(path, words, ActionWords, f"actions.{name}.")
    _check_on_loss(path, data.get("on-loss"))
    _check_each(path, _below(data, "on-loss", "rules"), LossRule, "on-loss.rules.")
    _check_each(path, _below(data, "merge", "settle"), Settle, "merge.settle.")
    _check_each(path, data.get("rules"), UserRule, "rules.")
    for name in ("not-for", "words-only"):
        _check_each(path, data.get(name), Exclusion, f"{name}.")


def _tables(value: object) -> list[tuple[str, dict[str, object]]]:
    items = value.items() if isinstance(value, dict) else ()
    return [(str(name), one) for name, one in items if isinstance(one, dict)]


def _check_keys(path: str, data: dict[str, object], kind: type[Struct], prefix: str) -> None:
    known = [one.encode_name for one in msgspec.structs.fields(kind)]
    for key in data:
        if key not in known:
            raise UsageError(f"{path}: unknown key `{prefix}{key}`; {suggest(key, known)}")


def _check_each(path: str, tables: object, kind: type[Struct], prefix: str) -> None:
    for table in tables if isinstance(tables, list) else ():
        if isinstance(table, dict):
            _check_keys(path, table, kind, prefix)


def _check_on_loss(path: str, data: object) -> None:
    if not isinstance(data, dict):
        return
    _check_keys(path, data, OnLoss, "on-loss.")


def _below(data: dict[str, object], name: str, key: str) -> object:
    table = data.get(name)
    return table.get(key) if isinstance(table, dict) else None


def _check_reasons(path: str, settings: OnLoss) -> None:
    """Who lets a loss pass says why."""
    stated = [("on-loss", settings.default, settings.reason)]
    stated += [(f"on-loss.rules[{n}]", r.action, r.reason) for n, r in enumerate(settings.rules, 1)]
    for where, action, reason in stated:
        if action in (Action.ACCEPT, Action.WARN) and not reason.strip():
            raise UsageError(f"{path}: `{where}` says `{action}` without a `reason`; add one")


def _check_filled(
    path: str, where: str, rules: Iterable[Settle | Exclusion], names: Iterable[str]
) -> None:
    """Who decides between two sources, or leaves a persona out, says what and why."""
    for number, rule in enumerate(rules, 1):
        for name in names:
            if not getattr(rule, name).strip():
                raise UsageError(f"{path}: `{where}[{number}]` has an empty `{name}`; fill it in")


def _check_kinds(path: str, config: Config) -> None:
    from personac.tables.kinds import section_kinds

    for title, kind in config.kinds.items():
        if kind not in section_kinds():
            known = suggest(kind, section_kinds())
            raise UsageError(f"{path}: unknown kind `{kind}` for `{title}`; {known}")


def _check_action(path: str, name: str, action: ActionWords) -> None:
    from personac.tables.tools import all_tools, canonical_tools

    where = f"`actions.{name}`"
    if not any((action.verbs, action.nouns, action.commands, action.tools)):
        raise UsageError(f"{path}: {where} says nothing; give it verbs, nouns, commands or tools")
    for verb in action.verbs:
        if not _VERB.fullmatch(verb):
            raise UsageError(f"{path}: {where}: `{verb}` is no verb; write one word, in lower case")
    for noun in action.nouns:
        if not _NOUN.fullmatch(noun):
            raise UsageError(f"{path}: {where}: `{noun}` is no noun; write words in lower case")
    for command in action.commands:
        if not _COMMAND.fullmatch(command):
            raise UsageError(
                f"{path}: {where}: `{command}` is no plain command; write its first words, as "
                "`terraform apply`, with `|` between alternatives"
            )
    for tool in action.tools:
        if not canonical_tools(tool) and tool not in all_tools():
            known = suggest(tool, all_tools())
            raise UsageError(f"{path}: {where}: unknown tool `{tool}`; {known}")


def check_names(config: Config, path: str | None, targets: Iterable[str] | None = None) -> None:
    """Raise ``UsageError`` for a rule, or a target when ``targets`` are given, that there is not.

    Apart from reading the settings, because what there is takes longer to find out.
    """
    where = path or "settings"
    check_selectors(where, config)
    if targets is None:
        return
    known = tuple(targets)
    if not config.targets:
        raise UsageError(f"{where}: `targets` is empty; known are {', '.join(sorted(known))}")
    ruled = [rule.target for rule in config.on_loss.rules if rule.target]
    kept = (rule.target for rule in (*config.not_for, *config.words_only))
    for name in (*config.targets, *ruled, *kept):
        if name not in known:
            raise UsageError(f"{where}: unknown target `{name}`; {suggest(name, known)}")


def check_selectors(where: str, config: Config) -> None:
    """Raise ``UsageError`` for a rule that there is not."""
    from personac.linting import names

    names.check(where, config.lint, config.rules)


def check_user_rules(where: str, rules: tuple[UserRule, ...]) -> None:
    """Raise ``UsageError`` for a rule of the project that cannot be."""
    if not rules:
        return
    from personac.linting.names import rule_names
    from personac.linting.user_rules import check_rules

    known = rule_names()
    check_rules(where, rules, (*known, *known.values()))
