"""SEC002: words that are made to take an agent away from its instructions."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches

_OBJECT = (
    r"(?:instructions?|prompts?|rules?|directives?|guidelines?|commands?|training|constraints?)"
)
_PHRASE = re.compile(
    r"(?:(?:^|[.!?:;]\s+|\n\s*|please |must |should |will |to |and |now,? |then,? |just )"
    r"(?:ignore|disregard|forget|bypass)|(?:^|[.!?:;]\s+|\n\s*|please )override)"
    r"\s+(?:(?:all|any|every|each)\s)?(?:of\s)?(?:(?:the|your|my|these|those)\s)?"
    r"(?:previous|prior|above|earlier|preceding|former|original|system|initial|safety)(?:\s\w+)?\s"
    rf"{_OBJECT}\b"
    r"|\byou are (?:now )?(?:dan\b|jailbroken|in developer mode|free (?:of|from) (?:all |any )?"
    r"(?:rules|restrictions|limits))"
    r"|\b(?:pretend|act as if|behave as if)(?: that)? you (?:have|had) no "
    r"(?:rules|restrictions|limits|guidelines|filters?)\b"
    r"|\b(?:reveal|print|output|repeat|leak) (?:me )?(?:your|the) (?:full |entire |hidden )?"
    r"system prompt\b"
    r"|<\|im_start\|>|<\|im_end\|>|(?-i:\[/?INST\])|<<SYS>>",
    re.IGNORECASE,
)
_MARKS = (
    "ignore",
    "disregard",
    "forget",
    "bypass",
    "override",
    "pretend",
    "system prompt",
    "as if",
    "dan",
    "jailbroken",
    "developer mode",
    "free of",
    "free from",
    "<|",
    "inst]",
    "<<sys",
)


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _PHRASE, _MARKS):
        if not (passage.code or passage.refused(match) or passage.quoted(match)):
            yield _finding(passage, match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = " ".join(match.group().split()).strip(" .!?:;")
    return Finding(
        message=f"`{words[:80]}` takes an agent off its instructions",
        help="delete it; when it describes an attack, put it in quotation marks or a code block",
        labels=(passage.mark(words),),
    )


RULE = Rule(
    code="SEC002",
    name="injection-phrase",
    severity=Severity.WARNING,
    why="an agent that obeys it drops the mandates that stand before it, those of its client too",
    check=check,
)
