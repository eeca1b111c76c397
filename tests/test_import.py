"""Importing from the user's side: what a client reads comes back, and nothing is made wider."""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from helpers import PERSONAS, ROOT, WRITERS, files_below, fill, personac, read
from personac import pipeline
from personac.api import Document
from personac.breaking import compare
from personac.importing.native import natives, of_content, of_path
from personac.importing.read import read as read_native
from personac.importing.tools import Limits, in_words, said
from personac.model import ToolGrant
from personac.source import Source
from personac.tables.tools import canonical_tools, mcp_parts
from personac.targets.load import parse
from personac.writers._agent_file import writer_of
from personac.writers._grants import grants

FORMS = tuple(w.form for w in WRITERS.values() if w.form is not None and not w.form.whole)
FIRST_TIER = (
    *"agent-skills amp augment claude-agents-json claude-code claude-output-style claude-plugin".split(),
    *"cline codex copilot cursor devin droid gemini goose goose-recipe junie kilo kimi kiro".split(),
    *"kiro-json opencode qwen roo vscode".split(),
)
HEADERS = (
    "tools: Read, Grep, Bash",
    "tools: []",
    "tools: [Edit]",
    "tools: [mcp__tracker__list, mcp__wiki, Read]",
    "tools: Bash(git log:*), Read",
    "disallowedTools: [Bash, Write]",
    "model: claude-sonnet-4-5",
    "model: opus\nmaxTurns: 12\ncolor: blue",
    "permission:\n  edit: deny\n  bash:\n    'git push': ask",
    "effort: high\ntemperature: 0.2",
)


def imported(path: str, text: str) -> Document:
    source = Source(path, text, "")
    form = of_path(source, f"/x/{path}", FORMS) or of_content(source, FORMS)
    (native,) = natives(source, form)
    document = read_native(native).value
    assert document is not None
    return document


def emitted(document: Document, target: str) -> tuple[str, str] | None:
    outcome = pipeline.write(document, WRITERS[target])
    if outcome.value is None:
        return None
    file = outcome.value.artifacts[0]
    return file.path, file.content


def tools(found: Iterable[ToolGrant] | None) -> set[object]:
    """What grants are about, whatever their names are."""
    return {one for grant in found or () for one in canonical_tools(grant.name) or _served(grant)}


def _served(grant: ToolGrant) -> tuple[object, ...]:
    parts = mcp_parts(grant.name) or (grant.name.partition("_")[0], grant.name.partition("_")[2])
    return (parts,)


