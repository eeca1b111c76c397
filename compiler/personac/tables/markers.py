"""The words that make a sentence bind, each with its polarity and strength.

Patterns run over ``Sentence.bare``.  The group ``m`` is where the marker starts when that is
not the start of the match; ``verb`` has to be one that opens an instruction.
"""

import re
from functools import cache
from typing import NamedTuple

from personac.model import Modality, Polarity

REQUIRE, FORBID, PERMIT = Polarity.REQUIRE, Polarity.FORBID, Polarity.PERMIT
MUST, SHOULD, MAY = Modality.MUST, Modality.SHOULD, Modality.MAY

AGENT = r"(?:you|(?:the|this|your|an?|each|every|all) (?:[\w-]+ )?(?:agents?|persona|assistant|model|reviewer|engineer|specialist)|(?:sub-?)?agents|@[\w-]+)"
OPEN = r"(?:^\W{0,4}|[:,;–—→]\s*|(?<=\.)\s+|\s-\s|\b(?:and|but|or|then|so|instead|otherwise|also|please|yet|you will)\s+)"
PASSED = r"(?:approv\w+|confirm\w+|consent\w*|permission|sign-?off|authori[sz]\w+|request\w*|review\w*|verif\w+|pass\w*|ask\w*|validat\w+|instruct\w+|explicit\w*)"
_BANNED = r"(?:merged|deployed|used|changed|modified|skipped|bypassed|overridden|ignored|shared|published|released|approved|disabled|accepted|committed|pushed|executed|waived|negotiated|compromised|marked|closed|started|removed|deleted|stored|exposed|disclosed|implemented|edited|created)"


class Word(NamedTuple):
    """``needed`` are words, in lower case, of which each match of ``pattern`` holds one."""

    needed: frozenset[str]
    pattern: re.Pattern[str]
    polarity: Polarity
    modality: Modality


_REFRAIN = r"(?:refrain|abstain|desist)\s+from\b"
_BOUND = r"(?:must|shall|(?:has|have|needs?) to)\s+(?:(?:\w+ly|always|at all times)\s+)?"

