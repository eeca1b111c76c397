"""Where a sentence binds: its modal markers, with polarity and strength.

Works on ``Sentence.bare``.  A marker counts in a main clause with a predicate; in relative,
conditional and content clauses it describes, and describing binds nobody.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import Modality, Polarity
from personac.passes._clauses import binds, is_aside
from personac.tables.markers import (
    ANY,
    EMPHATIC,
    FORBID,
    MUST,
    PASSED,
    REQUIRE,
    Word,
    capitals,
    words,
)
from personac.tables.verbs import IMPERATIVES
from personac.text.sentences import words_of

_DOUBLE = re.compile(
    r"(?:do not|don['’]t|never|must not|must never)\s+(?:ever\s+)?(?:forget|fail|neglect|omit to|avoid|(?:refrain|abstain|desist) from)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"^\W{0,6}(?:(?:you|the agent)\s+(?:must\s+)?)?(?:(?P<ban>never|do not|don['’]t)|always)\s+`",
    re.IGNORECASE,
)
_PREDICATE = re.compile(r"\b(?:is|are|you|we|the agent|will|can|has|have|do|does)\b")
_CONDITIONED = re.compile(
    r"(?:when|if|before|after|once|while|on|for|during)\b[^.]{3,160},\s+\w", re.IGNORECASE
)
_ASKING = re.compile(
    r"\W*(?:is|are|do|does|did|can|could|should|must|may|shall|will|would|has|have|what|why|how|when|where|who|which)\b",
    re.IGNORECASE,
)
_WITHHELD = re.compile(
    r"(?:review|approval|sign-?off|confirmation|consent|permission)s?\s+$", re.IGNORECASE
)


class Marker(NamedTuple):
    start: int
    polarity: Polarity
    modality: Modality


def markers(bare: str) -> tuple[Marker, ...]:
    """The markers of one sentence, first place of each polarity, in order."""
    if ANY.isdisjoint(words_of(bare)):
        return ()
    bare = _before_question(bare)
    if is_aside(bare):
        return ()
    kept: list[Marker] = []
    taken: set[int] = set()
    for marker in sorted(_found(bare, words(), taken), key=lambda marker: marker.start):
        if all(marker.polarity is not other.polarity for other in kept):
            kept.append(marker)
    for marker in _found(bare, capitals(), taken):
        if all(other.polarity is FORBID for other in kept):
            kept.append(marker)
    if not kept and (command := _COMMAND.match(bare)):
        kept.append(Marker(0, FORBID if command["ban"] else REQUIRE, MUST))
    if not kept and _is_emphatic(bare):
        kept.append(Marker(0, REQUIRE, MUST))
    return tuple(sorted(kept))


def _before_question(bare: str) -> str:
    """What a sentence states that ends by naming a question: "Always ask: who pays?"."""
    head, colon, tail = bare.rpartition(": ")
    asks = colon and tail.rstrip().endswith("?") and not _ASKING.match(head)
    return head if asks else bare


def _found(bare: str, table: tuple[Word, ...], taken: set[int]) -> Iterator[Marker]:
    stand = words_of(bare)
    for word in table:
        if word.needed.isdisjoint(stand):
            continue
        bound = False
        for match in word.pattern.finditer(bare):
            groups = match.re.groupindex
            start = match.start("m") if match.groupdict().get("m") else _first_letter(match)
            if start in taken:
                continue
            verb = match["verb"] if "verb" in groups else None
            if "m" not in groups and verb is not None and verb.lower() not in IMPERATIVES:
                continue
            taken.update(range(start, match.end()))
            if not bound and binds(bare, start, verb) and not _only_a_gate(bare, start, match):
                polarity = REQUIRE if _DOUBLE.match(bare, start) else word.polarity
                yield Marker(start, polarity, word.modality)
                bound = True


def _first_letter(match: re.Match[str]) -> int:
    text = match.group()
    return match.start() + len(text) - len(text.lstrip(" ,:;-–—→"))


def _only_a_gate(bare: str, start: int, match: re.Match[str]) -> bool:
    """Whether the words make a gate without a duty: "its approval is required"."""
    return match.group().lower().endswith("required") and bool(_WITHHELD.search(bare, 0, start))


def _is_emphatic(bare: str) -> bool:
    match = EMPHATIC.match(bare)
    if match is None:
        return False
    rest = bare[match.end() :]
    return opens_with_imperative(rest) or bool(
        _PREDICATE.search(rest[:200]) or _CONDITIONED.match(rest)
    )


_UNLESS = re.compile(
    r"\b(?:without|unless|except|only\s+(?:with|after|upon|if|when|once))\b[^.;]{0,300}",
    re.IGNORECASE,
)
_LIFTING = re.compile(
    rf"\b(?:{PASSED}|evidence|justif\w+|reason|proof|test\w*|plan|backup|check\w*|consult\w+|agreement|"
    r"document\w+|updat\w+|reading|understanding|measur\w+|metrics|flagging|warning|id)\b",
    re.IGNORECASE,
)
_UNLICENSED = re.compile(r"\bun(?:authori[sz]ed|approved)\b", re.IGNORECASE)


_MANNER = re.compile(
    r"without\s+(?:\w+ly\s+)?(?:add|inject|impact|introduc|break|los|compromis|affect|chang|sacrific|risk|alter|"
    r"disrupt|expos|delay|hesitat|interrupt|block|harm|hurt|degrad|modify|leak|caus|violat|any (?:change|loss|delay))",
    re.IGNORECASE,
)


def unless_clause(bare: str, polarity: Polarity) -> str | None:
    """The words that lift the statement (``without approval``, ``unless asked``), if any."""
    if match := _UNLICENSED.search(bare):
        return match.group()
    for match in _UNLESS.finditer(bare):
        word = match.group().split()[0].lower()
        if word == "without" and (polarity is REQUIRE or _MANNER.match(match.group())):
            continue
        act = polarity is FORBID and word == "without"
        if word in ("unless", "except") or act or _LIFTING.search(match.group()):
            return match.group().strip()
    return None


def opens_with_imperative(bare: str) -> bool:
    """Whether the sentence is a plain instruction: it opens with a verb."""
    first, second = (*re.findall(r"[\w'-]+", bare[:60].lower()), "", "")[:2]
    return first in IMPERATIVES or (first.endswith("ly") and second in IMPERATIVES)
