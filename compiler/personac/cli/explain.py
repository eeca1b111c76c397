"""The command ``personac explain``."""

import os

import click

from personac import registry
from personac.api import Explained


@click.command(short_help="Explain a code, reader, writer or op.")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown")
def explain(code: str, form: str) -> int:
    """Explain a code (MAN001), a rule's name, a reader, a writer or an op.

    The text is the page that is also the rule's documentation and test.
    """
    from personac.text.near import suggest

    pages = {name.casefold(): page for name, page in registry.pages().items()}
    found = pages.get(code.casefold()) or _own(code)
    if found is None:
        raise click.UsageError(
            f"nothing is called `{code}`; {suggest(code.upper(), sorted(registry.pages()))}"
        )
    click.echo(_json(found) if form == "json" else found.text, nl=False)
    return 0


def _own(code: str) -> Explained | None:
    """What the project says of a rule of its own."""
    from personac import driver

    for rule in driver.open_project(os.getcwd()).config.rules:
        if code.casefold() in (rule.code.casefold(), rule.name):
            title = f"{rule.code} {rule.name}"
            text = f"# {title}\n\n{rule.message} ({rule.kind}, a rule of this project)\n"
            text += f"\n## Why\n\n{rule.why}\n" + f"\n## How to fix\n\n{rule.help}\n" * bool(
                rule.help
            )
            return Explained(rule.code, title, text)
    return None


def _json(page: Explained) -> str:
    from personac.codec import to_pretty_json
    from personac.report.rule_index import sections

    code, _, name = page.title.partition(" ")
    parts = {title or "what": text for title, text in sections(page)}
    return to_pretty_json({"code": code, "name": name or code, "sections": parts})
