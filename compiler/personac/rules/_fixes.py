"""Fixes that only an author can decide on."""

from personac.diagnostics import Applicability, Edit, Fix, Label


def shown(label: Label, words: str) -> tuple[Fix, ...]:
    """Other words at a place in a file, never written by ``--fix``: what is meant is a guess, or
    binds.
    """
    at = label.at
    if not (at.path and at.span):
        return ()
    edit = Edit(at.path, at.span, words)
    return (Fix(f"write `{words}`", (edit,), Applicability.DISPLAY),)
