"""Everything around the rules: which run, what is suppressed, and how findings are fixed."""
