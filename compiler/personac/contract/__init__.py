"""What a clause says in a normal form, derived from its words."""
