"""Facts for rules about many personas."""

from personac.api import Fact, LintContext
from personac.diagnostics import Label, Locator
from personac.model import NodeId


def fact(
    context: LintContext,
    about: str,
    node: NodeId,
    needle: str | None = None,
    *,
    words: str = "",
) -> Fact:
    """A fact of this persona at a node, or at ``needle`` in it."""
    at = Label(Locator(node=node, needle=needle))
    return Fact(persona=context.document.persona.id, label=at, about=about, words=words)


def declared(context: LintContext, about: str, words: str = "") -> Fact:
    """What this persona declares; nothing is reported there."""
    persona, path = context.document.persona.id, context.document.sources[0].path
    at = Label(Locator(path=path))
    return Fact(persona=persona, label=at, about=about, words=words, declares=True)
