"""What a clause says in a normal form, derived from its words."""

from personac.contract._bounds import Bound, Found, Side, found_bounds
from personac.contract._segments import Segments, base_form, segments
from personac.contract._words import lemma
from personac.contract.normal import Normal, Scope, Threshold, normal, scope_of

__all__ = [
    "Bound",
    "Found",
    "Normal",
    "Scope",
    "Segments",
    "Side",
    "Threshold",
    "base_form",
    "found_bounds",
    "lemma",
    "normal",
    "scope_of",
    "segments",
]
