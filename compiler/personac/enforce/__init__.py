"""Lowering: from what a persona must not do to what a client can refuse or ask about.

The ladder is deny, ask, hook, read-only mode, prose.  Nothing is guessed: what the table of
actions does not name, or names more widely than the mandate, stays prose, and that is said.
"""
