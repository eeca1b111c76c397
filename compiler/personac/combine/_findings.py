"""What merging and extending report, and the line of settings that would settle it."""

import json

from personac.combine.say import Settle
from personac.diagnostics import Diagnostic, Label, Severity
from personac.text.plain import key

NAMES = {
    "MRG001": "scalar-conflict",
    "MRG002": "number-disagreement",
    "MRG003": "contradiction",
    "MRG004": "tools-narrowed",
    "MRG005": "mandate-loosened",
    "MRG006": "grant-widened",
    "MRG007": "permission-of-one",
    "MRG008": "settle-unused",
    "MRG009": "merge-unproven",
    "MRG010": "merge-setting-idle",
}
WHY = {
    "MRG001": "one persona cannot have two; which one is right, only the project knows",
    "MRG002": "an agent that reads two numbers follows either; the project knows the right one",
    "MRG003": "an agent cannot both do and leave it",
    "MRG004": "a merged persona may use only what each source that lists tools allows",
    "MRG005": "who extends a persona keeps what it demands and forbids, and may only tighten it",
    "MRG006": "who extends a persona gets no tools that the persona was not given",
    "MRG007": "what one source permits, the others did not grant",
    "MRG008": "a decision that decides nothing hides that the sources have changed",
    "MRG009": "a persona is merged only when each source is proven to hold in it",
    "MRG010": "a setting that means nothing is a mistake in a name, or left over",
}
CORRECT = "correct the rule, or remove it from `merge.settle`"
LONGEST = 60
_SHORT = 3
_WORDS = 5
_MOST = 200


def finding(code: str, severity: Severity, message: str, advice: str, *labels: Label) -> Diagnostic:
    return Diagnostic(
        code=code,
        name=NAMES[code],
        severity=severity,
        message=message[:_MOST],
        why=WHY[code],
        help=advice[:_MOST],
        labels=labels,
    )


def settle(persona: str, what: str, take: str) -> str:
    """The literal TOML of a decision."""
    parts = {"persona": persona, "what": what, "take": take, "reason": "…"}
    inner = ", ".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in parts.items())
    return f"merge.settle = [{{ {inner} }}]"


def cut(text: str, most: int = LONGEST) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def telling(*texts: str) -> str:
    """The first words that all texts hold, enough to mean them."""
    first, *others = (key(one).split() for one in texts)
    words = [w for w in dict.fromkeys(first) if all(w in other for other in others)]
    return " ".join([w for w in words if len(w) > _SHORT][:_WORDS] or words)


def unused(rule: Settle, reason: str, advice: str, at: Label) -> Diagnostic:
    message = f'the rule for "{cut(rule.what)}" of "{rule.persona}" {reason}'
    return finding("MRG008", Severity.WARNING, message, advice, at)
