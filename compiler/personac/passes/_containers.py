"""What a heading, label, element or lead line does to the items below it."""

import re
from typing import NamedTuple

from personac.model import Attribute, Polarity
from personac.passes._force import LONGEST_LEAD, Force, broken_off, named_force
from personac.passes._gates import is_alarm
from personac.passes._markers import markers, opens_with_imperative
from personac.tables.kinds import label_kind, section_kind
from personac.text.plain import key, plain

_EXCLUDED = frozenset({"examples", "triggers", "history", "trade-offs"})
_EXAMPLE_TAGS = frozenset(
    {"example", "examples", "commentary", "sample", "user", "assistant", "context"}
)
_OTHER_CATEGORY = frozenset(
    "mission identity permissions principles responsibilities capabilities startup deliverables "
    "scope commands guidelines workflow-selection references tools-authorized".split()
)
_DESCRIPTIONS = frozenset({"capabilities", "responsibilities", "principles", "mission", "identity"})
_PARTS = frozenset({"input", "action", "output"})
_RULE_TAG = re.compile(r"^(?:r|mandate|constraint|.*_?rules?)$|^always_")
_GATE_TAG = re.compile(r"^(?:gate|.*_gates?)$")
_TAGGED_TITLE = re.compile(r"\b(?:MANDATORY|REQUIRED|NON-NEGOTIABLE)\b")
_STRONG_LABEL = re.compile(
    r"^(?:default )?requirement$|^(?:(?:critical|golden|hard|key|important|mandatory) (?:\w+ )?)?rules?(?: \d+)?$|^constraints$|"
    r"^mandatory$|^non negotiable$"
)
_GATE_LABEL = re.compile(
    r"(?:gates?|checks|(?:quality|review|pre[ -]\w+) checklist|^checklist|criteria|definition of done|validation steps)(?: \d+)?$"
)
_ASIDE = re.compile(
    r"when (?:not )?to (?:use|invoke|activate)\b|usage$|examples?(?: \w+){0,2}$|"
    r"(?:concise|good|bad|code|quick|real|sample|usage|correct|wrong|for|an?) examples?$"
)
"""The label of an item that binds nobody: a sample, or words for whoever picks the agent."""
_WORK = re.compile(
    r"(?:integrate|establish|define|enforce|insert|implement|use|apply|create|set|add|run|execute|"
    r"perform|write|update)\b"
)
_GATE_WORDS = frozenset({"done", "done when", "blocking", "halt conditions", "stop conditions"})
_GATES_AND = re.compile(r"\bgates? (?:and |or )?(?:process|enforcement|management|integration)\b")
"""A heading that tells of gates and of more."""
_GATE_LEAD = re.compile(
    r"\b(?:halt|stop|escalate|abort|refuse|flag|alert|pause|hand (?:off|over)|block)\b[^.]{0,80}\b(?:if|when|on|for|unless|until)(?: any of (?:these|the following)(?: \w+)?)?(?: apply| occur)?:$"
    r"|\b(?:checks|(?:quality|review|pre[ -]\w+) checklist|quality gates?|gates|validation steps|\d+-step validation(?: protocol)?)\)?(?: below)?:$"
    r"|\b(?:before|prior to)\b[^.]{3,60}\b(?:verify|check|ensure|confirm|validate|make sure)(?: that)?(?: all(?: of)?)?(?: the following)?:$"
    r"|\b(?:is|are) (?:done|complete|finished|ready)\b[^.]{0,30}\b(?:when|if|once)(?: all(?: of)?)?(?: (?:these|the following))?:$"
    r"|^\W*(?:always )?(?:ask|get approval|request approval|seek approval|require approval)(?: the user)?(?: first)? (?:before|for):$",
    re.IGNORECASE,
)

_OFFER = re.compile(r"\b(?:could|can|might)(?: (?:also|either|then))?:$", re.IGNORECASE)
"""A lead line that only names what is possible."""


class Context(NamedTuple):
    """``gates`` is empty, ``items``, ``elements``, ``checks`` or ``triggers``: which items are gates,
    or ``parts``: these belong to a gate and are none themselves; ``metrics`` is empty, ``items`` or ``numbers``: which items are metrics.
    """

    force: Force | None = None
    gates: str = ""
    metrics: str = ""
    excluded: bool = False
    described: bool = False
    """Whether the place tells what the agent is and can: its labels name topics."""
    declared: bool = False
    """Whether only what carries a marker counts: output formats are templates."""
    depth: int = 0
    """How many items stand above: only the outermost items of a container count unmarked."""

    def inner(self) -> "Context":
        return self._replace(depth=self.depth + 1)

    def empty(self) -> "Context":
        """The same place without the container's force."""
        return Context(excluded=self.excluded, declared=self.declared)


