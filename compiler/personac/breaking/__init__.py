"""The semantic comparison: what a persona binds itself to, before and after."""

from collections import Counter
from functools import cache

from personac import registry
from personac.api import Document
from personac.breaking._categories import CATEGORIES, within
from personac.breaking._changes import GONE, Change, ChangeRule, Comparison, Shift
from personac.breaking._stated import Stated, stated
from personac.codec import digest
from personac.model import Persona
from personac.text.quote import key_of

LONGEST = 80

__all__ = [
    "CATEGORIES",
    "GONE",
    "Change",
    "ChangeRule",
    "compare",
    "compare_personas",
    "removed",
    "rules",
    "within",
]


@cache
def rules() -> tuple[ChangeRule, ...]:
    """The rules in the order of their codes."""
    return tuple(sorted(registry.load("breaking", ChangeRule), key=lambda rule: rule.code))


def compare(before: Document, after: Document, *, tightened: bool = False) -> tuple[Change, ...]:
    """What binds less in ``after``, by rule; with ``tightened`` also what binds more."""
    return compare_personas(before.persona, after.persona, tightened=tightened)


def compare_personas(
    before: Persona, after: Persona, *, tightened: bool = False
) -> tuple[Change, ...]:
    """``compare`` for personas without their sources."""
    comparison = Comparison(before, after)
    found = (
        _change(rule, one, comparison)
        for rule in rules()
        for one in rule.check(comparison)
        if tightened or not one.tightened
    )
    return tuple({_fact(change): change for change in reversed(tuple(found))}.values())[::-1]


def removed(document: Document) -> Change:
    """The one change that stands for a persona that is gone with all that it held."""
    rule = rules()[0]
    kinds = Counter(one.kind for one in stated(document.persona))
    held = ", ".join(
        f"{number} {kind}{'s' * (number > 1)}" for kind, number in sorted(kinds.items())
    )
    name = document.persona.id
    return Change(
        code=rule.code,
        name=rule.name,
        message=f'the persona "{name}" is gone with {held or "no statement that binds"}',
        became=f"is gone with {held or 'no statement that binds'}",
        help="put it back, or accept its removal with a reason",
        persona=name,
        id=name,
        part="persona",
        before=name,
        after="",
        old=document.persona.body[0].id if document.persona.body else "",
        new="",
        held="\n".join(sorted(one.clause.text for one in stated(document.persona))),
    )


def _fact(change: Change) -> tuple[str, ...]:
    """What is said once: of a mandate that is a gate too, how its words changed."""
    kind = change.part if change.became == GONE else ""
    return change.old, change.new, change.before, change.after, change.became, kind


def _change(rule: ChangeRule, one: Shift, comparison: Comparison) -> Change:
    subject = one.old or one.new
    before = one.old.clause.text if one.old else one.before
    after = one.new.clause.text if one.new else one.after
    return Change(
        code=rule.code,
        name=rule.name,
        message=_message(one, before or after),
        became=one.became,
        help=one.help,
        persona=comparison.before.id,
        id=_id(subject, before or after),
        part=one.part or (subject.kind if subject else ""),
        before=before,
        after=after,
        old=one.old.node.id if one.old else one.node,
        new=one.new.node.id if one.new else one.to,
        tightened=one.tightened,
    )


def _message(one: Shift, words: str) -> str:
    subject = one.old or one.new
    return f'the {subject.kind} "{_cut(words)}" {one.became}' if subject else one.became


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _id(subject: Stated | None, words: str) -> str:
    if subject is not None and subject.explicit:
        return subject.explicit
    return digest(key_of(words).encode())[:12]
