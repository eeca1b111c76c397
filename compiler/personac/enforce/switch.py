"""The switch in a user's settings that turns off every hook of a client."""

import json
from collections.abc import Sequence

from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.model import NodeId

SWITCH = "disableAllHooks"


def switches_off(settings: bytes) -> bool:
    try:
        found = json.loads(settings.decode("utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get(SWITCH) is True


def switched_off(path: str, whose: Sequence[NodeId] = ()) -> Diagnostic:
    """A warning about a settings file, and the mandates that a hook was to enforce."""
    return Diagnostic(
        code="ENF003",
        name="hooks-switched-off",
        severity=Severity.WARNING,
        message=f"{path[-90:]} switches off every hook (`{SWITCH}`), and with them the guard",
        why="the client then runs no script before a command; only its own rules still hold",
        help=f"take `{SWITCH}` out of the settings, or count these mandates as words only",
        labels=(
            Label(Locator(path=path, needle=SWITCH)),
            *(Label(Locator(node=node), "a hook was to enforce this") for node in whose),
        ),
    )
