"""Where in a sentence a marker binds nobody: what it describes, quotes, waives or hopes."""

import re

from personac.tables.verbs import IMPERATIVES

_REACH = 200
"""How far before a marker its clause can begin."""

_CONDITION = re.compile(
    r"^.*\b(?P<word>if|when|whenever|because|since|while|although|though|unless|until)\s+(?P<tail>[^,:;–—→]{0,120})$",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?:because|since|although|though|unless|until)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:(?P<word>that|which|who|whom|whose|where)\s+(?P<tail>(?:(?![-–—]\s)[^\s,;:.]+\s+){0,5})|(?:what|how|why|whether)\s+(?:(?![-–—]\s)[^\s,;:.]+\s+){0,14})$",
    re.IGNORECASE,
)
_REDUCED = re.compile(
    r"\b[a-z]+s\s+(?:you|we|agents?|(?:the|your|each|this|its)\s+[a-z]+)\s+$"
    r"|\b(?:is|are|be)\s+(?:the|an?)\s+\w+\s+(?:your|its|their|the)\s+\w+\s+$",
    re.IGNORECASE,
)
_OPENS_CLAUSE = re.compile(
    r"^\W*(?:in|as|when|for|during|at|on|before|after|if|while|to|with|upon|once|sometimes|always|unless|given|since)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\bensuring\b[^.;]{0,120}$|"
    r"\b(?:understand|explain|inform|tell|remind|advise|assume|principle|belief|believe)s?\s+(?:[\w']+\s+){0,3}that\b[^.;]{0,160}$|"
    r"\b(?:tell|inform|remind|explain|ensure|verify|confirm|check|assume|principle|belief|believe|claim|say|says|states?)\b"
    r"[^,.;:]{0,60}\b(?:they|it|he|she|users?)\s+$",
    re.IGNORECASE,
)
_POINTED = re.compile(
    r"\b(?:note|remember|keep in mind|be aware|important|critical)\s*$|^\W*$|[,;]\s*(?:and\s+)?$",
    re.IGNORECASE,
)
_AUXILIARY = frozenset(
    "is are was were has have had do does did can will could would may might cannot can't don't "
    "doesn't isn't aren't fails exists runs goes lies".split()
)
_ADJECTIVE = r"(?!(?:give|drive|move|serve|approve|resolve|remove|leave|have|receive|bring)\b)\w+(?:ive|ous|ful|less|ental|ical|esome|ating|ising|izing)"
_ATTITUDE = re.compile(
    rf"never\s+(?:[a-z]{{2,}}ing|satisfied|settl\w+|compromis\w+|content|afraid|boring|gives? up|stops? learning|been|before|ending|seen|mind|"
    rf"dull|vague|\W|rude|harsh|angry|bored|tired|arrogant|an? \w+(?: \w+)?$|{_ADJECTIVE})\b"
    rf"|always\s+(?:active|on|needed|available|been|curious|learning|ready|eager|striv\w+|looking|seeking|happy|up-to-date|\w+ing|"
    rf"up to date|open|thinking|the|an?|calm|polite|patient|true|possible|right|better|\w+-driven|[\w-]+-ready|{_ADJECTIVE})\b",
    re.IGNORECASE,
)
_ENCOURAGED = re.compile(
    r"(?:do not|don['’]t|never)\s+(?:hesitate|worry|be afraid|be shy)\b", re.IGNORECASE
)
_WAIVED = re.compile(
    r"^\W*no\b.{0,60}\b(?:required|needed|necessary|pre-approval|yet|available|applicable)\b",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"^\W*no\s+(?:[\w/-]+\s+){0,5}(?:detected|found|match|matches|results?|issues?|errors?|regressions?|exists?|remains?|left)\s*(?:$|[:.,])",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"should\s+(?:see|now|already|look like|have been|be (?:noted|obvious|enough|fine|able to see)|you\b)|must have been\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\bno\s+(?:[\w-]+\s+){1,5}$", re.IGNORECASE)
