"""SEC008: a long run of encoded text that nobody can review."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.source import Source, Span

LONGEST = 200
_BLOB = re.compile(
    rf"(?P<base64>(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{{{LONGEST},}}={{0,2}})"
    r"|(?P<escapes>(?:\\u[0-9a-fA-F]{4}){10,}|(?:\\x[0-9a-fA-F]{2}){20,})"
)
_SHORTEST = 60
"""Of ten escapes; a word of fewer characters holds no match."""
_IMAGE = re.compile(r"data:(?:image|font|audio|video)/[\w.+-]+;base64,$")
_UPPER, _LOWER, _DIGIT = re.compile("[A-Z]"), re.compile("[a-z]"), re.compile("[0-9]")


def check(context: LintContext) -> Iterator[Finding]:
    for source in context.document.sources:
        if max(map(len, source.text.split()), default=0) < _SHORTEST:
            continue
        for match in _BLOB.finditer(source.text):
            if not _is_known(source.text, match):
                yield _finding(source, match)


def _is_known(text: str, match: re.Match[str]) -> bool:
    """Whether it is a picture, or a run of plain letters such as a ruler."""
    if match["escapes"]:
        return False
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
