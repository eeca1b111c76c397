"""One file, checked and fixed: pure, and picklable in and out."""

from msgspec import Struct

from personac import codec, pipeline
from personac.api import Document
from personac.linting.check import active, check
from personac.linting.fixing import Fixed, Fixer, Refusal
from personac.linting.settings import Linting
from personac.model import evolve
from personac.report.checked import Checked
from personac.report.placed import Placed, ordered, placed
from personac.source import Source


class LintJob(Struct, frozen=True, kw_only=True):
    """Everything that the findings of a file depend on; ``path`` is from the project's root."""

    source: Source
    path: str
    dialect: str | None = None
    kinds: dict[str, str] = {}
    linting: Linting = Linting()


class FixJob(Struct, frozen=True, kw_only=True):
    job: LintJob
    unsafe: bool = False


def lint_one(job: LintJob) -> Checked:
    """The findings of reading the file and of every rule."""
    outcome = pipeline.read(job.source, job.dialect, job.kinds)
    origins = outcome.value.origins if outcome.value else {}
    found = placed(outcome.diagnostics, {job.source.path: job.source}, origins)
    if outcome.value is None:
        return Checked(findings=found)
    checked = check(outcome.value, job.linting, path=job.path)
    return evolve(checked, findings=ordered((*found, *checked.findings)))


def fix_one(asked: FixJob) -> Fixed:
    """The file with every fix that is proven."""
    job = asked.job
    if codec.digest(codec.encode_source(job.source, job.source.text)) != job.source.digest:
        found = (one for one in lint_one(job).findings if one.diagnostic.fixes)
        reason = "its line ends are of two kinds; make them alike first"
        return Fixed(source=job.source, refused=tuple(Refusal(one, reason) for one in found))
    rules = active(job.linting)

    def read(source: Source) -> Document | None:
        return pipeline.read(source, job.dialect, job.kinds).value

    def lint(document: Document) -> tuple[Placed, ...]:
        return check(document, job.linting, rules, job.path).findings

    return Fixer(read, lint, asked.unsafe).fix(job.source)
