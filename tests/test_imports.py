"""Starting is cheap: what a short command needs is imported, nothing else."""

import json
import sys

import pytest

from helpers import python

HEAVY = {"jsonschema", "lxml", "markdown_it", "ruamel", "yaml"}
LIGHT = {"personac", "click"}
"""What help and version may import besides the standard library."""
_DUMP = """
import json, sys
before = set(sys.modules)
from personac.cli import run
code = run(sys.argv[1:])
print("\\n" + json.dumps([code, sorted(set(sys.modules) - before)]))
"""
_IMPORT = """
import importlib, json, sys
before = set(sys.modules)
importlib.import_module(sys.argv[1])
print(json.dumps([0, sorted(set(sys.modules) - before)]))
"""


def imported(script: str, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command and the packages imported for it, standard library aside."""
    ran = python("-c", script, *arguments)
    assert ran.code == 0, ran.err
    code, names = json.loads(ran.out.rstrip().rpartition("\n")[2])
    packages = {name.partition(".")[0] for name in names}
    return code, {name for name in packages if name not in sys.stdlib_module_names}


@pytest.mark.parametrize("command", [["--help"], ["--version"]], ids=" ".join)
def test_help_and_version(command: list[str]) -> None:
    """Help and version import click and nothing heavier."""
    code, packages = imported(_DUMP, *command)
    assert code == 0
    assert packages <= LIGHT, packages - LIGHT


@pytest.mark.parametrize(
    "command",
    [["build", "--help"], ["lint", "--help"], ["explain", "--help"], ["explain", "MAN001"]],
    ids=" ".join,
)
def test_help_of_a_command(command: list[str]) -> None:
    """The help of a command and a page parse no persona."""
    code, packages = imported(_DUMP, *command)
    assert code == 0
    assert not packages & (HEAVY - {"yaml"})


@pytest.mark.parametrize(
    ("module", "allowed"),
    [("personac", {"personac"}), ("personac.api", {"personac", "msgspec", "typing_extensions"})],
)
def test_library(module: str, allowed: set[str]) -> None:
    """The package needs no library; what plug-ins implement needs msgspec."""
    code, packages = imported(_IMPORT, module)
    assert code == 0
    assert packages <= allowed
