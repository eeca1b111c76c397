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
    pattern: re.Pattern[str]
    polarity: Polarity
    modality: Modality


_WORDS: tuple[tuple[str, Polarity, Modality], ...] = (
    (r"\b(?:must|shall)\s+(?:\w+\s+)?(?:not|never)\b|\bmustn['’]t\b", FORBID, MUST),
    (r"\bshould\s+(?:\w+ly\s+)?(?:not|never)\b|\bshouldn['’]t\b|\bought not\b", FORBID, SHOULD),
    (rf"\b{AGENT}\s+(?P<m>may\s+(?:not|never))\b|\bmay not be {_BANNED}\b", FORBID, MUST),
    (r"\bmay\s+only\b|\bonly\s+(?:allowed|permitted)\s+to\b", PERMIT, MUST),
    (
        rf"{OPEN}(?:(?:you|we|agents|strictly|absolutely|please)\s+)?(?P<m>do\s+not|don['’]t)\b",
        FORBID,
        MUST,
    ),
    (
        rf"(?:^\W{{0,4}}|[.:;]\s)(?:{AGENT}|I)\s+(?P<m>do(?:es)?\s+not|don['’]t|doesn['’]t)\s+(?!\w+ly |just |merely )(?P<verb>\w+)",
        FORBID,
        MUST,
    ),
    (r"\bnever\b(?!-)", FORBID, MUST),
    (rf"\b{AGENT}\s+(?:will\s+)?(?P<m>cannot|can['’]t|can not)\b", FORBID, MUST),
    (rf"\b(?:cannot|can['’]t|can not)\s+be\s+{_BANNED}\b", FORBID, MUST),
    (r"\b(?:cannot|can['’]t|can not)\s+\w+[^.;]{0,80}\bwithout\b", FORBID, MUST),
    (
        r"\b(?:is|are|remains?|stays?)\s+(?:\w+ly\s+)?(?:forbidden|prohibited|disallowed|banned|off-limits|not\s+(?:allowed|permitted|acceptable))\b",
        FORBID,
        MUST,
    ),
    (
        r"^\W{0,3}no\s+(?!longer\b|one\b|matter\b|need\b|problem\b|single\b|two\b|exceptions?\b|changes? needed)[\"“]?\w",
        FORBID,
        MUST,
    ),
    (r"\bunder no circumstances?\b|\bat no time\b", FORBID, MUST),
    (
        r"\bno\s+[\w\s/-]{1,60}?\b(?:can|may|is|are|will|shall|must|should)\s+(?:be\s+)?[\w\s]{1,40}?\bwithout\b",
        FORBID,
        MUST,
    ),
    (rf"{OPEN}(?P<m>avoid)\s+\S", FORBID, SHOULD),
    (r"\b(?:must|shall)\b(?!-)", REQUIRE, MUST),
    (r"\balways\b(?!-)", REQUIRE, MUST),
    (
        r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:mandatory|non-negotiable|obligatory|compulsory|imperative)\b|\bas\s+(?:mandatory|non-negotiable)\b(?=\s+(?:for|in|when)\b|\s*[.,;]|\s*$)",
        REQUIRE,
        MUST,
    ),
    (r"\b(?:is|are|be)\s+(?:\w+ly\s+)?required\b", REQUIRE, MUST),
    (
        r"\bit(?: is|['’]s) (?:critical|essential|imperative|vital|crucial) (?:that|to)\b",
        REQUIRE,
        MUST,
    ),
    (r"\b(?:should|ought to)\b", REQUIRE, SHOULD),
    (rf"{OPEN}(?:\w+ly\s+)?(?P<m>prefer|favou?r)\s+\S", REQUIRE, SHOULD),
    (
        rf"\b{AGENT}\s+(?:may|are free to)\s+(?:also\s+)?(?!be\b|have\b|need\b|require\b|encounter\b|find\b|notice\b|want\b|see\b|wish\b|not\b|only\b|never\b)(?P<m>\w+)",
        PERMIT,
        MAY,
    ),
    (
        r"(?:\b(?:is|are)\s+(?:explicitly\s+|also\s+)?|^)(?:allowed|permitted)\s+to\b",
        PERMIT,
        MAY,
    ),
    (r"\b(?:allowed|permitted|may)\b[^.;]{0,120},\s+but\s+(?P<m>not)\s+\w", FORBID, MUST),
)

_CONDITION = r"(?:when|if|after|upon|once|on|with|for|during|in case|in response)"
_CAPITALS: tuple[tuple[str, Polarity, Modality], ...] = (
    (
        rf"(?<![-\w])ONLY\s+(?:{_CONDITION}\b|[a-z]+\b[^.;]{{0,80}}\b(?:if|when|after|upon|once)\b)",
        PERMIT,
        MUST,
    ),
    (r"(?<![-\w])ONLY\b(?!-)", REQUIRE, MUST),
    (r"(?:^|[.:,]\s+|\band\s+)DO\s+(?!NOT\b)[a-z]+", REQUIRE, MUST),
    (
        rf"(?:^|:\s)Only\s+(?P<verb>[a-z]+)\b(?=[^.;]{{0,100}}\b(?:if|when|after|upon|once)\b|[^.;]{{0,60}}\bwith\b[^.;]{{0,30}}{PASSED})",
        PERMIT,
        MUST,
    ),
    (r"(?:^|:\s)Only\s+(?P<verb>[a-z]+)\b", REQUIRE, MUST),
    (rf"\bonly\s+(?:after|upon|with|if|when|once)\b[^.;]{{0,60}}?\b{PASSED}", PERMIT, MUST),
    (
        r"(?:^|[.,;:]\s+)(?:[Pp]roceed|[Cc]ontinue|[Dd]eploy|[Mm]erge|[Rr]elease|[Pp]ush)\b[^.;]{0,30}?\bonly\s+(?:after|upon|if|when|once)\b",
        PERMIT,
        MUST,
    ),
    (r"\bMUST FOLLOW\b|\bNON-NEGOTIABLE\s*$", REQUIRE, MUST),
)
ANY = frozenset(
    "must mustn shall should shouldn ought may never always not t cannot no only avoid prefer favor "
    "favour required mandatory forbidden prohibited banned disallowed limits negotiable obligatory "
    "compulsory imperative critical essential vital crucial important allowed permitted free do".split()
)
"""One of these words stands in every sentence that has a marker."""
EMPHATIC = re.compile(
    r"^\W{0,4}(?:CRITICAL|IMPORTANT|MANDATORY|REQUIRED)\b(?: [A-Z]+){0,3}\W{0,3}[:!–—-]\W{0,3}"
)
"""What stands in front of a sentence and makes it count."""


@cache
def words() -> tuple[Word, ...]:
    """The markers in any case, the more specific first."""
    return tuple(Word(re.compile(p, re.IGNORECASE), pol, mod) for p, pol, mod in _WORDS)


@cache
def capitals() -> tuple[Word, ...]:
    """What counts as it is written, when no other marker of the sentence says the same."""
    return tuple(Word(re.compile(p), pol, mod) for p, pol, mod in _CAPITALS)
