"""Options, fixtures and guards that all tests share."""

import os
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings

from helpers import fill
from projects import LEO, MIA, Project

ROOT = Path(__file__).resolve().parent.parent
LONG = ("clients", "corpus", "slow")
"""Marks of tests that take long."""

settings.register_profile("personac", derandomize=True, deadline=None, database=None)
settings.load_profile("personac")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite what spec pages, command transcripts and goldens expect, in place",
    )


def pytest_configure() -> None:
    sys.addaudithook(_refuse_network)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among several processes files with long tests go first, so that none is left for the end."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if any(map(item.get_closest_marker, LONG))}
        items.sort(key=lambda item: item.path not in slow)


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Tests do not leave the machine; processes they start answer for themselves."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        raise RuntimeError(f"a test asks for the network: {event} {host!r}")


def _is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of personas from outside of the repository."""
    folder = Path(os.environ.get("PERSONAC_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip("no folder of shared personas: set PERSONAC_SHARED to one")
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two personas, not built yet; the working folder is theirs."""
    monkeypatch.chdir(tmp_path)
    found = Project(tmp_path)
    fill(tmp_path, {"personac.toml": ""})
    found.write(mia=MIA, leo=LEO)
    return found


@pytest.fixture
def clean(project: Project) -> Project:
    """The same project, built."""
    project.build()
    return project
