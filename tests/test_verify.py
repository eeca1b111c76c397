"""The proof: what every artifact of this repository carries, and that no damage passes."""

import json
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import damage
from helpers import LIMIT, PERSONAS, ROOT, WRITERS, fill, personac, read
from personac import driver, pipeline, registry
from personac.api import Artifact, Document, Emission, Loss, LossKind, Outcome
from personac.compile import Job, remake
from personac.composition import alone
from personac.config import DEFAULT_TARGETS
from personac.diagnostics import Diagnostic, Severity
from personac.model import Contract, Stating, clauses, evolve
from personac.proof.findings import findings
from personac.proof.native import There, standing
from personac.proof.prove import prove
from personac.proof.values import FAILED, Native, Proof, Status
from personac.report.contract import rows
from personac.report.placed import placed
from personac.writers import claude_code
from projects import MIA, Project

REVISION = """\
schema: personac/revision/1
id: warmer
applies_to: [mia]
ops:
  - id: tone
    op: set
    field: description
    value: Reviews changes with care. Use when a change is ready.
"""
REWORDING = """\
schema: personac/revision/1
id: stricter
applies_to: [mia]
ops:
  - id: own
    op: replace
    target: {section: Mandates, quote: Never approve your own change.}
    text: Never approve your own change, however small.
"""
SHARE = 0.95
SAMPLED = 100
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
    document = remake(Job(made_of=alone(source), revisions=revisions)).value
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


RULES = """\
---
name: mia
description: Reviews changes. Use when a change is ready.
{head}---

# Mia

## Forbidden

- Push to the main branch
- Merge without a review

## Mandates

- Every finding must name its line.

## Quality Gates

- Line coverage is at least 80 %.
"""


def mia(head: str = "", target: str = "claude-code") -> tuple[Document, str, str]:
    """A small persona, and the path and content of what a target makes of it."""
    document = read(RULES.format(head=head), "personas/mia.md")
    emission = pipeline.write(document, WRITERS[target]).value
    assert emission is not None
    return document, emission.artifacts[0].path, emission.artifacts[0].content


def proven(head: str, target: str, change: tuple[str, str]) -> Proof:
    """The proof of the persona's artifact after a replacement in it."""
    document, path, content = mia(head, target)
    assert change[0] in content
    emission = pipeline.write(document, WRITERS[target]).value
    assert emission is not None
    damaged = content.replace(*change, 1)
    return prove(document, target, [(path, damaged.encode())], emission.losses)


MARKDOWN = ("agents-md", "claude-code", "codex", "opencode")


@pytest.mark.parametrize("target", MARKDOWN)
@pytest.mark.parametrize(
    ("change", "count"),
    [
        (("## Forbidden", "## Ideas"), 2),
        (("## Forbidden", "## Preferred"), 2),
        (("- Push to the main branch\n", "```\n- Push to the main branch\n```\n"), 1),
        (("- Push to the main branch\n", "<!--\n- Push to the main branch\n-->\n"), 1),
        (("- Push to the main branch\n", ""), 1),
        (("Merge without a review", "Merge without a review, unless it is urgent"), 1),
        (("at least 80 %", "at least 8 %"), 1),
        (("at least 80 %", "at most 80 %"), 1),
        (("## Quality Gates", "## History"), 1),
        (("must name", "should name"), 1),
    ],
)
def test_force_is_proven(target: str, change: tuple[str, str], count: int) -> None:
    """Words that stand where they bind nobody, or bind less, are no proof."""
    assert len(failed(proven("", target, change))) == count


@pytest.mark.parametrize("target", MARKDOWN)
@pytest.mark.parametrize(
    "change",
    [
        ("- Push to the main branch\n- Merge", "* Merge"),
        ("Every finding must name its line.", "**Every finding**\n  must name its line"),
    ],
)
def test_form_is_free(target: str, change: tuple[str, str]) -> None:
    """Line breaks, emphasis and marks of lists are no words."""
    proof = proven("", target, change)
    assert failed(proof) == ({one for one in failed(proof) if "push" in one})


def test_says_what_stands_there() -> None:
    """A weakened clause comes with what its artifact says instead, and why that is less."""
    proof = proven("", "codex", ("must name its line", "should name its line"))
    weak = next(one for one in proof.verdicts if one.status is Status.WEAKENED)
    assert weak.now == "Every finding should name its line."
    proof = proven("", "codex", ("## Forbidden", "## Mandatory rules"))
    weak = next(one for one in proof.verdicts if one.status is Status.WEAKENED)
    assert "polarity is require now, not forbid" in weak.why


