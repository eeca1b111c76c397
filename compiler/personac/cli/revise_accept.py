"""The command ``personac revise accept``."""

from typing import NamedTuple

import click

from personac import codec, fs
from personac.accept.bake import Baked, Refused
from personac.accept.review import Review, baked, chosen, diff, lasting, others, review
from personac.cli._revise import Given, given, problems, reviews, say
from personac.cli._show import exit_code, unreadable
from personac.config import suggest
from personac.report.placed import Placed
from personac.report.summary import plural
from personac.report.visible import visible
from personac.source import Source


class Accepted(NamedTuple):
    """A persona with its new source, or with the reason why there is none."""

    one: Review
    new: Baked | Refused


@click.command("accept", short_help="Write what a revision changes into the sources.")
@click.argument("revision", required=False)
@click.option("--persona", "-p", "personas", multiple=True, metavar="P", help="Only this persona.")
@click.option("--write", is_flag=True, help="Write the files; without it the difference is shown.")
def command(revision: str | None, personas: tuple[str, ...], write: bool) -> int:
    """Write what REVISION changes, or all of them, into the source files.

    Each file keeps its dialect, its formatting and its comments. A change is written only when
    the edited file reads as the revised persona and the next build comes to the same result.
    """
    asked = given()
    _check(asked, revision)
    found = _reviews(asked, revision, personas)
    failed = problems(asked, found)
    results = [_accepted(one, revision, asked) for one in found if one.changed]
    refused = [one for one in results if isinstance(one.new, Refused)]
    for result in results:
        click.echo(_told(result, write=write), nl=False)
    say(asked, failed, "full")
    unreadable(asked.errors)
    code = exit_code(failed, asked.errors)
    if write and not refused and not code:
        _write(results, asked.project.root)
    click.echo(_summary(results, failed, write=write and not refused and not code))
    return code or (1 if refused else 0)


def _check(asked: Given, revision: str | None) -> None:
    known = [loaded.revision.id for loaded in asked.revisions]
    if revision is not None and revision not in known:
        raise click.UsageError(f"unknown revision `{revision}`; {suggest(revision, known)}")


def _reviews(asked: Given, revision: str | None, personas: tuple[str, ...]) -> tuple[Review, ...]:
    if revision is None:
        return reviews(asked, personas)
    meant = (one for one in reviews(asked, personas, ()) if one.document is not None)
    found = (
        review(one.made_of, chosen(revision, one.name, asked.revisions), asked.settled)
        for one in meant
    )
    return tuple(
        one for one in found if any(loaded.revision.id == revision for loaded in one.revisions)
    )


def _accepted(one: Review, revision: str | None, asked: Given) -> Accepted:
    if revision is not None and (before := others(one, revision)):
        names = " and ".join(f"`{name}`" for name in before)
        return Accepted(one, Refused(f"`{revision}` builds on {names}; accept that first"))
    new = baked(one, asked.settled)
    mixed = () if isinstance(new, Refused) else filter(_mixed, (file.old for file in new.files))
    for source in mixed:
        reason = f"the line ends of {source.path} are of two kinds; make them alike first"
        return Accepted(one, Refused(reason))
    if isinstance(new, Baked) and (problem := lasting(one, new, asked.revisions, asked.settled)):
        return Accepted(one, Refused(problem))
    return Accepted(one, new)


def _mixed(source: Source) -> bool:
    return codec.digest(codec.encode_source(source, source.text)) != source.digest


def _told(result: Accepted, *, write: bool) -> str:
    if isinstance(result.new, Refused):
        path = visible(result.new.path or result.one.source.path)
        node = f" (node `{visible(result.new.node)}`)" if result.new.node else ""
        return f"error: {path}: cannot be written: {visible(result.new.reason)}{node}\n"
    if write:
        return ""
    lines: list[str] = []
    for file in result.new.files:
        path = visible(file.new.path)
        lines += [f"--- a/{path}", f"+++ b/{path}"]
        for hunk in diff(file.old.text, file.new.text):
            lines += [visible(hunk.header), *(line[:1] + visible(line[1:]) for line in hunk.lines)]
    return "".join(f"{line}\n" for line in lines)


def _write(results: list[Accepted], root: str) -> None:
    changes = [
        (
            file.old.path,
            codec.encode_source(file.old, file.old.text),
            codec.encode_source(file.old, file.new.text),
        )
        for _, new in results
        if isinstance(new, Baked)
        for file in new.files
    ]
    fs.rewrite(root, changes)


def _summary(results: list[Accepted], failed: tuple[Placed, ...], *, write: bool) -> str:
    done = sum(len(one.new.files) for one in results if isinstance(one.new, Baked))
    refused = sum(isinstance(result.new, Refused) for result in results)
    if write and done:
        return f"{plural(done, 'file')} written; the next build has nothing to revise in them"
    parts = [f"{plural(done, 'file')} to write"] if done else ["nothing to write"]
    parts += [f"{plural(refused, 'file')} refused"] if refused else []
    parts += ["nothing written"] if refused or failed or not done else ["run with --write to write"]
    return " · ".join(dict.fromkeys(parts))
