"""TLS006: a step runs a command or writes a file, and no tool can do it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import (
    AnyNode,
    Code,
    Effect,
    Item,
    Mandate,
    Polarity,
    Quote,
    Row,
    Section,
    Stating,
    Step,
    Text,
    ToolGrant,
    Workflow,
    placed,
)
from personac.rules.tools._grants import granted
from personac.rules.tools._patterns import patterns, uncovered
from personac.tables.actions import simple_commands
from personac.tables.tools import canonical_tools, is_mcp

_PROGRAMS = (
    "git gh npm npx pnpm yarn bun node deno python python3 pytest pip pip3 uv poetry ruff mypy go "
    "cargo make mvn gradle ./gradlew dotnet docker kubectl helm terraform aws gcloud az curl wget "
    "psql bundle rake composer php swift flutter eslint tsc jest vitest playwright bash sh grep rg "
    "find ls cat jq sed awk ssh scp rsync mysql redis-cli ansible rustc tox nox pre-commit"
).split()
_PROGRAM = "|".join(re.escape(name) for name in _PROGRAMS)
_ARGUMENT = r"[\w./:@=-]*[\w/-]"
_DOES = (
    r"(?:run|execute|invoke|call|start|launch|use|re-?run|check|verify|test|build|lint|compile|"
    r"commit|push|stage|deploy|install|list|fetch|pull|inspect|benchmark|profile|measure|confirm)"
)
_RUNS = re.compile(
    rf"\b{_DOES}\b[^`\n]{{0,60}}`(?:\$ )?(?P<quoted>(?:{_PROGRAM})(?: [^`\n]+)?)`"
    rf"|^\W{{0,4}}`(?:\$ )?(?P<alone>(?:{_PROGRAM}) [^`\n]+)`"
    rf"|\b(?:run|execute|re-?run) (?P<bare>(?:{_PROGRAM})(?: {_ARGUMENT}){{1,6}})",
    re.IGNORECASE,
)
_SUFFIX = r"(?:mdc?|json|ya?ml|toml|txt|csv|html?|py|tsx?|jsx?|go|rs|java|sh|xml|ini|lock)"
_WRITES = re.compile(
    r"(?:^|[.:;]\s+|\bthen |\band )[*_ -]{0,4}(?:(?:write|save|store|append|export|edit|modify|overwrite|create|"
    r"update|rewrite|add|insert|record|patch|delete|rename)\b(?:[^.`\n]|\.(?=\w)){0,60}?"
    rf"(?:`(?P<quoted>[^`\n]*(?:\w/|\.{_SUFFIX}))`|(?<![\w/.])(?P<bare>[\w/-]+\.{_SUFFIX})\b)"
    r"|(?:write|save|edit|modify|overwrite|create|delete|rename)\s(?:[\w-]+\s){0,4}?"
    r"(?P<named>(?:source |test |config(?:uration)? )?files?\b(?! (?:path|name|location|size|type|list))))",
    re.IGNORECASE,
)
_READS_ONLY = re.compile(
    r"\bread-?only\b|(?:\bnot|\bnever|n['’]t)\s(?:[\w-]+\s){0,4}?(?:write|modify|edit|create|change|touch)\b"
    r"[^.\n]{0,40}\b(?:code|files?)\b",
    re.IGNORECASE,
)
"""What says that it is not meant to write: a step that still does so is another rule's."""
_OTHERS_DO = (
    r"\b(?:ask|tell|suggest|recommend|advise|instruct|remind|users?|they|developers?|operators?"
    r"|if available|never|not|avoid|would|could|may|e\.g\.|examples?|such as|like|hand ?off|delegate"
    r"|propose|parent|orchestrator|caller|hub)\b|n['’]t\b"
)
_NOT_ITSELF = re.compile(_OTHERS_DO, re.IGNORECASE)
_NOT_RUN = re.compile(
    rf"{_OTHERS_DO}|\b(?:report|document|output|template|ran|pipeline|ci)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?]\s")
_SWITCHES = frozenset({"*", "all", "true", "inherit"})
_OTHERS = frozenset({"delegate", "skill", "claude-only"})
_SHELLS = frozenset({"bash", "sh", "shell", "zsh", "console", "powershell"})
_SHOWN = frozenset({"examples", "history", "output", "triggers", "forbidden"})
_MOST = 3
Limits = tuple[tuple[str, bool], ...]
_WRITERS = frozenset({"write", "edit", "notebook", "shell"})


class _Need(NamedTuple):
    """What a node needs: the words that say so, and the tools of which one would do; ``quoted``
    when the words are a command and nothing else.
    """

    node: AnyNode
    words: str
    does: str
    quoted: bool = True


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    stated = granted(persona)
    tools = [tool for _, tool in stated]
    if others := _limits(stated):
        yield from _outside(_needs(placed(persona)), others)
    runs, writes = _may(tools, frozenset({"shell"})), _may(tools, _WRITERS)
    if not tools or (runs and writes):
        return
    if not writes:
        writes = any(_READS_ONLY.search(source.text) for source in context.document.sources)
    told: set[str] = set()
    for need in _needs(placed(persona)):
        lacking = not (runs if need.does == "runs" else writes)
        if lacking and need.does not in told:
            told.add(need.does)
            yield _finding(need)


def _limits(stated: Sequence[tuple[Stating, ToolGrant]]) -> Limits:
    """The patterns that commands are limited to, where no other tool may run them."""
    rest = [
        tool
        for _, tool in stated
        if tool.effect is not Effect.DENY and "shell" not in canonical_tools(tool.name)
    ]
    return () if rest and _may(rest, frozenset({"shell"})) else patterns(stated)


