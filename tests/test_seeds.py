"""The five seeds: what a person sees in them, personac finds."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from helpers import read
from personac import pipeline
from personac.api import Document
from personac.codec import decode_source
from personac.identity import identity
from personac.model import (
    Access,
    Field,
    Gate,
    Item,
    Mandate,
    Metric,
    Modality,
    Permission,
    Polarity,
    ProtocolRef,
    Section,
    Step,
    ToolGrant,
    Workflow,
    children,
    clauses,
    nodes,
    walk,
)
from personac.revise.engine import parse_revision

pytestmark = pytest.mark.corpus


@cache
def _read(path: Path) -> Document:
    return read(path.read_bytes(), path.name)


@pytest.fixture
def seed(shared: Path, request: pytest.FixtureRequest) -> Document:
    """The seed whose number a test names."""
    (path,) = (shared / "seeds").glob(f"{request.param}_*")
    return _read(path)


def section(document: Document, words: str) -> Section:
    """The section or labelled block whose title holds ``words``."""
    found = (node for node in nodes(document.persona) if isinstance(node, Section))
    return next(one for one in found if words in one.title.lower())


def mandates(node: Section) -> list[Mandate]:
    return [one for one in walk(node) if isinstance(one, Mandate)]


def gates(node: Section | Step) -> list[Gate]:
    return [one for one in walk(node) if isinstance(one, Gate)]


def workflows(document: Document) -> list[Workflow]:
    return [node for node in nodes(document.persona) if isinstance(node, Workflow)]


def steps(workflow: Workflow) -> list[Step]:
    return [child for child in workflow.children if isinstance(child, Step)]


@pytest.mark.parametrize("seed", ["004"], indirect=True)
class TestHandle:
    def test_identity(self, seed: Document) -> None:
        """The three lines of the header say who it is."""
        facts = identity(seed.persona)
        assert seed.dialect == "handle"
        assert facts.handle
        assert facts.role
        assert facts.unit

    def test_workflows(self, seed: Document) -> None:
        """Two workflows, seven and three steps, each with its number."""
        numbers = [[step.number for step in steps(one)] for one in workflows(seed)]
        assert numbers == [list("1234567"), list("123")]

    def test_parts_of_a_step(self, seed: Document) -> None:
        """A step holds its inputs, actions, outputs and completion."""
        for step in steps(workflows(seed)[0]):
            kinds = {child.kind for child in step.children if isinstance(child, Item | Section)}
            assert kinds >= {"input", "action", "output", "completion"}, step.title

    def test_gate_of_step_five(self, seed: Document) -> None:
        """Of the main workflow, step five alone has a gate."""
        found = [len(gates(step)) for step in steps(workflows(seed)[0])]
        assert found == [0, 0, 0, 0, 1, 0, 0]

    def test_permissions(self, seed: Document) -> None:
        """Permissions are told apart by access."""
        found = [c for _, c in clauses(seed.persona) if isinstance(c, Permission)]
        by_access = Counter(one.access for one in found)
        assert by_access == {Access.READ: 5, Access.WRITE: 2, Access.EXECUTE: 9}
        assert "gh issue *" in {one.resource for one in found if one.access is Access.EXECUTE}

    def test_forbidden_actions(self, seed: Document) -> None:
        """Four bans, three of which an approval or a review lifts."""
        found = mandates(section(seed, "forbidden actions"))
        assert [one.polarity for one in found] == [Polarity.FORBID] * 4
        assert [bool(one.unless) for one in found] == [True, True, True, False]

    def test_regression_thresholds(self, seed: Document) -> None:
        """Four limits in percent, in order."""
        found = gates(section(seed, "regression thresholds"))
        assert [one.threshold for one in found] == [">20%", ">15%", ">5%", ">30%"]

    def test_protocols(self, seed: Document) -> None:
        """Five protocols are declared by a heading; one is used and declared nowhere."""
        found = [(h, c) for h, c in clauses(seed.persona) if isinstance(c, ProtocolRef)]
        assert sum(isinstance(holder, Section) and c.declared for holder, c in found) == 5
        assert {c.name for _, c in found if not c.declared} == {"P-HITL-APPROVAL"}


@pytest.mark.parametrize("seed", ["002"], indirect=True)
class TestXml:
    def test_gates_and_metrics(self, seed: Document) -> None:
        """Six gates and five metrics, two of them with a limit."""
        found = [clause for _, clause in clauses(seed.persona)]
        metrics = [one for one in found if isinstance(one, Metric)]
        assert seed.dialect == "xml"
        assert sum(isinstance(one, Gate) for one in found) == 6
        assert [one.threshold for one in metrics] == ["p95 < 200ms", None, None, None, "Zero"]

    def test_lifecycle(self, seed: Document) -> None:
        """The lifecycle is a workflow of five phases, three parts each."""
        (one,) = workflows(seed)
        parts = [[getattr(part, "kind", "") for part in children(step)] for step in steps(one)]
        assert parts == [["input", "action", "output"]] * 5

    def test_priorities_are_ordered(self, seed: Document) -> None:
        """Numbered lines inside an element are items with their numbers."""
        (found,) = (
            node
            for node in nodes(seed.persona)
            if isinstance(node, Item) and node.tag == "decision_priorities"
        )
        assert [one.ordinal for one in found.children if isinstance(one, Item)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("seed", ["003"], indirect=True)
class TestFrontmatter:
    def test_critical_mandates(self, seed: Document) -> None:
        """Four mandates; the first forbids, unless the user approves."""
        found = mandates(section(seed, "critical mandates"))
        assert [one.polarity for one in found] == [Polarity.FORBID, *[Polarity.REQUIRE] * 3]
        assert [bool(one.unless) for one in found] == [True, False, False, False]
        assert {one.modality for one in found} == {Modality.MUST}

    def test_tool_grants(self, seed: Document) -> None:
        """The header grants four tools; the body repeats them and adds three of a server."""
        found = [(h, c) for h, c in clauses(seed.persona) if isinstance(c, ToolGrant)]
        header = [clause.name for holder, clause in found if isinstance(holder, Field)]
        body = [clause.name for holder, clause in found if not isinstance(holder, Field)]
        assert header == ["Read", "Write", "Bash", "MultiEdit"]
        assert body[:4] == header
        assert all(name.startswith("mcp__") for name in body[4:])
        assert len(body) == 7

    def test_restricted_operations(self, seed: Document) -> None:
        """Two bans, both lifted by approval."""
        found = mandates(section(seed, "restricted operations"))
        assert [(one.polarity, bool(one.unless)) for one in found] == [(Polarity.FORBID, True)] * 2

    def test_standards_are_metrics(self, seed: Document) -> None:
        """Six figures under performance standards, five under key indicators."""
        limits = [c.threshold for c in walk(section(seed, "standards")) if isinstance(c, Metric)]
        assert limits == ["< 2s", "< 10s", "< 30s", "> 95%", "> 90%", "> 4/5"]
        assert sum(isinstance(c, Metric) for c in walk(section(seed, "key performance"))) == 5


@pytest.mark.parametrize("seed", ["001"], indirect=True)
class TestRole:
    def test_identity(self, seed: Document) -> None:
        """The title gives name and title."""
        facts = identity(seed.persona)
        assert seed.dialect == "role"
        assert facts.name
        assert facts.title
        assert facts.name.value == "Performance Engineer"

    def test_principles(self, seed: Document) -> None:
        """Ten labelled principles; one of them binds, the style does not."""
        items = [one for one in section(seed, "principles").children if isinstance(one, Item)]
        assert len(items) == 10
        assert all(one.label for one in items)
        found = [(h, c) for h, c in clauses(seed.persona) if isinstance(c, Mandate)]
        assert [(holder.id == items[0].id, c.polarity) for holder, c in found] == [
            (True, Polarity.REQUIRE)
        ]


def test_revision_seed_is_no_persona(shared: Path) -> None:
    """The specification of a revision is read without a contract of its own."""
    (path,) = (shared / "seeds").glob("000_*")
    document = _read(path)
    assert len(section(document, "proposed changes").children) >= 5
    assert parse_revision(path.name, path.read_text("utf-8")).value is None
    source = decode_source(path.name, path.read_bytes())
    assert pipeline.detect(source)[0].name == "frontmatter"