_WORDS: tuple[tuple[str, str, Polarity, Modality], ...] = (
    ("refrain abstain desist", rf"\b(?:{_BOUND}|(?:is|are) to\s+){_REFRAIN}", FORBID, MUST),
    ("refrain abstain desist", rf"\bshould\s+(?:\w+ly\s+)?{_REFRAIN}", FORBID, SHOULD),
    ("refrain abstain desist", rf"{OPEN}(?:please\s+)?(?P<m>{_REFRAIN})", FORBID, MUST),
    ("avoid", rf"\b{_BOUND}avoid\s+\S", FORBID, MUST),
    ("avoid", r"\bshould\s+(?:\w+ly\s+)?avoid\s+\S", FORBID, SHOULD),
    (
        "must shall mustn",
        r"\b(?:must|shall)\s+(?:\w+\s+)?(?:not|never)\b|\bmustn['’]t\b",
        FORBID,
        MUST,
    ),
    (
        "should shouldn ought",
        r"\bshould\s+(?:\w+ly\s+)?(?:not|never)\b|\bshouldn['’]t\b|\bought not\b",
        FORBID,
        SHOULD,
    ),
    ("may", rf"\b{AGENT}\s+(?P<m>may\s+(?:not|never))\b|\bmay not be {_BANNED}\b", FORBID, MUST),
    ("only", r"\bmay\s+only\b|\bonly\s+(?:allowed|permitted)\s+to\b", PERMIT, MUST),
    (
        "do don",
        rf"{OPEN}(?:(?:strictly|absolutely|please)\s+|(?:you|we|agents)\s+(?!do(?:\s+not|n['’]t)\s+(?:just|merely)\b))?(?P<m>do\s+not|don['’]t)\b",
        FORBID,
        MUST,
    ),
    (
        "do does don doesn",
        rf"(?:^\W{{0,4}}|[.:;]\s|\bbut\s)(?:{AGENT}|I)\s+(?P<m>do(?:es)?\s+not|don['’]t|doesn['’]t)\s+(?!\w+ly |just |merely )(?P<verb>\w+)",
        FORBID,
        MUST,
    ),
    ("never", r"\bnever\b(?!-)", FORBID, MUST),
    ("cannot can", rf"\b{AGENT}\s+(?:will\s+)?(?P<m>cannot|can['’]t|can not)\b", FORBID, MUST),
    ("cannot can", rf"\b(?:cannot|can['’]t|can not)\s+be\s+{_BANNED}\b", FORBID, MUST),
    ("cannot can", r"\b(?:cannot|can['’]t|can not)\s+\w+[^.;]{0,80}\bwithout\b", FORBID, MUST),
    (
        "forbidden prohibited disallowed banned limits not",
        r"\b(?:is|are|remains?|stays?)\s+(?:\w+ly\s+)?(?:forbidden|prohibited|disallowed|banned|off[- ]limits|not\s+(?:allowed|permitted|acceptable))\b",
        FORBID,
        MUST,
    ),
    (
        "no",
        r"^\W{0,3}no\s+(?!longer\b|one\b|matter\b|need\b|problem\b|single\b|two\b|exceptions?\b|changes? needed)[\"“]?\w",
        FORBID,
        MUST,
    ),
    (
        "no",
        (
            r"\b(?:under no circumstances?|(?:at|on|in) no (?:time|account|event|case)|by no means)\b"
            r"(?:[^.;,]{0,30}?\b(?:shall|must|should|may|can)\b)?"
        ),
        FORBID,
        MUST,
    ),
    (
        "no",
        r"\bno\s+[\w\s/-]{1,60}?\b(?:can|may|is|are|will|shall|must|should)\s+(?:be\s+)?[\w\s]{1,40}?\bwithout\b",
        FORBID,
        MUST,
    ),
    (
        "not",
        rf"\b{AGENT}(?:\s+(?:is|are)|['’]re)\s+(?:\w+ly\s+)?(?P<m>not\s+to)\s+(?!blame\b|be blamed\b|mention\b)\w",
        FORBID,
        MUST,
    ),
    (
        "nobody one",
        r"\b(?:nobody|no[ -]one)\s+(?:else\s+)?(?:(?:may|shall|must)\b|is\s+(?:allowed|permitted)\s+to\b)",
        FORBID,
        MUST,
    ),
    ("nobody one", r"\b(?:nobody|no[ -]one)\s+(?:else\s+)?should\b", FORBID, SHOULD),
    ("neither", r"^\W{0,4}neither\s+(?P<verb>\w+)\b[^.;]{0,120}\bnor\b", FORBID, MUST),
    (
        "prefer favor favour",
        rf"{OPEN}(?:\w+ly\s+)?(?P<m>(?:prefer|favou?r)\s+not\s+(?:to\s+)?)\w",
        FORBID,
        SHOULD,
    ),
    ("avoid", rf"{OPEN}(?P<m>avoid)\s+\S", FORBID, SHOULD),
    ("must shall", r"\b(?:must|shall)\b(?!-)", REQUIRE, MUST),
    ("always", r"\balways\b(?!-)", REQUIRE, MUST),
    (
        "mandatory negotiable obligatory compulsory imperative",
        r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:mandatory|non-negotiable|obligatory|compulsory|imperative)\b|\bas\s+(?:mandatory|non-negotiable)\b(?=\s+(?:for|in|when)\b|\s*[.,;]|\s*$)",
        REQUIRE,
        MUST,
    ),
    ("required", r"\b(?:is|are|be)\s+(?:\w+ly\s+)?required\b", REQUIRE, MUST),
    (
        "critical essential imperative vital crucial",
        r"\bit(?: is|['’]s) (?:critical|essential|imperative|vital|crucial) (?:that|to)\b",
        REQUIRE,
        MUST,
    ),
    ("should ought", r"\b(?:should|ought to)\b", REQUIRE, SHOULD),
    ("prefer favor favour", rf"{OPEN}(?:\w+ly\s+)?(?P<m>prefer|favou?r)\s+\S", REQUIRE, SHOULD),
    (
        "may free",
        rf"\b{AGENT}\s+(?:may|are free to)\s+(?:also\s+)?(?!be\b|have\b|need\b|require\b|encounter\b|find\b|notice\b|want\b|see\b|wish\b|not\b|only\b|never\b)(?P<m>\w+)",
        PERMIT,
        MAY,
    ),
    (
        "allowed permitted",
        r"(?:\b(?:is|are)\s+(?:explicitly\s+|also\s+)?|^)(?:allowed|permitted)\s+to\b",
        PERMIT,
        MAY,
    ),
    ("not", r"\b(?:allowed|permitted|may)\b[^.;]{0,120},\s+but\s+(?P<m>not)\s+\w", FORBID, MUST),
)

