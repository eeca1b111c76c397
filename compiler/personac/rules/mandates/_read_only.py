"""Sentences that call the agent or its shell read-only, and whether it writes files of its own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.diagnostics import Label, Locator
from personac.model import Code, Item, NodeId, Persona, Section, Step, Text, placed
from personac.once import once
from personac.tables.kinds import section_kind
from personac.text.sentences import sentences

_READ_ONLY = r"read[- ]only"
_NOUN = r"(?:agent|mode|reviewer|review|analyst|analysis|role|auditor|audit|assistant|advisor|adviser|observer|critique|specialist|explorer|basis)"
_AGENT = re.compile(
    rf"^\W*(?:you|i|we|(?:this|the|your) (?:agent|role|mode|persona|job|task|work))\b(?: (?:are|am|is|must|should|shall|will|operates?|works?|runs?|"
    rf"stays?|remains?|be|always|act|acts|strictly|purely|fully|as|in|a|an|on)){{1,5}} {_READ_ONLY}\b(?: [\w-]+)?"
    rf"|^\W*(?:(?:always|strictly|stay|remain|operate|work|run|act|in|a|as|fully|purely) ){{0,4}}{_READ_ONLY}(?: {_NOUN})?(?= at all times|\W*$|\*{{0,2}}[:.,;—–]| [-—–]| and never\b)"
    r"|^\W*(?:you|i|(?:this|the) agent) makes? no (?:\w+ )?(?:changes?|edits?|modifications?)(?: to [\w ]{1,40})?\W*$",
    re.IGNORECASE,
)
_SHELL = re.compile(
    rf"\bonly\b[^.;]{{0,30}}\b(?:bash|shell|terminal)\b[^.;]{{0,40}}\b{_READ_ONLY}\b"
    rf"|\b(?:bash|shell|terminal)\b[^.;]{{0,30}}\bonly\b[^.;]{{0,20}}\b{_READ_ONLY}\b"
    rf"|\b(?:bash|shell|terminal)\b(?: commands?| tool| access)? (?:is|are|must be|stays?)\b[^.;]{{0,20}}\b{_READ_ONLY}\b",
    re.IGNORECASE,
)
_MAY_CLAIM = re.compile(r"only|makes? no", re.IGNORECASE)
"""What stands in each of these claims, told at little cost."""
_PARTLY = re.compile(
    r"\b(?:until|unless|by default|when|if|first|phase|during|except|outside|step|stage|plan mode|before|data|database|"
    r"tokens?|keys?|connections?|properties|fields?|quer(?:y|ies)|replicas?|phase)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^\W*(?:\w+ly )?(?:write|create|save|generate|update|append|export|maintain|produce|store|record|put)s?\b[^.\n]{0,100}"
    r"(?:`[^`\n]*[./][^`\n]*`|\bfiles?\b|\bdocs?\b|\bdocuments?\b|\bdocumentation\b|\breports?\b|\blayouts?\b|\.md\b)"
    r"|\b(?:write|save|append|export|output|writes|saves|written|saved)\b[^.\n]{0,80}\b(?:to|in|into|under|at|as)\b[^.\n]{0,30}`[^`\n]*[./][^`\n]*`",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no|cannot|without)\b|n['’]t\b", re.IGNORECASE)
_ASIDE = frozenset({"examples", "triggers", "history", "lifted", "trade-offs"})


class Claim(NamedTuple):
    """A sentence, and whether it speaks of the shell only."""

    node: NodeId
    words: str
    of_shell: bool

    def mark(self, says: str = "") -> Label:
        return Label(Locator(node=self.node, needle=self.words), says)


def claims_read_only(persona: Persona) -> Iterator[Claim]:
    """What the persona says of the agent or of its shell at all times."""
    for node, words in sentences_outside_steps(persona):
        if not _MAY_CLAIM.search(words):
            continue
        if _SHELL.search(words):
            yield Claim(node, words, of_shell=True)
        elif _AGENT.search(words) and not _PARTLY.search(words):
            yield Claim(node, words, of_shell=False)


@once
def sentences_outside_steps(persona: Persona) -> tuple[tuple[NodeId, str], ...]:
    """What items and paragraphs say at all times: no steps, examples or history."""
    return tuple(
        (one.node.id, words)
        for one in placed(persona)
        if isinstance(one.node, Item | Text) and not _aside(one.above)
        for words in _said(one.node)
    )


def writes_files(persona: Persona) -> bool:
    """Whether it tells the agent to write files of its own, or shows them."""
    return any(
        _OWN.search(words) and not _NOT.search(words)
        for one in placed(persona)
        if isinstance(one.node, Item | Text | Step)
        for words in _said(one.node)
    )


def _said(node: Item | Text | Step) -> Iterator[str]:
    label = node.title if isinstance(node, Step) else node.label or ""
    for text in (label, node.text):
        for part in sentences(text):
            yield text[part.start : part.end]


def _aside(above: tuple[object, ...]) -> bool:
    return any(
        isinstance(node, Step | Code)
        or (
            isinstance(node, Section)
            and (node.kind in _ASIDE or section_kind(node.title) in _ASIDE)
        )
        for node in above
    )
