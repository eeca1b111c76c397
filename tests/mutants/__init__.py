"""Mutants of personas, made from their text alone, that try the comparison of contracts.

Nothing here is shared with the detector. The only thing taken from personac is where the
statements of a file stand and what kind each is, as `personac contract` reports it.
"""