LISTED = "tools: Read, Bash(git log:*)\n"
DENIED = "disallowedTools: Write, Bash\n"
OPEN = 'permission:\n  "*": deny\n  read: allow\n  bash:\n    "*": ask\n    "git push*": deny\n'


@pytest.mark.parametrize(
    ("head", "target", "change"),
    [
        (LISTED, "claude-code", ("tools: Read", "tools: Read, Bash")),
        (LISTED, "claude-code", ("tools: Read", "tools: Read, mcp__x")),
        (LISTED, "claude-code", ("tools: Read", "tools: Read, Bash(git push:*)")),
        (LISTED, "claude-code", ("tools: Read\n", "")),
        (LISTED, "claude-code", ("tools: Read", "tools: '*'")),
        (LISTED, "claude-code", ("tools: Read", "allowed-tools: Read")),
        (LISTED, "opencode", ('"*": deny\n  read', '"*": allow\n  read')),
        (LISTED, "opencode", ("read: allow", "read: allow\n  edit: allow")),
        (LISTED, "opencode", ("read: allow", "read: allow\n  edit: ask")),
        (LISTED, "opencode", ('"git log": allow', '"git *": allow')),
        (LISTED, "opencode", ("read: allow", 'read: allow\n  "*": allow')),
        (DENIED, "claude-code", ("Write, Bash", "Write")),
        (DENIED, "claude-code", ("disallowedTools", "disallowed-tools")),
        (DENIED, "opencode", ("bash: deny", "bash: ask")),
        (DENIED, "opencode", ("bash: deny", "bash: denied")),
        (DENIED, "opencode", ("bash: deny", 'bash: deny\n  "*": allow')),
        (OPEN, "opencode", ('"git push*": deny', '"git push*": ask')),
        (OPEN, "opencode", ('"*": ask', '"*": allow')),
        (OPEN, "opencode", ('"git push*": deny', '"git push*": deny\n    "*": ask')),
        (LISTED, "copilot", ("[read]", '["*"]')),
        (LISTED, "copilot", ("[read]", "[read, execute]")),
        (LISTED, "copilot", ("[read]", "[read, Bash]")),
        (LISTED, "copilot", ("[read]", "[read, EXECUTE]")),
        (LISTED, "copilot", ("[read]", "read, edit")),
        (LISTED, "copilot", ("[read]", "[read, server/*]")),
        (LISTED, "copilot", ("tools:", "tool:")),
        (LISTED, "gemini", ("[read_file]", "[read_file, run_shell_command]")),
        (LISTED, "gemini", ("[read_file]", '["*"]')),
        (LISTED, "gemini", ("[read_file]", '[read_file, "mcp_*"]')),
        (LISTED, "gemini", ("tools: [read_file]\n", "")),
        (LISTED, "qwen", ("[read_file]", "[read_file, run_shell_command]")),
        (LISTED, "qwen", ("[read_file]", "[read_file, Shell]")),
        (LISTED, "qwen", ("[read_file]", "[read_file, mcp__x]")),
        (LISTED, "qwen", ("[read_file]", "[]")),
        (LISTED, "qwen", ("tools: [read_file]\n", "")),
        (DENIED, "copilot", ("tools: [", "tools: [execute, ")),
        (DENIED, "copilot", ("tools: [", "tools: [edit, ")),
        (DENIED, "gemini", ("tools: [", "tools: [write_file, ")),
        (DENIED, "gemini", ("tools:", "tool:")),
        (DENIED, "qwen", ("[write_file, ", "[")),
        (DENIED, "qwen", ("disallowedTools", "disallowed-tools")),
        ("tools: []\n", "copilot", ("tools: []\n", "")),
        ("tools: []\n", "gemini", ("tools: []\n", "")),
        ("tools: []\n", "qwen", ('["none"]', "[read_file]")),
        ("tools: []\n", "qwen", ('["none"]', "[]")),
        ("tools: []\n", "claude-code", ("tools: []\n", "")),
        ("tools: []\n", "opencode", ('"*": deny', '"*": ask')),
    ],
)
def test_wider_tools_are_found(head: str, target: str, change: tuple[str, str]) -> None:
    """A tool that is opened beyond the persona is no proof."""
    document, path, content = mia(head, target)
    assert prove(document, target, [(path, content.encode())]).widened == ()
    proof = proven(head, target, change)
    assert proof.widened or proof.fault
    assert not proof.holds


