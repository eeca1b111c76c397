"""The command ``personac revise check``."""

import click

from personac.cli._revise import given, problems, reviews
from personac.cli._show import FORMATS, exit_code, findings, unreadable
from personac.report.summary import plural


@click.command("check", short_help="Check what the revisions need and promise.")
@click.argument("personas", nargs=-1, metavar="[PERSONA]…")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--hints", is_flag=True, help="Show hints too.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", show_default=True)
def command(personas: tuple[str, ...], strict: bool, hints: bool, form: str) -> int:
    """Check what the revisions need and promise, and write nothing.

    Every op has to find its place, and every concept, absent phrase, mandate, gate and tool
    has to be as the revision says afterwards.
    """
    asked = given()
    found = reviews(asked, personas)
    failed = problems(asked, found)
    click.echo(findings(failed, asked.texts, form, hints=hints, errors=asked.errors), nl=False)
    unreadable(asked.errors)
    if form != "json":
        checked = sum(len(one.revisions) for one in found)
        parts = [plural(len(found), "persona"), f"{plural(checked, 'revision')} checked"]
        bad = sum(one.failed for one in found)
        click.echo(" · ".join([*parts, f"{bad} failed" if bad else "all promises kept"]))
    return exit_code(failed, asked.errors, strict=strict)
