"""Faults, as opposed to findings: the run cannot go on as asked.

PersonacError
├── UsageError    wrong words on the command line, wrong configuration (exit 2)
├── InputError    a file that cannot be read as text (exit 2)
└── Bug           an invariant of personac itself is broken (exit 3)
"""


class PersonacError(Exception):
    """A fault with a message for the user: what, why and what to do, in one line."""


class UsageError(PersonacError):
    """The command line or the configuration asks for something that does not exist."""


class InputError(PersonacError):
    """A file cannot be read; ``path`` names it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class Bug(PersonacError):
    """personac broke one of its own rules."""
