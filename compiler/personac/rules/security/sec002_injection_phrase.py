"""SEC002: words that are made to take an agent away from its instructions."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.security._passages import Passage, matches

_OBJECT = (
    r"(?:instructions?|prompts?|rules?|directives?|guidelines?|guardrails?|commands?|training"
    r"|constraints?|restrictions?|policies|mandates?)"
)
_WHICH = (
    r"(?:previous|prior|above|earlier|preceding|former|foregoing|original|system|initial|safety"
    r"|existing)"
)
_START = (
    r"(?:^|[.!?:;]\s+|\n\s*|please |must |should |will |to |and |now,? |then,? |just |you (?:can|may) "
    r"|simply |always |from now on,? )"
)
_LEAVE = r"(?:ignore|disregard|forget|bypass|drop|discard|set aside|stop following)"
_EACH = r"(?:(?:all|any|every|each|everything)\s)?(?:of\s)?(?:(?:the|your|my|these|those|other)\s)?"
_GIVEN = r"(?:(?:that |which )?you (?:were|have been|got|had been) (?:given|told|taught|trained)|above|before)"
_PHRASE = re.compile(
    rf"{_START}[*_]{{0,2}}{_LEAVE}\s+{_EACH}{_WHICH}(?:\s\w+)?\s{_OBJECT}\b"
    rf"|(?:^|[.!?:;]\s+|\n\s*|please )override\s+{_EACH}{_WHICH}(?:\s\w+)?\s{_OBJECT}\b"
    rf"|{_START}[*_]{{0,2}}{_LEAVE}\s+{_EACH}(?:{_OBJECT}|everything|anything|what)\s{_GIVEN}\b"
    rf"|{_START}[*_]{{0,2}}{_LEAVE}\s+(?:(?:all|any)\s)?(?:of\s)?your\s{_OBJECT}\b"
    rf"|\breplaces? (?:all|any|every)(?: of)?(?: your)? {_WHICH} {_OBJECT}\b"
    rf"|\b(?:do not|don['’]t|no longer) (?:follow|obey|heed)\s+(?:{_EACH}{_WHICH}(?:\s\w+)?\s{_OBJECT}"
    rf"|your (?:own )?{_OBJECT})\b"
    rf"|\byour (?:{_WHICH} )?{_OBJECT} (?:no longer|do not|don['’]t) apply\b"
    rf"|\b{_WHICH} {_OBJECT} (?:no longer apply|are (?:now )?(?:void|obsolete|cancelled|revoked|suspended))\b"
    rf"|\boverrides? (?:all|any|every)(?: of)?(?: your)?(?: {_WHICH})? (?:instructions?|rules?|guidelines?)\b"
    r"|\byou are (?:now )?an? (?:unrestricted|unfiltered|uncensored|jailbroken)\b"
    rf"|\byou (?:now )?have no (?:{_OBJECT}|limits|filters)\b"
    rf"|\byou (?:no longer have|(?:do not|don['’]t) (?:have|need)) to (?:follow|obey) (?:your|any|the) {_OBJECT}\b"
    r"|\bdo anything now\b|(?:^|[.!?:;]\s+|\n\s*)act as dan\b"
    r"|\b(?:enter|switch to|activate|enable) (?:god|jailbreak|dan) mode\b|(?:^|[.!?:;]\s+|\n\s*)enter developer mode\b"
    rf"|\btreat\b[^.\n]{{0,60}}\bas your (?:new )?(?:system )?{_OBJECT}\b"
    rf"|\btakes? precedence over (?:all|any|every)(?: of)?(?: your| other| these)? {_OBJECT}\b"
    rf"|{_START}forget (?:that )?you (?:are|have|were)\b[^.\n]{{0,50}}\b{_OBJECT}\b"
    r"|(?-i:</?system(?:_prompt)?>)"
    r"|\byou are (?:now )?(?:dan\b|jailbroken|in (?:developer|god|jailbreak) mode|free (?:of|from) "
    rf"(?:all |any )?(?:{_OBJECT}|limits)|unrestricted\b|no longer bound\b)"
    rf"|\b(?:pretend|act as if|behave as if|assume)(?: that)? you (?:have|had) no (?:{_OBJECT}|limits|filters?)\b"
    rf"|\b(?:act|answer|respond|behave|operate) without (?:any |all )?(?:{_OBJECT}|limits|filters?)\b"
    rf"|\bfrom now on,? you (?:have no (?:{_OBJECT}|limits)|(?:only )?(?:obey|answer to)\b|are (?:dan|free)\b)"
    r"|\b(?:reveal|print|output|repeat|leak) (?:me )?(?:your|the) (?:full |entire |hidden )?"
    r"system prompt\b"
    r"|^\W{0,4}new (?:system )?(?:instructions?|prompt|directives?)(?::|\n)"
    r"|<\|(?:im_start|im_end|system|endoftext|start_header_id)\|>|(?-i:\[/?INST\])|<</?SYS>>"
    r"|(?-i:(?:^|\.\s)\W{0,3}\[/?SYSTEM\])",
    re.IGNORECASE | re.MULTILINE,
)
_NOT = re.compile(r"do not|don['’]t", re.IGNORECASE)
_MARKS = (
    "ignore",
    "disregard",
    "system>",
    "system_prompt>",
    "precedence",
    "replace",
    "treat ",
    "anything now",
    "dan mode",
    "unfiltered",
    "uncensored",
    "have no ",
    "to follow",
    "to obey",
    "forget",
    "bypass",
    "override",
    "pretend",
    "system prompt",
    "as if",
    "as dan",
    "are dan",
    "now dan",
    "jailbr",
    "developer mode",
    "god mode",
    "free of",
    "free from",
    "<|",
    "inst]",
    "<<",
    "set aside",
    "discard",
    "drop ",
    "stop following",
    "not follow",
    "t follow",
    "longer",
    "obey",
    "heed",
    " apply",
    " are void",
    "are now void",
    "revoked",
    "suspended",
    "obsolete",
    "cancelled",
    "unrestricted",
    "assume",
    " without ",
    "from now on",
    "new instruction",
    "new system",
    "new prompt",
    "new directive",
    "system]",
)


def check(context: LintContext) -> Iterator[Finding]:
    for passage, match in matches(context, _PHRASE, _MARKS, prose=True):
        if not (passage.quoted(match) or _is_refused(passage, match)):
            yield _finding(passage, match)


def _is_refused(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the words forbid it; an order not to obey is a ban, and meant here."""
    if _NOT.match(match.group()):
        passage = passage._replace(bans=())
    return passage.refused(match)


def _finding(passage: Passage, match: re.Match[str]) -> Finding:
    words = " ".join(match.group().split()).strip(" .!?:;")
    return Finding(
        message=f"`{words[:80]}` takes an agent off its instructions",
        help="delete it; when it describes an attack, put it in quotation marks or a code block",
        labels=(passage.mark(words),),
        severity=Severity.ERROR if passage.comment else None,
    )


RULE = Rule(
    code="SEC002",
    name="injection-phrase",
    severity=Severity.WARNING,
    why="an agent that obeys it drops the mandates that stand before it, those of its client too",
    check=check,
)
