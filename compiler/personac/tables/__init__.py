"""Facts as data: what titles and labels mean, what tools are called."""
