"""What a persona is granted."""
