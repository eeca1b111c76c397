"""Statements that are gates wherever they stand: approvals, checks before a stage, blocking."""

import re
from functools import cache

_APPROVAL = r"(?:approval|confirmation|sign-?off|permission|consent|go-ahead|authori[sz]ation)"
_STAGE = (
    r"(?:proceed|continu|implement|produc|output|commit|merg|deploy|releas|hand|complet|submit|deliver|finish|"
    r"publish|ship|mov|accept|approv|clos|mark|finali[sz]|execut|going|any)\w*"
)
_PATTERNS = (
    rf"\b(?:ask|request|await|obtain|get|gets|seek|wait|secure|receive)\b[^.;]{{0,50}}\b{_APPROVAL}\b",
    rf"\brequir\w*\b[^.;]{{0,40}}\b(?:{_APPROVAL}|review)\b",
    r"\b(?:review|approval|sign-?off|confirmation)\b\s+(?:is|are)\s+(?:\w+ly\s+)?(?:required|mandatory|needed)\b",
    r"\bgo(?:es)? to (?:a )?human\b|\bflag(?:ged)? for human review\b|\bhitl\b|\bhuman approval\b",
    rf"\b(?:must pass|verif\w+|validat\w+|test|tests|tested|ensure|check|confirm)\b[^.;]{{0,140}}\b(?:before|until|prior to)\b[^.;]{{0,30}}\b{_STAGE}",
    rf"\bbefore\s+(?:{_STAGE})[^.;]{{0,60}},?\s*(?:you must |always |must )?(?:verify|validate|test|ensure|check|confirm|run)\b",
    r"\bmust\s+pass\b|\buntil (?:it|they|all|the)\b[^.;]{0,40}\bpass(?:es)?\b",
    r"\b(?:criteria|conditions?|checks?)\b[^.;]{0,30}\b(?:must be met|to be met)\b",
    r"\b(?:blocks?|halts?|fails?)\s+(?:the\s+)?(?:\w+\s+)?(?:build|review|merge|merging|deploy\w*|release|status|pipeline|progress|pr)\b",
    r"\bHALT\b",
    r"\bno\s+[\w\s-]{1,40}?\b(?:is|are|can be|may be|proceeds?)\b[^.;]{0,40}\bwithout\b[^.;]{0,40}\b(?:pass\w*|evidence|approv\w*|review\w*|test\w*|scan\w*|valid\w*)",
    rf"\b(?:do not|never|must not)\s+(?:proceed|continue|start|begin|move|merge|deploy|release|mark|commit)\b[^.;]{{0,60}}\b(?:without|until|before|unless)\b[^.;]{{0,60}}\b(?:{_APPROVAL}|approv\w*|confirm\w*|pass\w*|verif\w*|valid\w*|review\w*|test\w*|complete\w*)",
    r"\b(?:fail\w*|broken|failing)\b[^.;]{0,40}\bmust never be\b",
    r"(?:[<>≤≥]=?\s?\d|\b(?:exceeds?|above|over|below)\s+\d)[^.;]{0,60}(?:\bmust\b|→|\btrigger|\bblock|\bfail|\bescalat|\bpage\b|\bhalt|\bstop|\brequir)",
)
_WAIVED = re.compile(
    r"^no\b[^.]{0,60}\b(?:approval|review|confirmation)\b[^.]{0,20}\b(?:required|needed|necessary)\b|\bwithout (?:requiring|asking for)\b",
    re.IGNORECASE,
)
_BAN = re.compile(
    r"^(?:(?:the agent |you )?(?:must not|must never|never|do not)|no)\b", re.IGNORECASE
)


@cache
def _compiled() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(p) if p == r"\bHALT\b" else re.compile(p, re.IGNORECASE) for p in _PATTERNS
    )


def is_gate(bare: str) -> bool:
    """Whether the sentence itself makes a checkpoint."""
    if _WAIVED.search(bare):
        return False
    return any(pattern.search(bare) for pattern in _compiled())
