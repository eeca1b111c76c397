"""A statement cut at its joints: subject, verb, object, and the clauses around them."""

import re
from typing import NamedTuple

from personac.tables.verbs import IMPERATIVES

_OPENERS = re.compile(
    r"\b(?:(?P<exception>unless|except|without|other than|apart from|excluding|save for)"
    r"|(?P<condition>if|when|whenever|while|during|in case|as long as|provided that|only (?:if|when))"
    r"|(?P<stage>before|prior to|until|after|once|only after|following))\b",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"\b(?:(?:must|shall|should|may|can|will|do|does)(?:\s+(?:only|always))?(?:\s+not|\s+never)?|mustn['’]t|shouldn['’]t|don['’]t|"
    r"cannot|can['’]t|never|always|avoid|ought to|(?:is|are) required to|(?:has|have|needs?) to|only|please|no)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\s*(?:\b(?:is|are|be)\s+)?(?:\w+ly\s+)?\b(?:forbidden|prohibited|banned|not allowed|not permitted|mandatory|required|"
    r"non-negotiable|off-limits)\b\.?$",
    re.IGNORECASE,
)
_END = re.compile(r"[,;:]\s|\s[-–—]\s|[.!?](?:\s|$)")
_SKIP = re.compile(
    r"^(?:\W+|(?:be|been|also|ever|to|not|never|always|please|\w+ly)\b\s*)", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:the|an?|any|all|every|each|no|your|its|their|our)\s+", re.IGNORECASE)
_STOP = re.compile(
    r"\s+(?:to|in|into|on|onto|for|with|by|from|of|at|as|that|which|who|so|than|via|through|under|over|within|above|below|and|or|is|are|has|have)\b|[,;:.()]",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w'-]+")
_ALSO = re.compile(r"^(?:(?:\s*,)?\s*(?:and|or|nor|,)\s+(?P<verb>[a-z]+)\b)", re.IGNORECASE)
_LONGEST = 300


class Segments(NamedTuple):
    subject: str
    action: str
    object: str
    condition: str
    exception: str
    stage: str
    core: str


def segments(words: str) -> Segments:
    """The parts of one statement in plain text."""
    found: dict[str, list[str]] = {"condition": [], "exception": [], "stage": []}
    core: list[str] = []
    at = 0
    while opener := _OPENERS.search(words, at):
        core.append(words[at : opener.start()])
        stop = _stop(words, opener)
        found[opener.lastgroup or "condition"].append(words[opener.start() : stop].strip(" ,.;:!"))
        at = stop
    core.append(words[at:])
    rest = " ".join(" ".join(core).split()).strip(" ,;.!")
    subject, action, about = _sentence(rest)
    parts = {name: "; ".join(some) for name, some in found.items()}
    return Segments(
        subject, action, about, parts["condition"], parts["exception"], parts["stage"], rest
    )


def _stop(words: str, opener: re.Match[str]) -> int:
    """Where what ``opener`` begins is over: at a comma, the next opener, or the main clause."""
    start = opener.end()
    ends = [len(words), start + _LONGEST]
    if end := _END.search(words, start):
        ends.append(end.start() + (1 if words[end.start()] == "," else 0))
    if following := _OPENERS.search(words, start + 1):
        ends.append(following.start())
    leading = not words[: opener.start()].strip(" -*\t")
    if (
        leading
        and (marker := _MARKER.search(words, start))
        and not _END.search(words, start, marker.start())
    ):
        ends.append(marker.start())
    return min(ends)


def _sentence(core: str) -> tuple[str, str, str]:
    """Subject, verb and object of the main clause."""
    bare = _PREDICATE.sub("", core)
    marker = _MARKER.search(core[:_LONGEST]) if bare == core else None
    if marker is None:
        rest, subject = bare, ""
    else:
        rest, subject = core[marker.end() :], core[: marker.start()]
    passive = bool(re.match(r"\s+be\s", rest))
    while skipped := _SKIP.match(rest):
        rest = rest[skipped.end() :]
    verb = _WORD.match(rest)
    base = base_form(verb.group()) if verb else ""
    subject = _phrase(subject.rpartition(": ")[2])
    if verb is None or (not base and marker is None):
        return subject, "", _phrase(rest)
    after = rest[verb.end() :]
    while (also := _ALSO.match(after)) and base_form(also["verb"]):
        after = after[also.end() :]
    return subject, base or verb.group().casefold(), subject if passive else _phrase(after)


def base_form(word: str) -> str:
    """The verb as an instruction writes it; empty when none is known."""
    word = word.casefold()
    stems = [word]
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            stems += [stem + instead, stem[:-1] if stem[-1:] == stem[-2:-1] else stem + instead]
    stems += [{"written": "write", "run": "run", "made": "make", "kept": "keep"}.get(word, "")]
    return next((stem for stem in stems if stem in IMPERATIVES), "")


def _phrase(text: str) -> str:
    """The noun phrase that ``text`` opens with, without its article."""
    text = text.strip(" ,;:.!\"'")
    while article := _ARTICLE.match(text):
        text = text[article.end() :]
    stop = _STOP.search(text)
    return text[: stop.start()].strip() if stop else text
