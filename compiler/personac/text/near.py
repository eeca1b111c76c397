"""What somebody may have meant."""

from collections.abc import Sequence
from difflib import get_close_matches

MOST = 24


def suggest(name: str, known: Sequence[str]) -> str:
    """``did you mean `x`?`` or, with nothing near, what there is."""
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    more = f" and {len(known) - MOST} more" if len(known) > MOST else ""
    return f"known are {', '.join(sorted(known)[:MOST])}{more}"
