"""A proposal taken apart: its verb class, and the words without those of the editor."""

import re

from personac.model import evolve
from personac.revise.prose.spec import Passage, Proposal, Verb
from personac.source import Span

_INSIDE = re.compile(r"(?P<stop>(?<!\.)[.,;:])(?P<mark>[\"”])")
"""Punctuation that American style pulls inside the quotation marks."""
_TERM = re.compile(r"[\"“](?P<term>[^\"“”\n]{1,300})[\"”]")
_LIST = r"(?:[\"“][^\"“”]{1,120}[\"”](?:,?\s+(?:and|or)\s+|,\s*|\s*&\s*)?){1,8}"
_SECTIONS = re.compile(
    rf"(?:with)?in (?:both )?(?:the )?(?P<names>{_LIST})\s*"
    r"(?:sections?|fields?|parts?|lists?)?\s*,?\s+",
    re.IGNORECASE,
)
_TELL = r"(?:instruct|direct|ask|tell|encourage|require|remind|guide)"
_WHEN = re.compile(
    rf"(?P<condition>(?:when(?:ever)?|while|before|after|if|during|for)\b.{{1,400}}?),\s+"
    rf"(?:explicitly\s+)?{_TELL}\s+(?P<actor>[^,;]{{1,80}}?)\s+to\s+(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ALWAYS = re.compile(
    rf"(?:explicitly\s+)?{_TELL}\s+(?P<actor>[^,;]{{1,80}}?)\s+to\s+(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASIZE = re.compile(
    r"(?:explicitly\s+)?"
    r"(?:emphasi[sz]e|stress|highlight|underline|underscore|make (?:it )?clear|clarify)"
    r"\s+that\s+(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
_STATE = re.compile(
    r"(?:explicitly\s+)?(?:state|mention|say|note|specify|add)\s+that\s+(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE = r"(?:rephrase|reframe|rename|retitle|reword|rewrite|refine|replace|change|shift|expand)"
_RENAME = re.compile(
    rf"{_CHANGE}\s+(?:the\s+)?(?P<words>[\"“][^\"“”]{{1,300}}[\"”])\s+(?:to|as|with|into|by)\s+"
    rf"(?P<options>{_LIST})\s*\.?",
    re.IGNORECASE,
)
_REFOCUS = re.compile(
    rf"{_CHANGE}\s+(?P<from>.{{1,400}}?)\s+(?:to|towards?)\s+(?:explicitly\s+)?"
    r"(?:emphasi[sz](?:e|ing)|focus(?:ing)?\s+on|highlight(?:ing)?|includ(?:e|ing)|reflect(?:ing)?)\s+"
    r"(?P<action>.+)",
    re.IGNORECASE | re.DOTALL,
)
_EXAMPLE = re.compile(
    r"\s*(?:for example|e\.g\.|for instance|such as)\s*[,:]\s*"
    r"[\"“](?P<example>.+)[\"”](?P<stop>\.?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ADD = re.compile(
    r"(?:add|introduce|include|insert|create)\s+(?:an?\s+|the\s+)?(?:new\s+|explicit\s+)?"
    r"(?P<part>field|section|label|item|bullet|entry|principle|capability|step|line|point)s?\s+"
    r"(?:for\s+|called\s+|named\s+|titled\s+|labell?ed\s+|on\s+|about\s+)?"
    r"[\"“](?P<name>[^\"“”]{1,120})[\"”]"
    r"(?:\s+(?:to|in|under|within|after)\s+(?:the\s+)?(?P<sections>[\"“][^\"“”]{1,120}[\"”])"
    r"(?:\s+(?:section|list|part))?)?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WITH = re.compile(
    r"^(?:(?:with|containing|giving|having|saying|stating)\s+)?(?:the|this|an?)\s+(?:following\s+)?"
    r"(?:advice|content|guidance|instruction|line|note|rule|sentence|text|wording|words)s?\s*[:–—-]\s*",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"[,;]?\s*[–—-]?\s*\b"
    r"(?P<join>(?:rather than|instead of)(?:\s+(?:just|merely|only|simply|solely)){0,2}"
    r"(?:\s+focusing\s+(?:solely\s+|only\s+)?on)?)\s+(?P<counter>[^.;]{1,300}?)\s*(?P<end>[.;]?)\s*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:[\s,;]|\b(?:and|or|nor|both|either)\b)*")
_THAT = re.compile(r",\s+emphasi[sz]ing that\s+(?P<also>.+)$", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[A-Z\"“])")
_LONGEST = 4000
"""No one proposes more in a bullet; what is longer stays as it is."""
_ADVERB = re.compile(r"^(?:explicitly|always|proactively)\s+", re.IGNORECASE)


def terms(text: str) -> tuple[str, ...]:
    """The quoted terms, each once, without the punctuation that was pulled inside."""
    found = (match["term"].strip().rstrip(".,;:") for match in _TERM.finditer(text))
    return tuple(dict.fromkeys(term for term in found if term))


def proposal(text: str, span: Span, details: tuple[Passage, ...] = ()) -> Proposal:
    """The proposal that ``text`` makes."""
    whole = " ".join(text.split())
    if len(whole) > _LONGEST:
        return Proposal(verb=Verb.OTHER, text=whole, span=span, details=details)
    sections: tuple[str, ...] = ()
    rest = _INSIDE.sub(r"\g<mark>\g<stop>", whole)
    if match := _SECTIONS.match(rest):
        rest, sections = rest[match.end() :], terms(match["names"])
    found = Proposal(verb=Verb.OTHER, text=whole, span=span, sections=sections, details=details)
    for read in (_rephrased, _added, _instructed, _stated, _emphasized):
        if (read_as := read(rest, found)) is not None:
            return _completed(read_as)
    return _completed(evolve(found, action=rest))


def _completed(found: Proposal) -> Proposal:
    """Concepts are the quoted terms of what is to be said, without what it speaks against."""
    said = f"{found.action} {found.also}"
    against = {*found.counter, *found.words, *found.sections}
    return evolve(found, concepts=tuple(t for t in terms(said) if t not in against))


def _instructed(text: str, found: Proposal) -> Proposal | None:
    match = _WHEN.match(text) or _ALWAYS.match(text)
    if match is None:
        return None
    action, *more = _SENTENCE.split(match["action"])
    condition = match.groupdict().get("condition") or ""
    verb = Verb.INSTRUCT
    return _against(evolve(found, verb=verb, condition=condition, also=" ".join(more)), action)


def _emphasized(text: str, found: Proposal) -> Proposal | None:
    match = _EMPHASIZE.match(text)
    if match is None:
        return None
    verb = Verb.EMPHASIZE_IN if found.sections else Verb.EMPHASIZE
    return _against(evolve(found, verb=verb), match["action"])


def _stated(text: str, found: Proposal) -> Proposal | None:
    match = _STATE.match(text)
    return None if match is None else _against(evolve(found, verb=Verb.STATE), match["action"])


def _added(text: str, found: Proposal) -> Proposal | None:
    match = _ADD.match(text)
    if match is None:
        return None
    sections = found.sections or terms(match["sections"] or "")
    said = match["rest"].lstrip(" ,:.–—-")
    said = _WITH.sub("", re.sub(r"^(?:that|which|to)\s+", "", said, flags=re.IGNORECASE))
    made = evolve(found, verb=Verb.ADD, name=match["name"], sections=sections, action=said)
    return evolve(made, part=match["part"].lower())


def _rephrased(text: str, found: Proposal) -> Proposal | None:
    if match := _RENAME.fullmatch(text):
        words, options = terms(match["words"]), terms(match["options"])
        return evolve(found, verb=Verb.RENAME, words=words, options=options)
    example = _EXAMPLE.search(text)
    match = _REFOCUS.match(text[: example.start()] if example else text)
    if match is None:
        if example is None or not re.match(_CHANGE, text, re.IGNORECASE):
            return None
        verb, words = Verb.EXAMPLE, terms(text[: example.start()])
        return evolve(found, verb=verb, words=words, example=_example(example))
    verb = Verb.EXAMPLE if example else Verb.REFOCUS
    also = _THAT.search(match["action"])
    action = match["action"][: also.start()] if also else match["action"]
    started = evolve(
        found,
        verb=verb,
        words=terms(match["from"]),
        also=also["also"] if also else "",
        example=_example(example) if example else "",
    )
    return _against(started, action)


def _counter(clause: str) -> tuple[str, ...]:
    """The phrases of the clause: its terms when it says nothing else, or else all of it."""
    if _JOINED.fullmatch(_TERM.sub(" ", clause)):
        return terms(clause)
    return (_TERM.sub(r"\g<term>", clause),)


def _example(match: re.Match[str]) -> str:
    """The example with the full stop that belongs to it."""
    words = match["example"].strip()
    return words if words.endswith((".", "!", "?", "…")) else words + match["stop"]


def _against(found: Proposal, action: str) -> Proposal:
    """The action with the phrase it speaks against set apart."""
    action = _ADVERB.sub("", action.strip())
    match = _COUNTER.search(action)
    if match is None:
        return evolve(found, action=action)
    counter = _counter(match["counter"].strip())
    said = action[: match.start()].rstrip(" ,")
    return evolve(found, action=said, counter=counter, join=match["join"].lower())
