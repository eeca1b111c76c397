"""How large a persona is, and what was left in it."""
