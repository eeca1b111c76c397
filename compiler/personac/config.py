"""Project settings: ``personac.toml`` or ``[tool.personac]`` in ``pyproject.toml``."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

import msgspec
from msgspec import Struct, field

from personac.errors import UsageError
from personac.proof.onloss import Action, LossRule, OnLoss
from personac.tables.actions import ActionWords, as_options

_VERB = re.compile("[a-z][a-z-]*")
_NOUN = re.compile("[a-z][a-z0-9 -]*")
_COMMAND = re.compile(r"[\w.@/-][\w./:@=+|-]*(?: [\w./:@=+|-]+)*")
DEFAULT_TARGETS = ("agents-md", "canonical", "claude-code", "codex", "opencode")


class LintConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    select: tuple[str, ...] = ()
    """Codes or prefixes to run; empty means all."""
    ignore: tuple[str, ...] = ()
    accept_shell: tuple[str, ...] = field(default=(), name="accept-shell")
    """Personas that may hold an unrestricted shell."""


class ReviseConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rewriter: str = ""
    """A command for what needs a writer's hand: one JSON object in, the text out."""
    timeout: int = 60
    """Seconds that it may take for one text."""


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Paths are relative to the project's root, with ``/``."""

    personas: tuple[str, ...] = ("personas",)
    revisions: tuple[str, ...] = ("revisions",)
    out: str = "dist"
    targets: tuple[str, ...] = DEFAULT_TARGETS
    kinds: dict[str, str] = field(default_factory=dict)
    """The project's own section titles and what kind of section they head."""
    lint: LintConfig = LintConfig()
    actions: dict[str, ActionWords] = field(default_factory=dict)
    """What the project adds to the table of actions: the words that name an action in a mandate,
    and the commands and tools that do it."""
    on_loss: OnLoss = field(default=OnLoss(), name="on-loss")
    """What becomes of a mandate that a target cannot carry or enforce."""
    revise: ReviseConfig = ReviseConfig()

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """What rules may ask for."""
        return {"accept-shell": self.lint.accept_shell, **as_options(self.actions)}


def parse_config(path: str, text: str) -> Config | None:
    """The settings in a TOML file; None when a ``pyproject.toml`` has none.

    Raises ``UsageError`` that names an unknown key with the nearest known one.
    """
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error
    if path.endswith("pyproject.toml"):
        tool = data.get("tool", {})
        if "personac" not in tool:
            return None
        data = tool["personac"]
    _check_keys(path, data, Config, "")
    for name, kind in (("lint", LintConfig), ("revise", ReviseConfig)):
        if isinstance(data.get(name), dict):
            _check_keys(path, data[name], kind, f"{name}.")
    for name, table in _tables(data.get("actions")):
        _check_keys(path, table, ActionWords, f"actions.{name}.")
    _check_on_loss(path, data.get("on-loss"))
    try:
        config = msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {str(error)[:1].lower()}{str(error)[1:]}") from error
    _check_kinds(path, config)
    for name, action in config.actions.items():
        _check_action(path, name, action)
    _check_reasons(path, config.on_loss)
    return config


def _tables(value: object) -> list[tuple[str, dict[str, object]]]:
    items = value.items() if isinstance(value, dict) else ()
    return [(str(name), one) for name, one in items if isinstance(one, dict)]


def _check_keys(path: str, data: dict[str, object], kind: type[Struct], prefix: str) -> None:
    known = [one.encode_name for one in msgspec.structs.fields(kind)]
    for key in data:
        if key not in known:
            raise UsageError(f"{path}: unknown key `{prefix}{key}`; {suggest(key, known)}")


def _check_on_loss(path: str, data: object) -> None:
    if not isinstance(data, dict):
        return
    _check_keys(path, data, OnLoss, "on-loss.")
    rules = data.get("rules")
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict):
            _check_keys(path, rule, LossRule, "on-loss.rules.")


def _check_reasons(path: str, settings: OnLoss) -> None:
    """Who lets a loss pass says why."""
    stated = [("on-loss", settings.default, settings.reason)]
    stated += [(f"on-loss.rules[{n}]", r.action, r.reason) for n, r in enumerate(settings.rules, 1)]
    for where, action, reason in stated:
        if action in (Action.ACCEPT, Action.WARN) and not reason.strip():
            raise UsageError(f"{path}: `{where}` says `{action}` without a `reason`; add one")


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
    for key in ("select", "ignore"):
        for code in unknown_codes(getattr(config.lint, key)):
            near = suggest_code(code)
            raise UsageError(f"{where}: unknown rule `{code}` in `lint.{key}`; {near}")
    if targets is None:
        return
    known = tuple(targets)
    if not config.targets:
        raise UsageError(f"{where}: `targets` is empty; known are {', '.join(sorted(known))}")
    ruled = [rule.target for rule in config.on_loss.rules if rule.target]
    for name in (*config.targets, *ruled):
        if name not in known:
            raise UsageError(f"{where}: unknown target `{name}`; {suggest(name, known)}")


def rule_codes() -> tuple[str, ...]:
    """The codes of all rules, which their modules are named after; imports none of them."""
    from personac import registry

    stems = (name.rpartition(".")[2] for name in registry.modules("rules"))
    return tuple(sorted(stem.partition("_")[0].upper() for stem in stems))


def unknown_codes(given: Iterable[str]) -> tuple[str, ...]:
    """Those that are neither the code of a rule nor the start of one."""
    known = rule_codes()
    return tuple(one for one in given if not one or not any(c.startswith(one) for c in known))


def suggest_code(code: str) -> str:
    known = rule_codes()
    return suggest(code.upper(), sorted({*known, *(one[:3] for one in known)}))


def suggest(name: str, known: "list[str] | tuple[str, ...]") -> str:
    """``did you mean `x`?`` or, with nothing near, what there is."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(known))}"
