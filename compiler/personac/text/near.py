"""What somebody may have meant."""

from collections.abc import Sequence
from difflib import get_close_matches

_LISTED = 120


def suggest(name: str, known: Sequence[str]) -> str:
    """``did you mean `x`?`` in any case or, with nothing near, what there is."""
    written = {one.casefold(): one for one in reversed(known)}
    near = get_close_matches(name.casefold(), list(written), n=1, cutoff=0.6)
    return f"did you mean `{written[near[0]]}`?" if near else f"known are {_listed(sorted(known))}"


def _listed(names: list[str]) -> str:
    """As many of the names as fit into a message."""
    shown = names[:1]
    for name in names[1:]:
        if len(", ".join((*shown, name))) > _LISTED:
            break
        shown.append(name)
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return f"{', '.join(shown)}{more}"
