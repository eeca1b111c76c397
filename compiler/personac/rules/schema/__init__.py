"""What every persona must state."""
