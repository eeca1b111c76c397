"""Words that praise and measure nothing."""

import re

QUALITY = (
    "good|great|proper|properly|robust|clean|appropriate|appropriately|adequate|sufficient|high[- ]quality|quality|reasonable|"
    "nice|elegant|efficient|efficiently|effective|effectively|performant|scalable|maintainable|readable|professional|reliable|solid|"
    "excellent|optimal|user[- ]friendly|intuitive|clear|concise|well[- ](?:thought[- ]out|[a-z]+(?:ed|en|n))|"
    "modern|best|correct|meaningful|comprehensive|thorough|world[- ]class|production[- ](?:ready|quality)|perfect|"
    "flexible|modular|understandable|helpful|high|acceptable|satisfactory|suitable|actionable|seamless|rigorous|polished|sensible|"
    "self[- ]documenting|top[- ]notch|first[- ]class|state[- ]of[- ]the[- ]art|fast|quick|secure|safe|stable|smooth|tidy|neat|simple|sound|decent|good enough|"
    r"realistic|interesting|engaging|attractive|beautiful|compelling|logical|coherent|relevant|valuable|useful|sane|tasteful|natural|pleasant|fine|varied|balanced|plausible|polite|friendly|healthy|convincing|harmonious|lively|in (?:good|excellent|perfect|proper|fine|best) (?:order|shape|condition|state)|"
    "(?:easy|simple|pleasant) to (?:use|read|modify|understand|remember|follow|maintain|extend|change|test|review)|up to (?:standard|scratch|par)|"
    "of (?:a )?(?:good|high|the highest|sufficient|adequate|excellent|professional) (?:quality|standard)|as (?:good|clean|simple|clear|readable|efficient) as possible"
)
_MORE = r"(?:(?:very|highly|always|fully|as|consistently|sufficiently|reasonably|immediately|extremely|truly) )?"
_LIST = (
    rf"(?:{_MORE}(?:{QUALITY})(?:(?:, and|, or|,| and| or| but| yet|/| &) ?{_MORE}(?:{QUALITY}))*)"
)
_BE = r"(?:be|remain|stay|is|are|have to be|looks?|feels?|seems?|appears?|reads?|sounds?|tastes?|smells?)"
_THING = r"(?:code|quality|documentation|docs|design|architecture|solutions?|output|results?|performance|standards?|implementation|work|style|practices|tests?|naming|structure|error handling|usability|reliability|readability|maintainability|coverage|security|jobs?|answers?|names?|comments?)"
_DEED = r"(?:(?:you |the agent |it |we )?(?:must|should|shall|always|need to|has to|have to) (?:always )?)?"
_WELL = (
    r"(?:well|properly|correctly|appropriately|nicely|smoothly|gracefully|efficiently|effectively|professionally|reliably|cleanly|carefully|"
    r"politely|promptly|quickly|thoroughly|seamlessly|adequately|sufficiently|responsibly|sensibly|reasonably|wisely|diligently|naturally|fluently|convincingly|pleasantly|with (?:great |due |proper |special |extra )?care)"
)
_DONE = r"(?:\w+ed|written|done|built|made|kept|run|thought through)"
_NORMS = (
    r"(?:(?!(?:our|the|your|its|their|my|this|these|those|following|existing|project|team|company|house)\b)[\w.+#-]+ ){0,3}?"
    r"(?:(?:best|good) practices|(?:coding|quality|industry|engineering|code|development|style) (?:standards|conventions|guidelines|principles|practices))"
)
_VAGUE = re.compile(
    rf"^(?:[\w ,/'’-]{{0,60}}\b{_BE} (?:always |also |kept |of )?{_LIST}(?: enough)?"
    rf"|{_DEED}"
    rf"(?:write|produce|deliver|ensure|maintain|keep|follow|use|provide|create|uphold|achieve|have|practice|apply|build|do|give|show|choose|demand)"
    rf" (?:only |the |your |always |an? )?(?:{_LIST} (?:\w+ )?{_THING}|(?:proper |good |high )?quality|(?:code )?quality(?: and \w+)?)"
    rf"|[\w ,/'’-]{{0,60}}\b(?:has|have|shows?|offers?) (?:an? )?{_LIST} (?:quality|look|shape|condition|appearance|feel)"
    rf"|{_DEED}(?:keep|make|leave) [\w '’-]{{1,40}} {_LIST}"
    rf"|{_DEED}(?:follow|apply|use|adhere to|include|implement|observe|respect|comply with|stick to|employ) {_NORMS}(?: and {_NORMS})?(?: at all times)?"
    rf"|[\w ,/'’-]{{0,60}}\b(?:meets?|satisf(?:y|ies)|follows?) (?:the |our |all )?(?:high|highest|good|professional|industry|excellent|best)"
    rf" (?:quality |coding |professional )?(?:standards?|bar|expectations|practices)"
    rf"|[\w ,/'’-]{{0,60}}\b(?:be|are|is|gets?) (?:{_WELL} {_DONE}|{_DONE} {_WELL})"
    rf"|[\w ,/'’-]{{1,60}}\b(?:works?|performs?|behaves?|functions?|scales?|runs?|reads?|fits?|flows?|respond|act|communicate) {_WELL}"
    rf"|{_DEED}(?:handle|test|document|review|name|structure|format|manage|design|implement|write|treat|process|check|validate|communicate|act|behave|work|respond|think|plan)"
    rf"(?: [\w '’-]{{1,40}})? {_WELL}"
    rf"|{_DEED}(?:be careful|(?:communicate|write|speak|answer|respond|reply) clearly|take (?:great |proper |due |special )?care|(?:use|exercise|apply) (?:common sense|(?:good|sound|your best) judge?ment)|do (?:a good job|the right thing|good work)|"
    rf"pay attention(?: to detail)?|keep (?:it|things) (?:{QUALITY})))$",
    re.IGNORECASE,
)
_ENSURE = re.compile(
    r"^(?:(?:you|the agent|it) )?(?:(?:must|should|shall|always) )*(?:ensure|make sure)(?: that)? (?=.*\b(?:is|are|be|remains?|stays?)\b)",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:if|when|where|while|that|which|who|because|so|than|unless|not|no|never|equally)\b",
    re.IGNORECASE,
)


def only_praises(text: str) -> bool:
    """Whether the predicate of ``text`` has nothing but words of praise; ``text`` is plain."""
    text = _ENSURE.sub("", text)
    return (
        len(text) <= 120 and not _CASE.search(text) and _VAGUE.match(text.strip(" .!")) is not None
    )
