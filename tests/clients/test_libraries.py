"""Official libraries see in each file the name, the description and the prompt of its persona.

What the prompt has to be is taken from a target that writes it as it is, so an escape that a
library does not undo is seen.  Each library refuses the broken files that its page says it does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from . import libraries
from .emitted import ROOT, Agent, build_targets, read_markdown, throwaway
from .libraries import Library, UnavailableError, ask

pytestmark = pytest.mark.clients

PLAIN = "goose"  # a target that writes every prompt as it is
OWN = sorted((ROOT / "personas").glob("*.md"))
ODD = r"""---
name: odd-one
description: "Reads: \"a\" --- 'b' # c, +++ 日本 😀 \\n"
tools: Read, Bash(git log:*), "mcp__a__{{b}}"
---

# Odd one

Write {{name}}, {{ other }}, {{{raw}}}, {name}, {% if x %}, {# note #}, ${HOME}, $ARGUMENTS, @file.

- `=1+1`, [[a]], ]]>, <b>, <user>, <!-- c -->, &amp; & #lt; #1;
- Say "yes", 'no', \"\"\"three\"\"\" and '''three'''; a\\b, \\n, `x`.

user: not a mark

```python
print("{{x}}", '%s' % {1: 2})
```

---

Non-breaking  spaces, 日本, 😀, é and e.
"""
BESIDE = ("customize.toml", "settings.json", "tasks.yaml")  # what is no agent
PARTED = {  # a blank that a page says is put there
    "agent-spec": [(r"\{ (?=\{\s*\w+\s*\}\})", "{")],
    "bmad": [(r"\{ (?=project-root\})", "{")],
    "character-card-v2": [(r"\{ (?=\{)", "{"), (r"< (?=user>)", "<")],
    "character-card-v3": [(r"\{ (?=\{)", "{"), (r"< (?=user>)", "<")],
    "crewai": [(r"\{ (?=\w+\})", "{")],
    "crewai-yaml": [(r"\{ (?=\w+\})", "{")],
}


@dataclass(frozen=True)
class Case:
    """A target with the library that reads it, and what makes a file broken, with what it says."""

    target: str
    library: Library
    script: str
    broken: dict[str, tuple[Callable[[str], str], str]]
    identifier: bool = False
    first: Callable[[Path], list[str]] = field(default=lambda home: [])  # noqa: ARG005
    only_odd: bool = False  # the personas of this repository are longer than it takes

    def __str__(self) -> str:
        return self.target


def without(key: str) -> Callable[[str], str]:
    """A file of JSON without what stands at a path."""
    return in_json(key, lambda holder, last: holder.pop(last))


def with_key(key: str, value: object) -> Callable[[str], str]:
    """A file of JSON with another value at a path."""
    return in_json(key, lambda holder, last: holder.update({last: value}))


def in_json(key: str, change: Callable[[Any, str], object]) -> Callable[[str], str]:
    *above, last = key.split(".")

    def changed(text: str) -> str:
        data = at = json.loads(text)
        for step in above:
            at = at[int(step)] if step.isdigit() else at[step]
        change(at, last)
        return json.dumps(data)

    return changed


def instead(old: str, new: str) -> Callable[[str], str]:
    """A file with another text in one place."""

    def change(text: str) -> str:
        assert re.search(old, text, re.MULTILINE), (old, text[:200])
        return re.sub(old, new, text, count=1, flags=re.MULTILINE)

    return change


def _schema(home: Path) -> list[str]:
    folder = home / "node_modules/@microsoft/app-manifest/build/json-schemas"
    return [str(folder / "copilot/declarative-agent/v1.8/schema.json")]


CASES = (
    Case(
        "a2a",
        libraries.A2A,
        "see_a2a.py",
        {
            "unknown field": (with_key("zebra", 1), "zebra"),
            "wrong type": (with_key("skills", "none"), "ParseError"),
        },
    ),
    Case(
        "agent-framework",
        libraries.AGENT_FRAMEWORK,
        "see_agent_framework.py",
        {
            "unknown key": (instead(r"\A", "zebra: 1\n"), "zebra"),
            "unknown kind": (instead("kind: Prompt", "kind: Zebra"), "nothing is made of it"),
        },
    ),
    Case(
        "agent-spec",
        libraries.AGENT_SPEC,
        "see_agent_spec.py",
        {
            "unknown component": (instead("component_type: Agent", "component_type: Z"), "Z"),
            "no model": (instead(r"^  model_id: .*\n", ""), "model_id"),
        },
    ),
    Case(
        "autogen",
        libraries.AUTOGEN,
        "see_autogen.py",
        {
            "no name": (without("config.name"), "name"),
            "no identifier": (with_key("config.name", "not one"), "identifier"),
            "unknown provider": (with_key("provider", "zebra.Zebra"), "zebra"),
        },
        identifier=True,
    ),
    *(
        Case(
            target,
            libraries.SKILLS,
            "see_skill.py",
            {
                "bad name": (instead(r"^name: .*", "name: Bad Name"), "must be lowercase"),
                "other name": (instead(r"^name: .*", "name: another"), "must match skill name"),
                "no description": (instead(r"^description: .*\n", ""), "description"),
                "long": (instead(r"^description: .*", f"description: {'d' * 1025}"), "1024"),
                "unknown key": (instead(r"^name: ", "tools: Read\nname: "), "Unexpected fields"),
            },
        )
        for target in ("agent-skills", "amp")
    ),
    Case(
        "bmad",
        libraries.SKILLS,
        "see_skill.py",
        {
            "other name": (instead(r"^name: .*", "name: another"), "must match skill name"),
            "unknown key": (instead(r"^name: ", "zebra: 1\nname: "), "Unexpected fields"),
        },
    ),
    Case(
        "character-card-v2",
        libraries.CARD_V2,
        "see_card_v2.cjs",
        {"no name": (without("data.name"), "name")},
    ),
    Case(
        "character-card-v3",
        libraries.CARD_V3,
        "see_card_v3.cjs",
        {
            "other spec": (with_key("spec", "chara_card_v9"), "spec"),
            "wrong tags": (with_key("data.tags", "none"), "tags"),
        },
    ),
    Case(
        "crewai",
        libraries.CREWAI,
        "see_crewai.py",
        {
            "unknown key": (with_key("zebra", 1), "unsupported field"),
            "no backstory": (without("backstory"), "backstory"),
        },
    ),
    Case(
        "crewai-yaml",
        libraries.CREWAI,
        "see_crewai_yaml.py",
        {
            "no backstory": (instead(r"^  backstory: [|](\n(    .*)?)+", ""), "backstory"),
            "name": (instead(r"^odd_one:", "odd-one:"), "no name of a method"),
        },
        identifier=True,
    ),
    Case(
        "deepagents",
        libraries.DEEPAGENTS,
        "see_deep_agents.py",
        {"no description": (instead(r"^    description=.*\n", ""), "description")},
        identifier=True,
    ),
    Case(
        "dotprompt",
        libraries.DOTPROMPT,
        "see_dotprompt.py",
        {"no YAML": (instead(r"^name: .*", "name: [open"), "Error")},
    ),
    Case(
        "letta",
        libraries.LETTA,
        "see_letta.py",
        {
            "no list": (without("blocks"), "blocks"),
            "unknown type": (with_key("agents.0.agent_type", "zebra"), "agent_type"),
        },
    ),
    Case(
        "m365",
        libraries.M365,
        "see_m365.py",
        {
            "no name": (without("name"), "'name' is a required property"),
            "long": (with_key("instructions", "x" * 8001), "$.instructions"),
            "lines": (with_key("description", "a\nb"), "$.description"),
        },
        first=_schema,
        only_odd=True,
    ),
    Case(
        "mcp-prompt",
        libraries.MCP,
        "see_mcp_prompt.py",
        {
            "no name": (without("prompt.name"), "name"),
            "system": (with_key("result.messages.0.role", "system"), "role"),
        },
    ),
    Case(
        "openai-agents",
        libraries.OPENAI_AGENTS,
        "see_openai_agents.py",
        {
            "no name": (instead(r"^    name=.*\n", ""), "name"),
            "wrong type": (instead(r"^    name=.*\n", "    name=1,\n"), "name"),
            "unknown argument": (instead(r"^    name=", "    zebra=1,\n    name="), "zebra"),
        },
        identifier=True,
    ),
    Case(
        "poml",
        libraries.POML,
        "see_poml_prompt.py",
        {
            "unknown element": (instead("</system-msg>", "<zebra></zebra></system-msg>"), "failed"),
            "not closed": (instead("</system-msg>", ""), "failed"),
        },
    ),
    Case(
        "prompty",
        libraries.PROMPTY,
        "see_prompty_prompt.py",
        {
            "no YAML": (instead(r"^name: .*", "name: [open"), "Error"),
            "template": (instead(r"^template:\n  format: jinja2\n.*", "template: jinja2"), "templ"),
        },
    ),
    Case(
        "rulesync",
        libraries.RULESYNC,
        "see_rulesync.cjs",
        {"no name": (instead(r"^name: .*\n", ""), "name")},
    ),
)


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    try:
        libraries.installed(found.library)
    except UnavailableError as reason:
        pytest.skip(f"{found.library.key} {found.library.version} is not available: {reason}")
    return found


@cache
def project() -> Path:
    folder = throwaway()
    (folder / "personas").mkdir()
    (folder / "personas" / "odd-one.md").write_text(ODD, encoding="utf-8")
    return folder


@cache
def files(target: str, *, odd: bool) -> list[Path]:
    """The emitted files of a target, of the personas of this repository or of an odd one."""
    built = build_targets(project() if odd else ROOT, target) / target
    found = sorted(path for path in built.rglob("*") if path.is_file())
    return [path for path in found if path.name not in BESIDE]


def look(case: Case, paths: list[Path]) -> list[dict[str, str]]:
    script = Path(__file__).parent / "seen" / case.script
    home = libraries.installed(case.library)
    return ask(case.library, script, *case.first(home), *map(str, paths))


def check(case: Case, *, odd: bool) -> None:
    wanted = {agent.name: agent for agent in map(read_markdown, files(PLAIN, odd=odd))}
    seen = [as_persona(case, one) for one in look(case, files(case.target, odd=odd))]
    assert not [one["error"] for one in seen if "error" in one]
    assert len(seen) == len(wanted)
    for one in seen:
        agent = next(a for a in wanted.values() if fits(case, one, a.name, a.body))
        assert is_whole(case, agent, one["prompt"]), (agent.body, one["prompt"])
        if "description" in one:
            assert one["description"] == agent.description


def as_persona(case: Case, one: dict[str, str]) -> dict[str, str]:
    """What a client that rulesync writes for is given."""
    if "file" not in one:
        return one
    _, front, body = one["file"].split("---\n", 2)
    return {**yaml.safe_load(front), "prompt": body}


def fits(case: Case, one: dict[str, str], name: str, body: str) -> bool:
    if "name" in one:
        return one["name"] == (name.replace("-", "_") if case.identifier else name)
    if "title" in one:
        return one["title"].lower().replace(" ", "-") == name
    return max(body.split("\n"), key=len) in one["prompt"]


def is_whole(case: Case, agent: Agent, prompt: str) -> bool:
    """Whether a prompt is that of an agent, below name and description where it has no keys."""
    text, body = unparted(case, prompt).strip(), agent.body.strip()
    if case.target == "bmad":
        text = text.partition("\n\n## Customization\n")[0]
    if case.target != "poml":
        return text == body
    return states(text, agent.description) and text.endswith((body, body.partition("\n\n")[2]))


def states(text: str, description: str) -> bool:
    """A description that is made of role and mission is not said again below where they stand."""
    role, _, mission = description.partition(". ")
    return description in text or (role in text and mission[1:] in text)


def unparted(case: Case, text: str) -> str:
    for pattern, written in PARTED.get(case.target, ()):
        text = re.sub(pattern, written, text)
    return text


def test_personas_arrive(case: Case) -> None:
    if case.only_odd:
        pytest.skip(f"{case.target} does not take prompts as long as those of this repository")
    check(case, odd=False)


def test_odd_words_arrive(case: Case) -> None:
    check(case, odd=True)


def test_broken_files_are_refused(case: Case, tmp_path: Path) -> None:
    whole = files(case.target, odd=True)[0]
    paths = []
    for title, (change, _) in case.broken.items():
        path = tmp_path / title / whole.parent.name / whole.name
        path.parent.mkdir(parents=True)
        path.write_text(change(whole.read_text("utf-8")), encoding="utf-8")
        paths.append(path)
    for (title, (_, message)), one in zip(case.broken.items(), look(case, paths), strict=True):
        assert message in one.get("error", ""), (title, one)


def test_bmad_resolves_the_customization(tmp_path: Path) -> None:
    """What a team adds joins what stands beside the skill."""
    try:
        home = libraries.installed(libraries.BMAD)
    except UnavailableError as reason:
        pytest.skip(f"bmad-method {libraries.BMAD.version} is not available: {reason}")
    script = home / "node_modules/bmad-method/src/scripts/resolve_customization.py"
    custom = tmp_path / "_bmad" / "custom"
    custom.mkdir(parents=True)
    for skill in (path.parent for path in files("bmad", odd=False) if path.name == "SKILL.md"):
        (custom / f"{skill.name}.toml").write_text('[agent]\nprinciples = ["One."]\n', "utf-8")
        command = ["--skill", str(skill), "--project-root", str(tmp_path), "--key", "agent"]
        done = subprocess.run(
            [sys.executable, str(script), *command], capture_output=True, text=True, check=True
        )
        agent = json.loads(done.stdout)["agent"]
        assert agent["name"].lower().replace(" ", "-") == skill.name
        assert agent["principles"] == ["One."]
        assert agent["persistent_facts"] == []
