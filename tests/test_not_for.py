"""`[[not-for]]` keeps a persona from a target; with it '*' emits all of this repository."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from helpers import PERSONAS, ROOT, WRITERS, personac
from personac import driver
from personac.fanout import PASSIVE
from personac.proof.decode import is_agent_file
from projects import LEO, MIA, Project
from test_target_schemas import header_of

RULE = '[[not-for]]\ntarget = "codex"\npersona = "{}"\nreason = "codex is not for it"\n'
SETTINGS = 'targets = ["claude-code", "codex"]\n'
CODEX = "codex/.codex/agents/{}.toml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    one = Project(tmp_path)
    one.write(mia=MIA, leo=LEO)
    settings(one, SETTINGS)
    return one


def settings(project: Project, text: str) -> None:
    (project.root / "personac.toml").write_text(text, "utf-8")


def exclude(project: Project, persona: str = "mia") -> None:
    settings(project, SETTINGS + RULE.format(persona))


def test_is_not_built_and_is_said(project: Project) -> None:
    exclude(project)
    said = project.build().out
    assert "excluded: codex does not get mia: codex is not for it" in said
    assert "1 excluded by `not-for`" in said
    assert set(project.outputs()) >= {CODEX.format("leo"), "claude-code/.claude/agents/mia.md"}
    assert CODEX.format("mia") not in project.outputs()
    assert "1 excluded by `not-for`" in project.build().out, "a later build is not silent"
    found = json.loads(project.build("--format", "json").out)
    assert found["excluded"] == [
        {"persona": "mia", "target": "codex", "reason": "codex is not for it"}
    ]


def test_a_pattern_keeps_all_that_it_fits(project: Project) -> None:
    exclude(project, "*")
    project.build()
    assert not [path for path in project.outputs() if path.startswith("codex/")]


def test_an_earlier_file_goes_and_comes_back(project: Project) -> None:
    project.build()
    before = project.outputs()
    exclude(project)
    assert personac("build", "--check").code == 1
    project.build()
    assert CODEX.format("mia") not in project.outputs()
    assert personac("build", "--check").code == 0
    settings(project, SETTINGS)
    project.build()
    assert project.outputs() == before


def test_an_edited_file_is_kept(project: Project) -> None:
    project.build()
    path = project.root / "dist" / CODEX.format("mia")
    path.write_text("mine = 1\n", "utf-8")
    exclude(project)
    assert "kept because it was edited by hand" in project.build().out.replace(
        "it is kept because", "kept because"
    )
    assert path.read_text("utf-8") == "mine = 1\n"


def test_verify_knows_it_and_sees_other_settings(project: Project) -> None:
    exclude(project)
    project.build()
    ran = personac("verify")
    assert ran.code == 0, ran.said
    assert "excluded: codex is not for it" in ran.out
    settings(project, SETTINGS)
    ran = personac("verify")
    assert ran.code == 1
    assert "was built with other settings in `not-for` about codex" in ran.said


def test_verify_sees_that_it_should_not_be_there(project: Project) -> None:
    project.build()
    exclude(project)
    ran = personac("verify")
    assert ran.code == 1
    assert "was built with other settings in `not-for` about codex" in ran.said


def test_report_does_not_call_it_lost(project: Project) -> None:
    exclude(project)
    ran = personac("report", "--format", "json")
    cells = {
        row["persona"]: {cell["target"]: cell for cell in row["cells"]}
        for row in json.loads(ran.out)["mandates"]
    }
    assert cells["mia"]["codex"]["how"] == ["excluded"]
    assert cells["mia"]["codex"]["why"] == "codex is not for it"
    assert cells["leo"]["codex"]["how"] == ["prose only"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE.format("mia").replace("codex", "codx", 1), "unknown target `codx`; did you mean"),
        (RULE.format("mai"), "`not-for[1]` matches no persona: `mai`; did you mean `mia`?"),
        (RULE.format("mia").replace("codex is not for it", " "), "has an empty `reason`"),
        (RULE.format("mia").replace("persona", "pesona", 1), "unknown key `not-for.pesona`"),
        (
            '[[not-for]]\ntarget = "codex"\npersona = "mia"\n',
            "`not-for[1]` has no `reason`; add it",
        ),
    ],
)
def test_a_wrong_rule_is_refused(project: Project, text: str, said: str) -> None:
    settings(project, SETTINGS + text)
    ran = personac("build")
    assert ran.code == 2
    assert said in ran.said


def test_too_long_tells_the_way_out(project: Project) -> None:
    project.write(mia=MIA + "- Name the line of each finding.\n" * 400)
    ran = personac("build", "--target", "m365", "--format", "full")
    assert ran.code == 1
    assert "leave it out for m365 by `[[not-for]]`" in ran.said


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> driver.Built:
    """What `build --target '*'` makes of this repository."""
    out = str(tmp_path_factory.mktemp("out") / "dist")
    return driver.build(driver.open_project(str(ROOT)), tuple(WRITERS), out, PASSIVE)


def test_every_persona_is_emitted(everything: driver.Built) -> None:
    assert (everything.failed, everything.problems, everything.unproven) == ((), (), ())
    names = {path.stem for path in PERSONAS}
    full = [
        target
        for target in WRITERS
        if names
        == {
            one.persona
            for one in everything.compiled
            if any(emitted.target == target and emitted.artifacts for emitted in one.emitted)
        }
    ]
    assert len(full) >= 36


def test_a_pair_is_emitted_or_excluded(everything: driver.Built) -> None:
    for one in everything.compiled:
        emitted, left = {e.target for e in one.emitted}, {e.target for e in one.excluded}
        assert emitted | left == set(WRITERS)
        assert not emitted & left


def test_every_artifact_fits_its_schema(everything: driver.Built) -> None:
    checked = 0
    for one in everything.compiled:
        for emitted in one.emitted:
            writer = WRITERS[emitted.target]
            if writer.form is None or writer.form.code:
                continue
            path = ROOT / "schemas" / (writer.schema or "")
            schema = Draft202012Validator(json.loads(path.read_text("utf-8")))
            for file in emitted.artifacts:
                if is_agent_file(file.path, writer.form):
                    assert not list(schema.iter_errors(header_of(writer, file))), file.path
                    checked += 1
    assert checked >= 36 * len(PERSONAS)


def test_no_loss_is_silent(everything: driver.Built) -> None:
    """Each has its reason and place, and stands in the manifest, too."""
    recorded = {(e.persona, e.target): e for e in everything.manifest.entries}
    for one in everything.compiled:
        for emitted in one.emitted:
            assert all(lost.loss.detail and lost.at for lost in emitted.losses)
            losses = recorded[one.persona, emitted.target].losses
            assert losses == tuple(lost.loss for lost in emitted.losses)
        for left in one.excluded:
            assert recorded[one.persona, left.target].excluded == left.reason
