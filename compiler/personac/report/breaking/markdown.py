"""A comment for a pull request: one table for each persona."""

from collections.abc import Iterator
from itertools import groupby

from personac.report.breaking._summary import summary
from personac.report.changes import Compared, Report
from personac.report.locate import Place
from personac.report.visible import short

LONGEST = 240
_MARKED = frozenset("\\`*_{}[]()<>#+-!|~&@:$^=")
_HEAD = "| | what | before | after | where |\n| --- | --- | --- | --- | --- |\n"


def render(report: Report) -> str:
    """Markdown in which nothing from a persona is markup, a link, a mention or HTML."""
    title = "## Agent contracts\n\n"
    mark = "**Breaking:** " if report.breaking else ""
    text = f"{title}{mark}{summary(report)}, against {escaped(report.against)}.\n"
    text += "".join(_tables(report.breaking))
    if report.tightened:
        text += "\n### Tightened\n" + "".join(_tables(report.tightened))
    if report.accepted:
        text += "\n### Accepted\n\n" + "".join(_accepted(one) for one in report.accepted)
    if report.stale:
        text += "\n### Stale records\n\n"
        text += "".join(
            f"- {escaped(name)}: nothing is like it any more\n" for name in report.stale
        )
    if report.breaking:
        text += "\nAccept a change with `personac breaking --accept CODE:ID --reason TEXT`.\n"
    return text


def _tables(found: tuple[Compared, ...]) -> Iterator[str]:
    by_persona = sorted(found, key=lambda one: one.change.persona)
    for persona, group in groupby(by_persona, key=lambda one: one.change.persona):
        yield f"\n**{escaped(persona)}**\n\n{_HEAD}"
        yield from map(_row, group)


def _row(one: Compared) -> str:
    change = one.change
    what = f"{escaped(change.part)} {escaped(change.became)}"
    cells = (
        f"{escaped(one.name)}",
        what,
        escaped(change.before),
        escaped(change.after),
        escaped(_where(one.place)),
    )
    return f"| {' | '.join(cells)} |\n"


def _accepted(one: Compared) -> str:
    return f"- {escaped(one.name)}: {escaped(one.reason)}\n"


def _where(place: Place) -> str:
    return place.path if place.whole else f"{place.path}:{place.start.line}"


def escaped(text: str) -> str:
    """``text`` as words only: on one line, no markup, no autolink, no mention."""
    plain = short(" ".join(text.split()), LONGEST)
    return "".join(map(_mark, plain)).replace("www.", "www\\.")


def _mark(char: str) -> str:
    if char in "<>&":
        return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[char]
    if char == ":":
        return "&colon;"
    if char in "@#":  # a space of no width: what looks for names and numbers finds none
        return f"\\{char}\u200b"
    return f"\\{char}" if char in _MARKED else char
