"""The command ``personac targets``."""

import click

from personac import registry
from personac.api import Explained, Writer
from personac.cli._show import check_names


@click.command(short_help="Show what the targets carry and lose.")
@click.argument("name", required=False)
def targets(name: str | None) -> int:
    """List the targets, or show the page of one."""
    writers = registry.writers()
    if name is None:
        width = max(len(writer.name) for writer in writers)
        for writer in writers:
            lead = registry.lead(_page(writer))
            click.echo(f"{writer.name:<{width}}  {writer.title}: {lead}")
        return 0
    check_names([name], [writer.name for writer in writers], "target")
    found = next(writer for writer in writers if writer.name == name)
    click.echo(_page(found).text, nl=False)
    return 0


def _page(writer: Writer) -> Explained:
    return registry.page(f"personac.writers.{writer.name.replace('-', '_')}")
