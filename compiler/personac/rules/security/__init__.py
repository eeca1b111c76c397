"""What hides in a persona, and what it tells an agent to do to its host."""
