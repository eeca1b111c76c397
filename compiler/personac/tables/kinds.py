"""What a title or label says about what stands below it.

Patterns run over ``text.plain.key``: lower case words, no numbering, marks or emoji.  The
first match wins; a project adds titles of its own in its configuration.
"""

import re
from functools import cache

from personac.text.plain import key

_ENDED = r"(?:no longer|formerly|previously|former|deprecated|obsolete|retired|superseded|outdated)"
"""What says that a rule or ban was one once."""
_SECTIONS: tuple[tuple[str, str], ...] = (
    ("history", r"(?:change|update|version|revision) (?:history|log)$|^changelog$|^history$"),
    ("examples", r"\bexamples?\b|sample (?:dialogue|conversation|interaction|output)s?|^usage$"),
    (
        "triggers",
        (
            r"^when (?:to|not to) use\b|(?:automatic|manual) (?:triggers?|invocation)|^use cases?$|"
            r"^invocation$|^when to (?:invoke|activate)\b"
        ),
    ),
    (
        "lifted",
        (
            rf"\b(?:{_ENDED}|not|never) (?:\w+ly )?(?:forbidden|prohibited|restricted|banned|mandatory)\b|"
            rf"^(?:{_ENDED}|not(?: an?)?|no)(?: (?:hard|strict|quality|critical|absolute|special|mandatory|more))* "
            r"(?:required|rules?|mandates|constraints?|boundaries|guardrails|restrictions?|prohibitions?|"
            r"limits|non negotiables?|gates?|checks)$"
        ),
    ),
    (
        "forbidden",
        (
            r"^(?:strictly |explicitly |absolutely )?(?:forbidden|prohibited|restricted)\b(?! tokens? \w)|"
            r"\b(?:forbidden|prohibited|restricted|prohibitions?)$|\bprohibitions?\b|^(?:hard |key )?restrictions?$|"
            r"\bwill not\b|\bdoes not do\b|\bmust not\b|^(?:things (?:to )?)?(?:never|do not|don ts?)\b|"
            r"\bwhat (?:not to do|(?:i|you|we|it|(?:this|the) (?:agent|persona|mode)) "
            r"(?:never|should not|should never|must not|must never|(?:do|does) not|don t|doesn t|won t)(?: ever)?(?: do)?$)|"
            r"^(?:i|you|we|agents?) (?:never|do not|don t|must never|should not|won t)$|"
            r"\banti patterns to avoid|\b(?:never|do not|don t) do (?:these|this|any of these)$|^not allowed$|^hard no s?$|^red lines$"
        ),
    ),
    (
        "gates",
        (
            r"\bgates?$|\bgates\b(?! and)|^definition of done\b|\b(?:acceptance|exit|completion) criteria\b(?! (?:format|templates?|guidelines|examples?|definition|development|writing)\b)|"
            r"\b(?:quality|review|release|deployment|validation|pre \w+|verification|completion|final|"
            r"handoff|submission|delivery|launch|readiness) checklist\b|^checklist$|"
            r"regression thresholds?|\bhitl\b|human in the loop|escalation to human|escalate to (?:a )?human|^escalation (?:triggers|criteria|conditions)$|^when to escalate\b|"
            r"^(?:stop|halt|abort|blocking) (?:conditions|criteria)$|^done when$|^(?:merge|release) blockers$|"
            r"^(?:human |user |explicit )?(?:approval|confirmation|sign off) required\b|^requires? (?:human |user |explicit )?(?:approval|confirmation)\b|^ask (?:first|before)$|"
            r"^(?:(?:safety|quality|validation|verification|final|sanity|compliance|consistency|acceptance|integrity|completion|self|mandatory|required|security|pre \w+) )?checks$|^self checks?$|\bvalidation (?:steps|checks)$|step validation$|^pre completion (?:review|checks?)\b"
        ),
    ),
    (
        "metrics",
        (
            r"\b(?:success|quality|key|performance|outcome|impact) metrics\b(?! (?:collection|tracking|monitoring|dashboards?|analysis|definitions?)\b)|"
            r"^metrics$|\bkpis?$|^kpis?\b(?! \w+$)|"
            r"\bkey performance indicators\b|\bperformance (?:standards|benchmarks|targets|goals)$|^performance (?:standards|benchmarks|targets|goals)\b|"
            r"(?<!deployment )(?<!build )(?<!test )(?<!testing )(?<!compilation )(?<!platform )\btargets$|^(?!.*\b(?:collect|track|monitor|observ|telemetry|gather|emit|log)).*\bmetrics$|^slos?\b(?! \w+$)|\bslos?$|service level objectives$|successful when"
        ),
    ),
    ("quality-standards", r"\bquality standards?$|^success criteria$"),
    (
        "mandates",
        (
            r"\bmandates\b|\brules?(?: \d+)?$|\brules (?:always|you)\b|\brules (?:you must follow|of engagement)\b|critical rules|^(?!(?:understand|identify|find|assess|analy[sz]e|consider|define|gather|document|map|check|review)\b).*(?<!resource )(?<!budget )(?<!time )(?<!time and budget )\bconstraints$|^constraint$|"
            r"^(?:(?:your |my )?(?:strict|hard|safety|role|agent|operational|behaviou?ral|ethical|absolute) )?boundaries$|"
            r"\bguardrails$|^guardrails\b|enforceable standards|"
            r"constitutional (?:principles|compliance|requirements)|non negotiables?\b|"
            r"^(?:hard )?limits$|^absolute requirements?$|^mandatory\b|\bmandatory (?:rules|requirements|steps)\b"
        ),
    ),
    ("mission", r"^mandate$|^mission$|^primary mission$|^purpose$"),
    ("identity", r"^(?:persona|identity|core identity|role|agent profile|persona identity)\b"),
    ("output", r"\b(?:output|response|report) (?:format|template|structure)s?\b|\btemplates?$"),
    ("trade-offs", r"trade off|^blind spots?$|^limitations$|known limitations|^risk tolerance$"),
    ("commands", r"^menu\b|\bhandlers?$|^commands?$|\bcommands$"),
    ("scope", r"^(?:i |you )?(?:will|can|do|does)$|^in scope$"),
    ("guidelines", r"\bguidelines?$|\bbest practices?$|^tips$"),
    (
        "tools-authorized",
        r"^(?:authorized|allowed|available) tools$|^tools authorized$|^mcp server access$",
    ),
    ("tools", r"\btools?\b"),
    ("permissions", r"\bpermissions?$|^resource access$"),
    ("protocol-list", r"\bprotocols$"),
    ("principles", r"\bprinciples\b|^philosophy$"),
    ("responsibilities", r"\bresponsibilities\b"),
    (
        "capabilities",
        r"\bcapabilities\b|\bfocus areas?\b|\bcompetenc(?:y|ies)\b|\bexpertise\b|\bskills\b|specialized knowledge",
    ),
    ("startup", r"\bstart ?up\b|^activation$|^activation instructions?$|^critical actions$"),
    ("memory", r"\bmemory\b|^shared references$"),
    ("collaboration", r"collaboration|coordination|handoff|integration with other"),
    ("communication", r"communication|^persona and tone$|^tone$|^style$"),
    ("escalation", r"\bescalation\b"),
    ("error-handling", r"error handling|resilience|failure recovery|fallback"),
    ("resilience", r"resilience patterns"),
    ("learning", r"\blearning\b"),
    ("workflow-selection", r"workflow selection"),
    (
        "workflow",
        r"\bworkflow\b(?! selection)|\blifecycle\b|^standard operating\b|^phases$|^procedure$",
    ),
    ("references", r"\breferences?$|reference documents"),
    ("deliverables", r"deliverables?|expected output"),
)

