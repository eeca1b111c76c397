"""The command ``personac schema``."""

import click

from personac import codec
from personac.cli._show import check_names
from personac.schemas import schemas


@click.command(short_help="Print a JSON Schema.")
@click.argument("name")
def schema(name: str) -> int:
    """Print the JSON Schema NAME: persona, revision, config, manifest or accepted."""
    known = schemas()
    check_names([name], known, "schema")
    click.echo(codec.to_pretty_json(known[name]), nl=False)
    return 0
