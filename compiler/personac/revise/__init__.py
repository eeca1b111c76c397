"""Revisions: declared changes to a persona, applied as a whole or not at all."""
