"""Run a client in an isolated home and project, with no network but loopback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

CLOSED = "http://127.0.0.1:9"
QUIET = {
    "CI": "1",
    "NO_COLOR": "1",
    "LANG": "C.UTF-8",
    "HTTP_PROXY": CLOSED,
    "HTTPS_PROXY": CLOSED,
    "NO_PROXY": "127.0.0.1,localhost",
}
FOLDERS = {
    "HOME": "",
    "TMPDIR": "tmp",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
}


@dataclass(frozen=True)
class Finished:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Sandbox:
    """A throw-away home and project for one client."""

    binary: Path
    home: Path
    project: Path
    env: Mapping[str, str]

    def run(self, *arguments: str, timeout: float = 60.0, **env: str) -> Finished:
        """Run the client to its end; its whole process group is gone when this returns."""
        with TemporaryFile() as out, TemporaryFile() as err:
            code = self._run([str(self.binary), *arguments], {**self.env, **env}, timeout, out, err)
            return Finished(code, _content(out), _content(err))

    def _run(
        self,
        command: list[str],
        env: Mapping[str, str],
        timeout: float,
        out: IO[bytes],
        err: IO[bytes],
    ) -> int:
        """Print to files: a client that exits at once cuts what it still has for a pipe."""
        process = subprocess.Popen(
            command,
            cwd=self.project,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=timeout)
        finally:
            _end_group(process)

    def leftovers(self, patience: float = 5.0) -> list[int]:
        """Return the processes that stay alive in this sandbox's home (where /proc tells)."""
        mark = f"HOME={self.home}".encode()
        end = time.monotonic() + patience
        while (alive := _processes(mark)) and time.monotonic() < end:
            time.sleep(0.05)
        return alive


Maker = Callable[[Path | None], Sandbox]


def make(binary: Path, folder: Path, source: Path | None, extra: Mapping[str, str]) -> Sandbox:
    """Make a sandbox in `folder` whose project is a copy of `source`."""
    home, project = folder / "home", folder / "project"
    places = {key: home / name for key, name in FOLDERS.items()}
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    project.mkdir()
    if source is not None and source.is_dir():
        shutil.copytree(source, project, dirs_exist_ok=True)
    located = {key: str(place) for key, place in places.items()}
    path = os.environ.get("PATH", os.defpath)
    return Sandbox(binary, home, project, {"PATH": path, **QUIET, **located, **extra})


def _end_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def _processes(mark: bytes) -> list[int]:
    environments = Path("/proc").glob("[0-9]*/environ")
    return [int(each.parent.name) for each in environments if mark in _entries(each)]


def _entries(environment: Path) -> list[bytes]:
    with suppress(OSError):
        return environment.read_bytes().split(b"\0")
    return []


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")
