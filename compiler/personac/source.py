"""Where text comes from: sources, spans and the map from nodes to both."""

from bisect import bisect_right
from functools import cached_property

from msgspec import Struct

from personac.model import NodeId


class Span(Struct, frozen=True, array_like=True, gc=False, order=True):
    """A half-open range of code points in ``Source.text``."""

    start: int
    end: int


class Position(Struct, frozen=True, array_like=True, gc=False):
    """Line and column, both counted from 1, columns in code points."""

    line: int
    column: int


class Source(Struct, frozen=True, dict=True):
    r"""A decoded file.  ``text`` has no byte order mark and ``\\n`` where the file had
    ``\\r\\n``; a lone ``\\r`` is kept.
    """

    path: str
    text: str
    digest: str
    byte_order_mark: bool = False
    crlf: bool = False

    @property
    def is_markdown(self) -> bool:
        """Whether its name says so."""
        return self.path.lower().endswith((".md", ".markdown"))

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return tuple(starts)

    def position(self, offset: int) -> Position:
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1) without its end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]


class FromSource(Struct, frozen=True, tag="source"):
    path: str
    span: Span


class FromOp(Struct, frozen=True, tag="op"):
    """A node that a revision made or changed; ``replaced`` is the origin it had before."""

    revision: str
    op: str
    replaced: "FromSource | FromOp | None" = None


Origin = FromSource | FromOp
SourceMap = dict[NodeId, Origin]


def written_at(origin: Origin | None) -> FromSource | None:
    """The place in a source behind ``origin``, through any number of revisions."""
    while isinstance(origin, FromOp):
        origin = origin.replaced
    return origin
