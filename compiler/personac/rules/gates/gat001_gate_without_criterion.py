"""GAT001: a gate that does not say when it is passed."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.model import Gate, Row, walk
from personac.rules.gates._declared import declared, is_whole
from personac.rules.gates._opening import opening
from personac.rules.gates._parts import criteria, is_criterion, is_told_elsewhere
from personac.rules.mandates._quality import only_praises
from personac.rules.mandates._statements import Statement
from personac.text.plain import plain
from personac.text.sentences import sentences

_CHECK = re.compile(
    r"\d|`|\b(?:zero|one|two|three|four|five|six|no|none|not|never|all|any|every|each|both|only|pass\w*|fail\w*|exit\w*|exist\w*|is|are|was|has|have|been|be|must|shall|should|can|"
    r"green|approv\w*|sign\w*|verif\w*|confirm\w*|document(?:ed|s)|complet\w+|met|meets?|without|before|after|until|if|when|once|require[sd]?|ensure[sd]?|"
    r"match\w*|cover(?:s|ed)|exceed\w*|below|above|under|over|least|most|free|clean|present|absent|missing|block\w*|stop\w*|halt\w*|reject\w*|ask|"
    r"thresholds?|targets?|limits?|criteria|check(?:ed|s)?|valid(?:ated|ate|ates)?|tested|reviewed|defined|specified|identified|assigned|addressed|resolved|"
    r"written|updated|done|ready|works?|builds?|runs?|compiles?|includ\w+|contains?|uses?|follows?|provid\w+|execute\w*|execut\w+|address|meet|update|record|proceed|run|apply|[a-z]+ed|[a-z]+s (?:the|an?|its|their|this|each))\b|^[\w-]+s (?!(?:of|for|in|on|with|to|and|by|at|from|about|across|under|over)\b)[a-z]{3,} (?:an?|the|its|their)\b|^(?:the|an?|both) [\w-]+ (?!tests|docs|results|metrics|standards|requirements)[a-z]+s\b|[<>=≥≤✅]",
    re.IGNORECASE,
)

_UNMET = (
    r"(?:(?:if|when|where|unless) (?:it|this|that|so|the gate|they|any|one|not|in doubt|unsure|unclear)\b"
    r"(?:[^.;]{0,30}?\b(?:fail\w*|not|n['’]t|miss\w*|doubt|unsure|unclear)\b)?"
    r"|otherwise\b|failing (?:that|this|it)\b|in case of (?:a )?failure\b|(?:or )?else\b|or (?:nobody|no one|nothing)\b|on (?:any )?fail(?:ure|s)?\b)"
)
"""What says that the gate is not passed, without a word on when."""
_DUTY = r"(?:owner|owned by|approver|approved by|responsible|accountable|consequence|enforcement|blocking|severity|failure)\b"
_DEED = r"(?:stop|halt|redo|repeat|return|go back|ask|tell|report|block|reject|escalate|retry|hand back)\b"
_AFTERMATH = re.compile(
    rf"\W*(?:{_UNMET}|{_DUTY}|{_DEED}[^.;]{{0,40}}\b{_UNMET}\W*$|{_DEED}[\w ]{{0,40}}\W*$)",
    re.IGNORECASE,
)
_BEFORE_AFTERMATH = re.compile(
    rf"(?:,| [-–—→]| \() ?(?=(?:and |or )?(?:{_UNMET}|{_DUTY}|{_DEED}[^.;,]{{0,40}}\b{_UNMET}\W*$))",
    re.IGNORECASE,
)
"""Where what follows on a failure begins within the sentence of the criterion."""
_SPECIFIC = re.compile(
    r"\d|[`\"“<>=≤≥]|\b(?:no|zero|none|all|every|each|must|shall|means?|namely|that is|pass(?:es)?|tests?|lint|check\w*|signed|"
    r"approved|reviewed|has|have|contains?|exists?|only|within|nobody|both|two|three)\b"
    r"|^\W*(?:add|attach|benchmark|compare|cover|document|include|list|measure|prove|provide|record|run|show|update|use|validate|verify|write)\b",
    re.IGNORECASE,
)
"""What makes a sentence after praise more than what follows on a failure."""
_TOPIC = re.compile(
    r"(?!(?:run|perform|complete|conduct|pass|verify|ensure|check|confirm|require|request|do|get|have|make|use|no|all|any|every|each|only|zero)\b)"
    r"(?:[\w/&-]+,? ){1,6}(?:testing|tests|validation|verification|analysis|assessment|reviews?|planning|monitoring|"
    r"management|pipelines?|coverage|documentation|compliance|optimi[sz]ation|handling|quality|security|performance|"
    r"alerting|profiling|benchmark(?:s|ing)|accessibility|usability|reliability|scalability|maintainability|standards)",
    re.IGNORECASE,
)
"""The name of a field of work, and no statement about it."""
_STATED = re.compile(
    r"\d|[`<>=]|\b(?:is|are|was|has|have|been|must|shall|should|pass\w*|fail\w*|meets?|exist\w*|with|without|for all|in place|"
    r"approved|signed|verified|confirmed|completed?|documented|updated|done|green|zero)\b",
    re.IGNORECASE,
)
_PLEASED = re.compile(
    r"[\w ,/'’-]{0,60}\b(?:is|are|be|feels?|seems?|looks?) (?:all |very |quite |fully )?(?:happy|satisfied with|pleased|comfortable|fine|ok(?:ay)?|right)"
    r"(?:(?: with| about)? (?:it|the \w+|this|everything))?"
    r"|(?:everything|all|it|the \w+|code|\w+s) (?:just )?works? (?:well|fine|nicely|smoothly|properly)",
    re.IGNORECASE,
)
"""What somebody feels."""
_REMEDY = re.compile(r"\b(?:returns?|goes back|go back|sent back|misses|lacks)\b", re.IGNORECASE)
"""What happens to work that does not pass: no gate of its own."""
_RULES_OF_OTHERS = re.compile(
    r"(?P<name>(?:[A-Z][\w.+&-]* ){2,5})(?:[Gg]uidelines?|[Pp]olic(?:y|ies)|[Ss]tandards?|[Rr]egulations?) "
    r"(?:compliance|adherence|conformance|conformity)"
)
"""A set of rules by its name: whether one is broken is a fact."""
_ANYBODYS = frozenset(
    "accessibility api architecture brand business code coding company compliance corporate data design "
    "development documentation engineering enterprise general industry internal legal organization "
    "organizational performance privacy product project quality safety security style team technical "
    "testing".split()
)
_BOX = re.compile(r"^\s*\[[ xX]?\]\s*")


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
                message=f"this gate does not say when it is passed: {_called(statement)[:80]}",
                help="write a number with its comparator, or a command or document and its result",
                labels=(statement.mark(),),
            )


def _names_nothing(statement: Statement) -> bool:
    """Whether the gate, with all its parts, is a topic or praise only."""
    said = _words_of_line(statement)
    if "`" in said or said.rstrip().endswith(":"):
        return False
    if is_whole(statement):
        parts = list(filter(str.strip, _words(statement)))
        return bool(parts) and all(_is_empty(part) for part in parts[1:] or parts)
    first, others = _demanded(said)
    praised = _praises(first) and not any(map(_SPECIFIC.search, others))
    return praised or _is_empty(" ".join((first, *others)))


def _called(statement: Statement) -> str:
    if not isinstance(statement.node, Row) or is_criterion(statement):
        return plain(statement.clause.text)
    cells = statement.node.cells
    return ": ".join(filter(None, map(plain, cells)))


def _is_empty(words: str) -> bool:
    """Whether words that ask for something say nothing that can be checked."""
    text = plain(_BOX.sub("", words)).strip(" .!,;:")
    topic = _TOPIC.fullmatch(text) and not _STATED.search(text)
    if _REMEDY.search(text) or _names_rules(text):
        return False
    return bool(topic or _praises(text)) or not _CHECK.search(text)


def _praises(words: str) -> bool:
    text = _BOX.sub("", words).strip(" .!,;:")
    return only_praises(text) or _PLEASED.fullmatch(text) is not None


def _names_rules(text: str) -> bool:
    match = _RULES_OF_OTHERS.fullmatch(text)
    return match is not None and not _ANYBODYS.issuperset(match["name"].casefold().split())


def _words_of_line(statement: Statement) -> str:
    """What the gate's line says; of the row of a table, the cells after the first."""
    node = statement.node
    if isinstance(node, Row) and not is_criterion(statement):
        return ". ".join(filter(str.strip, node.cells[1:] or node.cells))
    opened = None if statement.label else opening(statement.words)
    return opened.rest if opened and opened.rest else statement.words


def _demanded(words: str) -> tuple[str, list[str]]:
    """What the gate asks for: what follows on its failure and who owns it is no criterion."""
    first, *others = [plain(one.text) for one in sentences(words)] or [""]
    said = (first, *(one for one in others if not _AFTERMATH.match(one)))
    asked = [_BEFORE_AFTERMATH.split(one, 1)[0] for one in said]
    return asked[0], asked[1:]


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
