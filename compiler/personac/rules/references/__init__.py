"""What a persona refers to: protocols, paths and placeholders."""
