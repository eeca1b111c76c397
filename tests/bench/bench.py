"""How fast personac starts, reads, builds and lints.

    python tests/bench/bench.py [--personas N]

Times are wall time, memory is that of the largest process.  Compare runs on one machine only.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from personas import DIALECTS, mixed

if TYPE_CHECKING:
    from personac.source import Source

COMPILER = Path(__file__).resolve().parents[2] / "compiler"
SAMPLE = 60
REPEATS = 5
HALVINGS = 2


class Row(NamedTuple):
    what: str
    value: str
    note: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(description="How fast personac works.")
    parser.add_argument("--personas", type=int, default=1000, metavar="N", help="how many to build")
    personas: int = parser.parse_args().personas
    for title, rows in (
        ("start-up, best of 5", start_up()),
        (f"reading, {SAMPLE} personas a dialect", reading()),
        (f"building {personas} personas for all targets", building(personas)),
        (f"linting {personas} personas with every rule", linting(personas)),
    ):
        print(title)
        for row in rows:
            print(f"  {row.what:<32}{row.value:>14}  {row.note}".rstrip(), flush=True)
        print()
    return 0


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(COMPILER)}


def run(*arguments: str, cwd: Path | None = None) -> float:
    """The seconds that a Python process takes."""
    command = [sys.executable, *arguments]
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=environment(), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def start_up() -> Iterator[Row]:
    commands = {
        "python -c pass": ("-c", "pass"),
        "python -c 'import click'": ("-c", "import click"),
        "personac --version": ("-m", "personac", "--version"),
        "personac --help": ("-m", "personac", "--help"),
    }
    floor = 0.0
    for name, arguments in commands.items():
        best = min(run(*arguments) for _ in range(REPEATS))
        floor = floor or best
        yield Row(name, f"{best * 1000:.0f} ms", f"{best / floor:.1f} × python")


def reading() -> Iterator[Row]:
    sys.path.insert(0, str(COMPILER))
    from personac import codec, pipeline, registry

    readers = {reader.name: reader for reader in registry.readers()}
    for dialect, make in DIALECTS.items():
        texts = [make(number) for number in range(SAMPLE)]
        sources = [codec.decode_source(f"{dialect}.md", text.encode()) for text in texts]
        for source in sources[:2]:
            pipeline.read(source, dialect)
        parsed = _seconds(readers[dialect].read, sources)
        whole = _seconds(pipeline.read, sources)
        size = sum(map(len, texts)) / SAMPLE / 1000
        note = f"{SAMPLE / parsed:.0f} without the passes; {size:.1f} KB each"
        yield Row(dialect, f"{SAMPLE / whole:.0f} files/s", note)


def _seconds(work: Callable[["Source"], object], sources: Sequence["Source"]) -> float:
    start = time.perf_counter()
    for source in sources:
        work(source)
    return time.perf_counter() - start


def building(personas: int) -> Iterator[Row]:
    sizes = [personas >> halving for halving in range(HALVINGS, -1, -1)]
    before = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = project(Path(folder), size)
            cold = run("-m", "personac", "build", cwd=root)
            ratio = f"{cold / before:.2f} × the build of half as many" if before else ""
            yield Row(f"{size} cold", f"{cold:.2f} s", ratio)
            before = cold
            if size == personas:
                yield memory("  peak memory, cold")
                unchanged = min(run("-m", "personac", "build", cwd=root) for _ in range(3))
                yield Row(f"{size} unchanged", f"{unchanged:.2f} s", "best of 3")
                check = run("-m", "personac", "build", "--check", cwd=root)
                yield Row(f"{size} --check", f"{check:.2f} s")


def linting(personas: int) -> Iterator[Row]:
    """The time of a lint has to double with the personas; it is that of all processors."""
    before = 0.0
    for size in [personas >> halving for halving in range(HALVINGS, -1, -1)]:
        with tempfile.TemporaryDirectory() as folder:
            root = project(Path(folder), size)
            took = _lint(root, "concise")
            ratio = f"{took / before:.2f} × the lint of half as many" if before else ""
            yield Row(f"{size}", f"{took:.2f} s CPU", ratio)
            before = took
            if size == personas:
                yield Row("  with SARIF", f"{_lint(root, 'sarif', '--no-cache'):.2f} s CPU")
                again = min(_lint(root, "concise") for _ in range(3))
                yield Row("  unchanged", f"{again:.2f} s CPU", f"{again / took:.3f} × the first")


def _lint(root: Path, form: str, *options: str) -> float:
    """Processor seconds, which other programs on the machine matter less to."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = ("--fail-on", "never", "--hints", "--format", form, *options)
    run("-m", "personac", "lint", *asked, cwd=root)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def memory(name: str) -> Row:
    """The largest process so far."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Row(name, f"{peak / (1 << 20 if sys.platform == 'darwin' else 1 << 10):.0f} MiB")


def project(root: Path, personas: int) -> Path:
    (root / "personas").mkdir()
    (root / "personac.toml").write_text("", "utf-8")
    for name, text in mixed(personas):
        (root / "personas" / name).write_text(text, "utf-8")
    return root


if __name__ == "__main__":
    sys.exit(main())
