"""What the user reads: pure functions from values to text.  Only the cli prints."""