def below_title(
    context: Context, title: str, kind: str, tag: str, attributes: tuple[Attribute, ...]
) -> Context:
    """The context of what stands below a heading, label or element."""
    tag = tag.lower()
    if kind in _EXCLUDED or tag in _EXAMPLE_TAGS:
        return Context(excluded=True)
    context = context._replace(depth=0, described=False)
    if kind == "lifted":
        return context.empty()
    if kind == "output":
        return context.empty()._replace(declared=True)
    if kind in ("startup", "workflow") and (force := _force("other", title, tag, attributes)):
        return context.empty()._replace(force=force)
    if kind == "gates" or _GATE_TAG.match(tag):
        return _gates(context, key(title))
    if kind in ("metrics", "quality-standards"):
        return context.empty()._replace(metrics="items" if kind == "metrics" else "numbers")
    force = _force(kind, title, tag, attributes)
    if force is not None:
        return context.empty()._replace(force=force)
    if kind in _OTHER_CATEGORY:
        return context.empty()._replace(described=kind in _DESCRIPTIONS)
    return context


def _gates(context: Context, title: str) -> Context:
    """A heading that is one gate ("Ticket gate") gathers its checks; one for escalation its
    triggers; any other heading makes each item a gate.
    """
    if any(word in title for word in ("hitl", "human", "escalat")):
        return context.empty()._replace(gates="triggers")
    if title.endswith(" gate") and context.force:
        return context._replace(gates="checks")
    if _WORK.match(title) or _GATES_AND.search(title):
        return context.empty()._replace(gates="checks")
    if "review" in title and "checklist" not in title:
        return context.empty()._replace(gates="checks")
    return context.empty()._replace(gates="items")


def _force(kind: str, title: str, tag: str, attributes: tuple[Attribute, ...]) -> Force | None:
    if named := named_force(tag, attributes):
        return named
    if kind == "forbidden" or tag.startswith("never_"):
        return Force(Polarity.FORBID)
    if kind == "mandates" or _RULE_TAG.match(tag):
        return Force()
    if is_tagged(title):
        return Force()
    if any(_TAGGED_TITLE.search(attribute.value) for attribute in attributes):
        return Force()
    return None


def of_item(context: Context, label: str, tag: str, attributes: tuple[Attribute, ...]) -> Context:
    """The context of an item's own words: its label or element may name a container."""
    if context.gates == "elements":
        context = context._replace(gates="items")
    if not label and not tag and not attributes:
        return context
    words = key(label)
    kind = section_kind(label) if label else "other"
    tag = tag.lower()
    if kind == "lifted":
        return context.empty()
    if tag in _EXAMPLE_TAGS or _is_aside(words, kind):
        return Context(excluded=True)
    if tag == "gate" or (_names_gate(words, kind) and not context.described):
        return context._replace(gates="items", depth=0)
    force = None if words == "critical" else _force("other", label, tag, attributes)
    force = force or _label_force(words, kind, tag)
    if context.declared and not tag:
        force = None
    if force is None and label:
        force = broken_off(f"{plain(label)}:")
    if force is not None:
        return context._replace(force=force, depth=0)
    return context.empty() if label_kind(label) in _PARTS and not context.force else context


def _label_force(words: str, kind: str, tag: str) -> Force | None:
    if not tag and _STRONG_LABEL.search(words):
        return Force()
    short = len(words.split()) <= 3
    return Force(Polarity.FORBID) if kind == "forbidden" and short else None


def _names_gate(words: str, kind: str) -> bool:
    named = kind == "gates" and _GATE_LABEL.search(words) and not _WORK.match(words)
    return bool(named) or words in _GATE_WORDS


def _is_aside(words: str, kind: str) -> bool:
    return bool(_ASIDE.match(words)) or (kind == "history" and len(words.split()) < 3)


def below_lead(context: Context, text: str) -> Context | None:
    """The context of the items after a lead line; None when ``text`` leads nothing.

    One that breaks off at its marker, names a container, or asks to stop or check hands that
    to each item; one with a complete predicate makes the items its object.
    """
    text = plain(text)
    if not text.endswith(":") or len(text) > LONGEST_LEAD:
        return None
    if force := broken_off(text):
        return context.empty()._replace(force=force)
    if _OFFER.search(text):
        return context.empty()._replace(depth=1)
    if _GATE_LEAD.search(text):
        return context.empty()._replace(gates="items")
    title = text[:-1].split(". ")[-1]
    if key(title) == "critical":
        return context.empty()._replace(force=Force())
    kind = section_kind(title)
    named = not context.declared and len(title.split()) <= 6
    if named and (kind != "other" or _force(kind, title, "", ())):
        return below_title(context, title, kind, "", ())
    if markers(text):
        return context.empty()._replace(depth=1)
    hands_on = context.force and context.depth == 0 and not opens_with_imperative(text)
    return context._replace(depth=0) if hands_on else None


def is_tagged(title: str) -> bool:
    """Whether a title says MANDATORY or REQUIRED as a tag, not because all of it is loud."""
    shown = plain(title)
    return bool(_TAGGED_TITLE.search(shown)) and shown != shown.upper()


def is_statement(text: str) -> bool:
    """Whether a lead line, or a label that stands alone, is a statement itself."""
    text = plain(text)
    return not broken_off(text) and (bool(markers(text)) or is_alarm(text))
