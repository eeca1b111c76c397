"""The command ``personac targets``."""

import os

import click

from personac import driver
from personac.cli._show import check_names


@click.command(short_help="Show what the targets carry, enforce and lose.")
@click.argument("name", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", show_default=True
)
def targets(name: str | None, form: str) -> int:
    """Show what each target carries, enforces and loses, and when that was verified; or the page
    of one.
    """
    from personac import registry
    from personac.report.targets import as_json, as_markdown, as_text, bare, capability

    project = driver.open_project(os.getcwd())
    writers = registry.writers(project.target_files)
    if name is not None:
        check_names([name], [writer.name for writer in writers], "target")
        page = registry.pages().get(name)
        writers = tuple(one for one in writers if one.name == name)
        if page is not None and form == "text":
            click.echo(page.text, nl=False)
            return 0
    render = {"text": as_text, "md": as_markdown, "json": as_json}[form]
    rows = [capability(w.form) if w.form else bare(w.name, w.title) for w in writers]
    click.echo(render(rows), nl=False)
    return 0
