"""Shared pure helpers about text: Markdown blocks, frontmatter, XML, labels, slugs."""
