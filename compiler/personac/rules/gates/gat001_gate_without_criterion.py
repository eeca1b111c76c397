"""GAT001: a gate that does not say when it is passed."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Gate, walk
from personac.rules.gates._declared import declared, is_whole
from personac.rules.gates._parts import criteria, is_told_elsewhere
from personac.rules.mandates._quality import only_praises
from personac.rules.mandates._statements import Statement
from personac.text.plain import plain
from personac.text.sentences import sentences

_CHECK = re.compile(
    r"\d|`|\b(?:zero|no|none|not|never|all|any|every|each|both|only|pass\w*|fail\w*|exit\w*|exist\w*|is|are|was|has|have|been|be|must|shall|should|can|"
    r"green|approv\w*|sign\w*|verif\w*|confirm\w*|document(?:ed|s)|complet\w+|met|meets?|without|before|after|until|if|when|once|require[sd]?|ensure[sd]?|"
    r"match\w*|cover(?:s|ed)|exceed\w*|below|above|under|over|least|most|free|clean|present|absent|missing|block\w*|stop\w*|halt\w*|reject\w*|ask|"
    r"thresholds?|targets?|limits?|criteria|check(?:ed|s)?|valid(?:ated|ate|ates)?|tested|reviewed|defined|specified|identified|assigned|addressed|resolved|"
    r"written|updated|done|ready|works?|builds?|runs?|compiles?|includ\w+|contains?|uses?|follows?|provid\w+|execute\w*|execut\w+|address|meet|update|record|proceed|run|apply|[a-z]+ed|[a-z]+s (?:the|an?|its|their|this|each))\b|[<>=≥≤✅]",
    re.IGNORECASE,
)

_AFTERMATH = re.compile(
    r"\W*(?:(?:if|when|where) (?:it|this|that|the gate|they|any|one|not)\b[^.]{0,30}?\b(?:fail\w*|not|miss\w*)\b"
    r"|if not\b|otherwise\b|else\b|on failure\b|(?:owner|owned by|approver|approved by|responsible)\b)",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    persona = context.document.persona
    parts = [one for one in criteria(persona) if not is_told_elsewhere(one)]
    apart = {one.above[-1].id for one in parts} | {one.node.id for one in parts}
    whole = (one for one in declared(persona) if one.node.id not in apart)
    for statement in (*whole, *parts):
        gate = statement.clause
        if not isinstance(gate, Gate) or (statement.node.id, gate.text) in seen:
            continue
        seen.add((statement.node.id, gate.text))
        if gate.threshold is None and _names_nothing(statement):
            yield Finding(
                message=f"this gate does not say when it is passed: {plain(gate.text)[:80]}",
                help="write a number with its comparator, or a command or document and its result",
                labels=(statement.mark(),),
            )


def _names_nothing(statement: Statement) -> bool:
    """Whether the gate, with all its parts, is a topic or praise only."""
    if "`" in statement.words or statement.words.rstrip().endswith(":"):
        return False
    if is_whole(statement):
        said = " ".join(_words(statement))
        return bool(said) and not _CHECK.search(said)
    text = _demanded(statement.words)
    return not _CHECK.search(text) or only_praises(text)


def _demanded(words: str) -> str:
    """What the gate asks for: what follows on its failure and who owns it is no criterion."""
    first, *others = [one.text for one in sentences(words)] or [""]
    return plain(" ".join((first, *(one for one in others if not _AFTERMATH.match(one)))))


def _words(statement: Statement) -> Iterator[str]:
    """The words of a gate that is a node with parts, its name and its force left out."""
    yield plain(statement.clause.text)
    for node in walk(*getattr(statement.node, "children", ())):
        for name in ("title", "label", "text"):
            if words := getattr(node, name, None):
                yield str(words)


RULE = Rule(
    code="GAT001",
    name="gate-without-criterion",
    severity=Severity.ERROR,
    why="whoever stands at the gate decides by feeling, and the gate is open",
    check=check,
)