def test_every_target_of_the_repository_is_a_fixed_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was imported and built is imported as the same."""
    monkeypatch.chdir(tmp_path)
    for folder in sorted(path for path in (ROOT / "dist").iterdir() if path.is_dir()):
        base = tmp_path / folder.name
        fill(base, {"personac.toml": f'targets = ["{folder.name}"]\n'})
        monkeypatch.chdir(base)
        ran = personac("import", str(folder), "--out", "personas")
        assert ran.code == 0, ran.said
        assert len(list((base / "personas").iterdir())) == len(PERSONAS)
        assert personac("build").code == 0
        ran = personac("import", f"dist/{folder.name}", "--out", "again")
        assert ran.code == 0, ran.said
        assert files_below(base / "again") == files_below(base / "personas")


@pytest.mark.parametrize("target", FIRST_TIER)
@pytest.mark.parametrize("header", HEADERS)
def test_what_was_written_comes_back_no_wider(target: str, header: str) -> None:
    text = (
        f"---\nname: mia\ndescription: Reviews changes.\n{header}\n---\n\n# Mia\n\n- Never push.\n"
    )
    document = read(text)
    first = emitted(document, target)
    if first is None:
        pytest.skip(f"{target} refuses it")
    back = imported(*first)
    assert back.persona.id == "mia"
    assert not [one for one in compare(document, back) if one.code == "DIF001"]
    second = emitted(back, target)
    assert second is not None
    assert emitted(imported(*second), target) == second
    before, after = grants(document.persona), grants(back.persona)
    form = WRITERS[target].form
    if form is not None and form.of("tools") is not None and before.limited:
        assert after.limited
    if before.limited and after.allowed is not None:
        assert tools(after.allowed) <= tools(before.allowed)
    barred = tools(before.denied)
    if form is not None and form.of("tools") is not None and barred:
        opened = None if after.allowed is None or after.everything else tools(after.allowed)
        assert barred <= tools(after.denied) or (opened is not None and not barred & opened)
    if before.limited and before.denied == () and "Bash(" not in header:
        assert second == first


@pytest.mark.parametrize(
    "limits",
    [
        Limits(()),
        Limits(("Read", "Grep", "Glob")),
        Limits(("Edit", "Write")),
        Limits(("Read", "teleport", "Bash(git log:*)")),
        Limits(None, ("Bash", "WebFetch")),
        Limits(("Read",), ("Bash",)),
    ],
)
def test_limits_in_words_are_limits_again(limits: Limits) -> None:
    assert said(in_words(limits)) == limits


@pytest.mark.parametrize(
    "text",
    ["", "Use tools.", "You may only rest.", "You may only read files. Then sleep.", "Do not."],
)
def test_words_of_somebody_else_stay_words(text: str) -> None:
    assert said(text) is None


def test_half_of_a_tool_never_comes_back_whole() -> None:
    """`edit` of Kimi Code is only half of what others call so."""
    text = "---\nname: mia\ndescription: d\ntools: [Edit]\n---\n\nBe kind.\n"
    document = imported(".kimi-code/agents/mia.md", text)
    (grant,) = grants(document.persona).allowed or ()
    assert grant.name == "Edit"


def test_one_of_the_names_for_everything_is_not_everything() -> None:
    """A mode of Roo Code has every tool when it has every group."""
    mode = "customModes:\n  - slug: mia\n    groups: [{}]\n    roleDefinition: Be kind.\n"
    one = imported(".roomodes", mode.format("read"))
    assert [grant.name for grant in grants(one.persona).allowed or ()] == ["Read", "Grep", "Glob"]
    every = imported(".roomodes", mode.format("read, edit, command, mcp, modes"))
    assert grants(every.persona).everything


def test_a_list_for_nothing_grants_nothing() -> None:
    text = "---\nname: mia\ndescription: d\ntools: [none]\n---\n\nBe kind.\n"
    assert grants(imported(".qwen/agents/mia.md", text).persona).allowed == ()


def test_comments_and_unknown_keys_of_toml_are_kept() -> None:
    text = '# why\nname = "mia"\nodd = { a = 1 }\ndeveloper_instructions = """\n# Mia\n"""\n'
    document = imported(".codex/agents/mia.toml", text)
    shown = str(document.persona)
    assert "# why" in shown
    assert "odd" in shown


def test_a_sandbox_without_a_list_of_tools_is_kept_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'name = "mia"\nsandbox_mode = "read-only"\ndeveloper_instructions = "Be kind."\n'
    fill(tmp_path, {"mia.toml": text})
    ran = personac("import", "mia.toml")
    assert ran.code == 0
    assert "CNV002" in ran.err
    assert "sandbox_mode" in ran.out


def test_hooks_that_a_build_made_are_not_taken_for_the_authors() -> None:
    hook = "sh .qwen/hooks/personac-guard.sh"
    for command, kept in ((hook, False), ("sh check.sh", True)):
        text = (
            "---\nname: mia\ndescription: d\nhooks:\n  PreToolUse:\n    - hooks:\n"
            f"        - command: {command}\n---\n\nBe kind.\n"
        )
        document = imported(".qwen/agents/mia.md", text)
        assert any(getattr(one, "key", "") == "hooks" for one in document.persona.header) == kept


def test_a_made_up_target_is_read_back_by_its_data_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One data file is enough, with agents in a list and keys below keys."""
    monkeypatch.chdir(tmp_path)
    acme = """\
