"""What a ban reaches: the commands, tools and files of the actions that it names."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from personac.tables.actions import (
    Action,
    ActionClass,
    ActionTable,
    expanded,
    forms,
    is_turned,
    simple_commands,
)
from personac.tables.tools import canonical_tool, canonical_tools, spelling, vocabularies

_SPAN = re.compile(r"`([^`\n]{1,200})`")
_RUNS = re.compile(
    r"\b(?:run|execute|invoke|issue|type|use|call|running|executing|using|invoking)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w./:@%+=,~-]+")
_LISTED = re.compile(r"(?:\s|,|/|\bor\b|\band\b|\bnor\b|\bcommands?\b|[.;:!*_])*")
_SURE = ("run", "execute", "invoke", "issue", "type", "running", "executing", "invoking")
_MARKER = re.compile(
    r"[\s*_~-]*(?:you |agents? )?(?:(?:must|shall|do|may|can)(?: not|n['’]t)|never|don['’]t|cannot|"
    r"no|forbidden|prohibited)[\s*_:~-]*",
    re.IGNORECASE,
)
"""A ban that names no verb, so that what is quoted is what is not to be run."""
_NEGATED = re.compile(
    r"\b(?:(?:under|at|on|in) no \w+,? (?:may|shall|must|should|can) "
    r"(?:you|(?:the|any|this) agent)|not|never|cannot|forbidden|prohibited|no|avoid|refrain|"
    r"abstain|desist)\b|n['’]t\b",
    re.IGNORECASE,
)
_BESIDE = frozenset(
    "ever attempt try to be allowed permitted you under any no circumstances circumstance in case "
    "from and or at time point for reason either event account".split()
)
_OTHER = re.compile(r"\b(?:other|than|but|besides|apart|aside|instead|only|not)\b", re.IGNORECASE)
_ANYTHING_AFTER = re.compile(r"(?:\s+(?:\.\.\.|…))+\s*$")
_PLACEHOLDER = re.compile(r"<[^<>\s][^<>]*>|\.\.\.|…|\{\{?\w+\}?\}")

_USES = re.compile(
    r"(?P<before>.*?)\b(?:use|using|call|calling|invoke|invoking)\s+(?P<names>.+)",
    re.IGNORECASE | re.DOTALL,
)
_AND = re.compile(r",|/|\b(?:or|and|nor)\b")
_ORDINARY = frozenset({"Task", "Agent", "Skill", "Shell", "Create", "Execute"})
_MOST_WORDS = 400

_EVERYWHERE = frozenset("repository repo project codebase".split())
_WORK = frozenset("release version change code branch".split())
_POINTS = frozenset("it them this that these those such".split())


class Reach(NamedTuple):
    """``left`` says which part of the ban it does not reach, ``more`` which commands do more
    than it names.
    """

    commands: tuple[tuple[str, ...], ...] = ()
    tools: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    left: str = ""
    more: tuple[str, ...] = ()


def reach_of(actions: Sequence[Action], table: ActionTable, *, asked: bool = False) -> Reach | str:
    """What the actions that are banned at large come to, or why none of them is enforceable.

    What is only ``asked`` about may be a little more than is named: of "commit, push or publish a
    release" a commit of anything is asked about, and that is said.
    """
    if not actions:
        return "it names no action that the table of actions knows"
    classes = [(action, table.by_name[action.name]) for action in actions]
    shared = [asked and _shares_object(action, one) for action, one in classes]
    pairs = zip(classes, shared, strict=True)
    reasons = [None if more else _too_wide(action, one) for (action, one), more in pairs]
    wholly = [pair for pair, why in zip(classes, reasons, strict=True) if why is None]
    if not wholly:
        return next(why for why in reasons if why)
    if any(action.name == "git" for action, _ in wholly):
        wholly = [(a, one) for a, one in wholly if a.name == "git" or not _is_git(a, one)]
    commands = [c for _, one in wholly for c in _commands(one)]
    return Reach(
        commands=_minimal(commands),
        tools=tuple(dict.fromkeys(tool for _, one in wholly for tool in one.wholly)),
        paths=tuple(dict.fromkeys(path for pair in wholly for path in _paths(*pair))),
        more=tuple(one.commands[0] for (_, one), wide in zip(classes, shared, strict=True) if wide),
        left=_left([a for a, why in zip(actions, reasons, strict=True) if why], wholly),
    )


def _is_git(action: Action, one: ActionClass) -> bool:
    """Whether a word for all of Git named it: then that is all that is meant."""
    return not action.verb and "git operation" in one.nouns


def _shares_object(action: Action, one: ActionClass) -> bool:
    """Whether it is a verb of Git among others whose object is the work itself."""
    return (
        action.listed
        and "git operation" in one.nouns
        and bool(action.narrowed)
        and action.narrowed <= _WORK
    )


def _left(missed: Sequence[Action], wholly: Sequence[tuple[Action, ActionClass]]) -> str:
    """The actions that are banned and not reached.  One that is narrowed to what a reached class
    is about is reached by it: "deploy to production" by changes to production.
    """
    done = {action.name for action, _ in wholly}
    about = {
        word for _, one in wholly for word in f"{one.about} {one.anything}".split() if one.about
    }
    names = [a.name for a in missed if a.name not in done and not a.narrowed <= about]
    return ", ".join(dict.fromkeys(names))


def _too_wide(action: Action, one: ActionClass) -> str | None:
    """Why the class reaches further than the ban, if it does."""
    if action.narrowed:
        about = ", ".join(sorted(action.narrowed)[:4])
        return f"narrower than {one.title}, which is all that could be refused: {about}"
    if one.firm and action.verb not in one.firm.split() and action.verb:
        return f"no client sees what `{action.verb}` does to {one.title.rpartition(' ')[2]}"
    if points := action.said & _POINTS:
        return f"it means something that only its reader knows: {min(points)}"
    whole = frozenset(one.whole.split()) | {noun for noun in one.nouns if " " not in noun}
    part = action.said & {*one.anything.split(), "code"} - whole - _EVERYWHERE
    if is_bare(action, one):
        return None
    if one.whole and (part or not whole & action.said):
        about = ", ".join(sorted(action.said)[:4]) or action.verb
        return f"narrower than {one.title}, which is all that could be refused: {about}"
    return None if action.at_large else f"`{action.verb}` alone may mean other things"


def is_bare(action: Action, one: ActionClass) -> bool:
    """Whether it is a verb without any object that is meant at large."""
    sure = any(action.verb in forms(verb) for verb in one.alone.split())
    return sure and not action.said


def _commands(one: ActionClass) -> list[tuple[str, ...]]:
    stated = one.commands if one.lowered is None else one.lowered
    return [words for command in stated for words in expanded(command) if _is_shell(words)]


def _is_shell(words: tuple[str, ...]) -> bool:
    """Whether it is a command of a shell: the table knows statements of SQL too."""
    return " ".join(words[:2]) not in _SQL


_SQL = frozenset({"drop table", "drop database", "drop schema", "truncate table", "delete from"})


def _paths(action: Action, one: ActionClass) -> tuple[str, ...]:
    """The files of the class; of those that the ban names itself, only these."""
    named = [word for word in action.said if word.startswith(".")]
    return tuple(p for p in one.paths if not named or any(word in p for word in named))


def is_quoted_ban(text: str) -> bool:
    """Whether ``text`` is a marker of a ban and quoted commands, and nothing else."""
    return _marked(text) and all(map(_LISTED.fullmatch, _SPAN.split(text)[2::2]))


def _marked(text: str) -> bool:
    return _MARKER.fullmatch(text.partition("`")[0]) is not None and "`" in text


def named_commands(words: str, table: ActionTable) -> Reach | str | None:
    """The commands that a ban quotes itself, as "never run `terraform destroy`" does; None when
    it quotes something else, or says more than that; or why what it quotes is no command.
    """
    spans = list(_SPAN.finditer(words))
    if not spans:
        return None
    before = words[: spans[0].start()]
    sure = _runs(before)
    between = [words[a.end() : b.start()] for a, b in pairwise(spans)]
    if sure is None or not all(
        _LISTED.fullmatch(part) for part in (*between, words[spans[-1].end() :])
    ):
        return None
    found: list[tuple[str, ...]] = []
    for span in spans:
        quoted = _ANYTHING_AFTER.sub("", span.group(1))
        if _PLACEHOLDER.search(quoted):
            return f"what it quotes has a gap to fill in: {span.group(1)[:60]}"
        commands = tuple(simple_commands(quoted))
        known = len(commands) == 1 and (sure or commands[0][0] in table.programs)
        if not known or not all(_WORD.fullmatch(word) for word in commands[0]):
            return None
        found.append(commands[0])
    return Reach(commands=_minimal(found))


def _runs(before: str) -> bool | None:
    """Whether the words before a quoted command surely say to run it; None when they do not, or
    when what they forbid is something else: "do not wait, run", "never use anything but".
    """
    if not re.sub(r"[\s*_-]", "", before):
        return True
    if _MARKER.fullmatch(before):
        return False
    verbs = list(_RUNS.finditer(before))
    if not verbs or is_turned(before) or _OTHER.search(before, verbs[-1].end()):
        return None
    if _NEGATED.search(before) and not _is_negated(before[: verbs[0].start()]):
        return None
    return verbs[-1].group().lower() in _SURE


def _is_negated(before: str) -> bool:
    """Whether a negation stands right before what follows, adverbs and the like aside."""
    negated = list(_NEGATED.finditer(before))
    between = re.findall(r"[\w'’]+|[;:.]", before[negated[-1].end() :]) if negated else ["."]
    return all(word.lower() in _BESIDE or word.lower().endswith("ly") for word in between)


def named_tools(words: str) -> Reach | None:
    """The tools that a ban names as a client does: "never use the Write tool"."""
    match = _USES.match(words) if len(words) <= _MOST_WORDS else None
    if not match or is_turned(words) or not _is_negated(match["before"]):
        return None
    said = match["names"].rstrip(" \n.!*_")
    called = re.search(r"\btools?\b", said) is not None
    names = [_bare_name(part) for part in _AND.split(said) if part.strip()]
    tools = [_tool(name, called=called) for name in names]
    return Reach(tools=tuple(dict.fromkeys(t for t in tools if t))) if all(tools) else None


def _bare_name(part: str) -> str:
    return re.sub(r"^\s*(?:the|any|your)\s+|\s+tools?\s*$", "", f" {part} ").strip(" `*")


def _tool(name: str, *, called: bool) -> str | None:
    """The tool that is called so, when the name stands for no more and no less."""
    canonical = canonical_tool(name)
    if canonical is None or canonical.endswith("-only") or len(canonical_tools(name)) > 1:
        return None
    if not called and (name == name.lower() or name in _ORDINARY):
        return None
    own = any(spelling(canonical, client) == name for client in vocabularies(name))
    return canonical if own else None


def _minimal(commands: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Without those that another one's first words cover."""
    kept = dict.fromkeys(commands)
    return tuple(one for one in kept if not any(one[:n] in kept for n in range(1, len(one))))
