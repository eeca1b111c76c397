"""The command ``personac targets``."""

import click

from personac import registry
from personac.cli._show import check_names


@click.command(short_help="Show what the targets carry and lose.")
@click.argument("name", required=False)
def targets(name: str | None) -> int:
    """List the targets, or show the page of one."""
    writers = registry.writers()
    if name is None:
        width = max(len(writer.name) for writer in writers)
        for writer in writers:
            page = registry.pages()[writer.name]
            click.echo(f"{writer.name:<{width}}  {writer.title}: {registry.lead(page)}")
        return 0
    check_names([name], [writer.name for writer in writers], "target")
    click.echo(registry.pages()[name].text, nl=False)
    return 0
