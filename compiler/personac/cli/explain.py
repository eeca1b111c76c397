"""The command ``personac explain``."""

import os
import re
from collections.abc import Iterable

import click

from personac import registry
from personac.api import Explained
from personac.linting.settings import UserRule

_CODED = re.compile(r"[A-Z]{3}\d{3} ")


@click.command(short_help="Explain a code, reader, writer or op.")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown")
def explain(code: str, form: str) -> int:
    """Explain a code (MAN001), a rule's name, a reader, a writer or an op.

    The text is the page that is also the rule's documentation and test. The start of codes (MAN)
    lists the codes that start so.
    """
    pages = {name.casefold(): page for name, page in registry.pages().items()}
    own = {} if code.casefold() in pages else _own_rules()
    if found := pages.get(code.casefold()) or own.get(code.casefold()):
        click.echo(_json(found) if form == "json" else found.text, nl=False)
    elif family := _family(code, (*pages.values(), *own.values())):
        click.echo(_listed(family, form), nl=False)
    else:
        raise click.UsageError(_unknown(code, own))
    return 0


def _unknown(code: str, own: Iterable[str]) -> str:
    from personac.text.near import suggest

    known = sorted({*registry.pages(), *registry.coded(), *own})
    return f"nothing is called `{code}`; {suggest(code, known)}"


def _family(code: str, pages: Iterable[Explained]) -> list[Explained]:
    """The findings whose codes start so, in order."""
    titled = {one.title: one for one in pages if _CODED.match(one.title)}
    return [titled[one] for one in sorted(titled) if code and one.startswith(code.upper())]


def _listed(family: Iterable[Explained], form: str) -> str:
    if form == "json":
        from personac.codec import to_pretty_json

        pairs = (one.title.partition(" ") for one in family)
        return to_pretty_json([{"code": code, "name": name} for code, _, name in pairs])
    return "".join(f"{one.title}\n" for one in family)


def _own_rules() -> dict[str, Explained]:
    """What the project says of its own rules, by code and name."""
    from personac import driver

    rules = driver.open_project(os.getcwd()).config.rules
    told = [(rule, _own(rule)) for rule in rules]
    return {name.casefold(): page for rule, page in told for name in (rule.code, rule.name)}


def _own(rule: UserRule) -> Explained:
    from personac.report.visible import visible

    title = f"{rule.code} {rule.name}"
    what = f"{visible(rule.message)} ({rule.kind}, a rule of this project)"
    text = f"# {title}\n\n{what}\n\n## Why\n\n{visible(rule.why)}\n"
    text += f"\n## How to fix\n\n{visible(rule.help)}\n" * bool(rule.help)
    return Explained(rule.code, title, text)


def _json(page: Explained) -> str:
    from personac.codec import to_pretty_json
    from personac.report.rule_index import sections

    code, _, name = page.title.partition(" ")
    parts = {title or "what": text for title, text in sections(page)}
    return to_pretty_json({"code": code, "name": name or code, "sections": parts})