@pytest.mark.parametrize(
    ("head", "target", "change"),
    [
        (LISTED, "claude-code", ("tools: Read", "tools: []")),
        (LISTED, "opencode", ("read: allow", "read: ask")),
        (LISTED, "opencode", ('"git log *": allow', '"git log --oneline": allow')),
        (LISTED, "copilot", ("[read]", "[view]")),
        (LISTED, "gemini", ("[read_file]", "[]")),
        (LISTED, "qwen", ("[read_file]", "[none]")),
        (DENIED, "qwen", ("[write_file, ", "[edit, write_file, ")),
        (DENIED, "claude-code", ("Write, Bash", "Write, Bash, Read")),
        (DENIED, "opencode", ("bash: deny", "bash: deny\n  read: deny")),
    ],
)
def test_narrower_tools_are_none(head: str, target: str, change: tuple[str, str]) -> None:
    """Less than the persona grants is not more."""
    assert not proven(head, target, change).widened


def test_enforcement_is_proven_too() -> None:
    """A clause whose words are declared as lost is carried by what enforces it, if that is in the
    files; words that nobody declared as lost have to be there.
    """
    document, path, content = mia(DENIED)
    node = next(c.id for _, c in clauses(document.persona) if "push" in c.id)
    content = content.replace("- Push to the main branch\n", "")
    native = Native(node, "deny: permissions.deny", ".claude/settings.json", ("git push",))
    declared = (Loss(node, LossKind.DROPPED, "no room"),)

    def enforced(rule: str, losses: tuple[Loss, ...] = declared) -> Proof:
        settings = json.dumps({"permissions": {"deny": [rule]}}).encode()
        there = There({".claude/settings.json": settings})
        files = [(path, content.encode())]
        return prove(document, "claude-code", files, losses, standing([native], there))

    verdict = next(one for one in enforced("Bash(git push *)").verdicts if one.node == node)
    assert (verdict.status, verdict.enforced) == (Status.ENFORCED, "deny: permissions.deny")
    assert failed(enforced("Bash(git push *)", ())) == {node}
    verdict = next(one for one in enforced("Bash(git pull *)").verdicts if one.node == node)
    assert (verdict.status, verdict.enforced) == (Status.LOST, "")


@pytest.mark.parametrize("shape", ["task{} *", "task {}:*", "task{}"])
def test_many_rules_are_proven(shape: str) -> None:
    """However many commands a persona names, each is proven, in no time to speak of."""
    patterns = [f"Bash({shape.format(number)})" for number in range(3000)]
    document, path, content = mia(f"tools: Read, {', '.join(patterns)}\n", "opencode")
    began = time.perf_counter()
    assert prove(document, "opencode", [(path, content.encode())]).widened == ()
    wider = content.replace("1999", "x")
    assert prove(document, "opencode", [(path, wider.encode())]).widened
    assert time.perf_counter() - began < LIMIT


def test_too_many_odd_rules_are_said() -> None:
    """What would take too long to find out is no proof, and that is the reason given."""
    document, path, content = mia(LISTED, "opencode")
    rules = "".join(f'    "a*{number}": deny\n' for number in range(5000))
    content = content.replace("  bash:\n", f"  bash:\n{rules}")
    wider = prove(document, "opencode", [(path, content.encode())]).widened
    assert ["5000 patterns" in one.why for one in wider] == [True]


SUFFIXES = ("agents/mia.md", "agents/mia.toml", "mia.yaml", "mia.json", "rules/mia.rules")


@given(data=st.binary(max_size=400), path=st.sampled_from(SUFFIXES))
def test_any_bytes_give_a_result(data: bytes, path: str) -> None:
    """Whatever lies in the place of an artifact, it is no proof, and nothing raises."""
    document, _, _ = mia(LISTED)
    for target in WRITERS:
        proof = prove(document, target, [(path, data)])
        assert not proof.holds
        assert list(findings(proof, (), lambda path: path))


@given(head=st.text(max_size=200), target=st.sampled_from(MARKDOWN))
def test_any_frontmatter_gives_a_result(head: str, target: str) -> None:
    """Settings of any shape are read, or said to be unreadable."""
    document, _, _ = mia(LISTED)
    data = f"---\n{head}\n---\n\n# Mia\n".encode("utf-8", "replace")
    assert not prove(document, target, [("agents/mia.md", data)]).holds


