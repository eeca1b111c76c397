"""The command ``personac install``."""

import os

import click

from personac import driver, fs, installer
from personac.cli import _install_report as report
from personac.cli._show import check_names
from personac.errors import UsageError
from personac.installation import Asked, Record, targets_of
from personac.installer import Built, Destination


@click.command(short_help="Put built files where clients look for them.")
@click.option(
    "--target", "-t", "targets", multiple=True, metavar="T", help="Only this target; '*' is all."
)
@click.option(
    "--scope",
    type=click.Choice(["project", "user"]),
    default="project",
    show_default=True,
    help="For one project, or in the home directory for all of them.",
)
@click.option("--into", metavar="DIR", help="The root of the project, or the home directory.")
@click.option("--out", metavar="DIR", help="The output folder, if not the configured one.")
@click.option("--adopt", is_flag=True, help="Take over files that are in the way.")
@click.option("--uninstall", is_flag=True, help="Take away what was installed.")
@click.option("--check", is_flag=True, help="Write nothing; fail when something would change.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def install(
    targets: tuple[str, ...],
    scope: str,
    into: str | None,
    out: str | None,
    adopt: bool,
    uninstall: bool,
    check: bool,
    form: str,
) -> int:
    """Put built files where clients look for them.

    What was built is compared with its manifest first. A file that is not personac's, or was
    edited, stops the installation with the difference; --adopt takes it over, and --uninstall
    brings it back. Settings that are yours too are merged key by key. Nothing is written into the
    home directory without --scope user.
    """
    project = driver.open_project(os.getcwd())
    folder = out or project.config.out
    place = _destination(project, into, user=scope == "user")
    before = installer.installed(place)
    owner = installer.owner_of(project, place)
    made = _built(project, folder, targets, place, before, owner, uninstall=uninstall)
    scoped = frozenset(made.targets)
    if not targets:
        scoped |= targets_of(before, owner)
    asked = Asked(project=owner, targets=scoped, adopt=adopt)
    found = installer.prepare(place, made.wanted, before, asked)
    if not uninstall:
        found = installer.offers(project, folder, found, made.wanted)
    blocked = bool(found.plan.problems or (found.plan.stops and not uninstall))
    written = not check and not blocked
    if written:
        installer.commit(place, found)
    said = report.Said(built=made, found=found, written=written, check=check, uninstall=uninstall)
    click.echo(report.as_json(said) if form == "json" else report.text(said), nl=False)
    drift = check and (found.plan.changes or found.interrupted)
    return 1 if blocked or found.plan.stops or drift else 0


def _destination(project: driver.Project, into: str | None, *, user: bool) -> Destination:
    home = os.path.expanduser("~")
    folder = os.path.abspath(into or (home if user else project.root))
    if not fs.is_folder(folder, "."):
        raise UsageError(f"{into or folder}: there is no such folder to install into")
    if not user and fs.is_same(folder, ".", home):
        raise UsageError(
            "the destination is the home directory; --scope user installs there, --into elsewhere"
        )
    return Destination(folder, user)


def _built(
    project: driver.Project,
    folder: str,
    targets: tuple[str, ...],
    place: Destination,
    before: Record,
    owner: str,
    *,
    uninstall: bool,
) -> Built:
    """What is to be there: the built files of some targets, nothing to uninstall them."""
    from personac import registry

    writers = registry.writers(project.target_files)
    known = tuple(writer.name for writer in writers)
    there = targets_of(before, owner)
    check_names([one for one in targets if one != "*"], {*known, *there}, "target")
    if uninstall:
        if not there:
            raise UsageError(
                "nothing of this project is installed here; --into names another place"
            )
        return Built(targets=tuple(sorted(there if "*" in targets else targets or there)))
    kept = {writer.name for writer in writers if writer.form is not None and writer.form.whole}
    usual = tuple(one for one in project.config.targets if one not in kept)
    wanted = tuple(one for one in known if one not in kept) if "*" in targets else targets or usual
    forms = {writer.name: writer.form for writer in writers}
    made = installer.built(project, folder, wanted, forms, place)
    if targets and "*" not in targets and made.homeless:
        raise UsageError(
            f"{made.homeless[0]} has no place in a home directory; leave out --scope user"
        )
    return made