_NEEDED = re.compile(r"(?:is|are|be)\s+(?:\w+ly\s+)?(?:required|mandatory)\b", re.IGNORECASE)
_PHRASE = re.compile(r"^\W*(?:not )?for\b[^,.;:]{0,40}$", re.IGNORECASE)
_ABLE = re.compile(r"\b(?:can|could)\s+$", re.IGNORECASE)
_EXISTENCE = re.compile(r"\bthere\s+$", re.IGNORECASE)
_NOUN = re.compile(
    r"must-(?:have|know|read|see|do|fix)s?\b|must haves?\s*$|should haves?\s*$|(?:must|shall|should)\s*(?:[.,;)]|$)",
    re.IGNORECASE,
)
_STATIVE = frozenset(
    "trigger have require need include know guarantee support affect exist mean apply own "
    "handle replace matter belong contain differ seem appear hold see think believe want like mind "
    "feel care".split()
)
_DISPATCH = re.compile(
    r"\b(?:this|the) (?:sub-?)?(?:agent|persona|mode|skill|specialist)\b[^.]{0,40}\b(?:should|must) (?:only )?be (?:used|invoked|called|activated|engaged|selected|triggered)\b"
    r"|^\W*(?:MUST BE USED|use (?:this|proactively|when)|proactively use|"
    r"(?:do not|don['’]t|never) use (?:this|the) (?:agent|persona|mode|skill))\b"
    r"|\b(?:duplicated|repeated|documented|described) here\b",
    re.IGNORECASE,
)


def is_aside(bare: str) -> bool:
    """Whether a whole sentence binds nobody: a question, words for whoever picks the agent,
    or a remark about the document.
    """
    return bare.rstrip().endswith("?") or bool(_DISPATCH.search(bare))


def binds(bare: str, start: int, verb: str | None = None) -> bool:
    """Whether the marker at ``start`` stands in a main clause and states a duty."""
    if any(p.match(bare, start) for p in (_ATTITUDE, _ENCOURAGED, _EXPECTED, _NOUN)):
        return False
    if bare[start : start + 2].lower() == "no" and (_WAIVED.match(bare) or _FACT.match(bare)):
        return False
    if verb is not None and verb.lower() in _STATIVE:
        return False
    before = bare[max(0, start - _REACH) : start]
    if bare[start : start + 6].lower() == "always" and _ABLE.search(before):
        return False
    if bare.startswith("ONLY", start) and _PHRASE.search(before):
        return False
    if _NEEDED.match(bare, start) and _NOTHING.search(before):
        return False
    if bare[start : start + 6].lower() == "should" and _EXISTENCE.search(before):
        return False
    return not (
        _conditional(before)
        or _relative(before)
        or _reduced(bare, before)
        or _REPORTED.search(before)
    )


def _conditional(before: str) -> bool:
    match = _CONDITION.search(before)
    if match is None:
        return False
    words = match["tail"].lower().split()
    if "then" in words:
        return False
    return bool(_REASON.match(match["word"])) or len(words) < 5


def _relative(before: str) -> bool:
    """Whether the marker is the verb of a relative or content clause; one that has a verb of
    its own ("builds that fail must …") leaves the marker to the main clause.
    """
    match = _RELATIVE.search(before)
    if match is None:
        return False
    if match["word"] is None:
        return True
    words = match["tail"].lower().split()
    lead = before[: match.start()]
    if match["word"].lower() == "that" and _POINTED.search(lead) and (not words or lead.strip()):
        return False
    if not words:
        return True
    return not (_is_verb(words[0]) or (len(words) > 2 and _is_verb(words[-1])))


def _is_verb(word: str) -> bool:
    stems = {word}
    for ending, stem in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e")):
        if word.endswith(ending):
            stems.add(word.removesuffix(ending) + stem)
    return word in _AUXILIARY or not stems.isdisjoint(IMPERATIVES)


def _reduced(bare: str, before: str) -> bool:
    """Whether the marker stands in a relative clause without pronoun: "files you must read"."""
    match = _REDUCED.search(before)
    if match is None:
        return False
    clause = before.rpartition(", ")[2] if ", " in before else bare[:_REACH]
    return not _OPENS_CLAUSE.match(clause)
