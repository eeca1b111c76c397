"""QLT004: words that name another model or temperature than the header sets."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.identity import text_of
from personac.model import Field, NodeId
from personac.rules.references._text import texts

_FAMILIES = (
    r"opus|sonnet|haiku|gpt-?\d[\w.]*(?:-(?:mini|nano|turbo))?|o[134](?:-mini)?|gemini[ -](?:\d|pro|flash|ultra)[\w.-]*"
    r"|(?:llama|mistral|mixtral|deepseek|grok)(?:[ -]?[\dvr][\w.]*)?"
)
_FAMILY = re.compile(rf"\b(?:{_FAMILIES})\b", re.IGNORECASE)
_CLAUDE = r"(?:(?:anthropic['’]?s? )?claude[ -]?(?:\d[\d.]*[ -])?)?"
_SAYS_MODEL = re.compile(
    rf"(?:\b(?:uses?|using|(?:runs?|running|works?) (?:best |only |always )?(?:on|with|as|under)|powered by|executed? (?:on|with|by)|(?:based|built) on|backed by|driven by"
    rf"|needs?|requires?|you are)\s+(?:the\s+|an?\s+)?"
    rf"{_CLAUDE}|^(?:recommended |preferred "
    rf"|required |default |target |llm )?(?:model|llm|engine)(?: to use| used)?\W{{1,6}}{_CLAUDE}"
    rf"|\bthis is an? )(?P<model>{_FAMILIES})\b",
    re.IGNORECASE | re.MULTILINE,
)
_SAYS_TEMPERATURE = re.compile(
    r"\b(?:temperature|temp)\b(?:(?: setting| value)?\s+(?:of|to|at|is|set (?:to|at)|is set to|should be|must be|stays at)(?: exactly| about)?|\s*[:=])?\s*[`*]{0,2}(?P<value>[01](?:\.\d+)?)\b"
    r"(?![.\d]*\s*(?:°|degrees?|c\b|k\b))",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:this (?:agent|persona|assistant|file|subagent)|you|i)\b(?: \w+){0,2} (?:runs?|running|powered|executed?|uses?|based|are|needs?|requires?)\b",
    re.IGNORECASE,
)
"""What speaks of the persona itself, whatever for."""
_CHOSEN = re.compile(
    r"\b(?:delegat\w*|(?<!this )sub-?agents?|when|if|other|instead|switch|escalat\w*|fallback|api|models|example|e\.g|compare\w*|versus|vs|either|or)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:delegat\w*|sub-?agents?|tasks?|when|if|for|other|instead|switch|escalat\w*|fallback|api|"
    r"prompt|llm|models|example|e\.g|compare\w*|versus|vs|either|or)\b",
    re.IGNORECASE,
)


def check(context: LintContext) -> Iterator[Finding]:
    fields = [node for node in context.document.persona.header if isinstance(node, Field)]
    models = [field for field in fields if field.kind == "model" and _family(field)]
    heats = [
        field
        for field in fields
        if field.kind == "temperature" and _number(text_of(field.value)) is not None
    ]
    if not models and not heats:
        return
    header = {field.id for field in fields}
    for node, words in texts(context.document.persona):
        if node not in header:
            yield from _model(models, node, words)
            yield from _temperature(heats, node, words)


def _model(models: list[Field], node: NodeId, words: str) -> Iterator[Finding]:
    for match in _SAYS_MODEL.finditer(words) if models else ():
        said = match["model"].casefold()
        if said not in _family(models[0]) and not _of_others(words, match.start()):
            yield _finding(models[0], node, match["model"], "model")


def _of_others(words: str, at: int) -> bool:
    """Whether the line speaks of a choice, or of what somebody else runs on."""
    line = words[words.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]
    return (_CHOSEN if _OWN.search(line) else _OTHERS).search(line) is not None


def _temperature(heats: list[Field], node: NodeId, words: str) -> Iterator[Finding]:
    for match in _SAYS_TEMPERATURE.finditer(words) if heats else ():
        same = _number(match["value"]) == _number(text_of(heats[0].value))
        if not same and not _of_others(words, match.start()):
            yield _finding(heats[0], node, match.group(), "temperature")


def _family(field: Field) -> frozenset[str]:
    return frozenset(found.casefold() for found in _FAMILY.findall(text_of(field.value)))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _finding(field: Field, node: NodeId, said: str, what: str) -> Finding:
    value = text_of(field.value)
    return Finding(
        message=f"the text says `{said}`, the header sets `{field.key}: {value[:40]}`",
        help=f"delete the words, or set the {what} that they name",
        labels=(Label(Locator(node=node, needle=said)), Label(Locator(node=field.id), "set here")),
    )


RULE = Rule(
    code="QLT004",
    name="setting-conflict",
    severity=Severity.WARNING,
    why="the header decides, and readers of the text believe something else",
    check=check,
)
