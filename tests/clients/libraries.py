"""Install the pinned official libraries of formats, each into an environment of its own.

No library shares one with another or with personac, so what a library is tested in is what its
users have.  Those with `heavy` are tested only where `PERSONAC_HEAVY` is set.

    cd tests && python -m clients.libraries [a2a-sdk] [pyagentspec] …
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree, which

from .install import (
    NODE,
    NPM_OPTIONS,
    UnavailableError,
    cache_folder,
    ensure,
    fetch,
    publish,
)
from .sandbox import QUIET

PIP_OPTIONS = ("--quiet", "--no-input", "--disable-pip-version-check", "--only-binary=:all:")
SAYS = 240.0


@dataclass(frozen=True)
class Library:
    """A pinned library: packages of PyPI, or with `node` of npm, with `options`."""

    key: str
    version: str
    packages: tuple[str, ...]
    node: bool = False
    heavy: bool = False
    options: tuple[str, ...] = ()

    @property
    def home(self) -> Path:
        return cache_folder() / self.key / self.version


A2A = Library("a2a-sdk", "1.3.0", ("a2a-sdk==1.3.0",))
AGENT_FRAMEWORK = Library(
    "agent-framework-declarative", "1.4.0", ("agent-framework-declarative==1.4.0",)
)
AGENT_SPEC = Library("pyagentspec", "26.3.1", ("pyagentspec==26.3.1",))
AUTOGEN = Library("autogen", "0.7.5", ("autogen-agentchat==0.7.5", "autogen-ext[openai]==0.7.5"))
BMAD = Library("bmad-method", "6.12.0", ("bmad-method@6.12.0",), node=True)
CARD_V2 = Library("character-card-utils", "2.0.3", ("character-card-utils@2.0.3",), node=True)
CARD_V3 = Library("character-foundry", "0.2.2", ("@character-foundry/schemas@0.2.2",), node=True)
CREWAI = Library("crewai", "1.15.30", ("crewai==1.15.30",), heavy=True)
DEEPAGENTS = Library("deepagents", "0.7.32", ("deepagents==0.7.32",))
DOTPROMPT = Library("dotpromptz", "0.2.0", ("dotpromptz==0.2.0",))
LETTA = Library(
    "letta",
    "0.16.8",
    ("letta==0.16.8", "asyncpg"),
    heavy=True,
    # one of its requirements comes as source only, and one is written so that the newer resolver fails
    options=("--no-binary=demjson3", "--use-deprecated=legacy-resolver"),
)
M365 = Library("app-manifest", "1.1.2", ("@microsoft/app-manifest@1.1.2",), node=True)
MCP = Library("mcp", "2.3.0", ("mcp==2.3.0",))
OPENAI_AGENTS = Library("openai-agents", "0.24.0", ("openai-agents==0.24.0",))
POML = Library("poml", "0.0.8", ("poml==0.0.8",))
PROMPTY = Library("prompty", "2.1.0", ("prompty[jinja2]==2.1.0",))
RULESYNC = Library("rulesync", "17.0.0", ("rulesync@17.0.0",), node=True)
SKILLS = Library("skills-ref", "0.1.1", ("skills-ref==0.1.1",))
LIBRARIES = tuple(one for one in vars().values() if isinstance(one, Library))


def installed(library: Library) -> Path:
    """Return the folder of a library, installed first if need be; raise UnavailableError if not."""
    if library.heavy and not os.environ.get("PERSONAC_HEAVY"):
        raise UnavailableError("it is large; set PERSONAC_HEAVY=1 to install it")
    if not library.home.is_dir():
        library.home.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=library.home.parent))
        try:
            (_from_npm if library.node else _from_pypi)(library, staging)
            publish(staging, library.home)
        finally:
            rmtree(staging, ignore_errors=True)
    return library.home


def interpreter(library: Library, script: Path) -> str:
    """Return what runs a script of its language with the library in reach."""
    if script.suffix == ".cjs":
        return str(ensure(NODE))
    return sys.executable if library.node else str(installed(library) / "bin" / "python")


def _from_pypi(library: Library, folder: Path) -> None:
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *PIP_OPTIONS]
    fetch([*pip, *library.options, *library.packages], f"pip install {library.key}", says=-1)


def _from_npm(library: Library, folder: Path) -> None:
    npm = which("npm")
    if npm is None:
        raise UnavailableError("npm is not on PATH")
    command = [npm, "install", "--prefix", str(folder), *NPM_OPTIONS, *library.packages]
    fetch(command, f"npm install {library.key}", says=0)


def ask(library: Library, script: Path, *arguments: str) -> list[dict[str, str]]:
    """Return what a script prints as JSON, run with the library in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        return _asked(library, script, arguments, home)


def _asked(
    library: Library, script: Path, arguments: Sequence[str], home: str
) -> list[dict[str, str]]:
    modules = str(library.home / "node_modules")
    env = {**QUIET, "PATH": os.defpath, "HOME": home, "TMPDIR": home, "NODE_PATH": modules}
    done = subprocess.run(
        [interpreter(library, script), str(script), *arguments],
        capture_output=True,
        text=True,
        timeout=SAYS,
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main(keys: list[str]) -> int:
    """Install the named libraries, or all that are not large; return 1 if any is unavailable."""
    status = 0
    for one in LIBRARIES:
        if (keys and one.key not in keys) or (one.heavy and not keys):
            continue
        try:
            outcome = str(installed(one))
        except UnavailableError as reason:
            outcome, status = f"unavailable: {reason}", 1
        sys.stdout.write(f"{one.key} {one.version}: {outcome}\n")
        sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
