"""What all Markdown dialects share: optional frontmatter, then a tree of blocks."""

from personac.api import Document, Outcome
from personac.identity import persona_id
from personac.model import Block, Field, Persona, Raw
from personac.readers._header import note_source, read_header
from personac.readers._tree import Builder, FenceReader
from personac.source import Source


def read_markdown(
    source: Source, dialect: str, fence: FenceReader | None = None
) -> Outcome[Document]:
    """Read ``source`` whole; ``fence`` may turn a fenced block into sections."""
    builder = Builder(source, fence)
    note_source(builder)
    header, start = read_header(builder)
    return finish(builder, dialect, header, builder.markdown(start, len(source.text)))


def finish(
    builder: Builder,
    dialect: str,
    header: tuple[Field | Raw, ...],
    body: tuple[Block, ...],
) -> Outcome[Document]:
    persona = Persona(id=persona_id(header, body, builder.source.path), header=header, body=body)
    return Outcome(
        Document(
            persona=persona,
            sources=(builder.source,),
            origins=builder.origins,
            dialect=dialect,
            notes=tuple(builder.notes),
        )
    )
