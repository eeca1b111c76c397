"""The command ``personac revise import``."""

import os
from collections.abc import Sequence

import click
from msgspec import Struct

from personac import driver, fs
from personac.api import Document
from personac.assembly import assemble
from personac.cli._files import load
from personac.cli._show import FORMATS, exit_code, findings, unreadable
from personac.compile import Words, lowered
from personac.composition import Composition, alone
from personac.errors import InputError, UsageError
from personac.fanout import PASSIVE, identities
from personac.report.placed import Placed, placed
from personac.revise.prose.address import Known, addressed
from personac.revise.prose.read import is_spec, looks_like_spec, read_spec, untitled
from personac.revise.prose.spec import Spec
from personac.rewriter import Rewriter
from personac.source import Source


class _Pair(Struct, frozen=True):
    """A specification with the persona it is for, and what was found on the way."""

    spec: Spec | None
    document: Document | None = None
    findings: tuple[Placed, ...] = ()


@click.command("import", short_help="Write specifications in prose as YAML.")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…")
@click.option(
    "--persona",
    "-p",
    "personas",
    multiple=True,
    metavar="PATH",
    help="The persona it is for; or files and folders to look for it in.",
)
@click.option("--output", "-o", metavar="FILE", help="Write here instead of printing.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@click.option("--report", is_flag=True, help="Print what would come of the specifications.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="full", show_default=True)
def command(
    specs: tuple[str, ...],
    personas: tuple[str, ...],
    output: str | None,
    force: bool,
    report: bool,
    form: str,
) -> int:
    """Write specifications in prose as YAML.

    A specification is Markdown that starts with `# Revision Specification for NAME`. The
    persona is found among those of the project by the path of the specification, by name or by
    title. The YAML says the same as the prose, which `build` also reads as it is.
    """
    project = driver.open_project(os.getcwd())
    texts, errors = load(specs, project)
    found_personas, bad = _personas(personas, project)
    pairs = _pairs(texts, found_personas, project, given=_is_file(personas, found_personas))
    unreadable((*errors, *bad))
    found = _report(pairs, project) if report else _import(pairs, project, output, force=force)
    by_path = {s.path: s for s in (*texts, *(f for one in found_personas for f in one.files))}
    click.echo(findings(found, by_path, form, hints=False), nl=False, err=not report)
    code = exit_code(found, (*errors, *bad))
    return code or int(any(pair.document is None for pair in pairs))


def _personas(
    paths: Sequence[str], project: driver.Project
) -> tuple[tuple[Composition, ...], tuple[InputError, ...]]:
    """Those of the project, or each of the files that are named."""
    if not paths and project.config_path:
        found = driver.personas_of(project, project.config.out)
        return found.personas, found.errors
    sources, errors = load(paths, project)
    return tuple(map(alone, sources)), errors


def _is_file(paths: Sequence[str], personas: Sequence[Composition]) -> bool:
    """Whether one file is named, and not a folder in which the persona is to be found."""
    named = [os.path.normpath(path).replace(os.sep, "/") for path in paths]
    return len(named) == 1 and [one.path for one in personas] == named


def _pairs(
    texts: Sequence[Source],
    personas: Sequence[Composition],
    project: driver.Project,
    *,
    given: bool,
) -> tuple[_Pair, ...]:
    known = {} if given else _known(personas, project)
    pairs: list[_Pair] = []
    for text in texts:
        if not is_spec(text.text):
            if looks_like_spec(text.text) or len(texts) == 1:
                told = placed((untitled(text),), {text.path: text}, {})
                pairs.append(_Pair(None, None, told))
            continue
        outcome = read_spec(text)
        assert outcome.value is not None
        told = placed(outcome.diagnostics, {text.path: text}, {})
        if given:
            document = assemble(personas[0], project.config.settled).value
            pairs.append(_Pair(outcome.value, document, told))
        else:
            pairs.append(_addressed(outcome.value, known, told, project))
    return tuple(pairs)


def _known(
    personas: Sequence[Composition], project: driver.Project
) -> dict[str, tuple[Known, Composition]]:
    return {
        one.path: (one, made_of)
        for made_of in personas
        for one in identities(project.root, project.config.settled, (made_of,), PASSIVE)
    }


def _addressed(
    spec: Spec,
    known: dict[str, tuple[Known, Composition]],
    told: tuple[Placed, ...],
    project: driver.Project,
) -> _Pair:
    """The pair, when one persona is meant; the finding otherwise."""
    meant = addressed(spec, [one for one, _ in known.values()])
    sources = {file.path: file for _, made_of in known.values() for file in made_of.files}
    told = (*told, *placed(meant.found, sources | {spec.source.path: spec.source}, {}))
    made_of = next((found for one, found in known.values() if one.path == meant.path), None)
    document = assemble(made_of, project.config.settled).value if made_of else None
    return _Pair(spec, document, told)


def _import(
    pairs: Sequence[_Pair], project: driver.Project, output: str | None, *, force: bool
) -> tuple[Placed, ...]:
    """The YAML of each specification, printed or written; and what there is to say about it."""
    from personac.revise.prose.export import to_yaml

    answers = Rewriter(project.config.revise, project.root).recorded()
    words = Words(answers, project.config.revise.vocabulary)
    found: list[Placed] = []
    files: list[tuple[str, bytes]] = []
    for pair in pairs:
        found += pair.findings
        if pair.spec is None or pair.document is None:
            continue
        lowering = lowered(pair.spec.source, pair.document, project.config.kinds, words)
        sources = {s.path: s for s in (pair.spec.source, *pair.document.sources)}
        found += placed(lowering.found, sources, pair.document.origins)
        text = to_yaml(pair.spec, lowering)
        if output is None:
            click.echo(text, nl=False)
        else:
            name = output if len(pairs) == 1 else f"{output}/{pair.spec.id}.yaml"
            files.append((name, text.encode()))
    _write(files, force=force)
    return tuple(found)


def _write(files: Sequence[tuple[str, bytes]], *, force: bool) -> None:
    here = os.getcwd()
    for path, _ in files:
        if fs.exists(here, path) and not force:
            raise UsageError(f"{path} is there already; use --force to overwrite it")
    fs.write_all(here, files)
    for path, _ in files:
        click.echo(f"wrote {path}")


def _report(pairs: Sequence[_Pair], project: driver.Project) -> tuple[Placed, ...]:
    """The figures of each specification and of all; and what there is to say about them."""
    from personac.passes import enrich
    from personac.report.specifications import Row, render
    from personac.revise.prose.measure import measure

    answers = Rewriter(project.config.revise, project.root).recorded()

    def meaning(document: Document) -> Document:
        return enrich(document, project.config.kinds)

    rows: list[Row] = []
    found: list[Placed] = []
    for pair in pairs:
        found += pair.findings
        if pair.spec is None or pair.document is None:
            continue
        measured = measure(pair.spec, pair.document, meaning, answers)
        sources = {s.path: s for s in (pair.spec.source, *pair.document.sources)}
        found += placed(measured.found, sources, pair.document.origins)
        verbs = [(str(o.proposal.verb), str(o.lowered.status)) for o in measured.lowering.outcomes]
        rows.append(
            Row(
                path=pair.spec.source.path,
                persona=pair.document.persona.id,
                quotes={str(state): n for state, n in measured.quotes.items()},
                proposals={str(status): n for status, n in measured.proposals.items()},
                verbs=tuple(verbs),
                lost=measured.lost,
                again=measured.again,
            )
        )
    click.echo(render(rows), nl=False)
    return tuple(found)
