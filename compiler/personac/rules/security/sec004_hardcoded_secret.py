"""SEC004: a key, token or password in the text of a persona."""

from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.source import Source, Span
from personac.tables.secrets import Secret, masked, secrets

_GUESSED = frozenset({"secret", "password in a URL"})
"""What has no form of its own, so that an example of it says nothing."""


def check(context: LintContext) -> Iterator[Finding]:
    for source in context.document.sources:
        for secret in secrets(source.text):
            if not (secret.example and secret.kind in _GUESSED):
                yield _finding(source, secret)


def _finding(source: Source, secret: Secret) -> Finding:
    shown = masked(source.text[max(0, secret.start - 200) : secret.end])
    value = shown[-(secret.end - secret.start) :].split("\n")[0]
    says = "has the form of" if secret.example else "is"
    article = "an" if secret.kind[0] in "AEIOU" else "a"
    advice = "write a placeholder such as `$API_KEY` instead"
    return Finding(
        message=f"`{value[:24]}` {says} {article} {secret.kind}",
        help=advice if secret.example else f"revoke it now, then {advice}",
        labels=(Label(Locator(path=source.path, span=Span(secret.start, secret.end))),),
        severity=Severity.HINT if secret.example else None,
    )


RULE = Rule(
    code="SEC004",
    name="hardcoded-secret",
    severity=Severity.ERROR,
    why="a persona is copied to every client and every prompt, and the secret goes with it",
    check=check,
)
