"""OpenCode agents: ``.opencode/agents/<name>.md`` with a ``permission`` block."""

from personac.api import (
    Document,
    Emission,
    Enforced,
    Guard,
    How,
    LossKind,
    Outcome,
    Prose,
    Writer,
)
from personac.errors import Bug
from personac.identity import text_of
from personac.model import Effect, Field, Persona, ToolGrant, Value
from personac.tables.tools import canonical_tools, is_mcp
from personac.writers._grants import TOOL_FIELDS, Grants, grants, written
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._lines import BLANK, artifact, header
from personac.writers._markdown import render
from personac.writers._opencode_rules import KEYS, Decided, Rules, narrowed, outcome, tool_keys
from personac.writers._yaml import quoted, scalar

TARGET = "opencode"
# As a grant it would also allow `external_directory` and `doom_loop`.
_ANY_MCP = "*_*"
_BY_TEXT = "the text of each command is matched, so `git -C . push` passes a rule for `git push`"
_SETTINGS = frozenset({"mode", "temperature", "max-turns"})
_PATTERNED = frozenset({"read", "edit", "glob", "grep", "list", "bash", "task", "skill"})


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona, ledger)
    entries = [("description", scalar(description(persona)))]
    entries += _settings(persona, ledger)
    if all(key != "mode" for key, _ in entries):
        entries.insert(1, ("mode", "subagent"))  # the default also offers it as the main agent
    rules = _rules(document, ledger)
    entries += _permission(document.persona, rules)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, "OpenCode", _SETTINGS)
    path = f".opencode/agents/{persona.id}.md"
    decided = Decided(rules)
    found = tuple(one for guard in document.guards if (one := _enforced(guard, path, decided)))
    known = {one.mandate for one in found}
    why = "OpenCode has no permission for it"
    binding = [("permission", one.mandate) for one in found]
    file = artifact(path, [*header(entries, persona, binding), BLANK, *body])
    return Outcome(
        Emission(
            target=TARGET,
            artifacts=(file,),
            carried=ledger.carried,
            losses=ledger.losses,
            enforced=found,
            prose=tuple(Prose(g.mandate, why) for g in document.guards if g.mandate not in known),
        )
    )


def _enforced(guard: Guard, path: str, rules: Decided) -> Enforced | None:
    """The permissions that hold for a guard; they are the agent's own."""
    keys = [*tool_keys(guard), *(["bash"] if guard.commands else [])]
    keys += ["read"] if guard.paths else []
    if not keys:
        return None
    where = f"{path} permission.{'/'.join(dict.fromkeys(keys))}"
    if all(rules.withheld(key) for key in keys):
        return Enforced(guard.mandate, How.WITHHELD, Effect.DENY, where)
    effect = Effect(outcome(rules, guard))
    if effect is Effect.ALLOW:
        raise Bug(f"the permissions of {path} allow what {guard.mandate} forbids")
    how = How.DENY if effect is Effect.DENY else How.ASK
    limits = _BY_TEXT if guard.commands and not rules.withheld("bash") else ""
    return Enforced(guard.mandate, how, effect, where, limits)


