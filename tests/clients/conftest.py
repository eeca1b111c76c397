"""Fixtures of the real-client tests; a test module names its CLIENT, TARGET and ENV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import install, sandbox
from .emitted import Agent, Target
from .sandbox import Maker


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "agent" not in metafunc.fixturenames:
        return
    paths = metafunc.module.TARGET.paths()
    if paths:
        metafunc.parametrize("agent", paths, indirect=True, ids=[path.stem for path in paths])
    else:
        metafunc.parametrize("agent", [None], indirect=True, ids=["none-emitted"])


@pytest.fixture
def agent(request: pytest.FixtureRequest) -> Agent:
    target: Target = request.module.TARGET
    if request.param is None:
        pytest.fail(f"{target.root / target.folder} holds no *{target.suffix}")
    return target.read(request.param)


@pytest.fixture(scope="module")
def binary(request: pytest.FixtureRequest) -> Path:
    client: install.Client = request.module.CLIENT
    try:
        return install.ensure(client)
    except install.UnavailableError as reason:
        pytest.skip(f"{client.title} {client.version} is not available: {reason}")


@pytest.fixture(scope="module")
def make_sandbox(
    request: pytest.FixtureRequest, binary: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Maker]:
    env = {"PATH": install.search_path(request.module.CLIENT), **request.module.ENV}
    made: list[sandbox.Sandbox] = []

    def make(source: Path | None) -> sandbox.Sandbox:
        folder = tmp_path_factory.mktemp(request.module.CLIENT.key)
        made.append(sandbox.make(binary, folder, source, env))
        return made[-1]

    yield make
    assert not [pid for box in made for pid in box.leftovers()]


@pytest.fixture(scope="module")
def box(request: pytest.FixtureRequest, make_sandbox: Maker) -> sandbox.Sandbox:
    """The sandbox whose project is the emitted target."""
    target: Target = request.module.TARGET
    return make_sandbox(target.root)
