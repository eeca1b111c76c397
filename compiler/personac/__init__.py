"""personac: the compiler and linter for agent personas."""

__version__ = "0.1.0"
