"""Header fields that grant powers: an op may narrow them, never widen them."""

import re

from personac.identity import text_of
from personac.model import Field, Value

_NARROWING = frozenset({"tools", "allowed-tools"})
_WIDENING = frozenset({"denied-tools"})
_RANKS = {"deny": 0, "false": 0, "no": 0, "off": 0, "ask": 1, "allow": 2, "true": 2}
GUARDED = _NARROWING | _WIDENING | {"permission", "permission-mode", "mcp-servers", "hooks"}


def widening(before: Field | None, kind: str, value: Value | None) -> str:
    """What a new value of a header field of this kind would grant; empty when nothing.
    ``before`` is None when the field is new, ``value`` when it goes.
    """
    if kind not in GUARDED or (before is not None and before.value == value):
        return ""
    if kind in _WIDENING:
        lost = _names(before.value if before else ()) - _names(value or ())
        return f"no longer denies {_listed(lost)}" if lost else ""
    if before is None or value is None:
        return f"{'adds' if before is None else 'drops'} `{kind}`, which decides what is allowed"
    if kind in _NARROWING:
        gained = frozenset(n for n in _names(value) if not _within(n, _names(before.value)))
        return f"grants {_listed(gained)}" if gained else ""
    if kind == "permission":
        return _looser(before.value, value)
    return f"changes `{kind}`, which decides what is allowed"


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _names(value: Value) -> frozenset[str]:
    """The tools a value names; of a map those that are not switched off."""
    if isinstance(value, dict):
        return frozenset(n for n, on in value.items() if _RANKS.get(text_of(on).lower(), 2))
    if isinstance(value, str):
        bare = value.strip().removeprefix("[").removesuffix("]")
        split = re.split(r",(?![^(]*\))" if "," in bare else r"\s+(?![^(]*\))", bare)
        return frozenset(name for part in split if (name := part.strip().strip("\"'`")))
    return frozenset(name for part in value for name in [text_of(part).strip()] if name)


def _within(name: str, granted: frozenset[str]) -> bool:
    """Whether ``Bash(git log:*)`` is granted: as such, as ``Bash``, or by ``*``."""
    return name in granted or name.partition("(")[0] in granted or "*" in granted


def _looser(before: Value, after: Value) -> str:
    """The first permission that becomes freer; one that is no longer stated counts as free, and
    a new one has to be a ban.
    """
    old, new = _ranks("", before), _ranks("", after)
    for name in sorted(old.keys() | new.keys()):
        if new.get(name, 2) > old.get(name, 0):
            return f"loosens the permission `{name}`" if name else "loosens the permission"
    return ""


def _ranks(path: str, value: Value) -> dict[str, int]:
    if isinstance(value, dict):
        found: dict[str, int] = {}
        for name, below in value.items():
            found |= _ranks(f"{path}.{name}" if path else name, below)
        return found
    return {path: _RANKS.get(text_of(value).strip().lower(), 2)}