HOSTILE = {
    "many rules": 'permission:\n  "*": deny\n' + "".join(f'  "a{n}*b": ask\n' for n in range(4000)),
    "stars": f'permission:\n  "{"*a" * 3000}": allow\n',
    "many tools": f"tools: {', '.join(f'T{n}' for n in range(9000))}\n",
    "deep": f"permission: {'{a: ' * 500}\n",
    "fences": "```\n" * 4000,
    "lines": "- Never push to the main branch or so\n" * 4000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_artifact_is_read_in_time(name: str) -> None:
    """No artifact takes longer to read than its size allows."""
    document, _, _ = mia(LISTED)
    text = HOSTILE[name]
    data = f"---\n{text}---\n\n# Mia\n".encode() if ":" in text else text.encode()
    start = time.process_time()
    for target in ("claude-code", "opencode"):
        assert not prove(document, target, [("agents/mia.md", data)]).holds
    assert time.process_time() - start < LIMIT


class TestFolder:
    """``personac verify`` on what lies on the disk."""

    @pytest.mark.usefixtures("clean")
    def test_proven(self) -> None:
        ran = personac("verify", "dist")
        assert ran.code == 0
        assert "2 personas · 5 targets · 20 proofs · dist is proven" in ran.out

    def test_from_elsewhere(self, clean: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder is meant from where the user stands."""
        monkeypatch.chdir(clean.root / "personas")
        assert personac("verify").code == 0
        assert personac("verify", "../dist").code == 0
        assert personac("verify", "dist").code == 2

    def test_weakened(self, clean: Project) -> None:
        path = clean.output("mia")
        path.write_text(path.read_text("utf-8").replace("Never", "Rarely"), "utf-8")
        ran = personac("verify", "--format", "concise")
        assert ran.code == 1
        assert (
            "personas/mia.md:11:3: error[TGT004] dist/claude-code/.claude/agents/mia.md weakens "
            "the mandate `Never approve your own change.`"
        ) in ran.out
        assert "mia.md is not as it was built" in ran.out

    def test_json(self, clean: Project) -> None:
        path = clean.output("mia")
        path.write_text(path.read_text("utf-8").replace("Never", "Rarely"), "utf-8")
        ran = personac("verify", "--format", "json")
        found = json.loads(ran.out)
        assert (ran.code, found["success"], found["schema"]) == (1, False, "personac/verify/1")
        codes = [one["code"] for one in found["diagnostics"]["findings"]]
        assert sorted(codes) == ["TGT004", "TGT008"]
        weak = [v for p in found["proofs"] for v in p["proof"]["verdicts"] if "now" in v]
        assert [one["now"] for one in weak] == ["Rarely approve your own change."]

    @pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"a\0b", b"name = "])
    def test_unreadable(self, clean: Project, content: bytes | None) -> None:
        """A file that is gone or that its client cannot read carries nothing."""
        path = clean.root / "dist" / "codex" / ".codex" / "agents" / "mia.toml"
        path.unlink() if content is None else path.write_bytes(content)
        ran = personac("verify", "--format", "concise")
        assert ran.code == 1
        assert "mia.toml carries nothing of mia: 2 mandates" in ran.out
        assert ran.out.count("TGT004") == 1

    def test_foreign_file(self, clean: Project) -> None:
        """A file of somebody else is said, and fails nothing."""
        fill(clean.root, {"dist/claude-code/.claude/agents/own.md": "mine"})
        ran = personac("verify")
        assert ran.code == 0
        assert "own.md was not written by personac" in ran.out

    @pytest.mark.usefixtures("project")
    def test_no_build(self) -> None:
        ran = personac("verify")
        assert ran.code == 2
        assert "run `personac build` first" in ran.err

    def test_line_ends(self, clean: Project) -> None:
        """What a checkout did to the line ends weakens nothing; the file is another one."""
        path = clean.output("mia")
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        ran = personac("verify", "--format", "concise")
        assert "TGT004" not in ran.out
        assert "TGT008" in ran.out


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"personas/mia.md": MIA + "- Never hurry.\n"}, "mia.md has changed since the build"),
        ({"personas/ann.md": MIA.replace("mia", "ann")}, "ann.md was added since the build"),
        ({"personas/leo.md": None}, "leo.md is gone since the build"),
        ({"revisions/r.yaml": REVISION}, "mia.md was built with other revisions: warmer"),
    ],
)
def test_sources_that_changed(clean: Project, files: dict[str, str | None], said: str) -> None:
    """Against other sources there is nothing to prove, and that is said."""
    for name, text in files.items():
        (clean.root / name).unlink() if text is None else fill(clean.root, {name: text})
    ran = personac("verify", "--format", "concise")
    assert ran.code == 1
    assert said in ran.out
    assert "TGT004" not in ran.out


def test_leftover(clean: Project) -> None:
    """An output that a build kept because it was edited is said to be nobody's."""
    clean.output("mia").write_text("mine", "utf-8")
    clean.write(mia=MIA.replace("mia", "ann"))
    clean.build()
    ran = personac("verify", "--format", "concise")
    assert ran.code == 1
    assert "agents/mia.md is left over, no persona makes it any more" in ran.out
    assert "TGT010" not in ran.out


def test_revision_is_named(project: Project) -> None:
    """A clause that a revision worded is said to be its."""
    fill(project.root, {"revisions/stricter.yaml": REWORDING})
    project.build()
    ran = personac("verify")
    assert ran.code == 0
    assert "2 verbatim, 1 reworded by stricter" in ran.out


DROPPING = """\
[on-loss]
default = "{default}"
reason = "the team agreed"
"""
ACCEPTING = """\
[[on-loss.rules]]
target = "claude-code"
clause = "disallowedtools#*"
action = "{action}"
reason = "no such tool here"
"""
ABSENT_TOOL = MIA.replace("tools: Read, Grep", "disallowedTools: save_memory")


class TestOnLoss:
    """What a project says of its losses."""

    def test_prohibition_fails(self, project: Project) -> None:
        """A denied tool that a target neither enforces nor says is a loss that fails."""
        project.write(mia=ABSENT_TOOL)
        ran = project.build("--target", "claude-code", code=1)
        assert "TGT006" in ran.out
        assert "claude-code loses the limit of the tool `save_memory`" in ran.out
        assert "nothing written" in ran.out
        assert not (project.root / "dist").exists()

    def test_one_finding_for_all_targets(self, project: Project) -> None:
        """A build for many targets says once that a tool is not there, and how many that are."""
        project.write(mia=ABSENT_TOOL)
        targets = ("claude-code", "claude-plugin", "droid", "junie", "roo", "cline")
        ran = project.build(*(a for one in targets for a in ("--target", one)), code=1)
        (line,) = [one for one in ran.out.split("\n") if "TGT006" in one]
        assert "6 targets lose the limit of the tool `save_memory`" in line
        assert "claude-code, claude-plugin, cline, droid and 2 more" in line
        fill(project.root, {"personac.toml": ACCEPTING.format(action="accept")})
        ran = project.build("--target", "claude-code", "--target", "droid", code=1)
        assert "droid loses the limit of the tool `save_memory`" in ran.out

    def test_a_grant_is_dropped(self, project: Project) -> None:
        """It is a notice, and a finding where the settings want that."""
        project.write(mia=MIA.replace("tools: Read, Grep", "tools: Read, save_memory"))
        assert "TGT006" not in project.build("--target", "claude-code").out
        settings = DROPPING.format(default="warn")
        fill(project.root, {"personac.toml": settings})
        ran = project.build("--target", "claude-code")
        assert "warning[TGT006] claude-code loses the limit of the tool `save_memory`" in ran.out
        project.build("--target", "claude-code", "--strict", code=1)

    def test_prose_carries_it(self, project: Project) -> None:
        """Where words say it, it is only not enforced."""
        project.write(mia=ABSENT_TOOL)
        project.build("--target", "codex")

    @pytest.mark.parametrize(("action", "code"), [("accept", 0), ("warn", 0), ("fail", 1)])
    def test_rule(self, project: Project, action: str, code: int) -> None:
        fill(project.root, {"personac.toml": ACCEPTING.format(action=action)})
        project.write(mia=ABSENT_TOOL)
        project.build("--target", "claude-code", code=code)

    def test_acceptance_is_said(self, project: Project) -> None:
        fill(project.root, {"personac.toml": ACCEPTING.format(action="accept")})
        project.write(mia=ABSENT_TOOL)
        said = "accepted: mia: claude-code loses the limit of the tool `save_memory`: no such"
        assert said in project.build("--target", "claude-code", "--losses").out
        ran = personac("verify")
        assert ran.code == 0
        assert said in ran.out

    @pytest.mark.parametrize(("default", "code"), [("accept", 0), ("warn", 0), ("fail", 1)])
    def test_default(self, project: Project, default: str, code: int) -> None:
        """The default counts for every mandate and limit: here those that codex enforces not."""
        fill(project.root, {"personac.toml": DROPPING.format(default=default)})
        project.build("--target", "codex", code=code)

    def test_strict(self, project: Project) -> None:
        """Limits that are words only fail a strict build, unless they are accepted."""
        ran = project.build("--target", "codex", "--strict", code=1)
        assert "error: 4 limits of tools are prose only" in ran.out
        project.build("--target", "claude-code", "--strict")
        fill(project.root, {"personac.toml": DROPPING.format(default="accept")})
        project.build("--target", "codex", "--strict")

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            ("[on-loss]\ndefualt = 'fail'", "unknown key `on-loss.defualt`; did you mean"),
            ("[on-loss]\ndefault = 'ignore'", "invalid enum value 'ignore'"),
            ("[on-loss]\ndefault = 'accept'", "says `accept` without a `reason`"),
            ("[[on-loss.rules]]\nactoin = 'fail'", "unknown key `on-loss.rules.actoin`"),
            ("[[on-loss.rules]]\naction = 'warn'", "`on-loss.rules[1]` says `warn` without"),
            (
                "[[on-loss.rules]]\naction = 'fail'\ntarget = 'codx'",
                "unknown target `codx`; did you mean `codex`?",
            ),
        ],
    )
    def test_wrong_settings(self, project: Project, settings: str, said: str) -> None:
        fill(project.root, {"personac.toml": settings})
        ran = personac("build")
        assert ran.code == 2
        assert said in ran.err


