"""SEC008: a long run of encoded text that nobody can review."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.source import Source, Span

LONGEST = 200
_WRAPPED = r"(?:\r?\n[ \t>]{0,8}[A-Za-z0-9+/_-]{40,}){1,200}"
_BLOB = re.compile(
    rf"(?P<base64>(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/]{{{LONGEST},}}|[A-Za-z0-9_-]{{{LONGEST},}}"
    rf"|[A-Za-z0-9+/_-]{{60,120}}{_WRAPPED}(?:\r?\n[ \t>]{{0,8}}[A-Za-z0-9+/_-]{{1,120}}(?![\w ,.:]))?)={{0,2}})"
    r"|(?P<escapes>(?:\\u[0-9a-fA-F]{4}){10,}|(?:\\x[0-9a-fA-F]{2}){20,}|(?:%[0-9a-fA-F]{2}){20,}"
    r"|(?:&#(?:\d{2,5}|x[0-9a-fA-F]{2,4});){10,})"
)
_SHORTEST = 50
"""Of ten escapes; a word of fewer characters holds no match."""
_MAY_HOLD = re.compile(r"[A-Za-z0-9+/_-]{60}|\\[ux]|%[0-9a-fA-F]{2}|&#")
_IMAGE = re.compile(
    r"(?:data:(?:image|font|audio|video)/[\w.+-]+;base64,|-----BEGIN [A-Z ]{4,40}-----\s*)$"
)
"""What is known by its form; private keys are found as secrets."""
_UPPER, _LOWER, _DIGIT = re.compile("[A-Z]"), re.compile("[a-z]"), re.compile("[0-9]")
_CHARACTERS = re.compile(r"[A-Za-z0-9+/]")
_VARIED = 5
"""A ruler or a line of a table repeats fewer characters than this."""


def check(context: LintContext) -> Iterator[Finding]:
    for source in context.document.sources:
        long = (word for word in source.text.split() if len(word) >= _SHORTEST)
        if not any(map(_MAY_HOLD.search, long)):
            continue
        for match in _BLOB.finditer(source.text):
            if not _is_known(source.text, match):
                yield _finding(source, match)


def _is_known(text: str, match: re.Match[str]) -> bool:
    """Whether it is a picture, short after all, or a run of plain letters such as a ruler."""
    if match["escapes"]:
        return False
    letters = _CHARACTERS.findall(match.group())
    if len(letters) < LONGEST * 0.9 or len(set(letters)) < _VARIED:
        return True
    kinds = sum(kind.search(match.group()) is not None for kind in (_UPPER, _LOWER, _DIGIT))
    return kinds < 2 or bool(_IMAGE.search(text, max(0, match.start() - 60), match.start()))


def _finding(source: Source, match: re.Match[str]) -> Finding:
    what = "Base64 or hexadecimal text" if match["base64"] else "escape sequences"
    return Finding(
        message=f"{len(match.group())} characters of {what}, which nobody can review",
        help="write out what it says, or put it into a file of its own with its origin",
        labels=(Label(Locator(path=source.path, span=Span(*match.span()))),),
    )


RULE = Rule(
    code="SEC008",
    name="encoded-blob",
    severity=Severity.WARNING,
    why="a model can decode it and follow what it says; a reviewer cannot",
    check=check,
)
