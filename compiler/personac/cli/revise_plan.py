"""The command ``personac revise plan``."""

from typing import NamedTuple

import click

from personac import codec
from personac.accept.bake import Refused
from personac.accept.review import Hunk, Review, baked, hunks, rendered
from personac.cli._revise import Given, given, problems, reviews, say
from personac.cli._show import exit_code, unreadable
from personac.report.json import report
from personac.report.visible import json_guarded, visible


@click.command("plan", short_help="Show what the revisions change, and why.")
@click.argument("personas", nargs=-1, metavar="[PERSONA]…")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(personas: tuple[str, ...], form: str) -> int:
    """Show what the revisions change, each place with the op that does it and its reason.

    The difference is that of the source file, in its own form; where a change cannot be written
    into the source it is that of the Markdown that is emitted. Nothing is written.
    """
    asked = given()
    found = reviews(asked, personas)
    shown = [part for one in found if one.changed for part in _shown(one, asked)]
    failed = problems(asked, found)
    if form == "json":
        click.echo(_json(asked, shown, found), nl=False)
    else:
        for part in shown:
            click.echo("".join(f"{line}\n" for line in _text(part)), nl=False)
        say(asked, failed, "full")
        unreadable(asked.errors)
        click.echo(_summary(found))
    return exit_code(failed, asked.errors)


class _Shown(NamedTuple):
    """What changes in a file of a persona; with a ``reason`` it is what is emitted that changes."""

    persona: str
    path: str
    hunks: tuple[Hunk, ...]
    reason: str = ""


def _shown(one: Review, asked: Given) -> tuple[_Shown, ...]:
    """The changes of the sources, or those of what is emitted with the reason."""
    new = baked(one, asked.settled)
    if isinstance(new, Refused):
        return (_Shown(one.name, one.source.path, rendered(one), new.reason),)
    return tuple(_Shown(one.name, file.new.path, hunks(one, file)) for file in new.files)


def _text(part: _Shown) -> list[str]:
    kind = "emitted Markdown" if part.reason else "revised"
    path = visible(part.path)
    lines = [f"--- {path}", f"+++ {path} ({kind})"]
    if part.reason:
        lines.append(f"# not as a change of the source: {visible(part.reason)}")
    for hunk in part.hunks:
        lines.append(visible(hunk.header))
        for deed in hunk.changes:
            place = f"{visible(deed.path)}:{deed.line}"
            lines.append(f"# {visible(deed.revision)}, op {visible(deed.op)}: {deed.verb}, {place}")
            if deed.reason:
                lines.append(f"#   {visible(deed.reason)}")
        lines += [line[:1] + visible(line[1:]) for line in hunk.lines]
    return [*lines, ""]


def _summary(found: tuple[Review, ...]) -> str:
    from personac.report.summary import plural

    changed = sum(one.changed for one in found)
    failed = sum(one.failed for one in found)
    parts = [plural(len(found), "persona"), f"{changed} changed by revisions"]
    return " · ".join([*parts, f"{failed} failed"] if failed else parts)


def _json(asked: Given, shown: list[_Shown], found: tuple[Review, ...]) -> str:
    """Schema ``personac/plan/1``: a persona with its hunks, each with the ops behind it."""
    personas = [
        {
            "persona": part.persona,
            "path": part.path,
            "of": "emitted" if part.reason else "source",
            "reason": part.reason,
            "hunks": part.hunks,
        }
        for part in shown
    ]
    data = {
        "schema": "personac/plan/1",
        "personas": personas,
        "diagnostics": report(problems(asked, found), asked.texts, asked.errors),
    }
    return json_guarded(codec.to_pretty_json(data))
