"""BMAD personas: Markdown whose title is ``# Role: …``."""

import re

from personac.api import Document, Outcome, Reader
from personac.readers._markdown import read_markdown
from personac.source import Source
from personac.text.frontmatter import split

_TITLE = re.compile(
    r"^#{1,2}[ \t]+\W*(?:role|vai trò|rol|rôle|rolle)[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_SECTIONS = re.compile(
    r"^#{2,3}[ \t].*(?:\bprinciples\b.*\(always active\)|critical start.?up|core operational mandates|"
    r"agent profile|^##[ \t]+persona[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)


def sniff(source: Source) -> float:
    offsets = split(source.text)
    start = offsets[2] if offsets else 0
    head = source.text[start : start + 20_000]
    if _TITLE.search(head[:4000]):
        return 0.9
    return 0.55 if offsets is None and _SECTIONS.search(head) else 0.0


def read(source: Source) -> Outcome[Document]:
    return read_markdown(source, "role")


READER = Reader(name="role", version=1, sniff=sniff, read=read)
