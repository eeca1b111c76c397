"""Agent files of clients read back into personas, by the facts in the files of their targets."""
