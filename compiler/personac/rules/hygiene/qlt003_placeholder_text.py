"""QLT003: text that was to be written later."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.model import Contract, Field, Item, NodeId, Step, Text, blocks
from personac.rules.mandates._wording import blanked
from personac.rules.references._placeholders import is_placeholder
from personac.rules.references._text import words_of

_SHORT = r"(?:tbd|tba|tbc|todo|fixme|xxx+|t\.b\.[dac]\.?)"
_LATER = (
    r"(?:(?:is |are |still |yet )?to be (?:determined|defined|decided|announced|written|added|completed|confirmed|filled in|specified|agreed|documented)"
    r"|(?:not (?:yet )?|un)(?:decided|written|specified)(?: yet)?|coming soon|(?:placeholder|dummy|sample) (?:text|value|description))"
)
_ASKED = r"(?:insert|add|your|describe|enter|fill in|put|write|replace with)"
_WHOLE = re.compile(
    rf"\W*(?:{_SHORT}|{_LATER}"
    r"|as (?:configured|defined|specified|agreed)(?: elsewhere| later| separately| by the (?:team|project))?|as per (?:[\w ]{1,30} )?(?:standards?|polic(?:y|ies)"
    r"|configuration)"
    rf"|{_ASKED} [\w ,'’/-]{{1,60}} here|(?:fill|write|complete|describe) (?:this |me )?(?:in |out )?later)\W*",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"\W*(?:{_LATER}|{_ASKED} [\w ,'’/-]{{1,60}} here)\W*", re.IGNORECASE)
"""What is a gap wherever it is all that stands there."""
_GAP = re.compile(
    rf"[\[<(]\s*(?:{_SHORT}|(?:{_ASKED}|specify|choose|name of|who|to be)\b[^\[\]<>()\n]{{0,60}}"
    r"|(?:the )?(?:\w+ ){0,2}(?:name|team|company|organi[sz]ation|person|role|owner|approver|manager|contact|number|value|threshold|amount|date|deadline|channel|e-?mail|department))\s*[\]>)](?!\()",
    re.IGNORECASE,
)
_TO_SOMEBODY = re.compile(
    r"\b(?i:ask|tell|call|notify|inform|contact|consult|e-?mail|owned by|approved by|owner:?|approver:?|"
    r"(?:approval|sign-?off|confirmation) (?:of|from|by)|(?:send|report|hand|escalate|forward)\b[^.;\n]{0,40} to) (?:the )?"
    r"(?P<gap>[\[<](?:(?:[Nn]ame of|[Yy]our|[Tt]he) [^\[\]<>\n]{1,50}|[A-Z]{2,20}(?: [A-Z]{2,20}){1,3})[\]>])(?!\()"
)
"""Who is spoken to stands in brackets; a form to fill in has such gaps on purpose."""
_BARE = re.compile(r"(?<![\w`\"“'/-])(?:TBD|TBA|TBC|FIXME|XXX|T\.B\.D\.)(?![\w`\"”'/-])")
_PLACE = re.compile(
    r"(?:\b(?:by|is|are|of|than|within|from|under|over|at|in|after|before|every|be|exceed|the)|[:=<>≤≥(–—-])\s*$",
    re.IGNORECASE,
)
_DUE = re.compile(
    rf"\b(?:is|are|remains?|stays?) (?:still |yet |currently )?(?:{_LATER}|TBD|TBA|undefined yet)(?=\W*$)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?!//|#|/\*)\W*(?:TODO|TBD|FIXME|XXX)\b\s*[:(]")
_SHAPES = re.compile(
    r"hint|argument|usage|template|format|trigger|prompt|example|command|cmd|tools|input|output|schema",
    re.IGNORECASE,
)
"""Keys whose values show a shape on purpose."""
_LABEL = re.compile(r"\W{0,8}[A-Za-z][\w -]{1,30}(?:\*\*:|:\*\*|:)\s+")
_LABELS = frozenset({"todo", "tbd", "fixme", "xxx"})
_LOREM = re.compile(r"\blorem ipsum dolor\b", re.IGNORECASE)
_LONGEST = 80


def check(context: LintContext) -> Iterator[Finding]:
    for node in blocks(context.document.persona):
        if isinstance(node, Field | Item | Step | Text):
            yield from (_finding(node.id, *gap) for gap in dict.fromkeys(_gaps(node)))


def _finding(node: NodeId, words: str, needle: str) -> Finding:
    return Finding(
        message=f"`{words[:60]}` was to be replaced",
        help="write what is meant, or delete the line",
        labels=(Label(Locator(node=node, needle=needle)),),
    )


def _gaps(node: Field | Item | Step | Text) -> Iterator[tuple[str, str]]:
    """The words that stand for something still to be written, each with what to mark."""
    said = (words_of(node) if isinstance(node, Field) else node.text).strip()
    label = _label(node)
    if label.casefold() in _LABELS:
        yield label, label
    elif words := _whole(node, said) or _part(node, said):
        yield words, words
    elif not isinstance(node, Field):
        for clause in node.clauses:
            if isinstance(clause, Contract) and (words := _in_clause(node, clause.text)):
                yield words, words if said.count(words) == 1 else clause.text


def _label(node: Field | Item | Step | Text) -> str:
    return (node.label or "").strip("* ") if isinstance(node, Item | Text) else ""


def _whole(node: Field | Item | Step | Text, said: str) -> str:
    if len(said) > _LONGEST:
        return ""
    before = _LABEL.match(said)
    match = _WHOLE.fullmatch(said, before.end() if before else 0)
    if match is None:
        return ""
    labelled = isinstance(node, Field) or bool(_label(node)) or before is not None
    if labelled or _marked(said) or _PLAIN.fullmatch(said):
        return match.group().split("\n")[0]
    return ""


def _part(node: Field | Item | Step | Text, said: str) -> str:
    if match := _OPENING.match(said):
        return said[match.start() : match.end() + 40].split("\n", maxsplit=1)[0].strip()
    found = _LOREM.search(said) if "ipsum" in said else None
    due = _DUE.search(said) if len(said) <= 2 * _LONGEST else None
    found = found or due or _in_field(node, said)
    addressed = None if isinstance(node, Field) else _TO_SOMEBODY.search(blanked(said))
    return found.group() if found else (addressed["gap"] if addressed else "")


def _in_field(node: Field | Item | Step | Text, said: str) -> re.Match[str] | None:
    """A gap in a setting that says what the persona is."""
    if not isinstance(node, Field) or _SHAPES.search(node.key):
        return None
    return _BARE.search(said) or (_GAP.search(said) if len(said) <= _LONGEST else None)


def _in_clause(node: Item | Step | Text, text: str) -> str:
    """A gap in what binds: the approver, the number that nobody wrote down."""
    bare = blanked(text)
    found = _standing_in(bare) or _DUE.search(bare) or _bracketed(bare)
    if found or text == node.text:
        return found.group() if found else ""
    opened = _OPENING.match(text)
    return _whole(node, text) or (text[: opened.end() + 40].strip() if opened else "")


def _standing_in(bare: str) -> re.Match[str] | None:
    """``TBD`` where a name or a number belongs; elsewhere it is a word that the agent may write."""
    return next((m for m in _BARE.finditer(bare) if _PLACE.search(bare[: m.start()])), None)


def _bracketed(bare: str) -> re.Match[str] | None:
    """A gap in brackets that REF004 does not take for a placeholder."""
    found = _GAP.search(bare)
    return (
        found if found and found.group()[0] in "[<" and not is_placeholder(found.group()) else None
    )


def _marked(said: str) -> bool:
    return said.isupper() or said.startswith(("[", "<"))


RULE = Rule(
    code="QLT003",
    name="placeholder-text",
    severity=Severity.WARNING,
    why="the agent takes it for an instruction, or fills it in with a guess",
    check=check,
)