title = "Acme"
client = "Acme"
path = ".acme/{name}.json"
syntax = "json"
malformed = "refuses it"
keys = [
  { key = "v", value = "2" },
  { key = "agents[].slug", from = "name" },
  { key = "agents[].about", from = "description" },
  { key = "agents[].can", from = "tools", type = "list" },
  { key = "agents[].model.id", from = "model" },
  { key = "agents[].text", from = "prompt" },
]
[tools.names]
read = ["look"]
edit = ["change"]
write = ["change"]
[model]
vendors = ["anthropic"]
form = "{vendor}:{id}"
[enforcement]
why-not = "Acme holds nothing"
[[sources]]
url = "https://acme.example"
verified = 2026-11-20
"""
    agent = {
        "v": "2",
        "agents": [
            {
                "slug": "mia",
                "about": "Reviews: all\\n",
                "can": ["look", "change"],
                "model": {"id": "anthropic:claude-sonnet-4-5"},
                "text": "# Mia\n\n- Never push.\n",
            }
        ],
    }
    fill(
        tmp_path,
        {
            "personac.toml": 'targets = ["acme"]\ntarget-files = ["targets/acme.toml"]\n',
            "targets/acme.toml": acme,
            "old/.acme/mia.json": json.dumps(agent),
        },
    )
    ran = personac("import", "old", "--out", "personas")
    assert ran.code == 0, ran.said
    assert "CNV" not in ran.err
    assert personac("build").code == 0
    built = json.loads((tmp_path / "dist/acme/.acme/mia.json").read_bytes())
    assert built["agents"][0]["can"] == ["look", "change"]
    assert built["agents"][0]["about"] == agent["agents"][0]["about"]  # type: ignore[index]
    assert writer_of(parse("acme.toml", acme)).name == "acme"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".codex/agents/a.toml", "name = "),
        (".codex/agents/a.toml", "developer_instructions = 1\n"),
        (".codex/agents/a.toml", ""),
        (".cursor/agents/a.md", "---\n"),
        (".cline/agents/a.yaml", "---\n[\n---\n"),
        (".kiro/agents/a.md", "---\ntools: {a: [b, {c: d}]}\n---\n"),
        (".opencode/agents/a.md", "---\npermission: [1, 2]\n---\n"),
        (".qwen/agents/a.md", "---\nhooks: 1\ntools:\n---\n"),
        (".gemini/agents/a.md", "---\n? [a]\n: b\n---\n"),
        ("AGENTS.md", "\n"),
    ],
)
def test_any_file_gives_a_persona_or_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {path: text})
    ran = personac("import", path)
    assert ran.code in (0, 1, 2), ran.said
    assert ran.said.strip()
    assert "internal error" not in ran.said


def test_text_arrives_byte_for_byte() -> None:
    prompt = "# Mia\n\n- Say `$ARGUMENTS`, {{x}} and \u00a0\u2028 `'''` 👩‍💻.\n\n---\n\nEnd: yes, ~, 0x1F\n"
    document = read(f"---\nname: mia\ndescription: 'yes'\n---\n\n{prompt}")
    first = emitted(document, "codex")
    assert first is not None
    assert "description" in tomllib.loads(first[1])
    assert emitted(imported(*first), "codex") == first


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Read, Create, Execute, FetchUrl", ["Read", "Write", "Bash", "WebFetch"]),
        ("ReadMediaFile, FetchURL, AgentSwarm", ["Read", "WebFetch", "Agent"]),
        ("read_files, editor, run_commands", ["Read", "Edit", "Write", "Bash"]),
        ("subagent, shell, web", ["Agent", "Bash", "WebFetch", "WebSearch"]),
        ("write", ["Write"]),
    ],
)
def test_names_of_every_client_mean_the_same_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str, written: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = f"---\nname: mia\ndescription: Reviews.\ntools: {listed}\n---\n\n# Mia\n\nBe kind.\n"
    fill(tmp_path, {"personas/mia.md": text, "personac.toml": 'targets = ["claude-code"]\n'})
    assert "no client has a tool" not in personac("lint").said
    assert personac("build").code == 0
    built = (tmp_path / "dist/claude-code/.claude/agents/mia.md").read_text()
    assert f"tools: {', '.join(written)}\n" in built


def test_a_name_that_one_client_takes_for_a_command_runs_none_elsewhere() -> None:
    """Cline reads `list_files` as a command; to anybody else it lists files."""
    text = "---\nname: mia\ndescription: d\ntools: [list_files]\n---\n\nBe kind.\n"
    assert canonical_tools("list_files") == ("list",)
    assert "Bash" not in (emitted(read(text), "claude-code") or ("", ""))[1]
    cline = imported(".cline/agents/mia.yaml", text)
    assert [grant.name for grant in grants(cline.persona).allowed or ()] == ["Bash"]


def test_a_file_of_all_agents_is_read_once_wherever_its_folder_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agents = {"mia": {"description": "Reviews.", "prompt": "# Mia\n\nBe kind.\n"}}
    fill(tmp_path, {"old/agents.json": json.dumps(agents), "new/a.txt": ""})
    monkeypatch.chdir(tmp_path / "new")
    ran = personac("import", "../old", "./../old/agents.json", "--out", "personas")
    assert ran.code == 0, ran.said
    assert [path.name for path in (tmp_path / "new/personas").iterdir()] == ["mia.yaml"]


@pytest.mark.parametrize("target", ["roo", "agents-md", "goose-recipe"])
@pytest.mark.parametrize(
    "text",
    [
        "---\nname: product-owner\ndescription: Owns it.\n---\n\n# Steward of Scope\n\n- Never push.\n",
        "---\nname: Product Owner\ndescription: owns it\n---\n\n# Owner\n\n- Mission: owns it\n- **Role:** Steward of Scope\n",
        "---\nname: pay\ndescription: Pays\n---\n\n# Payments\n\n### Purpose\n\n- Mission: Pays for it\n",
    ],
)
def test_a_name_and_a_mission_that_are_made_of_the_body_are_made_once(
    target: str, text: str
) -> None:
    first = emitted(read(text), target)
    assert first is not None
    for _ in range(2):
        back = imported(*first)
        again = emitted(back, target)
        assert again is not None
        assert imported(*again).persona == back.persona
        first = again


def test_a_recipe_that_lies_anywhere_is_no_persona_of_our_own() -> None:
    text = "version: 1.0.0\ntitle: Mia\ndescription: Reviews.\ninstructions: |\n  # Mia\n\n  - Never push.\n"
    document = imported("recipes/mia.yaml", text)
    assert document.dialect != "canonical"
    assert "Never push." in str(document.persona.body)


def test_yaml_of_nobody_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"notes.yaml": "agent:\n  metadata:\n    name: Mia\n"})
    ran = personac("import", "notes.yaml")
    assert ran.code == 2
    assert "is no agent file of a known client" in ran.err


def test_the_ending_of_a_name_tells_more_than_the_folder() -> None:
    """`agents/` is where a plugin of Claude Code has its agents; `.agent.md` is of Copilot."""
    text = "---\ndescription: d\ntools: [read, execute]\n---\n\n# Mia\n\nBe kind.\n"
    document = imported("agents/mia.agent.md", text)
    assert document.persona.id == "mia"
    assert [grant.name for grant in grants(document.persona).allowed or ()] == ["Read", "Bash"]


def test_findings_in_several_agents_of_one_file_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each agent of a file has a text of its own, in which its findings stand."""
    monkeypatch.chdir(tmp_path)
    prompt = "\n".join(["# A", *["Line."] * 40])
    modes = [
        {"slug": "a", "groups": ["read"], "roleDefinition": prompt, "odd": 1, "also": "x"},
        {"slug": "b", "groups": [["edit", {"fileRegex": "x"}], "teleport"], "roleDefinition": "B."},
        {"slug": "c", "roleDefinition": "C."},
    ]
    fill(tmp_path, {".roomodes": json.dumps({"customModes": modes})})
    ran = personac("import", ".roomodes", "--out", "personas")
    assert "internal error" not in ran.said
    assert ran.code == 0, ran.said
    assert "CNV002" in ran.err
    assert "CNV003" in ran.err
