"""Claude Code subagents: ``.claude/agents/<name>.md``, with settings for what they must not do."""

import re
from collections.abc import Iterator

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
from personac.enforce.authored import unfired
from personac.identity import text_of
from personac.model import Effect, Field, Persona, ToolGrant, evolve
from personac.passes.tool_list import TOOL_FIELDS
from personac.tables.tools import canonical_tools, is_mcp, spelling, vocabularies
from personac.targets.load import built_in
from personac.writers._claude_settings import enforced, share
from personac.writers._documents import Page
from personac.writers._grants import Grants, grants, written
from personac.writers._guarded import made_for
from personac.writers._identity import account_header, description
from personac.writers._ledger import Ledger
from personac.writers._limits import checked
from personac.writers._lines import BLANK, artifact, header
from personac.writers._markdown import render
from personac.writers._yaml import nested, scalar

TARGET = "claude-code"
# Settings of the client by the kind or key of the header field, with the values it accepts.
_ACCEPTED = {
    "color": re.compile("red|blue|green|yellow|purple|orange|pink|cyan"),
    "permission-mode": re.compile("acceptEdits|auto|default|dontAsk|manual|plan|bypassPermissions"),
    "max-turns": re.compile("[1-9][0-9]*"),
    "skills": re.compile(".+"),
    "effort": re.compile("low|medium|high|xhigh|max|[0-9]+"),
    "memory": re.compile("user|project|local"),
    "background": re.compile("true|false"),
    "isolation": re.compile("worktree|remote"),
    "initialPrompt": re.compile(".+", re.DOTALL),
    "autoCompactWindow": re.compile("[1-9][0-9]{5,}"),
    "omitClaudeMd": re.compile("true|false"),
}
_SPELLING = {
    "permission-mode": "permissionMode",
    "max-turns": "maxTurns",
    "mcp-servers": "mcpServers",
}
_NAME = re.compile(r"[A-Za-z][\w-]*")
_MCP = re.compile(r"mcp__\*|mcp__[^*]+(?:__\*)?")
_BARE = re.compile("[0-9]+|true|false")
_MODELS = ("inherit", "fable", "opus", "sonnet", "haiku", "opusplan")


def write(document: Document) -> Outcome[Emission]:
    persona = document.persona
    ledger = Ledger()
    body = render(persona, ledger)
    entries = [("name", scalar(persona.id)), ("description", scalar(description(persona)))]
    tools = _tools(persona, _withheld(document), ledger)
    entries += tools
    entries += _settings(persona, ledger)
    carried = frozenset({"name", "title", "description"}) | TOOL_FIELDS
    account_header(persona, ledger, carried, "Claude Code", frozenset(_ACCEPTED))
    path = f".claude/agents/{persona.id}.md"
    where, shell = f"{path} {tools[0][0] if tools else 'tools'}", _has_shell(tools)
    guards = tuple(one for guard in document.guards if (one := _of_project(guard, shell=shell)))
    found = [one for guard in document.guards for one in _in_agent(guard, where, shell=shell)]
    found += [one for guard in guards for one in enforced(guard)]
    binding = made_for(document.guards, found, where)
    file = artifact(path, [*header(entries, persona, binding), BLANK, *body])
    form = next(one for one in built_in() if one.target == TARGET)
    page = Page(name=persona.id, persona=persona, entries=(), prompt=body)
    return Outcome(
        Emission(
            target=TARGET,
            artifacts=(file,),
            carried=ledger.carried,
            losses=ledger.losses,
            guards=guards,
            enforced=tuple(found),
            prose=_unenforced(document.guards, {one.mandate for one in found}),
        ),
        (*unfired(persona, TARGET), *checked(form, page, file, document)),
    )


def _has_shell(tools: list[tuple[str, str]]) -> bool:
    """Whether the agent may run commands, by the entry that says which tools it has."""
    return all(("Bash" in re.findall(r"\w+", names)) == (key == "tools") for key, names in tools)


def _of_project(guard: Guard, *, shell: bool) -> Guard | None:
    """What of a guard is left for the whole project, where the agent's own tools leave any: an
    agent without a shell needs no rule that binds the others too.
    """
    asked = guard.tools if guard.effect is Effect.ASK else ()
    commands = guard.commands if shell else ()
    return evolve(guard, commands=commands) if commands or guard.paths or asked else None


def _withheld(document: Document) -> dict[str, str]:
    """The tools that a mandate forbids wholly, in Claude Code's names, and which mandate does."""
    denials = (guard for guard in document.guards if guard.effect is Effect.DENY)
    return {
        name: guard.mandate
        for guard in denials
        for tool in guard.tools
        if (name := spelling(tool, TARGET))
    }


