"""The map of permissions that OpenCode and its like have: of the rules that match, the last counts.

The permissions of a file are the agent's own, so mandates are enforced here and bind nobody else.
"""

from personac.api import Document, Enforced, Guard, How, LossKind, Prose
from personac.errors import Bug
from personac.model import Effect, Persona, ToolGrant, Value
from personac.tables.tools import canonical_tools, is_mcp
from personac.targets.form import Form
from personac.writers._entries import Content, Verbatim
from personac.writers._grants import Grants, grants, written
from personac.writers._guarded import Answers
from personac.writers._held import Held
from personac.writers._last_match_rules import KEYS, Decided, Rules, narrowed, outcome, tool_keys
from personac.writers._ledger import Ledger
from personac.writers._yaml import quoted, scalar

# As a grant it would also allow `external_directory` and `doom_loop`.
_ANY_MCP = "*_*"
_BY_TEXT = "the text of each command is matched, so `git -C . push` passes a rule for `git push`"
_PATTERNED = frozenset({"read", "edit", "glob", "grep", "list", "bash", "task", "skill"})


def held_by_permissions(form: Form, document: Document, path: str, ledger: Ledger) -> Held:
    """What the permissions of an agent file hold, of its list of tools and of its mandates."""
    persona = document.persona
    rules = _rules(document, ledger, form.client)
    decided = Decided(rules)
    found = tuple(one for guard in document.guards if (one := _enforced(guard, path, decided)))
    known = {one.mandate for one in found}
    why = form.enforcement.why_not
    prose = tuple(Prose(g.mandate, why) for g in document.guards if g.mandate not in known)
    return Held(
        contents=_permission(persona, rules),
        answers=Answers((), found, prose),
        binding=tuple(("permission", one.mandate) for one in found),
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


def _rules(document: Document, ledger: Ledger, client: str) -> Rules:
    """The rules: the author's own where they are the only statement, else made of the grants,
    wildcards first because the last match wins.  A denial wins over a grant, whatever their
    order in the source, and a mandate over both.
    """
    found = grants(document.persona)
    own = _of_own(found, ledger)
    rules = _of_grants(found, ledger, client) if own is None else own
    rules = narrowed(rules, *document.guards)
    _contradicted(found, document.guards, ledger)
    return rules


def _permission(persona: Persona, rules: Rules) -> dict[str, Content]:
    fields = grants(persona).fields
    own = [f.kind for f in fields] == ["permission"] and not isinstance(fields[0].value, dict)
    if own and list(rules) == ["*"] and list(rules["*"]) == ["*"]:
        return {"permissions": rules["*"]["*"]}
    lines = [line for key, patterns in rules.items() for line in _lines(key, patterns)]
    return {"permissions": Verbatim("\n".join(lines))} if lines else {}


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


def _of_grants(found: Grants, ledger: Ledger, client: str) -> Rules:
    rules: Rules = {"*": {"*": "deny"}} if found.limited else {}
    for grant in found.allowed or () if not found.limited else ():
        ledger.carry(grant)
    for grant in _halves(found.allowed or (), ledger, client) if found.limited else ():
        _allow(grant, rules, ledger, client)
    for grant in _halves(found.asked, ledger, client) if found.limited else found.asked:
        _ask(grant, rules, ledger, client)
    for grant in found.denied:
        _deny(grant, rules, ledger, client, limited=found.limited)
    return rules


def _of_own(found: Grants, ledger: Ledger) -> Rules | None:
    """The ``permission`` field in its own order; None when other fields or the body speak too."""
    stated = (*(found.allowed or ()), *found.asked, *found.denied)
    own = {clause.id for field in found.fields for clause in field.clauses}
    alone = [field.kind for field in found.fields] == ["permission"]
    if not alone or any(grant.id not in own for grant in stated):
        return None
    for grant in stated:
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


def _governing(grant: ToolGrant, ledger: Ledger, client: str) -> tuple[str, ...]:
    """The permissions that govern a tool; that there is none is a loss."""
    keys = _keys(grant)
    if keys:
        ledger.carry(grant)
    else:
        ledger.lose(grant, LossKind.UNENFORCED, f"{client} has no permission for `{grant.name}`")
    return keys


def _ask(grant: ToolGrant, rules: Rules, ledger: Ledger, client: str) -> None:
    for key in _governing(grant, ledger, client):
        patterns = globs(grant.pattern) if grant.pattern and key in _PATTERNED else ("*",)
        rules.setdefault(key, {}).update(dict.fromkeys(patterns, "ask"))


def _allow(grant: ToolGrant, rules: Rules, ledger: Ledger, client: str) -> None:
    keys = _keys(grant)
    fits = keys and _ANY_MCP not in keys and (not grant.pattern or _PATTERNED.issuperset(keys))
    if not fits:
        name = written(grant)
        ledger.lose(grant, LossKind.WITHHELD, f"{client} has no permission for `{name}`")
        return
    ledger.carry(grant)
    if grant.pattern and "bash" in keys:
        detail = (
            f"{client} matches the text of a command, so `{grant.pattern}` lets a redirection pass"
        )
        ledger.lose(grant, LossKind.APPROXIMATED, detail)
    for key in keys:
        own = rules.setdefault(key, {"*": "deny"})
        if grant.pattern is None:
            rules[key] = {"*": "allow"}
        elif own["*"] == "deny":
            own.update(dict.fromkeys(globs(grant.pattern), "allow"))


def _halves(granted: tuple[ToolGrant, ...], ledger: Ledger, client: str) -> tuple[ToolGrant, ...]:
    """The grants without those of only one half of `edit`, which governs changing and creating
    files alike: one half, or halves of different reach, would be widened.
    """
    reach: dict[str, set[str | None]] = {"edit": set(), "write": set()}
    for grant in granted:
        for canonical in canonical_tools(grant.name):
            reach.get(canonical, set()).add(grant.pattern)
    if reach["edit"] == reach["write"]:
        return granted
    for grant in granted:
        if _is_half(grant):
            detail = (
                f"{client} has one permission, `edit`, for changing and creating files; "
                f"`{written(grant)}` alone would be widened"
            )
            ledger.lose(grant, LossKind.WITHHELD, detail)
    return tuple(grant for grant in granted if not _is_half(grant))


def _is_half(grant: ToolGrant) -> bool:
    return bool({"edit", "write"}.intersection(canonical_tools(grant.name)))


def _deny(grant: ToolGrant, rules: Rules, ledger: Ledger, client: str, *, limited: bool) -> None:
    for key in _governing(grant, ledger, client):
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
        return [f"{_quoted(key)}: {patterns['*']}"]
    return [
        f"{_quoted(key)}:",
        *(f"  {_quoted(p)}: {action}" for p, action in patterns.items()),
    ]


def _quoted(key: str) -> str:
    return key if key.isalpha() and scalar(key) == key else quoted(key)
