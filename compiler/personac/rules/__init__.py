"""Rules: each finds one thing wrong with a persona; a module and a page each."""
