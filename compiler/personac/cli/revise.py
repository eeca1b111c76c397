"""The command group ``personac revise``; each subcommand is a module ``revise_<name>``."""

from importlib import import_module
from importlib.util import find_spec

import click

_NAMES = ("import", "plan", "check", "accept")


class ReviseGroup(click.Group):
    """Imports a subcommand when it is used; one whose module is missing is left out."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return [name for name in _NAMES if find_spec(_module(name))]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command = import_module(_module(name)).command
        return command if isinstance(command, click.Command) else None


def _module(name: str) -> str:
    return f"personac.cli.revise_{name}"


@click.group(cls=ReviseGroup, short_help="Show, check, accept and import revisions.")
def revise() -> None:
    """Show what revisions change, check what they promise, and bake them into the sources."""
