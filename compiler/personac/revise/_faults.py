"""The findings of the revision engine, and where in a revision's file they point."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.source import Span

_ERROR, _WARNING, _HINT = Severity.ERROR, Severity.WARNING, Severity.HINT
CODES: dict[str, tuple[str, Severity, str]] = {
    "REV001": (
        "anchor-not-found",
        _ERROR,
        "an op without its place would change nothing, and nobody would notice",
    ),
    "REV002": ("anchor-ambiguous", _ERROR, "a change in the wrong place is worse than none"),
    "REV003": (
        "anchor-inexact",
        _WARNING,
        "the words decide, but a wrong heading or label misleads the next reader",
    ),
    "REV004": (
        "overlapping-edits",
        _ERROR,
        "which of two changes wins must not depend on chance",
    ),
    "REV005": (
        "no-postcondition",
        _WARNING,
        "a revision that promises nothing can take a mandate away, and nobody is told",
    ),
    "REV006": (
        "postcondition-failed",
        _ERROR,
        "a revision keeps its promises or does not happen",
    ),
    "REV007": (
        "not-idempotent",
        _ERROR,
        "once its result stands in the source, every build would add to it",
    ),
    "REV008": ("no-effect", _HINT, "the result already stands in the persona"),
    "REV009": ("not-executable", _ERROR, "an op that cannot be carried out must not be guessed at"),
    "REV010": (
        "reactive-vocabulary-left",
        _WARNING,
        "the revision wants other words, and what it changes still has these",
    ),
    "REV011": ("revision-malformed", _ERROR, "only a revision read in full can be applied"),
    "REV012": ("revision-order", _ERROR, "revisions apply in one order, whatever their files"),
    "REV015": (
        "specification-part-unread",
        _WARNING,
        "what personac does not understand is not applied",
    ),
    "REV016": (
        "proposal-left",
        _WARNING,
        "wording that takes a decision is a person's, and must not be lost either",
    ),
    "REV017": (
        "mandate-carried",
        _WARNING,
        "a new wording may shape how a mandate is met, never drop it",
    ),
    "REV018": (
        "specification-unaddressed",
        _ERROR,
        "whom a specification is for must not be guessed",
    ),
    "REV013": ("grant-widened", _ERROR, "a revision shapes a persona; it hands out no powers"),
}


class Site(NamedTuple):
    """A place in a revision's file: ``at`` is a key of ``spans``, such as ``$.ops[0].target``."""

    path: str
    spans: Mapping[str, Span]
    at: str

    def label(self, key: str = "", text: str = "") -> Label:
        """Points at ``key`` below this place, or as near to it as the file allows."""
        at = f"{self.at}{key}"
        while at and at not in self.spans:
            cut = max(at.rfind("."), at.rfind("["))
            at = at[:cut] if cut > 0 else ""
        return Label(Locator(path=self.path, span=self.spans.get(at)), text)

    def below(self, key: str) -> "Site":
        return self._replace(at=f"{self.at}{key}")


def finding(
    code: str,
    message: str,
    labels: Sequence[Label] = (),
    *,
    remedy: str = "",
    severity: Severity | None = None,
) -> Diagnostic:
    """A finding of the engine; name, severity and reason come with the code."""
    name, usual, why = CODES[code]
    return Diagnostic(
        code=code,
        name=name,
        severity=severity or usual,
        message=message,
        why=why,
        help=remedy,
        labels=tuple(labels),
    )


def at_node(node: str, text: str = "", needle: str | None = None) -> Label:
    return Label(Locator(node=node, needle=needle), text)


def failed(found: Sequence[Diagnostic]) -> bool:
    return any(one.severity is Severity.ERROR for one in found)
