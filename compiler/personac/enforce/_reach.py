"""What a ban reaches: the commands, tools and files of the actions that it names."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from personac.tables.actions import Action, ActionClass, ActionTable, expanded, simple_commands

_SPAN = re.compile(r"`([^`\n]{1,200})`")
_RUNS = re.compile(
    r"\b(?:run|execute|invoke|issue|type|use|call|running|executing|using|invoking)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w./:@%+=,~-]+")
_LISTED = re.compile(r"(?:\s|,|/|\bor\b|\band\b|\bnor\b|\bcommands?\b|[.;:!*_])*")
_SURE = ("run", "execute", "invoke", "issue", "type", "running", "executing", "invoking")


_EVERYWHERE = frozenset("repository repo project codebase".split())
_POINTS = frozenset("it them this that these those such".split())


class Reach(NamedTuple):
    """``left`` says which part of the ban it does not reach."""

    commands: tuple[tuple[str, ...], ...] = ()
    tools: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    left: str = ""


def reach_of(actions: Sequence[Action], table: ActionTable) -> Reach | str:
    """What the actions that are banned at large come to, or why none of them is enforceable."""
    if not actions:
        return "it names no action that the table of actions knows"
    classes = [(action, table.by_name[action.name]) for action in actions]
    reasons = [_too_wide(action, one) for action, one in classes]
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
        left=_left([a for a, why in zip(actions, reasons, strict=True) if why], wholly),
    )


def _is_git(action: Action, one: ActionClass) -> bool:
    """Whether a word for all of Git named it: then that is all that is meant."""
    return not action.verb and "git operation" in one.nouns


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
    if one.whole and (part or not whole & action.said):
        about = ", ".join(sorted(action.said)[:4]) or action.verb
        return f"narrower than {one.title}, which is all that could be refused: {about}"
    return None if action.at_large else f"`{action.verb}` alone may mean other things"


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


def named_commands(words: str, table: ActionTable) -> Reach | None:
    """The commands that a ban quotes itself, as "never run `terraform destroy`" does; None when
    it quotes something else, or says more than that.
    """
    spans = list(_SPAN.finditer(words))
    if not spans:
        return None
    before = words[: spans[0].start()]
    verbs = [match.group().lower() for match in _RUNS.finditer(before)]
    bare = not re.sub(r"[\s*_-]", "", before)
    sure = bare or (bool(verbs) and verbs[-1] in _SURE)
    between = [words[a.end() : b.start()] for a, b in pairwise(spans)]
    listed = all(_LISTED.fullmatch(part) for part in (*between, words[spans[-1].end() :]))
    if not listed or not (verbs or bare):
        return None
    found: list[tuple[str, ...]] = []
    for span in spans:
        commands = tuple(simple_commands(span.group(1)))
        known = len(commands) == 1 and (sure or commands[0][0] in table.programs)
        if not known or not all(_WORD.fullmatch(word) for word in commands[0]):
            return None
        found.append(commands[0])
    return Reach(commands=_minimal(found))


def _minimal(commands: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Without those that another one's first words cover."""
    kept = dict.fromkeys(commands)
    return tuple(one for one in kept if not any(one[:n] in kept for n in range(1, len(one))))