_CONDITION = r"(?:when|if|after|upon|once|on|with|for|during|in case|in response)"
_CAPITALS: tuple[tuple[str, str, Polarity, Modality], ...] = (
    (
        "only",
        rf"(?<![-\w])ONLY\s+(?:{_CONDITION}\b|[a-z]+\b[^.;]{{0,80}}\b(?:if|when|after|upon|once)\b)",
        PERMIT,
        MUST,
    ),
    ("only", r"(?<![-\w])ONLY\b(?!-)", REQUIRE, MUST),
    ("do", r"(?:^|[.:,]\s+|\band\s+)DO\s+(?!NOT\b)[a-z]+", REQUIRE, MUST),
    (
        "only",
        rf"(?:^|:\s)Only\s+(?P<verb>[a-z]+)\b(?=[^.;]{{0,100}}\b(?:if|when|after|upon|once)\b|[^.;]{{0,60}}\bwith\b[^.;]{{0,30}}{PASSED})",
        PERMIT,
        MUST,
    ),
    ("only", r"(?:^|:\s)Only\s+(?P<verb>[a-z]+)\b", REQUIRE, MUST),
    (
        "only",
        rf"\bonly\s+(?:after\b|upon\b|with\b|w/|if\b|when\b|once\b)[^.;]{{0,60}}?\b{PASSED}",
        PERMIT,
        MUST,
    ),
    (
        "only",
        r"(?:^|[.,;:]\s+)(?:[Pp]roceed|[Cc]ontinue|[Dd]eploy|[Mm]erge|[Rr]elease|[Pp]ush)\b[^.;]{0,30}?\bonly\s+(?:after|upon|if|when|once)\b",
        PERMIT,
        MUST,
    ),
    ("must negotiable", r"\bMUST FOLLOW\b|\bNON-NEGOTIABLE\s*$", REQUIRE, MUST),
)
_FRONT = frozenset({"critical", "important", "mandatory", "required"})
ANY = _FRONT.union(*(needed.split() for needed, *_ in (*_WORDS, *_CAPITALS)))
"""One of these words stands in every sentence that has a marker."""
EMPHATIC = re.compile(
    r"^\W{0,4}(?:CRITICAL|IMPORTANT|MANDATORY|REQUIRED)\b(?: [A-Z]+){0,3}\W{0,3}[:!–—-]\W{0,3}"
)
"""What stands in front of a sentence and makes it count."""


@cache
def words() -> tuple[Word, ...]:
    """The markers in any case, the more specific first."""
    return tuple(
        Word(frozenset(needed.split()), re.compile(pattern, re.IGNORECASE), polarity, modality)
        for needed, pattern, polarity, modality in _WORDS
    )


@cache
def capitals() -> tuple[Word, ...]:
    """What counts as it is written, when no other marker of the sentence says the same."""
    return tuple(
        Word(frozenset(needed.split()), re.compile(pattern), polarity, modality)
        for needed, pattern, polarity, modality in _CAPITALS
    )
