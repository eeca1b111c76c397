"""Ask a library of a client, in the Node.js that is installed beside it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from . import install

PROLOGUE = "const given = JSON.parse(await new Response(process.stdin).text());"


def ask(client: install.Client, script: str, given: object, home: Path) -> Any:
    """Return what a script prints as JSON; it finds its question in `given`."""
    try:
        package, node = install.ensure(client).parent, install.ensure(install.NODE)
    except install.UnavailableError as reason:
        pytest.skip(f"{client.title} {client.version} is not available: {reason}")
    done = subprocess.run(
        [str(node), "--input-type=module", "-e", f"{PROLOGUE}\n{script}"],
        cwd=package,
        env={"PATH": str(node.parent), "HOME": str(home)},
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
