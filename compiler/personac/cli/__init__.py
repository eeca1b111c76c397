"""The command line: parses words, calls the driver, prints reports, chooses exit codes.

Exit codes: 0 clean, 1 findings or drift, 2 usage, configuration or unreadable input, 3 internal
error, 4 only a part was checked (with ``lint --fail-on-partial``).
"""

import os
import sys
from importlib import import_module

import click

from personac import __version__
from personac.errors import PersonacError

_COMMANDS = {
    "init": "Create personac.toml and a first persona.",
    "build": "Compile the personas of the project for their targets.",
    "install": "Put built files where clients look for them.",
    "verify": "Prove that every mandate is in the files that were built.",
    "parse": "Show the canonical form of persona files.",
    "lint": "Check persona files.",
    "import": "Read the agent files of clients as personas.",
    "convert": "Write persona files in another dialect.",
    "contract": "List the mandates, gates and metrics of persona files.",
    "report": "Show what enforces each mandate on each target.",
    "breaking": "Compare what personas bind themselves to with a reference.",
    "trace": "Tell what made a line of an output.",
    "revise": "Show, check, accept and import revisions.",
    "explain": "Explain a code, reader, writer or op.",
    "targets": "Show what the targets carry and lose.",
    "schema": "Print a JSON Schema.",
}

_MODULES = {"import": "import_"}
"""Commands whose name is a word of Python."""


class LazyGroup(click.Group):
    """Imports a command when it is used; help lists them without importing any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in _COMMANDS:
            return None
        module = _MODULES.get(name, name)
        command = getattr(import_module(f"personac.cli.{module}"), module)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in _COMMANDS and not name.startswith("-"):
            from personac.config import suggest

            raise click.UsageError(
                f"no such command `{name}`; {suggest(name, list(_COMMANDS))}", ctx
            )
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="personac", message="%(prog)s %(version)s")
@click.option("--no-plugins", is_flag=True, help="Leave out what other packages add to personac.")
def main(no_plugins: bool) -> None:
    """The compiler and linter for agent personas.

    personac reads personas in several dialects, applies revisions, checks them, and writes
    the agent files that each client loads. Nothing a persona must or must not do is lost
    without being said.
    """
    if no_plugins:
        os.environ["PERSONAC_NO_PLUGINS"] = "1"  # the processes that a build starts have it too


def run(arguments: list[str]) -> int:
    """Run and return the exit code; never raises, never shows a traceback."""
    _tolerant_streams()
    try:
        result = main.main(arguments, prog_name="personac", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        click.echo("personac: interrupted", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return 2
    except PersonacError as error:
        from personac.report.visible import visible

        click.echo(f"personac: {visible(str(error))}", err=True)
        return 2
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001  the last line of defence
        click.echo(_bug(error), err=True)
        return 3
    return result if isinstance(result, int) else 0


def _bug(error: Exception) -> str:
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.replace(chr(92), '/').rpartition('/')[2]}:{frame.lineno}"
    return (
        f"personac: internal error: {type(error).__name__}: {error} ({place})\n"
        "personac: this is a bug; please report it with the command and, if you can, the file"
    )


def _tolerant_streams() -> None:
    """A terminal that cannot show a character gets an escape, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
