"""Markdown with YAML frontmatter: Claude subagents, Copilot, OpenCode and Gemini agents."""

from personac.api import Document, Outcome, Reader
from personac.readers._markdown import read_markdown
from personac.source import Source
from personac.text.frontmatter import split

_KEYS = ("name:", "description:", "tools:", "model:", "permission:")


def sniff(source: Source) -> float:
    offsets = split(source.text)
    if offsets is None:
        return 0.2
    lines = source.text[offsets[0] : offsets[1]].split("\n")
    return 0.6 if any(line.startswith(_KEYS) for line in lines) else 0.4


def read(source: Source) -> Outcome[Document]:
    return read_markdown(source, "frontmatter")


READER = Reader(name="frontmatter", version=1, sniff=sniff, read=read)
