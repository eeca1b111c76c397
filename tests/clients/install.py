"""Install the pinned real clients from npm and PyPI into a cache shared by all test runs.

No package script runs: npm and pip only fetch and unpack.  A platform package holds a
self-contained executable; a client without one is a script or a library for a Node.js that is
installed beside it, or for this Python.

    python tests/clients/install.py [claude-code] [codex] [copilot] ...
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

TIMEOUT = 900.0
PIP_OPTIONS = ("--no-input", "--disable-pip-version-check", "--only-binary=:all:", "--quiet")
NPM_OPTIONS = tuple(
    "--ignore-scripts --omit=optional --no-audit --no-fund --no-save --loglevel=error".split()
)
SYSTEMS = {"Linux": "linux", "Darwin": "darwin"}
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


class UnavailableError(Exception):
    """Why a client cannot be had on this machine."""


@dataclass(frozen=True)
class Client:
    """A pinned client; `{platform}` in its texts stands for npm's name, such as linux-x64."""

    title: str
    key: str
    version: str
    package: str
    release: str
    binary: str
    runtime: Client | None = None
    pip: bool = False


CLAUDE_CODE = Client(
    title="Claude Code",
    key="claude-code",
    version="2.1.328",
    package="@anthropic-ai/claude-code-{platform}",
    release="2.1.328",
    binary="claude",
)
CODEX = Client(
    title="Codex",
    key="codex",
    version="0.169.0",
    package="@openai/codex",
    release="0.169.0-{platform}",
    binary="vendor/*/bin/codex",
)
OPENCODE = Client(
    title="OpenCode",
    key="opencode",
    version="1.18.33",
    package="opencode-{platform}",
    release="1.18.33",
    binary="bin/opencode",
)
NODE = Client(
    title="Node.js",
    key="node",
    version="24.13.1",
    package="node-{platform}",
    release="24.13.1",
    binary="bin/node",
)
COPILOT = Client(
    title="GitHub Copilot CLI",
    key="copilot",
    version="1.0.102",
    package="@github/copilot-{platform}",
    release="1.0.102",
    binary="copilot",
)
GEMINI = Client(
    title="Gemini CLI",
    key="gemini",
    version="0.61.0",
    package="@google/gemini-cli",
    release="0.61.0",
    binary="bundle/gemini.js",
    runtime=NODE,
)
QWEN = Client(
    title="Qwen Code",
    key="qwen",
    version="0.24.4",
    package="@qwen-code/qwen-code",
    release="0.24.4",
    binary="cli-entry.js",
    runtime=NODE,
)
KILO = Client(
    title="Kilo Code",
    key="kilo",
    version="7.7.9",
    package="@kilocode/cli-{platform}",
    release="7.7.9",
    binary="bin/kilo",
)
DROID = Client(
    title="Factory Droid",
    key="droid",
    version="0.225.2",
    package="@factory/cli-{platform}",
    release="0.225.2",
    binary="bin/droid",
)
GOOSE = Client(
    title="Goose",
    key="goose",
    version="1.50.0",
    package="@aaif/goose-binary-{platform}",
    release="1.50.0",
    binary="bin/goose",
)
KIMI = Client(
    title="Kimi Code",
    key="kimi",
    version="2.1.0",
    package="@moonshot-ai/kimi-code",
    release="2.1.0",
    binary="dist/main.mjs",
    runtime=NODE,
)
CLINE = Client(
    title="the loader of Cline",
    key="cline",
    version="0.0.86",
    package="@cline/core",
    release="0.0.86",
    binary="package.json",
    runtime=NODE,
)
ROO = Client(
    title="the types of Roo Code",
    key="roo",
    version="1.115.0",
    package="@roo-code/types",
    release="1.115.0",
    binary="package.json",
    runtime=NODE,
)
AGNIX = Client(
    title="agnix",
    key="agnix",
    version="0.59.3",
    package="agnix",
    release="0.59.3",
    binary="bin/agnix",
    pip=True,
)
CURSOR_SDK = Client(
    title="the loader of Cursor",
    key="cursor-sdk",
    version="1.1.0",
    package="cursor-sdk",
    release="1.1.0",
    binary="cursor_sdk/_vendor/bridge/node_modules/@cursor/sdk/dist/cjs/804.js",
    runtime=NODE,
    pip=True,
)
NPM_CLIENTS = (CLAUDE_CODE, CODEX, COPILOT, GEMINI, OPENCODE, QWEN, KILO, DROID, GOOSE, KIMI)
CLIENTS = (*NPM_CLIENTS, CLINE, ROO, AGNIX, CURSOR_SDK)


