"""What a clause says in a normal form, derived from its words."""

from personac.contract.normal import Normal, Scope, Threshold, normal

__all__ = ["Normal", "Scope", "Threshold", "normal"]
