"""What a secret looks like: the forms that providers give to keys, and random values of fields."""

import math
import re
from base64 import b64decode
from collections import Counter
from typing import NamedTuple

_FORMS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("AWS access key", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    (
        "GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b",
    ),
    ("GitLab token", ("glpat-",), r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("Anthropic key", ("sk-ant-",), r"\bsk-ant-[A-Za-z0-9_-]{20,}"),
    ("OpenAI key", ("sk-",), r"\bsk-(?!ant-)(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,}"),
    ("Slack token", ("xox",), r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    (
        "Slack webhook",
        ("hooks.slack.com",),
        r"https://hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}",
    ),
    ("Google key", ("AIza",), r"\bAIza[0-9A-Za-z_-]{35}"),
    ("Stripe key", ("k_live_",), r"\b[rs]k_live_[0-9A-Za-z]{20,}"),
    ("npm token", ("npm_",), r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("PyPI token", ("pypi-",), r"\bpypi-[A-Za-z0-9_-]{40,}"),
    ("Hugging Face token", ("hf_",), r"\bhf_[A-Za-z0-9]{30,}\b"),
    ("SendGrid key", ("SG.",), r"\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,46}"),
    (
        "private key",
        ("PRIVATE KEY-----",),
        r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s{0,4}(?P<value>[^-\s][^-]{39,10000})",
    ),
    (
        "JSON web token",
        ("eyJ",),
        r"\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,}",
    ),
    (
        "password in a URL",
        ("://",),
        r"://[^\s:/@\"'`<>{}$]{1,60}:(?P<value>[^\s/@\"'`<>{}$*\[\]]{6,80})@",
    ),
)
_PROVIDED = tuple((kind, marks, re.compile(form)) for kind, marks, form in _FORMS)
_FIELD = re.compile(
    r"(?:key|secret|token|password|passwd|credentials?|auth)[\"'`]?[ \t]{0,3}[:=][ \t]{0,3}[\"'`]?"
    r"(?P<value>[A-Za-z0-9+/_.=-]{20,200})",
    re.IGNORECASE,
)
_FIELD_MARK = re.compile(r"[:=][ \t]*[\"'`]?[A-Za-z0-9+/_.=-]{20}")
_EXAMPLE = re.compile(
    r"example|placeholder|your|xxxx|dummy|fake|sample|changeme|redacted|\.\.\.|1234567890|abcdef|"
    r"test|<|>|todo|here|insert|replace|foo|demo",
    re.IGNORECASE,
)
_EXAMPLE_PASSWORDS = frozenset(
    "password passwd pass secret changeme postgres root admin guest user username".split()
)
_PARTS = re.compile(r"[^A-Za-z0-9+/]+")
_TURN = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])")
_LONG, _TURNS = 16, 4
_RANDOM = 3.0
_SHOWN = 4
MASK = "*"


class Secret(NamedTuple):
    """A secret at these offsets; an ``example`` has the form of one, but says that it is none."""

    start: int
    end: int
    kind: str
    example: bool


def secrets(text: str) -> list[Secret]:
    """Every secret in ``text``, in order."""
    found = [
        _provided(kind, match)
        for kind, marks, form in _PROVIDED
        if any(mark in text for mark in marks)
        for match in form.finditer(text)
    ]
    if _FIELD_MARK.search(text):
        found += (_assigned(match) for match in _FIELD.finditer(text) if _is_random(match["value"]))
    return _apart(sorted(found))


def _provided(kind: str, match: re.Match[str]) -> Secret:
    group = "value" if "value" in match.re.groupindex else 0
    value = match[group]
    example = _is_example(value) or value.lower() in _EXAMPLE_PASSWORDS
    return Secret(*match.span(group), kind, example)


def _assigned(match: re.Match[str]) -> Secret:
    return Secret(*match.span("value"), "secret", _is_example(match["value"]))


def _apart(found: list[Secret]) -> list[Secret]:
    """Without those that overlap one before them."""
    kept: list[Secret] = []
    for secret in found:
        if not kept or secret.start >= kept[-1].end:
            kept.append(secret)
    return kept


def masked(text: str) -> str:
    """``text`` of the same length, its secrets made unreadable except for their first letters."""
    out: list[str] = []
    at = 0
    for secret in secrets(text):
        out += [text[at : secret.start], _mask(text[secret.start : secret.end], secret.kind)]
        at = secret.end
    return "".join([*out, text[at:]]) if out else text


def _mask(value: str, kind: str) -> str:
    shown = 0 if kind == "password in a URL" else _SHOWN
    return value[:shown] + "".join(c if c.isspace() else MASK for c in value[shown:])


def _is_example(value: str) -> bool:
    return _EXAMPLE.search(value) is not None or len(set(value[_SHOWN:])) < _SHOWN


def _is_random(value: str) -> bool:
    """Whether a value is no word, path or name: one long part of it mixes letters and digits."""
    longest = max(_PARTS.split(_decoded(value)), key=len)
    if len(longest) < _LONG or _entropy(longest) < _RANDOM:
        return False
    return len(_TURN.findall(longest)) >= _TURNS


def _decoded(value: str) -> str:
    """What a value says in Base64, when that is text."""
    try:
        said = b64decode(value, validate=True).decode("ascii")
    except ValueError:
        return value
    return said if said.isprintable() else value


def _entropy(value: str) -> float:
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
