"""From a revised document back to its source: the edits that make the file say the same."""
