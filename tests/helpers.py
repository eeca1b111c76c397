"""What the tests do most: read a text, fill a project, run a command in it."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from personac import driver, pipeline, registry
from personac.api import Document, Rule
from personac.codec import decode_source
from personac.errors import InputError
from personac.linting.catalogue import compare, note
from personac.linting.settings import Linting
from personac.model import blocks
from personac.report.checked import Checked
from personac.revise._words import label_of, words_of

ROOT = Path(__file__).resolve().parent.parent
PERSONAS = tuple(p for p in sorted((ROOT / "personas").glob("*.md")) if p.stem != "README")
WRITERS = {writer.name: writer for writer in registry.writers()}
TOO_LONG = "TGT002"
LIMIT = 20
"""Seconds that any single command may take in a test, whatever it is given."""


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@lru_cache(maxsize=32)
def read(text: str | bytes, path: str = "persona.md", dialect: str | None = None) -> Document:
    """The enriched document of a text; one that is asked of each target is read once."""
    data = text.encode() if isinstance(text, str) else text
    outcome = pipeline.read(decode_source(path, data), dialect)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def compared(
    documents: Sequence[Document], rule: Rule, options: Mapping[str, Sequence[str]] | None = None
) -> Checked:
    """What a rule about many personas finds in these."""
    over_all = [note(document, (rule,), Linting(), options or {}) for document in documents]
    failed = [one for _, some in over_all for one in some]
    assert not failed, failed
    sources = {source.path: source for document in documents for source in document.sources}
    return compare((rule,), [one for noted, _ in over_all for one in noted], sources)


def texts(document: Document) -> list[str]:
    """What each node of a document says, with its label."""
    found = []
    for node in blocks(document.persona):
        label, words = label_of(node), words_of(node)
        found.append(f"{label}: {words}" if label and label != words else words)
    return found


def fill(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below ``root``, byte for byte."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def files_below(root: Path) -> dict[str, bytes]:
    """Every regular file below ``root`` by its POSIX path; the cache is left out."""
    found = (p for p in sorted(root.rglob("*")) if p.is_file() and ".personac" not in p.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def personac(*arguments: str) -> Ran:
    """Run a command in this process, in the current folder."""
    from personac.cli import run

    with CliRunner().isolation(None, {"NO_COLOR": "1"}) as (out, err, _):
        code = run(list(arguments))
        sys.stdout.flush()
        sys.stderr.flush()
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def environment(**changes: str) -> dict[str, str]:
    """An environment for subprocesses that find this repository's personac."""
    return os.environ | {"PYTHONPATH": str(ROOT / "compiler"), "NO_COLOR": "1"} | changes


def python(
    *arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None, timeout: float = LIMIT
) -> Ran:
    """Run Python in a process of its own; fails the test when it takes too long."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment() if env is None else env,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def spawned(arguments: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run a command in a process of its own."""
    return python("-m", "personac", *arguments, cwd=cwd, env=env)


def everything(data: bytes) -> None:
    """What a user can do with a file, short of writing to the disk."""
    try:
        source = driver.decode("persona.md", data)
    except InputError:
        return
    outcome = pipeline.read(source)
    if outcome.value is None:
        assert outcome.diagnostics, "no document and no reason"
        return
    found = pipeline.lint(outcome.value, registry.rules())
    assert not [one for one in found if one.code == "INT001"], found
    for writer in WRITERS.values():
        written = pipeline.write(outcome.value, writer)
        assert written.value is not None
        said = [one for one in written.diagnostics if one.code != TOO_LONG]
        assert not said, said
