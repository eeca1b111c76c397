"""REF002: a file that the persona refers to and that is not there."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule, Status
from personac.diagnostics import Severity
from personac.rules.references._text import label, texts
from personac.text.mention import mentioned

_MADE = re.compile(
    r"\b(?:writ\w+|sav(?:e[sd]?|ing)|creat\w+|generat\w+|outputs?|produc\w+|stor(?:e[sd]?|ing)|"
    r"log(?:s|ged|ging)? (?:in|into|to)|append\w*|export\w*|"
    r"e\.g\.|for example|such as|if (?:it|there|present))\b",
    re.IGNORECASE,
)
"""Words of a line after which a path need not be there yet."""


def check(context: LintContext) -> Iterator[Finding]:
    """``absent`` are the paths of the file that the shell looked for in vain."""
    absent = frozenset(context.options.get("absent", ()))
    seen: set[str] = set()
    for node, words in texts(context.document.persona) if absent else ():
        for line in words.split("\n"):
            for path in () if _MADE.search(line) else mentioned(line):
                if path in absent and path not in seen:
                    seen.add(path)
                    yield Finding(
                        message=f"there is no file `{path[:100]}`",
                        help="correct the path, from this file or from the root of the project",
                        labels=(label(node, path),),
                    )


RULE = Rule(
    code="REF002",
    name="missing-file",
    severity=Severity.WARNING,
    why="the agent is told to read what is not there, and makes up what it would have said",
    check=check,
    status=Status.PREVIEW,
)
