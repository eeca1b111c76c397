"""What clients make of a persona's own settings."""