def ensure(client: Client) -> Path:
    """Return the client's executable, installed first if need be; raise UnavailableError if not."""
    if client.runtime is not None:
        ensure(client.runtime)
    home = cache_folder() / client.key / client.version
    if not home.is_dir():
        _install(client, home)
    return _binary(client, home)


def search_path(client: Client) -> str:
    """Return the PATH on which a client's script finds the Node.js that it needs."""
    path = os.environ.get("PATH", os.defpath)
    return f"{ensure(client.runtime).parent}{os.pathsep}{path}" if client.runtime else path


def cache_folder() -> Path:
    chosen = os.environ.get("PERSONAC_CLIENTS")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "personac" / "clients"


def _install(client: Client, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{home.name}-", dir=home.parent))
    try:
        _fetch(client, staging)
        _binary(client, staging)
        publish(staging, home)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def publish(staging: Path, home: Path) -> None:
    try:
        staging.rename(home)
    except OSError:
        if not home.is_dir():  # otherwise another run has installed the same meanwhile
            raise


def _fetch(client: Client, folder: Path) -> None:
    tool, specifier = ("pip" if client.pip else "npm"), _specifier(client)
    command = [*(_pip(folder) if client.pip else _npm(folder)), specifier]
    fetch(command, f"{tool} install {specifier}", says=0)


def _npm(folder: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("npm is not on PATH")
    return [npm, "install", "--prefix", str(folder), *NPM_OPTIONS]


def _pip(folder: Path) -> list[str]:
    return [sys.executable, "-m", "pip", "install", "--target", str(folder), *PIP_OPTIONS]


def fetch(command: Sequence[str], title: str, says: int) -> None:
    """Run an installer; raise UnavailableError with the line of its output that ``says`` why."""
    try:
        subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=True)
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"{title} took more than {TIMEOUT:.0f} s") from None
    except subprocess.CalledProcessError as failure:
        said = (failure.stderr or failure.stdout).strip().splitlines() or ["nothing"]
        raise UnavailableError(f"{title} failed: {said[says]}") from None


def _specifier(client: Client) -> str:
    if client.pip:
        return f"{client.package}=={client.release}"
    return f"{client.package}@{client.release}".format(platform=_platform())


def _platform() -> str:
    system, machine = platform.system(), platform.machine().lower()
    if system not in SYSTEMS or machine not in MACHINES:
        raise UnavailableError(f"no build is known for {system} on {machine}")
    return f"{SYSTEMS[system]}-{MACHINES[machine]}"


def _binary(client: Client, home: Path) -> Path:
    if client.pip:
        package, wanted, found = home, client.release, _distributed_version(client, home)
    else:
        package = home / "node_modules" / client.package.format(platform=_platform())
        wanted = client.release.format(platform=_platform())
        found = _installed_version(package)
    if found != wanted:
        tool = "pip" if client.pip else "npm"
        raise UnavailableError(f"{tool} installed {found} in place of {wanted}")
    executables = sorted(package.glob(client.binary))
    if not executables:
        raise UnavailableError(f"its package has no {client.binary}")
    return executables[0]


def _installed_version(package: Path) -> str:
    try:
        manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "nothing"
    return str(manifest["version"])


def _distributed_version(client: Client, home: Path) -> str:
    found = distributions(name=client.package, path=[str(home)])
    return next((one.version for one in found), "nothing")


def main(keys: list[str]) -> int:
    """Install the named clients, or all; return 1 if any is unavailable."""
    status = 0
    for client in (c for c in CLIENTS if not keys or c.key in keys):
        try:
            outcome = str(ensure(client))
        except UnavailableError as reason:
            outcome, status = f"unavailable: {reason}", 1
        sys.stdout.write(f"{client.key} {client.version}: {outcome}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
