"""Phrases that carry force, not content: markers, hedges, quantifiers, approvers.

A folded text becomes tokens in which each such phrase is one mark, whatever its wording:
``must not``, ``never`` and ``is forbidden`` are all ``NOT``.
"""

import re
from functools import cache

MUST, NOT, SHOULD, SHOULD_NOT, MAY = "MUST", "NOT", "SHOULD", "SHOULD-NOT", "MAY"
HEDGE, ALL, MOST, SOME, BOUND = "HEDGE", "ALL", "MOST", "SOME", "BOUND"
UNLESS, WITHOUT, ONLY, IF = "UNLESS", "WITHOUT", "ONLY", "IF"
BEFORE, AFTER, UNTIL = "BEFORE", "AFTER", "UNTIL"

_BE = r"(?:is|are|be|been|remains?|stays?)"
_FIRMLY = (
    r"(?:strictly |absolutely |expressly |explicitly |always |also |hereby |completely |entirely )?"
)
_BANNED = r"(?:forbidden|prohibited|banned|disallowed|off-limits|barred)"

_HEDGES = (
    r"(?:try|tries|attempt|attempts|aim|aims|strive|strives|seek|seeks|endeavou?rs?) to",
    r"(?:make|makes) (?:an?|every|some|reasonable) (?:\w+ )?efforts? to|best[- ]efforts?(?: basis)?",
    (
        r"(?:if|when|where|whenever|wherever|as far as|as much as|to the extent|insofar as)(?: at all)?(?: is| it is| it's)? ?"
        r"(?:reasonably |practically |technically )?(?:possible|feasible|practical|practicable|appropriate|applicable|convenient|"
        r"reasonable|relevant|suitable|necessary|needed|helpful|useful|desired|sensible|warranted)"
    ),
    r"as (?:appropriate|needed|necessary|applicable|required|possible|far as possible)",
    r"(?:time|schedules?|resources?|capacity|budget|circumstances|conditions|workload|bandwidth) (?:permitting|allowing)|within reason|at (?:your|its|the \w+) (?:own )?(?:convenience|leisure)",
    r"(?:if|when|as) (?:time|resources|capacity|circumstances|budget|priorities) (?:permits?|allows?|available)",
    r"at (?:your|its|the (?:agent |team )?)(?: own)? ?discretion|(?:use|using|with|in) (?:your |its |good )?(?:own )?(?:best )?judg(?:e)?ment",
    r"in (?:most|many|some) cases|for the most part|as a (?:rule|guideline|suggestion)(?: of thumb)?|in (?:general|principle|theory)|more or less",
    (
        r"ideally|generally|usually|typically|normally|preferably|mostly|often|sometimes|occasionally|hopefully|perhaps|maybe|possibly|"
        r"probably|ordinarily|largely|commonly|frequently|optionally|reasonably|nominally|loosely|roughly|partially|partly"
    ),
    r"(?:is |are )?(?:nice to have|encouraged(?: to)?|advisable(?: to)?|desirable(?: to)?|advised(?: to)?|suggested(?: to)?|optional)",
    r"consider|considers|might|could|tends? to|wants? to|please try to|where you can|if you can|when you can|unless inconvenient|or so|advisory|non-blocking|informational|for information|not strictly",
)
_MARKS: tuple[tuple[str, str], ...] = (
    (HEDGE, "|".join(_HEDGES)),
    (
        UNLESS,
        r"unless(?: and until)?|except(?: for| when| if| where| that| in)?|excluding|apart from|aside from|other than|save for|with the exception of|barring",
    ),
    (ONLY, r"only|solely|exclusively"),
    (
        WITHOUT,
        r"without(?: first)?(?: obtaining| having| getting| receiving)?|in the absence of|absent",
    ),
    (BEFORE, r"before|prior to|ahead of|in advance of|preceding"),
    (AFTER, r"after(?:wards)?|following|subsequent to|once"),
    (UNTIL, r"until|till"),
    (MAY, r"needs? not|(?:do|does|is|are) not (?:need|have|required|obliged|obligated) to"),
    (
        SHOULD_NOT,
        r"(?:should|ought)(?: to)?(?: \w+ly)? (?:not|never)(?: to)?|avoids?|discouraged(?: from)?|(?:is|are) not recommended(?: to)?",
    ),
    (
        NOT,
        (
            rf"(?:it {_BE} )?{_BE} {_FIRMLY}{_BANNED}(?: to| from)?|{_FIRMLY}{_BANNED}(?: to| from)?|"
            rf"(?:it {_BE} )?(?:{_BE} )?not {_FIRMLY}(?:allowed|permitted|acceptable|authorized|authorised)(?: to)?|"
            rf"(?:must|shall|may|do|does|will|can)(?: \w+ly| also)? (?:not|never)(?: ever| be allowed to| be permitted to)?|"
            r"(?:under no circumstances?|at no time|in no case|by no means)(?: (?:must|shall|may|should|do|can|will|are|is))?|"
            r"never(?: ever)?|refrains? from|not ever"
        ),
    ),
    (SHOULD, r"should|ought to|(?:it is |is |are )?recommended(?: that| to)?"),
    (
        MUST,
        (
            rf"must(?: always| also)?|shall(?: always)?|(?:it {_BE} )?{_BE} {_FIRMLY}(?:required|obligated|obliged|mandatory|compulsory|"
            rf"obligatory|imperative|non-negotiable|mandated)(?: that| to)?|(?:has|have|had|needs?) to|always|mandatory|required to"
        ),
    ),
    (
        MAY,
        rf"may(?: also)?|can|(?:{_BE} )?(?:explicitly |also )?(?:allowed|permitted|free|welcome) to|feel free to",
    ),
    (
        MOST,
        r"most(?: of)?(?: the)?|(?:the )?majority of|nearly all|almost all|almost every|nearly every|the bulk of",
    ),
    (
        SOME,
        r"some(?: of)?(?: the)?|many(?: of)?(?: the)?|a few|several|selected|a subset of|at least some",
    ),
    (
        ALL,
        r"all(?: of)?(?: the)?|every(?: single)?(?! \d)|each(?: and every)?(?: of the)?|any(?: and all)?|everything|anything",
    ),
    (NOT, r"no|not|none of|neither"),
    (
        IF,
        r"if|when|whenever|in case(?: of)?|in the event (?:of|that)|where(?:ver)?|while|during|provided that|as long as|assuming|given",
    ),
)


