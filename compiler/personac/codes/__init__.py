"""Pages about findings that the stages make themselves; rules have their page beside them."""
