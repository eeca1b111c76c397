"""Words that praise and measure nothing."""

import re

QUALITY = (
    "good|great|proper|properly|robust|clean|appropriate|appropriately|adequate|sufficient|high[- ]quality|quality|reasonable|"
    "nice|elegant|efficient|efficiently|effective|effectively|performant|scalable|maintainable|readable|professional|reliable|solid|"
    "excellent|optimal|user[- ]friendly|intuitive|clear|concise|well[- ](?:structured|written|designed|organi[sz]ed|crafted)|"
    "modern|best|correct|meaningful|comprehensive|thorough|world[- ]class|production[- ](?:ready|quality)|perfect|"
    "flexible|modular|understandable|helpful|high|acceptable|satisfactory|suitable|decent|sensible|"
    "easy to (?:read|use|maintain|modify|change|understand|follow)"
)
_LIST = rf"(?:(?:very |highly |always |fully |as )?(?:{QUALITY})(?:(?:,| and| or|, and|/| &) ?(?:very |highly |fully )?(?:{QUALITY}))*)"
_BE = r"(?:be|remain|stay|is|are|have to be|looks?|feels?|seems?|appears?|reads?)"
_THING = r"(?:code|quality|documentation|docs|design|architecture|solutions?|output|results?|performance|standards?|implementation|work|style|practices|tests?|naming|structure|error handling|usability|reliability|readability|maintainability)"
_VAGUE = re.compile(
    rf"^(?:[\w ,/'’-]{{0,60}}\b{_BE} (?:always |also |kept |of )?{_LIST}(?: enough)?"
    rf"|(?:(?:you |the agent |it |we )?(?:must|should|shall|always|need to|has to|have to) (?:always )?)?"
    rf"(?:write|produce|deliver|ensure|maintain|keep|follow|use|provide|create|uphold|achieve|have|practice|apply|build)"
    rf" (?:only |the |your |always )?(?:{_LIST} (?:\w+ )?{_THING}|quality|(?:code )?quality(?: and \w+)?))$",
    re.IGNORECASE,
)
_CASE = re.compile(r"\b(?:if|when|where|while|that|which|who|because|so)\b", re.IGNORECASE)


def only_praises(text: str) -> bool:
    """Whether the predicate of ``text`` has nothing but words of praise; ``text`` is plain."""
    return (
        len(text) <= 120 and not _CASE.search(text) and _VAGUE.match(text.strip(" .!")) is not None
    )