_TRY_NOT = re.compile(
    r"\b(try|tries|attempts?|aims?|strives?|seeks?|efforts?|endeavou?rs?) not to\b"
)
_TOKEN = re.compile(
    r"\ue000(?P<mark>\d{1,3})\ue001(?P<at>\d{1,4})\ue002|(?P<path>[\w.~@-]*[/*][\w./*~@{}<>-]*)"
    r"|(?P<word>[\w$€£#@%][\w.'@+-]*)|(?P<sign>[<>=]{1,2}|[,;:()])"
)


@cache
def marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")) for name, pattern in _MARKS
    )


@cache
def names() -> tuple[str, ...]:
    return (*(name for name, _ in _MARKS), BOUND)


def tokens_of(folded: str, bounds: tuple[str, ...]) -> list[tuple[str, str]]:
    """(mark or nothing, words) of every mark and word of a folded text; a threshold stands in
    it as a mark of its number.
    """
    found: list[str] = [*bounds]
    folded = _TRY_NOT.sub(r"\1 to not", folded)

    for number, (_, pattern) in enumerate(marks()):

        def put(match: re.Match[str], number: int = number) -> str:
            found.append(match.group())
            return f"\ue000{number}\ue001{len(found) - 1}\ue002"

        folded = pattern.sub(put, folded)
    result: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(folded):
        if match["mark"] is not None:
            result.append((names()[int(match["mark"])], found[int(match["at"])]))
        else:
            result.append(("", match.group()))
    return result
