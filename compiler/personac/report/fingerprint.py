"""What a finding goes by when the lines before it have moved."""

from collections import Counter
from collections.abc import Iterable, Mapping

from personac.codec import digest
from personac.report.placed import Placed
from personac.source import Source

NO_PATHS: Mapping[str, str] = {}


def fingerprints(
    found: Iterable[Placed], sources: Mapping[str, Source], paths: Mapping[str, str] = NO_PATHS
) -> tuple[str, ...]:
    """A mark for each finding, of its rule, its file, the words at its place and their number
    among equals; ``paths`` says what a file is called in marks.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made: list[str] = []
    for one in found:
        key = (one.diagnostic.code, path_of(one, paths), _words(one, sources))
        made.append(digest("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")))
        seen[key] += 1
    return tuple(made)


def path_of(found: Placed, paths: Mapping[str, str] = NO_PATHS) -> str:
    path = found.primary.path if found.primary else ""
    return paths.get(path, path)


def _words(found: Placed, sources: Mapping[str, Source]) -> str:
    """The words that a finding is about, white space aside; its message where there are none."""
    place = found.primary
    source = sources.get(place.path) if place else None
    if place is None or source is None or place.whole or place.span.start == place.span.end:
        return found.diagnostic.message
    return " ".join(source.text[place.span.start : place.span.end].split())