def _outside(needs: Iterable[_Need], known: Limits) -> Iterator[Finding]:
    """The first command of a step that no pattern covers."""
    for need in needs:
        if need.does == "runs" and (command := uncovered(need.words, known, quoted=need.quoted)):
            yield _not_covered(need, command, known)
            return


def _not_covered(need: _Need, command: str, known: Limits) -> Finding:
    named = ", ".join(f"`{one[:24]}`" for one, _ in known[:_MOST])
    more = f" and {len(known) - _MOST} more" if len(known) > _MOST else ""
    program = command.split(" ", maxsplit=1)[0]
    return Finding(
        message=f"a step runs `{command[:50]}`, but commands are granted only as {named}{more}",
        help=f"grant it too, as `Bash({program}:*)`, or take the command out of the step",
        labels=(Label(Locator(node=need.node.id, needle=need.words)),),
    )


def _may(tools: list[ToolGrant], wanted: frozenset[str]) -> bool:
    """Whether some tool may do it, itself or by another agent or a server.  Without a list of
    what is granted everything is, save what is denied whole.
    """
    granting = [tool.name for tool in tools if tool.effect is not Effect.DENY]
    if not granting:
        denied = [tool for tool in tools if tool.effect is Effect.DENY and not tool.pattern]
        gone = {one for tool in denied for one in canonical_tools(tool.name)}
        return not (wanted - {"notebook"}) <= gone
    return any(
        name.lower() in _SWITCHES
        or is_mcp(name)
        or not canonical_tools(name)
        or not (wanted | _OTHERS).isdisjoint(canonical_tools(name))
        for name in granting
    )


def _needs(found: tuple[tuple[AnyNode, tuple[AnyNode, ...]], ...]) -> Iterator[_Need]:
    lead = ""
    for node, above in found:
        if _is_shown((*above, node)):
            continue
        step = any(_is_step(one) for one in (*above, node))
        if isinstance(node, Code):
            if step and (command := _fenced(node, lead)):
                yield _Need(node, command, "runs")
        elif isinstance(node, Section):
            lead = node.title
        elif isinstance(node, Item | Text | Step | Row):
            text = _text(node)
            yield from _told(node, text, step=step)
            lead = text or getattr(node, "title", "")


def _text(node: Item | Text | Step | Row) -> str:
    label = getattr(node, "label", None)
    own = "\n".join(node.cells) if isinstance(node, Row) else node.text
    return f"{label}: {own}" if label else own


def _told(node: AnyNode, text: str, *, step: bool) -> Iterator[_Need]:
    """What the words of a node need; a path to write to says enough outside of a step too."""
    match = _RUNS.search(text)
    if match and step and not _is_others(node, text, match, _NOT_RUN):
        command = match["quoted"] or match["alone"]
        yield _Need(node, command or match["bare"], "runs", quoted=bool(command))
    match = _WRITES.search(text)
    if match and (step or match["quoted"]) and not _is_others(node, text, match, _NOT_ITSELF):
        yield _Need(node, match["quoted"] or match["bare"] or match["named"], "writes")


def _is_step(node: AnyNode) -> bool:
    if isinstance(node, Section):
        return node.kind == "workflow"
    return isinstance(node, Step | Workflow) or getattr(node, "ordinal", None) is not None


def _is_shown(chain: tuple[AnyNode, ...]) -> bool:
    return any(
        isinstance(one, Quote) or (isinstance(one, Section) and one.kind in _SHOWN) for one in chain
    )


def _is_others(node: AnyNode, text: str, match: re.Match[str], others: re.Pattern[str]) -> bool:
    """Whether the words forbid it, or leave it to somebody else."""
    start = next(match.start(name) for name, words in match.groupdict().items() if words)
    bans = (
        one.text
        for one in getattr(node, "clauses", ())
        if isinstance(one, Mandate) and one.polarity is Polarity.FORBID
    )
    forbidden = any(not 0 <= start - text.find(ban) > len(ban) for ban in bans)
    return forbidden or others.search(_SENTENCE.split(text[:start])[-1]) is not None


def _fenced(node: Code, lead: str) -> str:
    """The first command of a fence that its lead tells to run."""
    if node.info.split(" ")[0].casefold() not in _SHELLS or _NOT_RUN.search(lead):
        return ""
    if not re.search(rf"\b{_DOES}\b", lead, re.IGNORECASE):
        return ""
    for line in node.text.split("\n"):
        command = line.strip().removeprefix("$ ")
        if any(words[0] in _PROGRAMS for words in simple_commands(command)):
            return command
    return ""


def _finding(need: _Need) -> Finding:
    shown = need.words[:60]
    if need.does == "writes":
        return Finding(
            message=f"a step writes `{shown}`, but no granted tool writes files",
            help="grant `Write` or `Edit`, or let the step return what it would write",
            labels=(Label(Locator(node=need.node.id, needle=need.words)),),
        )
    program = need.words.split(" ", maxsplit=1)[0]
    return Finding(
        message=f"a step runs `{shown}`, but no granted tool runs commands",
        help=f"grant it, as `Bash({program}:*)`, or take the command out of the step",
        labels=(Label(Locator(node=need.node.id, needle=need.words)),),
    )


RULE = Rule(
    code="TLS006",
    name="missing-tool",
    severity=Severity.WARNING,
    why="the agent cannot do the step: it skips it, or makes up what the command would say",
    check=check,
)