def _losing(document: Document) -> Outcome[Emission]:
    """A writer with a bug: it says less than it should and does not declare it."""
    outcome = claude_code.write(document)
    assert outcome.value is not None
    artifact = outcome.value.artifacts[0]
    content = artifact.content.replace("Never approve", "Think twice before you approve")
    return Outcome(evolve(outcome.value, artifacts=(Artifact(artifact.path, content),)))


class TestBuild:
    """A build proves what it is about to write."""

    @pytest.fixture
    def broken(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
        writers = WRITERS | {"claude-code": evolve(WRITERS["claude-code"], write=_losing)}
        monkeypatch.setattr(registry, "writers", lambda *_: tuple(writers.values()))
        return project

    def test_undeclared_loss(self, broken: Project) -> None:
        """Nothing is written, and the mandate, its line and the file are named."""
        ran = broken.build("--target", "claude-code", code=1)
        assert (
            "personas/mia.md:11:3: error[TGT004] claude-code/.claude/agents/mia.md weakens the "
            "mandate `Never approve your own change.`"
        ) in ran.out
        assert "nothing written" in ran.out
        assert "2 personas not proven" in ran.out
        assert not (broken.root / "dist").exists()

    def test_json(self, broken: Project) -> None:
        ran = broken.build("--target", "claude-code", "--format", "json", code=1)
        assert json.loads(ran.out)["success"] is False

    def test_accepted(self, broken: Project) -> None:
        """A rule that names the clause lets even that pass; one that names none does not."""
        rule = '[[on-loss.rules]]\naction = "accept"\nreason = "agreed"\n'
        fill(broken.root, {"personac.toml": f'targets = ["claude-code"]\n{rule}'})
        broken.build(code=1)
        named = f'{rule}clause = "mandates/never-approve-*"\n'
        fill(broken.root, {"personac.toml": f'targets = ["claude-code"]\n{named}'})
        broken.build()


@pytest.mark.corpus
def test_collection(shared: Path) -> None:
    """Of personas from elsewhere, next to all are proven on every target as they are."""
    files = sorted(path for path in (shared / "corpus").rglob("*.md") if path.is_file())
    sample = files[:: len(files) // SAMPLED]
    wrong = [path for path in sample if not _is_proven(path)]
    assert len(wrong) <= (1 - SHARE) * len(sample), wrong


def _is_too_long(told: Sequence[Diagnostic]) -> bool:
    """Whether the writer itself says that the client would cut mandates off."""
    return any(one.code == "TGT002" and one.severity is Severity.ERROR for one in told)


def _is_proven(path: Path) -> bool:
    document = pipeline.read(driver.decode(path.name, path.read_bytes())).value
    if document is None:
        return True
    outcomes = (pipeline.write(document, writer) for writer in WRITERS.values())
    emissions = (one.value for one in outcomes if not _is_too_long(one.diagnostics))
    return all(
        prove(
            document,
            emission.target,
            [(one.path, one.content.encode()) for one in emission.artifacts],
            emission.losses,
        ).holds
        for emission in emissions
        if emission is not None
    )
