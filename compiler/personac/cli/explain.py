"""The command ``personac explain``."""

import click

from personac import registry


@click.command(short_help="Explain a code, reader, writer or op.")
@click.argument("code")
def explain(code: str) -> int:
    """Explain a code (MAN001), a rule's name, a reader, a writer or an op.

    The text is the page that is also the rule's documentation and test.
    """
    from personac.config import suggest

    pages = {name.casefold(): page for name, page in registry.pages().items()}
    found = pages.get(code.casefold())
    if found is None:
        raise click.UsageError(
            f"nothing is called `{code}`; {suggest(code.upper(), sorted(registry.pages()))}"
        )
    click.echo(found.text, nl=False)
    return 0
