"""The proof: what every artifact of this repository carries, and that no damage passes."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import damage
from helpers import PERSONAS, ROOT, WRITERS, fill, personac
from personac import driver, pipeline
from personac.api import Document
from personac.compile import Job, remake
from personac.config import DEFAULT_TARGETS
from personac.model import Contract, Stating, clauses
from personac.proof.findings import findings
from personac.proof.prove import prove
from personac.proof.values import FAILED, Proof
from personac.report.contract import rows
from personac.report.placed import placed
from projects import MIA, Project

GROUPS = 3
"""So many clauses apart are damaged at once: each has to be named, and nothing else."""
NAMES = tuple(path.stem for path in PERSONAS)


class Built(NamedTuple):
    """A persona of this repository on one target, in memory."""

    document: Document
    target: str
    path: str
    content: str

    def proof(self, content: str | None = None) -> Proof:
        data = (self.content if content is None else content).encode()
        return prove(self.document, self.target, [(self.path, data)], self.losses)

    @property
    def losses(self) -> tuple:  # type: ignore[type-arg]
        return _emitted(self.document.persona.id, self.target)[1]

    def clauses(self) -> list[Contract]:
        found = (clause for _, clause in clauses(self.document.persona))
        return [clause for clause in found if isinstance(clause, Contract)]


@cache
def _document(name: str) -> Document:
    folder = sorted((ROOT / "revisions").glob("*.yaml"))
    revisions = tuple(driver.decode(f"revisions/{p.name}", p.read_bytes()) for p in folder)
    path = ROOT / "personas" / f"{name}.md"
    source = driver.decode(f"personas/{name}.md", path.read_bytes())
    document = remake(Job(source=source, revisions=revisions)).value
    assert document is not None
    return document


@cache
def _emitted(name: str, target: str) -> tuple:  # type: ignore[type-arg]
    emission = pipeline.write(_document(name), WRITERS[target]).value
    assert emission is not None
    return emission.artifacts, emission.losses


def built(name: str, target: str) -> Built:
    artifact = _emitted(name, target)[0][0]
    return Built(_document(name), target, artifact.path, artifact.content)


def failed(proof: Proof) -> set[str]:
    return {one.node for one in proof.verdicts if one.status in FAILED}


def _groups(found: list[Contract]) -> Iterator[list[Contract]]:
    return (found[start::GROUPS] for start in range(GROUPS))


class Damage(NamedTuple):
    """What becomes of the words of a clause; without a ``change`` it is only stated no more."""

    change: damage.Change | None
    whole_line: bool = False

    def hits(self, clause: Contract, target: str) -> bool:
        if self.change is None:
            return target == "canonical"
        return self.change(clause.text) != clause.text

    def done(self, one: Built, group: list[Contract]) -> str:
        """The artifact with every clause of the group damaged."""
        labels = {c.id: _label(holder) for holder, c in clauses(one.document.persona)}
        if one.target == "canonical":
            return self._canonical(one.content, group)
        content = one.content
        for clause in group:
            label = labels[clause.id]
            if self.whole_line:
                content = damage.without_line(content, label, clause.text)
            elif self.change is not None:
                content = damage.reworded(content, label, clause.text, self.change)
        return content

    def _canonical(self, content: str, group: list[Contract]) -> str:
        document = damage.Canonical(content)
        for clause in group:
            if self.change is None:
                document.unstate(clause.id)
            else:
                document.say(clause.id.partition("#")[0], clause.text, self.change)
        return document.written()


def _label(holder: Stating) -> str:
    first = getattr(holder, "cells", ("",))[0]
    return str(getattr(holder, "label", None) or first)


DAMAGES = {
    "deleted": Damage(damage.nothing, whole_line=True),
    "unstated": Damage(None),
    "weakened": Damage(damage.weaker),
    "loosened": Damage(damage.other_number),
}


@pytest.mark.parametrize("target", DEFAULT_TARGETS)
@pytest.mark.parametrize("name", NAMES)
class TestRepository:
    def test_is_proven(self, name: str, target: str) -> None:
        """Every clause is carried, and no tool is opened."""
        one = built(name, target)
        proof = one.proof()
        assert proof.holds
        assert len(proof.verdicts) == len(one.clauses()) > 0

    @pytest.mark.parametrize("kind", DAMAGES)
    def test_damage_is_found(self, name: str, target: str, kind: str) -> None:
        """Each clause that is deleted or weakened is named, with its line and the file."""
        one = built(name, target)
        for group in _groups(one.clauses()):
            hit = [clause for clause in group if DAMAGES[kind].hits(clause, target)]
            if not hit:
                continue
            proof = one.proof(DAMAGES[kind].done(one, hit))
            wanted = {clause.id for clause in hit}
            assert failed(proof) >= wanted
            assert failed(proof) <= wanted | _beside(one, wanted)
            _assert_named(one, proof, wanted)


def _beside(one: Built, hit: set[str]) -> set[str]:
    """Clauses of the blocks that were hit: they may go with the line."""
    holders = {node.partition("#")[0] for node in hit}
    return {c.id for c in one.clauses() if c.id.partition("#")[0] in holders}


def _assert_named(one: Built, proof: Proof, hit: set[str]) -> None:
    sources = {source.path: source for source in one.document.sources}
    said = placed(findings(proof, (), lambda path: f"dist/{path}"), sources, one.document.origins)
    assert all(finding.diagnostic.code == "TGT004" for finding in said)
    at = {row["id"]: (row["file"], row["line"]) for row in rows(one.document)}
    for node in hit:
        words = next(clause.text for clause in one.clauses() if clause.id == node)
        begin = " ".join(words.split())[:80]
        mine = [f for f in said if f.primary and begin in f.diagnostic.message]
        assert any((f.primary.path, f.primary.start.line) == at[node] for f in mine if f.primary)
        assert all(f"dist/{one.path}" in f.diagnostic.message for f in mine)
