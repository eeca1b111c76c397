"""What a secret looks like: the forms that providers give to keys, and random values of fields."""

import math
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
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
    ("Telegram token", (":AA",), r"\b\d{8,10}:AA[A-Za-z0-9_-]{30,}"),
    (
        "Discord webhook",
        ("/api/webhooks/",),
        r"https://discord(?:app)?\.com/api/webhooks/\d{10,}/[A-Za-z0-9_-]{30,}",
    ),
    (
        "API key",
        (
            "dop_v1_",
            "gsk_",
            "xai-",
            "lin_api_",
            "ntn_",
            "shp",
            "ATATT",
            "dapi",
            "AGE-SECRET-KEY-",
            "tskey-",
            "hvs.",
            "sntry",
            "r8_",
            "pplx-",
            "pscale_tkn_",
            "SK",
            "key-",
        ),
        (
            r"\b(?:dop_v1_[0-9a-f]{64}|gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{40,}|lin_api_[A-Za-z0-9]{30,}|"
            r"ntn_[A-Za-z0-9]{40,}|shp(?:at|ca|pa|ss)_[0-9a-f]{32}|ATATT[A-Za-z0-9_=-]{50,}|dapi[0-9a-f]{32}|"
            r"AGE-SECRET-KEY-1[0-9A-Z]{50,}|tskey-[a-z]+-[A-Za-z0-9-]{20,}|hvs\.[A-Za-z0-9_-]{24,}|"
            r"sntry[su]_[A-Za-z0-9_=+/-]{40,}|r8_[A-Za-z0-9]{37,}|pplx-[A-Za-z0-9]{40,}|"
            r"pscale_tkn_[A-Za-z0-9_-]{30,}|SK[0-9a-f]{32}|key-[0-9a-f]{32})\b"
        ),
    ),
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
        r"://[^\s:/@\"'`<>{}$]{0,60}:(?P<value>[^\s/@\"'`<>{}$*\[\]]{6,80})@",
    ),
)
_PROVIDED = tuple((kind, marks, re.compile(form)) for kind, marks, form in _FORMS)
_FIELD = re.compile(
    r"(?:(?:key|secret|token|password|passwd|pwd|credentials?|auth)[*]{0,2}[\"'`]?[ \t]{0,3}(?:[:=][*]{0,2}|\bis\b)"
    r"[ \t]{0,3}[\"'`]?|\bbearer[ \t]{1,3})"
    r"(?P<value>[A-Za-z0-9+/_.=!@#%^&*~-]{8,200})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:key|secret|token|password|passwd|pwd|credentials?|auth|bearer)(?=[*\"'` \t:=i])"
)
_FIELD_MARK = re.compile(
    r"(?:(?:[:=][*]{0,2}|\bis\b)[ \t]*[\"'`]?|[Bb]earer[ \t]+)[A-Za-z0-9+/_.=!@#%^&*~-]{8}"
)
_EXAMPLE = re.compile(
    r"example|placeholder|your|xxxx|dummy|fake|sample|changeme|redacted|\.\.\.|1234567890|abcdef|"
    r"abc123|a1b2c3|1a2b3c|deadbeef|p[a4@]ssw[o0]rd|s[e3]cr[e3]t|"
    r"test|<|>|todo|here|insert|replace|foo|demo",
    re.IGNORECASE,
)
_EXAMPLE_PASSWORDS = frozenset(
    "password passwd pass secret changeme postgres root admin guest user username".split()
)
_PARTS = re.compile(r"[^A-Za-z0-9+/]+")
_TURN = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])")
_LONG, _TURNS = 16, 4
_CALL = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_SHORT, _VOWELS = 10, re.compile("[aeiouAEIOU]")
_RANDOM = 3.0
_GUESSABLE = 20
"""Fewer characters than this are a word, a name or a version more often than a secret."""
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
        found += (_assigned(match) for match in _fields(text) if _is_random(match["value"]))
    return _apart(sorted(found))


def _fields(text: str) -> Iterator[re.Match[str]]:
    """What is assigned; names are looked for in lower case, which costs a fraction."""
    lowered = text.lower()
    if len(lowered) != len(text):
        yield from _FIELD.finditer(text)
        return
    for named in _NAMED.finditer(lowered):
        if match := _FIELD.match(text, named.start()):
            yield match


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
    shown = 0 if kind == "password in a URL" else min(_SHOWN, len(value) // 5)
    return value[:shown] + "".join(c if c.isspace() else MASK for c in value[shown:])


def _is_example(value: str) -> bool:
    return _EXAMPLE.search(value) is not None or len(set(value[_SHOWN:])) < _SHOWN


def _is_random(value: str) -> bool:
    """Whether a value is no word, path or name: one long part of it mixes letters and digits."""
    if len(value) < _GUESSABLE:
        return _is_short_random(value)
    longest = max(_PARTS.split(_decoded(value)), key=len)
    if len(longest) < _LONG or _entropy(longest) < _RANDOM:
        return False
    return len(_TURN.findall(longest)) >= _TURNS


def _is_short_random(value: str) -> bool:
    """Whether a few characters are no word: letters and digits take turns, or nobody can say it."""
    if _CALL.fullmatch(value) or _decoded(value) != value:
        return False
    joined = re.sub(r"[^A-Za-z0-9]", "", value)
    turns = len(_TURN.findall(joined))
    unsaid = len(joined) >= _SHORT and not _VOWELS.search(joined) and turns > 1
    return _entropy(joined) > _RANDOM - 0.5 and (turns >= _TURNS or unsaid) if joined else False


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
