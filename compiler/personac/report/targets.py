"""What each target can carry, what it enforces, what it loses, and when that was verified."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from personac import codec
from personac.targets.form import Form, Limit, Reference

SETTINGS = (
    "model",
    "effort",
    "permission-mode",
    "max-turns",
    "temperature",
    "mode",
    "color",
    "hooks",
    "mcp-servers",
    "skills",
)
"""What headers of personas often set; a target without a key for one loses it, and says so."""
_INTRO = """\
# Targets

What each target can carry, what its client enforces, what is lost, and when that was verified.
Made by `personac targets --format md` from the files in `compiler/personac/targets/`.

- **tools**: `list` is what the agent gets, `denials` what it does not; `permissions` allow, ask or
  refuse, patterns included; `in words` the client takes no list, so the prompt says it, as a
  declared loss.
- **enforced**: what holds a mandate beside the words: for the `agent` alone, for every agent of the
  `project`, or where the `user` passes a file; `tools` is the list of tools alone.
- **keys**: `*` marks those without which the client takes no file.
- **assumed**: what a client asks for and no persona says, so that something has to stand there.
- **loses**: of the settings that personas often have, those without a key there. Every loss is
  listed by `personac build --losses`.
- **seen with**: the client, library or schema, and its version, that the facts were seen with;
  `-` is by documentation alone. What is *tested* loads what is built, in every run of the tests.
  What is large is tested *on demand*, and *passed* on that day:
  `PERSONAC_HEAVY=1 .venv/bin/pytest tests/clients/test_libraries.py -k "crewai or letta"`.
"""


class Capability(Struct, frozen=True, kw_only=True):
    """One row: the facts of a target in words."""

    target: str
    title: str
    file: str
    format: str
    tools: str
    patterns: str
    model: str
    enforced: str
    by: str
    keys: tuple[str, ...]
    loses: tuple[str, ...]
    assumed: tuple[str, ...]
    limits: tuple[str, ...]
    malformed: str
    closed: bool
    home: str
    sources: tuple[str, ...]
    seen: tuple[str, ...]
    verified: str


def capability(form: Form) -> Capability:
    lost = () if form.whole else tuple(s for s in SETTINGS if form.of(s) is None)
    return Capability(
        target=form.target,
        title=form.title,
        file=form.path,
        format=str(form.syntax),
        tools=_tools(form),
        patterns=_patterns(form),
        model="any" if form.whole else ", ".join(form.model.vendors) if form.of("model") else "-",
        enforced=_enforced(form),
        by=form.enforcement.what,
        keys=tuple(dict.fromkeys(f"{e.key}{'*' * e.required}" for e in form.keys)),
        loses=lost,
        assumed=tuple(f"it {entry.assumed}" for entry in form.assumes),
        limits=tuple(map(_limit, form.limits)),
        malformed=form.malformed,
        closed=form.closed,
        home=form.home,
        sources=tuple(" ".join(filter(None, (s.url, s.client))) for s in form.sources),
        seen=tuple(_seen(s) for s in form.sources if s.client),
        verified=form.verified.isoformat(),
    )


def bare(target: str, title: str) -> Capability:
    """The row of a target without a file: what it carries, its page says."""
    return Capability(
        target=target,
        title=title,
        file="-",
        format="-",
        tools="-",
        patterns="-",
        model="-",
        enforced="-",
        by="",
        keys=(),
        loses=(),
        assumed=(),
        limits=(),
        malformed="-",
        closed=False,
        home="",
        sources=(),
        seen=(),
        verified="-",
    )


def _tools(form: Form) -> str:
    if form.whole:
        return "kept"
    if form.tools.last_match:
        return "permissions"
    if form.of("tools") is None:
        return "in words"
    return "list, denials" if form.of("denied-tools") else "list"


def _patterns(form: Form) -> str:
    kinds = {"permissions": "yes", "kept": "kept", "in words": "in words"}
    return kinds.get(_tools(form), "withheld")


def _enforced(form: Form) -> str:
    scope = form.enforcement.scope
    if scope != "none":
        return "tools" if form.enforcement.by == "" and form.of("tools") else scope
    return "tools" if form.of("tools") else "-"


def _seen(source: Reference) -> str:
    how = {"always": ", tested", "on demand": f", on demand, passed {source.verified}"}
    return f"{source.client}{how.get(source.tested, '')}"


def _limit(limit: Limit) -> str:
    then = {"cuts": "the rest is cut", "refuses": "else refused", "less": limit.note}[limit.then]
    unit = "UTF-16 units" if limit.unit == "utf16" else limit.unit
    return f"{limit.what}: {limit.most:,} {unit}, {then}"


def as_text(found: Sequence[Capability]) -> str:
    """The matrix, one line a target."""
    head = ("target", "file", "tools", "patterns", "model", "enforced", "verified", "seen", "loses")
    rows = [head, *map(_cells, found)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return "".join(f"{_padded(row, widths)}\n" for row in rows)


def _cells(one: Capability) -> tuple[str, ...]:
    loses = ", ".join(one.loses) or "-"
    return (
        one.target,
        one.file,
        one.tools,
        one.patterns,
        one.model,
        one.enforced,
        one.verified,
        "; ".join(one.seen) or "-",
        loses,
    )


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def as_json(found: Sequence[Capability]) -> str:
    """Schema ``personac/targets/1``."""
    return codec.to_pretty_json({"schema": "personac/targets/1", "targets": found})


def as_markdown(found: Sequence[Capability]) -> str:
    """The page of all targets: the matrix, then what is behind each row."""
    head = ("target", "tools", "patterns", "model", "enforced", "loses", "seen with", "verified")
    table = [_row(head), _row(["---"] * len(head))]
    for one in found:
        link = f"[`{one.target}`](#{one.target})"
        loses = ", ".join(one.loses) or "-"
        seen = "; ".join(one.seen) or "-"
        table.append(
            _row(
                (link, one.tools, one.patterns, one.model, one.enforced, loses, seen, one.verified)
            )
        )
    parts = [_INTRO.rstrip(), "\n".join(table), *("\n".join(_section(one)) for one in found)]
    return "\n\n".join(parts) + "\n"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _section(one: Capability) -> Iterator[str]:
    yield f"## {one.target}"
    yield ""
    home = f", or `{one.home}` for all projects of a user" if one.home else ""
    yield f"{one.title}: `{one.file}`{home}, as {one.format}."
    yield ""
    if one.keys:
        strict = "; it refuses any other" if one.closed else ""
        yield f"- keys: {', '.join(f'`{key}`' for key in one.keys)}{strict}"
    yield from (f"- assumed, as a declared loss: {why}" for why in one.assumed)
    yield f"- enforced: {one.by or 'nothing'}"
    yield from (f"- limit of the {limit}" for limit in one.limits)
    yield f"- a file that it cannot read: {one.malformed}"
    yield f"- verified {one.verified}: {'; '.join(one.sources)}"
