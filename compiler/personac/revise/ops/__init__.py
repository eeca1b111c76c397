"""The verbs of the revision language: one module and one page each."""
