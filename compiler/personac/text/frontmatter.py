"""YAML frontmatter: strict, then repaired by quoting, then line by line; nothing is refused.

Keys and values come from composed nodes, so a value is the text its author wrote
(``version: 1.10`` is ``1.10``), never what YAML 1.1 would make of it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

import yaml

from personac.api import NoteKind
from personac.model import Value
from personac.source import Span
from personac.text.yaml_problem import yaml_problem

MAX_SIZE = 64 * 1024
MAX_DEPTH = 32
MAX_ALIASES = 100
_FENCE = re.compile(r"(?:[ \t]*\n){0,20}---[ \t]*(?:\r?\n|\Z)")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"^(?P<key>[A-Za-z_][\w .-]{0,60}?)[ \t]*:(?P<gap>[ \t]+|$)", re.MULTILINE)
_ANY_KEY = re.compile(r"^[ \t]*[\"']?[A-Za-z_][\w .-]{0,60}[\"']?[ \t]*:|^[ \t]*\{", re.MULTILINE)
# Keys that limit an agent are taken in any spelling: in the value before them they would lapse.
_GUARDED = r"(?:(?:dis)?allowed|denied)[-_ ]?tools|tools|permissions?|permission[-_ ]?mode"
_KNOWN = (
    r"name|description|model|colou?r|version|category|type|priority|mode|temperature|max_turns|"
    r"maxTurns|hooks|skills|mcpServers|mcp-servers|capabilities|emoji|vibe|tags|title|author|"
    r"argument-hint|globs|alwaysApply|handoffs|effort|department|keywords|x-[\w-]+"
)
_KNOWN_KEY = re.compile(
    rf"^[ \t]{{0,3}}(?P<guarded>{_GUARDED})[ \t]*[:\uff1a][ \t]*|^(?P<known>{_KNOWN}):(?:[ \t]+|$)",
    re.MULTILINE | re.IGNORECASE,
)
_NEEDS_QUOTES = re.compile(r": |:$| #|^[\[\]{}*&!|>%@`\"',?-]|^- ")
_PLAIN = "!"
_OF_YAML = "tag:yaml.org,2002:"
_TYPES = "str int float bool null seq map binary timestamp set omap pairs"
_TAGS = frozenset({_PLAIN, *(f"{_OF_YAML}{one}" for one in _TYPES.split())})
_ELSEWHERE = (
    (re.compile(r"[-+]?\d+(?:\.\d*)?[eE][-+]?\d+"), "float"),
    (re.compile(r"[yYnN]"), "bool"),
)
"""What other readers of YAML make a number or a truth value, and this one text."""
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Entry(NamedTuple):
    """One top-level key with its value; ``nested`` are the scalar spans inside the value."""

    key: str
    key_span: Span
    value: Value
    span: Span
    typed: str = ""
    """The YAML type of an unquoted scalar that is not text: bool, int, float, null, timestamp."""
    repeats: tuple[tuple[str, Span], ...] = ()
    """The keys inside the value that stand there before, with their path."""


class Comment(NamedTuple):
    text: str
    span: Span


class Mend(NamedTuple):
    kind: NoteKind
    span: Span
    detail: str = ""


class Frontmatter(NamedTuple):
    """The block from the first ``---`` to ``end``, the offset where the body starts."""

    span: Span
    end: int
    entries: tuple[Entry, ...] = ()
    comments: tuple[Comment, ...] = ()
    mends: tuple[Mend, ...] = ()
    raw: str = ""
    """The text between the fences when it holds no mapping."""


class _Unfit(Exception):
    """The text is not a mapping within the limits; holds the reason."""


def split(text: str) -> tuple[int, int, int] | None:
    """Offsets (start, stop of the YAML text, start of the body), or None without frontmatter."""
    opening = _FENCE.match(text)
    if opening is None:
        return None
    start = opening.end()
    close = _CLOSE.search(text, start)
    if close is None:
        return None
    body = close.end() + 1 if close.end() < len(text) else close.end()
    return start, close.start(), body


def read(text: str) -> Frontmatter | None:
    """Read the frontmatter at the start of ``text``; None when there is none."""
    offsets = split(text)
    if offsets is None:
        return _unclosed(text)
    start, stop, body = offsets
    yaml_text = text[start:stop]
    if not yaml_text.strip():
        return Frontmatter(Span(0, body), body)
    if not _ANY_KEY.search(yaml_text) and not yaml_text.lstrip().startswith("#"):
        return None
    return _entries(yaml_text, start, body)


def _unclosed(text: str) -> Frontmatter | None:
    opening = _FENCE.match(text)
    if opening is None:
        return None
    blank = text.find("\n\n", opening.end())
    stop = blank if blank >= 0 else len(text)
    if stop > MAX_SIZE or not _KEY_LINE.match(text, opening.end()):
        return None
    found = _entries(text[opening.end() : stop], opening.end(), stop)
    mend = Mend(NoteKind.FRONTMATTER_UNCLOSED, Span(0, 3))
    return found._replace(mends=(mend, *found.mends))


def _entries(yaml_text: str, start: int, body: int) -> Frontmatter:
    span = Span(0, body)
    try:
        found = tuple(_compose(yaml_text, start))
    except (_Unfit, yaml.YAMLError, ValueError, OverflowError) as error:
        return _repaired(yaml_text, start, span, yaml_problem(error))
    comments = tuple(yaml_comments(yaml_text, start))
    if not found:
        mend = Mend(NoteKind.FRONTMATTER_NOT_MAPPING, Span(start, start + len(yaml_text.rstrip())))
        return Frontmatter(span, body, (), (), (mend,), raw=yaml_text)
    return Frontmatter(span, body, found, comments, tuple(_duplicates(found)))


def _duplicates(entries: tuple[Entry, ...]) -> Iterator[Mend]:
    seen: set[str] = set()
    for entry in entries:
        key = normalize("NFC", entry.key)
        if key in seen:
            yield Mend(NoteKind.DUPLICATE_KEY, entry.key_span, key)
        seen.add(key)
        yield from (Mend(NoteKind.DUPLICATE_KEY, span, path) for path, span in entry.repeats)


def _compose(yaml_text: str, start: int) -> Iterator[Entry]:
    _guard(yaml_text)
    root = yaml.compose(yaml_text, Loader=_LOADER)
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise _Unfit("the frontmatter is not a mapping")
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _Unfit("a key is not plain text")
        written = yaml_text[value.start_mark.index : value.end_mark.index]
        placeholder = written.startswith("{{")  # a flow map of a flow map to YAML
        yield Entry(
            key.value,
            _span(key, start),
            written.strip() if placeholder else _value(value),
            _span(value, start),
            typed=_typed(value),
            repeats=() if placeholder else tuple(_repeats(value, key.value, start)),
        )


def _guard(yaml_text: str) -> None:
    """Refuse what would make composing slow or deep, before composing."""
    if len(yaml_text) > MAX_SIZE:
        raise _Unfit(f"the frontmatter is larger than {MAX_SIZE // 1024} KiB")
    depth = aliases = 0
    for event in yaml.parse(yaml_text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        tag = getattr(event, "tag", None) or _PLAIN
        if tag not in _TAGS:
            raise _Unfit(f"no client knows the tag `{tag.replace(_OF_YAML, '!!')}`")
        if depth > MAX_DEPTH or aliases > MAX_ALIASES:
            raise _Unfit("the frontmatter is nested too deeply or has too many aliases")


def _span(node: yaml.Node, start: int) -> Span:
    return Span(start + node.start_mark.index, start + node.end_mark.index)


def _value(node: yaml.Node) -> Value:
    budget = [10_000]

    def value(node: yaml.Node, depth: int = 0) -> Value:
        budget[0] -= 1
        if budget[0] < 0 or depth > MAX_DEPTH:
            raise _Unfit("the frontmatter has too many values, or one that holds itself")
        if isinstance(node, yaml.SequenceNode):
            return tuple(value(child, depth + 1) for child in node.value)
        if isinstance(node, yaml.MappingNode):
            return {
                str(value(key, depth + 1)): value(child, depth + 1) for key, child in node.value
            }
        return str(node.value)

    return value(node)


def _repeats(node: yaml.Node, path: str, start: int) -> Iterator[tuple[str, Span]]:
    """The keys that stand twice in one mapping, in a tree whose size and depth are bounded."""
    seen: set[str] = set()
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeats(child, path, start)
    elif isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            name = normalize("NFC", str(key.value)) if isinstance(key, yaml.ScalarNode) else ""
            if name and name in seen:
                yield f"{path}.{name}", _span(key, start)
            seen.add(name)
            yield from _repeats(child, f"{path}.{name}", start)


def _typed(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return ""
    kind = node.tag.rpartition(":")[2]
    if kind == "str":
        kind = next((other for form, other in _ELSEWHERE if form.fullmatch(node.value)), kind)
    return "" if kind == "str" or (kind == "null" and not node.value) else kind


def yaml_comments(yaml_text: str, start: int) -> Iterator[Comment]:
    """Comments, which composing drops: what follows ``#`` between two tokens.  Raises
    ``yaml.YAMLError`` for what is no YAML; ``start`` is where the text stands in its file.
    """
    at = 0
    for token in yaml.scan(yaml_text, Loader=_LOADER):
        begin, end = token.start_mark.index, token.end_mark.index
        if begin > at:
            yield from _comments_in(yaml_text, at, begin, start)
        at = max(at, end)
    yield from _comments_in(yaml_text, at, len(yaml_text), start)


def _comments_in(yaml_text: str, begin: int, end: int, start: int) -> Iterator[Comment]:
    for match in re.finditer(r"(?:^|(?<=\s))#[^\n]*", yaml_text[begin:end]):
        text = match.group().rstrip()
        at = start + begin + match.start()
        yield Comment(text, Span(at, at + len(text)))


def _repaired(yaml_text: str, start: int, span: Span, reason: str) -> Frontmatter:
    quoted, moved = _quote_values(yaml_text)
    kind = NoteKind.FRONTMATTER_QUOTED
    try:
        found = tuple(_unshift(entry, moved, start) for entry in _compose(quoted, 0))
    except (_Unfit, yaml.YAMLError, ValueError, OverflowError):
        found = ()
    if not found:
        found = tuple(_by_line(yaml_text, start))
        kind = NoteKind.FRONTMATTER_BY_LINE
    if not found:
        whole = Span(start, start + len(yaml_text.rstrip()))
        mend = Mend(NoteKind.FRONTMATTER_NOT_MAPPING, whole, reason)
        return Frontmatter(span, span.end, (), (), (mend,), raw=yaml_text)
    broken = next((e for e in found if _breaks(yaml_text, e, start)), found[0])
    mend = Mend(kind, Span(broken.span.start, _line_end(yaml_text, broken.span, start)), reason)
    return Frontmatter(span, span.end, found, (), (mend, *_duplicates(found)))


def _breaks(yaml_text: str, entry: Entry, start: int) -> bool:
    raw = yaml_text[entry.span.start - start : entry.span.end - start]
    return isinstance(entry.value, str) and bool(_NEEDS_QUOTES.search(raw)) and raw[:1] not in "\"'"


def _line_end(yaml_text: str, span: Span, start: int) -> int:
    stop = yaml_text.find("\n", span.start - start, span.end - start)
    return span.end if stop < 0 else max(start + stop, span.start + 1)


def _quote_values(yaml_text: str) -> tuple[str, list[tuple[int, int]]]:
    """Single-quote every plain top-level value that needs it; also where text was added:
    (offset in the new text, characters added up to there).
    """
    out: list[str] = []
    moved: list[tuple[int, int]] = []
    length = added = 0
    for line in yaml_text.split("\n"):
        match = _KEY_LINE.match(line)
        value = line[match.end() :].rstrip() if match else ""
        new = line
        if match and _wants_quotes(value):
            new = line[: match.end()] + "'" + value.replace("'", "''") + "'"
            added += len(new) - len(line)
            moved.append((length + match.end(), added))
        out.append(new)
        length += len(new) + 1
    return "\n".join(out), moved


def _wants_quotes(value: str) -> bool:
    quoted = not value or value[0] in "\"'|>" or _flow(value)
    return not quoted and bool(_NEEDS_QUOTES.search(value))


def _flow(value: str) -> bool:
    return (value[0], value[-1]) in {("[", "]"), ("{", "}")}


def _unshift(entry: Entry, moved: list[tuple[int, int]], start: int) -> Entry:
    """Bring spans of the quoted text back to the original."""

    def back(span: Span) -> Span:
        begin, end = (at - _added(moved, at) for at in (span.start, span.end))
        return Span(start + begin, start + max(begin, end))

    repeats = tuple((path, back(span)) for path, span in entry.repeats)
    return entry._replace(key_span=back(entry.key_span), span=back(entry.span), repeats=repeats)


def _added(moved: list[tuple[int, int]], at: int) -> int:
    """How many characters were added before ``at``."""
    index = bisect_left(moved, (at, 0))
    return moved[index - 1][1] if index else 0


def _by_line(yaml_text: str, start: int) -> Iterator[Entry]:
    """Every known key at the start of a line owns the text up to the next one."""
    keys = [_key_at(match) for match in _KNOWN_KEY.finditer(yaml_text)]
    any_key = [_key_at(match) for match in _KEY_LINE.finditer(yaml_text)]
    keys = keys or any_key
    if keys and any_key and any_key[0][0].start < keys[0][0].start:
        keys.insert(0, any_key[0])
    for (key, begin), following in zip(keys, [*keys[1:], None], strict=True):
        end = following[0].start if following else len(yaml_text)
        raw = yaml_text[begin:end].rstrip()
        at = start + begin + len(raw) - len(raw.lstrip())
        yield Entry(
            yaml_text[key.start : key.end],
            Span(start + key.start, start + key.end),
            _loose_value(raw.strip()),
            Span(at, at + len(raw.strip())),
        )


def _key_at(match: re.Match[str]) -> tuple[Span, int]:
    """Where the key stands, and where its value may start."""
    name = match.lastgroup if match.re is _KNOWN_KEY else "key"
    return Span(*match.span(name or 0)), match.end()


def _loose_value(raw: str) -> Value:
    lines = [line.strip() for line in raw.split("\n") if line.strip()]
    if lines and all(line.startswith("- ") for line in lines):
        return tuple(line[2:].strip() for line in lines)
    if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'":
        return raw[1:-1]
    return raw


def key_at(text: str, key: str, end: int) -> tuple[int, int] | None:
    """Where a key of the header stands: at the start of the last line before ``end`` with it."""
    at = text.rfind(f"{key}:", 0, end)
    return (at, at + len(key)) if at >= 0 and (not at or text[at - 1] == "\n") else None
