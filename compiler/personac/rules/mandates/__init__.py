"""Rules about what a persona must, must not and may do."""
