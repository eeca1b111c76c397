"""Where a sentence binds: its modal markers, with polarity and strength.

Works on ``Sentence.bare``.  A marker counts in a main clause with a predicate; in relative,
conditional and content clauses it describes, and describing binds nobody.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import Modality, Polarity
from personac.tables.verbs import IMPERATIVES

REQUIRE, FORBID, PERMIT = Polarity.REQUIRE, Polarity.FORBID, Polarity.PERMIT
MUST, SHOULD, MAY = Modality.MUST, Modality.SHOULD, Modality.MAY


class Marker(NamedTuple):
    start: int
    polarity: Polarity
    modality: Modality


_AGENT = r"(?:you|i|we|it|they|(?:the|this|your|an?|each|every|all) [\w-]*\s?(?:agents?|persona|assistant|model|role|reviewer|engineer|specialist)|agents?|@[\w-]+)"
_OPEN = r"(?:^|[:,;–—→]\s*|(?<=\.)\s+|\s-\s|\b(?:and|but|or|then|so|instead|otherwise|also|please|yet|you will)\s+)"
_PASSED = r"(?:approv\w+|confirm\w+|consent\w*|permission|sign-?off|authori[sz]\w+|request\w*|review\w*|verif\w+|pass\w*|ask\w*|validat\w+|instruct\w+)"

_PATTERNS: tuple[tuple[str, Polarity, Modality], ...] = (
    (r"\b(?:must|shall)\s+(?:\w+\s+)?(?:not|never)\b|\b(?:mustn't|mustn’t)\b", FORBID, MUST),
    (r"\bshould\s+(?:not|never)\b|\bshouldn['’]t\b|\bought not\b", FORBID, SHOULD),
    (r"\bmay\s+not\b|\bmay\s+(?:only\s+)?never\b", FORBID, MUST),
    (rf"{_OPEN}(?:(?:strictly|absolutely)\s+)?(?P<m>do\s+not|don['’]t)\b", FORBID, MUST),
    (rf"\b{_AGENT}\s+(?P<m>do(?:es)?\s+not|don['’]t|doesn['’]t)\b", FORBID, MUST),
    (r"\bnever\b(?!-)", FORBID, MUST),
    (rf"\b{_AGENT}\s+(?:will\s+)?(?P<m>cannot|can['’]t|can not)\b", FORBID, MUST),
    (r"\b(?P<m>cannot|can['’]t|can not)\s+be\s+\w+(?:ed|en|ne|de|pt|ught|ld|id)\b", FORBID, MUST),
    (
        (
            r"\b(?:is|are|remains?|stays?)\s+(?:\w+ly\s+)?(?:forbidden|prohibited|disallowed|banned|off-limits|"
            r"not\s+(?:allowed|permitted|acceptable|negotiable))\b"
        ),
        FORBID,
        MUST,
    ),
    (
        r"^(?:there (?:is|are|must be)\s+)?no\s+(?!longer\b|one\b|matter\b|need\b|problem\b|changes? needed)\w",
        FORBID,
        MUST,
    ),
    (r"\bunder no circumstances?\b|\bat no time\b", FORBID, MUST),
    (
        r"\bno\s+[\w\s/-]{1,60}?\b(?:can|may|is|are|will|shall|must|should)\s+(?:be\s+)?[\w\s]{1,40}?\bwithout\b",
        FORBID,
        MUST,
    ),
    (rf"{_OPEN}(?P<m>avoid)\s+\w", FORBID, SHOULD),
    (r"\b(?:must|shall)\b(?!-)", REQUIRE, MUST),
    (r"\balways\b(?!-)", REQUIRE, MUST),
    (
        r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:mandatory|non-negotiable|required|obligatory|compulsory|imperative)\b",
        REQUIRE,
        MUST,
    ),
    (r"\bNON-NEGOTIABLE\b|\bMUST FOLLOW\b", REQUIRE, MUST),
    (r"\b(?:required|mandatory)\s*[.!]?$", REQUIRE, MUST),
    (r"\bit is (?:critical|essential|imperative|vital|crucial) (?:that|to)\b", REQUIRE, MUST),
    (rf"\bonly\s+(?:after|upon|with|if|when|once)\b[^.]{{0,60}}?\b{_PASSED}", REQUIRE, MUST),
    (r"\b(?:should|ought to)\b", REQUIRE, SHOULD),
    (rf"{_OPEN}(?P<m>prefer|favou?r)\s+\w", REQUIRE, SHOULD),
    (
        rf"\b{_AGENT}\s+(?:may|might)\s+(?!be\b|have\b|need\b|require\b|encounter\b|also be\b)(?P<m>\w+)",
        PERMIT,
        MAY,
    ),
    (r"\b(?:is|are)\s+(?:explicitly\s+)?(?:allowed|permitted)\s+to\b", PERMIT, MAY),
)
_CAPITAL: tuple[tuple[str, Polarity, Modality], ...] = (
    (r"\bONLY\b", REQUIRE, MUST),
    (r"(?:^|[.:,]\s+)DO\s+(?!NOT\b)[a-z]+", REQUIRE, MUST),
    (r"^Only\s+(?P<verb>[a-z]+)\b", REQUIRE, MUST),
)
_EMPHATIC = re.compile(
    r"^(?:CRITICAL|IMPORTANT|MANDATORY|REQUIRED|WARNING)\b\s*[:!–—-]", re.MULTILINE
)
_SUBORDINATE = re.compile(
    r"(?:\b(?:that|which|who|whom|whose|what|where|how|why|whether)\s+(?:[\w'’-]+\s+){0,3}$)"
    r"|(?:\b(?:if|when|whenever|because|since|while|although|though|unless|until|as)\s+[^,:;]{0,120}$)"
    r"|(?:\b(?:tell|inform|remind|explain to|ensure|verify|confirm|check|assume|principle)\b[^,.;:]{0,60}\b(?:they|it|he|she|user|users|that)\s+$)",
    re.IGNORECASE,
)
_ATTITUDE = re.compile(
    r"never\s+(?:satisfied|settl\w+|compromis\w+|content|afraid|boring|gives? up|stops? learning|forget\w*\s+that|"
    r"been|before|ending|seen|mind)\b|always\s+(?:active|on|available|been|curious|learning|ready|eager|striv\w+|"
    r"looking|seeking|happy|up-to-date|up to date)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    r"(?:do not|don['’]t|never|must not|must never)\s+(?:forget|fail|neglect|hesitate)\b",
    re.IGNORECASE,
)
_ENCOURAGE = re.compile(
    r"(?:do not|don['’]t|never)\s+(?:hesitate|worry|be afraid|feel)\b|\bwithout hesitation\b",
    re.IGNORECASE,
)
_WAIVER = re.compile(
    r"^no\b.{0,60}\b(?:required|needed|necessary|pre-approval|yet|available|applicable)\b",
    re.IGNORECASE,
)
_NO_FACT = re.compile(
    r"^no\s+(?:\w+\s+){0,4}(?:detected|found|match|results?|issues?|errors?|regression)\s*(?:$|[:.,])",
    re.IGNORECASE,
)


def markers(bare: str) -> tuple[Marker, ...]:
    """The markers of one sentence, first place of each polarity, in order."""
    if bare.rstrip().endswith("?"):
        return ()
    found = sorted(_found(bare), key=lambda marker: marker.start)
    kept: list[Marker] = []
    for marker in found:
        if all(marker.polarity is not other.polarity for other in kept):
            kept.append(marker)
    return tuple(kept)


def _found(bare: str) -> Iterator[Marker]:
    taken: list[tuple[int, int]] = []
    for match, polarity, modality in _matches(bare):
        start = match.start("m") if "m" in match.re.groupindex else match.start()
        start += (
            len(match.group()) - len(match.group().lstrip(" ,:;-–—→"))
            if start == match.start()
            else 0
        )
        if any(begin <= start < end for begin, end in taken):
            continue
        taken.append((start, match.end()))
        if _binds(bare, start, match):
            yield Marker(start, REQUIRE if _DOUBLE.match(bare, start) else polarity, modality)
    emphatic = _EMPHATIC.match(bare)
    if emphatic and not any(begin >= emphatic.end() for begin, _ in taken):
        yield Marker(0, REQUIRE, MUST)


def _matches(bare: str) -> Iterator[tuple[re.Match[str], Polarity, Modality]]:
    lowered = bare.lower()
    for pattern, polarity, modality in _compiled():
        for match in pattern.finditer(lowered):
            yield match, polarity, modality
    for pattern, polarity, modality in _compiled_capital():
        for match in pattern.finditer(bare):
            verb = match["verb"] if "verb" in match.re.groupindex else None
            if verb is None or verb in IMPERATIVES:
                yield match, polarity, modality


def _binds(bare: str, start: int, match: re.Match[str]) -> bool:
    before = bare[:start]
    if _ATTITUDE.match(bare, start) or _ENCOURAGE.match(bare, start):
        return False
    if bare[start : start + 2].lower() == "no" and (_WAIVER.match(bare) or _NO_FACT.match(bare)):
        return False
    if match.group().endswith("must") and re.match(
        r"must-(?:have|know|read|see)s?\b", bare[start:], re.IGNORECASE
    ):
        return False
    return not _SUBORDINATE.search(before)


_cache: dict[str, tuple[tuple[re.Pattern[str], Polarity, Modality], ...]] = {}


def _compiled() -> tuple[tuple[re.Pattern[str], Polarity, Modality], ...]:
    if "any" not in _cache:
        _cache["any"] = tuple((re.compile(p, re.IGNORECASE), pol, mod) for p, pol, mod in _PATTERNS)
    return _cache["any"]


def _compiled_capital() -> tuple[tuple[re.Pattern[str], Polarity, Modality], ...]:
    if "capital" not in _cache:
        _cache["capital"] = tuple((re.compile(p), pol, mod) for p, pol, mod in _CAPITAL)
    return _cache["capital"]


_UNLESS = re.compile(
    r"\b(?:without|unless|except|only\s+(?:with|after|upon|if|when|once)|until|before)\b[^.;]*",
    re.IGNORECASE,
)
_LIFTING = re.compile(
    rf"\b(?:{_PASSED}|evidence|justif\w+|explicit\w*|reason|proof|test\w*|plan|backup|check\w*|consult\w+|agreement|"
    r"document\w+|updat\w+|reading|understanding|measur\w+|metrics)\b",
    re.IGNORECASE,
)


def unless_clause(bare: str) -> str | None:
    """The words that lift the statement (``without approval``, ``unless asked``), if any."""
    if re.search(r"\bunauthori[sz]ed\b|\bunapproved\b", bare, re.IGNORECASE):
        return "unauthorized"
    for match in _UNLESS.finditer(bare):
        word = match.group().split()[0].lower()
        if word in ("unless", "except") or (
            word not in ("until", "before") and _LIFTING.search(match.group())
        ):
            return match.group().strip()
    return None


def opens_with_imperative(bare: str) -> bool:
    """Whether the sentence is a plain instruction: it opens with a verb."""
    words = re.findall(r"[\w'-]+", bare[:60])
    first = words[0].lower() if words else ""
    return first in IMPERATIVES or (
        len(words) > 1 and first.endswith("ly") and words[1].lower() in IMPERATIVES
    )
