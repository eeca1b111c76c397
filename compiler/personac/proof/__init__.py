"""Proves from the bytes of an artifact that it carries what its persona must and must not do.

Nothing here knows how a target is written: an artifact is decoded as its client would, the
text that reaches the model is read anew, and every clause of the persona has to be among what
was read, with its force.
"""