def _in_agent(guard: Guard, where: str, *, shell: bool) -> Iterator[Enforced]:
    natives = [tool for tool in guard.tools if spelling(tool, TARGET)]
    denied = natives and guard.effect is Effect.DENY
    if denied or (guard.commands and not shell):
        limits = "a shell command can still do it" if denied and shell else ""
        yield Enforced(guard.mandate, How.WITHHELD, Effect.DENY, where, limits)


def _unenforced(guards: tuple[Guard, ...], known: set[str]) -> tuple[Prose, ...]:
    why = "Claude Code has no tool that does it"
    return tuple(Prose(one.mandate, why) for one in guards if one.mandate not in known)


def _tools(persona: Persona, withheld: dict[str, str], ledger: Ledger) -> list[tuple[str, str]]:
    """``tools`` when the persona states a list, else ``disallowedTools``; never both, because
    loaders differ in what both together mean.
    """
    found = grants(persona)
    _ask(found, ledger)
    denied = list(dict.fromkeys([*_denied(found, ledger), *withheld]))
    for grant in found.allowed or ():
        _contradicted(grant, withheld, ledger)
    if not found.limited:
        for grant in found.allowed or ():
            ledger.carry(grant)
        return [("disallowedTools", scalar(", ".join(denied)))] if denied else []
    allowed = [name for grant in found.allowed or () for name in _allowed(grant, ledger)]
    names = [name for name in dict.fromkeys(allowed) if name not in denied]
    return [("tools", scalar(", ".join(names)) if names else "[]")]


def _contradicted(grant: ToolGrant, withheld: dict[str, str], ledger: Ledger) -> None:
    """Of a grant and a mandate that forbids it, the mandate counts."""
    mandate = next((withheld[name] for name in _natives(grant) if name in withheld), None)
    if mandate:
        detail = f"a mandate forbids what `{grant.name}` does: {mandate}"
        ledger.lose(grant, LossKind.WITHHELD, detail)


def _ask(found: Grants, ledger: Ledger) -> None:
    """An agent file cannot ask: in a list the tool is withheld, without one the client asks as
    it always does.
    """
    kind = LossKind.WITHHELD if found.limited else LossKind.UNENFORCED
    for grant in found.asked:
        ledger.lose(grant, kind, "an agent file of Claude Code cannot ask before one tool")


def _denied(found: Grants, ledger: Ledger) -> list[str]:
    names: list[str] = []
    for grant in found.denied:
        natives = _natives(grant)
        if not natives and not found.limited:
            detail = f"Claude Code has no tool for `{grant.name}`"
            ledger.lose(grant, LossKind.UNENFORCED, detail)
        ledger.carry(grant)
        if natives and grant.pattern:
            detail = (
                f"Claude Code reads `{written(grant)}` in an agent file as all of `{natives[0]}`"
            )
            ledger.lose(grant, LossKind.APPROXIMATED, detail)
        plain_name = (grant.name,) if _NAME.fullmatch(grant.name) else ()
        names.extend(natives or plain_name)
    return list(dict.fromkeys(names))


def _allowed(grant: ToolGrant, ledger: Ledger) -> tuple[str, ...]:
    natives = _natives(grant)
    if not natives:
        ledger.lose(grant, LossKind.WITHHELD, f"Claude Code has no tool for `{grant.name}`")
        return ()
    if grant.pattern:
        detail = (
            f"an agent file cannot limit `{natives[0]}` to `{grant.pattern}`; granting all of it "
            "would widen the list"
        )
        ledger.lose(grant, LossKind.WITHHELD, detail)
        return ()
    ledger.carry(grant)
    return natives


def _natives(grant: ToolGrant) -> tuple[str, ...]:
    """The client's own names for a tool of any vocabulary; a group has several."""
    if "claude-code" in vocabularies(grant.name):
        return (grant.name,)
    if is_mcp(grant.name):
        whole = _MCP.fullmatch(grant.name)  # what a `*` elsewhere would grant was not seen
        return (grant.name,) if whole else ()
    found = (spelling(canonical, TARGET) for canonical in canonical_tools(grant.name))
    return tuple(name for name in found if name)


def _settings(persona: Persona, ledger: Ledger) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for field in persona.header:
        if not isinstance(field, Field):
            continue
        entry = _setting(field)
        if entry is not None:
            ledger.carry(field)
            entries.append(entry)
    return entries


def _setting(field: Field) -> tuple[str, str] | None:
    text = text_of(field.value)
    kind = field.kind if field.kind != "other" else field.key
    if kind in ("hooks", "mcp-servers") and field.source:
        return _SPELLING.get(kind, kind), nested(field.source)
    if kind == "model" and (text in _MODELS or text.startswith("claude-")):
        return "model", scalar(text)
    accepts = _ACCEPTED.get(kind)
    if accepts is None or not accepts.fullmatch(text):
        return None
    return _SPELLING.get(kind, kind), text if _BARE.fullmatch(text) else scalar(text)


WRITER = Writer(name=TARGET, version=2, title="Claude Code subagents", write=write, share=share)