def _settings(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for field in persona.header:
        entry = _setting(field) if isinstance(field, Field) else None
        if entry:
            ledger.carry(field)
            entries.append(entry)
    return entries


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    match field.kind:
        case "mode" if text in ("subagent", "primary", "all"):
            return "mode", text
        case "model" if "/" in text:
            return "model", scalar(text)
        case "model" if text.startswith("claude-"):
            return "model", scalar(f"anthropic/{text}")
        case "temperature" if _is_number(text):
            return "temperature", text
        case "max-turns" if text.isdigit() and int(text) > 0:
            return "steps", text
        case _:
            return None


def _is_number(text: str) -> bool:
    try:
        return 0 <= float(text) <= 2
    except ValueError:
        return False


def _rules(document: Document, ledger: Ledger) -> Rules:
    """The rules: the author's own where they are the only statement, else made of the grants,
    wildcards first because the last match wins.  A denial wins over a grant, whatever their
    order in the source, and a mandate over both.
    """
    found = grants(document.persona)
    own = _of_own(found, ledger)
    rules = _of_grants(found, ledger) if own is None else own
    rules = narrowed(rules, *document.guards)
    _contradicted(found, document.guards, ledger)
    return rules


def _permission(persona: Persona, rules: Rules) -> list[tuple[str, str]]:
    fields = grants(persona).fields
    own = [f.kind for f in fields] == ["permission"] and not isinstance(fields[0].value, dict)
    if own and list(rules) == ["*"] and list(rules["*"]) == ["*"]:
        return [("permission", rules["*"]["*"])]
    lines = [line for key, patterns in rules.items() for line in _lines(key, patterns)]
    return [("permission", "\n" + "\n".join(lines))] if lines else []


def _contradicted(found: Grants, guards: tuple[Guard, ...], ledger: Ledger) -> None:
    """Of a grant and a mandate that forbids it, the mandate counts."""
    denied = {
        key: guard.mandate
        for guard in guards
        if guard.effect is Effect.DENY
        for key in tool_keys(guard)
    }
    for grant in found.allowed or ():
        mandate = next((denied[key] for key in _keys(grant) if key in denied), None)
        if mandate and grant.id in ledger.carried:
            detail = f"a mandate forbids what `{grant.name}` does: {mandate}"
            ledger.lose(grant, LossKind.WITHHELD, detail)


def _of_grants(found: Grants, ledger: Ledger) -> Rules:
    rules: Rules = {"*": {"*": "deny"}} if found.limited else {}
    for grant in found.allowed or () if not found.limited else ():
        ledger.carry(grant)
    for grant in _halves(found.allowed or (), ledger) if found.limited else ():
        _allow(grant, rules, ledger)
    for grant in found.asked:
        _ask(grant, rules, ledger)
    for grant in found.denied:
        _deny(grant, rules, ledger, limited=found.limited)
    return rules


def _of_own(found: Grants, ledger: Ledger) -> Rules | None:
    """The ``permission`` field in its own order; None when other fields speak too."""
    if [field.kind for field in found.fields] != ["permission"]:
        return None
    for grant in (*(found.allowed or ()), *found.asked, *found.denied):
        ledger.carry(grant)
    value = found.fields[0].value
    if not isinstance(value, dict):
        return {"*": {"*": _action(value)}}
    return {name: _actions(actions) for name, actions in value.items()}


def _actions(value: Value) -> dict[str, str]:
    if isinstance(value, dict):
        return {pattern: _action(action) for pattern, action in value.items()}
    return {"*": _action(value)}


def _action(value: Value) -> str:
    """One of OpenCode's three; anything else is read as the strictest."""
    return value if isinstance(value, str) and value in ("allow", "ask") else "deny"


def _ask(grant: ToolGrant, rules: Rules, ledger: Ledger) -> None:
    keys = _keys(grant)
    if not keys:
        ledger.lose(grant, LossKind.UNENFORCED, f"OpenCode has no permission for `{grant.name}`")
        return
    ledger.carry(grant)
    for key in keys:
        patterns = globs(grant.pattern) if grant.pattern and key in _PATTERNED else ("*",)
        rules.setdefault(key, {}).update(dict.fromkeys(patterns, "ask"))


def _allow(grant: ToolGrant, rules: Rules, ledger: Ledger) -> None:
    keys = _keys(grant)
    fits = keys and _ANY_MCP not in keys and (not grant.pattern or _PATTERNED.issuperset(keys))
    if not fits:
        name = written(grant)
        ledger.lose(grant, LossKind.WITHHELD, f"OpenCode has no permission for `{name}`")
        return
    ledger.carry(grant)
    if grant.pattern and "bash" in keys:
        detail = (
            f"OpenCode matches the text of a command, so `{grant.pattern}` lets a redirection pass"
        )
        ledger.lose(grant, LossKind.APPROXIMATED, detail)
    for key in keys:
        own = rules.setdefault(key, {"*": "deny"})
        if grant.pattern is None:
            rules[key] = {"*": "allow"}
        elif own["*"] == "deny":
            own.update(dict.fromkeys(globs(grant.pattern), "allow"))


def _halves(allowed: tuple[ToolGrant, ...], ledger: Ledger) -> tuple[ToolGrant, ...]:
    """The grants without those of only one half of `edit`, which governs changing and creating
    files alike: one half, or halves of different reach, would be widened.
    """
    reach: dict[str, set[str | None]] = {"edit": set(), "write": set()}
    for grant in allowed:
        for canonical in canonical_tools(grant.name):
            reach.get(canonical, set()).add(grant.pattern)
    if reach["edit"] == reach["write"]:
        return allowed
    for grant in allowed:
        if _is_half(grant):
            detail = (
                "OpenCode has one permission, `edit`, for changing and creating files; "
                f"`{written(grant)}` alone would be widened"
            )
            ledger.lose(grant, LossKind.WITHHELD, detail)
    return tuple(grant for grant in allowed if not _is_half(grant))


def _is_half(grant: ToolGrant) -> bool:
    return bool({"edit", "write"}.intersection(canonical_tools(grant.name)))


def _deny(grant: ToolGrant, rules: Rules, ledger: Ledger, *, limited: bool) -> None:
    keys = _keys(grant)
    if not keys:
        ledger.lose(grant, LossKind.UNENFORCED, f"OpenCode has no permission for `{grant.name}`")
        return
    ledger.carry(grant)
    for key in keys:
        if grant.pattern is None or key not in _PATTERNED:
            rules[key] = {"*": "deny"}
        elif key in rules or not limited:
            rules.setdefault(key, {}).update(dict.fromkeys(globs(grant.pattern), "deny"))


def globs(pattern: str) -> tuple[str, ...]:
    """A command prefix as OpenCode's wildcards: ``git log:*`` is ``git log`` and ``git log *``,
    because ``git log*`` would also match ``git logs``.
    """
    return (pattern[:-2], f"{pattern[:-2]} *") if pattern.endswith(":*") else (pattern,)


def _keys(grant: ToolGrant) -> tuple[str, ...]:
    """The permissions that govern a tool; a group has several, an unknown tool none."""
    if grant.name == "*":
        return ("*",)
    if is_mcp(grant.name):
        key = _mcp_key(grant.name)
        return (key,) if key else ()
    found = (KEYS.get(canonical) for canonical in canonical_tools(grant.name))
    return tuple(dict.fromkeys(key for key in found if key))


def _mcp_key(name: str) -> str | None:
    """``mcp__server__tool`` and ``server/tool`` as OpenCode's ``server_tool``."""
    bare = name.removeprefix("mcp__").removeprefix("@")
    server, _, tool = bare.partition("__") if "__" in bare else bare.partition("/")
    return f"{server}_{tool or '*'}" if server else None


def _lines(key: str, patterns: dict[str, str]) -> list[str]:
    if list(patterns) == ["*"]:
        return [f"  {_quoted(key)}: {patterns['*']}"]
    return [
        f"  {_quoted(key)}:",
        *(f"    {_quoted(p)}: {action}" for p, action in patterns.items()),
    ]


def _quoted(key: str) -> str:
    return key if key.isalpha() and scalar(key) == key else quoted(key)


WRITER = Writer(name=TARGET, version=2, title="OpenCode agents", write=write)