_LABELS: dict[str, tuple[str, ...]] = {
    "input": ("input", "inputs", "requirement", "prerequisites"),
    "action": ("action", "actions", "activity", "activities", "tasks", "do"),
    "output": ("output", "outputs", "deliverable", "deliverables"),
    "gate": ("quality gate", "gate", "validation gate", "exit gate", "checkpoint"),
    "decision": ("decision", "decisions", "decision point"),
    "completion": ("completion", "done when", "done", "exit"),
    "trigger": ("trigger", "triggers"),
    "schedule": ("schedule",),
    "keywords": ("keywords",),
    "location": ("location",),
    "purpose": ("purpose",),
    "invocation": ("invocation",),
    "mission": ("mandate", "mission"),
    "read": ("read access", "read", "read only access"),
    "write": ("write access", "write"),
    "execute": ("execute access", "execute", "execution access"),
}
_BY_LABEL = {spelling: kind for kind, spellings in _LABELS.items() for spelling in spellings}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _SECTIONS)


@cache
def section_kind(title: str) -> str:
    """The kind of a section by its title; ``other`` when nothing is known."""
    words = key(title)
    return next((kind for kind, pattern in _patterns() if pattern.search(words)), "other")


@cache
def label_kind(label: str) -> str:
    """The kind of a labelled item or line, chiefly the parts of a workflow step."""
    return _BY_LABEL.get(key(label), "other")


def section_kinds() -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for kind, _ in _SECTIONS))
