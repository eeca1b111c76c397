"""The JSON Schemas in ``schemas`` are those of the code, and what the project holds fits them."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from helpers import PERSONAS, ROOT, personac, read
from personac.codec import canonical_json, to_pretty_json, to_yaml
from personac.schemas import schemas

FOLDER = ROOT / "schemas"
NAMES = ("accepted", "config", "manifest", "persona", "revision", "sourcemap")
REVISIONS = tuple(sorted((ROOT / "revisions").glob("*.yaml")))


def validator(name: str) -> Draft202012Validator:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def problems(name: str, value: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(value)]


def test_names() -> None:
    """There is one schema for each thing that personac reads or writes."""
    assert tuple(sorted(schemas())) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_file_is_current(name: str, accept: bool) -> None:
    """The committed file is what the types say; ``--accept`` rewrites it."""
    path, wanted = FOLDER / f"{name}.schema.json", to_pretty_json(schemas()[name])
    if accept:
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted, "utf-8", newline="\n")
    assert path.is_file(), "missing; run pytest --accept"
    assert path.read_text("utf-8") == wanted, "out of date; run pytest --accept"


def test_no_other_files() -> None:
    """The folder holds the schemas and nothing else."""
    files = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert files == {f"{name}.schema.json" for name in NAMES}


@pytest.mark.parametrize("path", PERSONAS, ids=lambda path: path.name)
def test_persona_fits(path: Path) -> None:
    """The canonical form of a persona, as JSON and as YAML, is valid."""
    persona = read(path.read_bytes(), path.name).persona
    assert not problems("persona", json.loads(canonical_json(persona)))
    assert not problems("persona", yaml.safe_load(to_yaml(persona)))


@pytest.mark.parametrize("path", REVISIONS, ids=lambda path: path.name)
def test_revision_fits(path: Path) -> None:
    """A revision of this repository is valid."""
    assert not problems("revision", yaml.safe_load(path.read_text("utf-8")))


def test_manifest_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest that a build writes is valid, and so is the starting configuration."""
    import tomllib

    monkeypatch.chdir(tmp_path)
    assert personac("init").code == 0
    assert personac("build").code == 0
    manifest = (tmp_path / "dist" / "manifest.json").read_text("utf-8")
    assert not problems("manifest", json.loads(manifest))
    sourcemap = (tmp_path / "dist" / "sourcemap.json").read_text("utf-8")
    assert not problems("sourcemap", json.loads(sourcemap))
    config = tomllib.loads((tmp_path / "personac.toml").read_text("utf-8"))
    assert not problems("config", config)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("persona", {"schema": "personac/persona/1", "body": [{"type": "nothing"}]}),
        ("persona", {"schema": "personac/persona/1", "unknown": 1}),
        ("revision", {"schema": "personac/revision/2", "id": "a", "applies_to": ["b"]}),
        ("revision", {"id": "a", "applies_to": ["b"], "ops": [{"id": "c", "op": "nothing"}]}),
        ("config", {"persona": ["personas"]}),
        ("config", {"targets": "codex"}),
    ],
)
def test_wrong_value_does_not_fit(name: str, value: object) -> None:
    """A schema refuses what the program refuses."""
    assert problems(name, value)
