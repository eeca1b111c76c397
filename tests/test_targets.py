"""Targets as data: what holds for each of them, and that one file adds one."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from formats import client_reads, value_under
from helpers import ROOT, WRITERS, fill, personac, read
from personac import pipeline, registry
from personac.api import Document, Emission, Writer
from personac.errors import UsageError
from personac.proof.prove import prove
from personac.proof.values import FAILED
from personac.source import Source
from personac.targets.form import Form, Syntax
from personac.targets.load import parse
from personac.writers._agent_file import writer_of
from projects import Project

BASE = """\
title = "Made-up agents"
client = "Made-up"
path = "{path}"
syntax = "{syntax}"
malformed = "laughs"
keys = [{keys}
]
{more}
[tools]
empty = "all"
nothing = ["nobody"]

[tools.names]
read = ["look"]
grep = ["seek"]
glob = ["seek"]
edit = ["scribble"]
write = ["scribble"]
shell = ["run"]

[enforcement]
why-not = "Made-up has no tool that does it"

[[sources]]
url = "https://example.org/made-up"
verified = 2026-11-20
"""
KEYS = """
  { key = "kind", value = "Prompt" },
  { key = "name", from = "name" },
  { key = "about.text", from = "description" },
  { key = "agents[].prompt", from = "prompt" },
  { key = "agents[].tools", from = "tools", type = "list" },
  { key = "about.turns", from = "max-turns", type = "integer" },"""
HEADED = """
  { key = "name", from = "name" },
  { key = "description", from = "description" },"""
LISTED = """
  { key = "$schema", value = "made" },
  { key = "name", from = "name" },
  { key = "prompt[]", from = "prompt" },"""
IN_LIST = """
  { key = "version", value = 1 },
  { key = "modes[].slug", from = "name" },
  { key = "modes[].about.text", from = "description" },
  { key = "modes[].prompt", from = "prompt" },
  { key = "modes[].tools", from = "tools", type = "list" },
  { key = "end", value = [] },"""
BY_NAME = """
  { key = "{name}.prompt", from = "prompt" },
  { key = "{name}.description", from = "description" },
  { key = "{name}.tools", from = "tools", type = "list" },"""
CSV = f'{HEADED}\n  {{ key = "tools", from = "tools", type = "csv" }},'
EXACT = """
[[prompt.escapes]]
pattern = '\\\\*\\{\\{'
written = '\\\\\\g<0>'
reads = '\\\\(\\\\*\\{\\{)'
read = '\\1'
note = "fills in what stands in double braces"
everywhere = true
"""
FORMULA = """
[[prompt.escapes]]
pattern = '^(\\s*)='
written = '\\1\\\\='
note = "computes a prompt that begins with `=`"
line = "first"
"""
DEEP = (
    HEADED.replace("description", "about.text", 1)
    + """
  { key = "about.kind", value = "made" },
  { key = "model.id", from = "model", default = "gpt-5", assumed = "asks for a model" },
  { key = "model.turns", from = "max-turns", type = "integer" },"""
)
OPENED = '[prompt]\nopening = "system:"\n' + FORMULA
ARGUMENTS = """
  { key = "name", from = "name" },
  { key = "about", from = "description" },
  { key = "instructions", from = "prompt" },
  { key = "tools", from = "tools", type = "list" },
  { key = "cold", value = false },"""
MODULE = '[python]\nimports = "from made import Agent"\ncalls = "Agent"\n'
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MADE_UP = {
    "yaml": BASE.format(path=".made/{name}.yaml", syntax="yaml", keys=KEYS, more=""),
    "json": BASE.format(path=".made/{name}.json", syntax="json", keys=KEYS, more=""),
    "toml": BASE.format(path=".made/{name}.toml", syntax="toml", keys=KEYS, more=""),
    "lines": BASE.format(path=".made/{name}.mdx", syntax="lines", keys=HEADED, more=""),
    "text": BASE.format(path="{name}/MADE.md", syntax="text", keys="", more=""),
    "map": BASE.format(
        path=".made/{name}.json", syntax="json", keys=KEYS.replace('"list"', '"map"'), more=""
    ),
    "all-yaml": BASE.format(path="all.yaml", syntax="yaml", keys=IN_LIST, more=""),
    "all-json": BASE.format(path="all.json", syntax="json", keys=IN_LIST, more=""),
    "map-yaml": BASE.format(path="all.yaml", syntax="yaml", keys=BY_NAME, more=""),
    "map-json": BASE.format(path="all.json", syntax="json", keys=BY_NAME, more=""),
    "listed": BASE.format(path=".made/{name}.yaml", syntax="yaml", keys=LISTED, more=""),
    "csv": BASE.format(path=".made/{name}.md", syntax="markdown", keys=CSV, more="").replace(
        "[tools]", '[tools]\nabsent = "none"\nall = "*"'
    ),
    "moustache": BASE.format(
        path=".made/{name}.prompt", syntax="markdown", keys=HEADED, more=EXACT
    ),
    "deep": BASE.format(path=".made/{name}.md", syntax="markdown", keys=DEEP, more=OPENED).replace(
        "[tools]", '[model]\nvendors = ["openai"]\n[tools]'
    ),
    "python": BASE.format(path="made/{name}.py", syntax="python", keys=ARGUMENTS, more=MODULE),
    "documented": re.findall(r"```toml\n(title = \"Acme.*?)```", CONTRIBUTING, re.DOTALL)[0],
}
MANY = {
    f"made-{name}": writer_of(parse(f"made-{name}.toml", text)) for name, text in MADE_UP.items()
}
DATA = {name: one for name, one in WRITERS.items() if one.form and not one.form.code}
ALL = DATA | MANY
AWKWARD = (
    "yes", "no", "~", "null", "1.10", "2026-11-20", "0x1F", "0o17", "1e3", "1_000", "12:30:45", ".5",
    "a: b", "a #b", "#a", "- a", "@a", "`a`", "'a'", '"a"', "a:", "*a", "&a", "!a", "%a", "|", ">-",
    "{{ a }}", "$ARGUMENTS", "@file.md", "!`rm`", "[[a]]", "=1+1", "]]>", "'''", '"""', "a\\nb", "\\",
    "a\tb", "a\u00a0b", "a\u2028b", "a\u0085b", "😀", "日本", "a, b", "[a]", "{a}", "?", "system:",
)  # fmt: skip
LISTS = (
    "",
    "Read",
    "Read, Grep, Glob",
    "Frobnicate",
    "Bash(git log:*)",
    "'*'",
    "mcp__github__get_pr, mcp__jira, mcp__my_server__run, gh/list, 'mcp__*'",
)
PERSONA = """\
---
name: ab
description: Reviews changes
tools: [{tools}]
---

# Ab

Work.

## Rules

- Never approve your own change.
- You must cite a line.
"""


def form_of(writer: Writer) -> Form:
    assert writer.form is not None
    return writer.form


def written(writer: Writer, document: Document) -> Emission:
    emission = pipeline.write(document, writer)
    assert not [one for one in emission.diagnostics if one.code != "TGT002"]
    assert emission.value is not None
    return emission.value


def proof_of(document: Document, writer: Writer, emission: Emission, content: str):  # type: ignore[no-untyped-def]
    path = emission.artifacts[0].path
    return prove(document, form_of(writer), [(path, content.encode())], emission.losses)


def described(form: Form, settings: object) -> object:
    entry = form.of("description")
    assert entry is not None
    return value_under(entry.key, settings)


@pytest.mark.parametrize("target", ALL)
class TestText:
    """Every string arrives as it is, whatever the syntax makes of its signs."""

    def test_awkward(self, target: str) -> None:
        for text in AWKWARD:
            self.check(target, text)

    @given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
    def test_any(self, target: str, text: str) -> None:
        self.check(target, text)

    def check(self, target: str, text: str) -> None:
        writer, form = ALL[target], form_of(ALL[target])
        document = stating(text)
        emission = written(writer, document)
        settings, prompt = client_reads(form, emission.artifacts[0].content)
        wanted = client_reads(form_of(MANY["made-text"]), rendered(document))[1]
        assert received(form, wanted.strip("\n")) in unescaped(form, prompt), text
        if form.of("description"):
            said = described(form, settings)
            wanted = received(form, document_description(document, form), everywhere=True)
            assert unescaped(form, str(said)) == wanted


def stating(text: str) -> Document:
    """A persona that has ``text`` for its description, and in its body as code."""
    quoted = json.dumps(" ".join(text.split()) or "x", ensure_ascii=True)
    fence = "`" * 30
    return read(f"---\nname: ab\ndescription: {quoted}\n---\n\n{fence}\n{text}\n{fence}\n")


def document_description(document: Document, form: Form) -> str:
    from personac.writers._identity import description

    said = description(document.persona)
    return " ".join(re.split(r"[\r\n]+", said)) if form.syntax is Syntax.LINES else said


def rendered(document: Document) -> str:
    return written(MANY["made-text"], document).artifacts[0].content


def unescaped(form: Form, text: str) -> str:
    """A text as it is when the client has undone what it undoes."""
    for escape in reversed(form.prompt.escapes):
        text = re.sub(escape.reads, escape.read, text) if escape.reads else text
    return text


def received(form: Form, text: str, *, everywhere: bool = False) -> str:
    """A text as it arrives at best: broken up where the client would expand it."""
    for escape in form.prompt.escapes:
        taken = escape.everywhere if everywhere else escape.line == "any"
        if escape.written and not escape.reads and taken:
            lines = [text] if everywhere else text.split("\n")
            text = "\n".join(re.sub(escape.pattern, escape.written, one) for one in lines)
    return text


@pytest.mark.parametrize("target", ALL)
class TestTools:
    """Lists of tools, absent, empty and partial, and what becomes of them in the wrong hands."""

    def test_proven(self, target: str) -> None:
        """What is written is proven, and says nothing that was not granted."""
        for tools in LISTS:
            document = read(PERSONA.format(tools=tools))
            emission = written(ALL[target], document)
            assert proof_of(document, ALL[target], emission, emission.artifacts[0].content).holds

    @pytest.mark.parametrize("tools", ["", "Read", "Bash(git log:*)"])
    def test_opened(self, target: str, tools: str) -> None:
        """A list that is taken away, or that a shell is put into, is seen."""
        writer, document = ALL[target], read(PERSONA.format(tools=tools))
        content = written(writer, document).artifacts[0].content
        wider = opened(form_of(writer), content)
        if form_of(writer).of("tools") is None and form_of(writer).of("permissions") is None:
            assert not wider
            return
        assert wider
        for one in wider:
            proof = proof_of(document, writer, written(writer, document), one)
            assert proof.widened or proof.fault, one

    def test_limits_are_not_lost(self, target: str) -> None:
        """Without a home for it, a list stands in words and is declared."""
        writer, document = ALL[target], read(PERSONA.format(tools="Read"))
        emission = written(writer, document)
        if form_of(writer).of("tools") is None and form_of(writer).of("permissions") is None:
            assert [loss.kind for loss in emission.losses if loss.node == "tools#read"] == [
                "unenforced"
            ]
            assert (
                "You may only read files."
                in client_reads(form_of(writer), emission.artifacts[0].content)[1]
            )

    def test_deleted_mandate(self, target: str) -> None:
        """A mandate that is taken out is named."""
        writer, document = ALL[target], read(PERSONA.format(tools="Read"))
        emission = written(writer, document)
        content = emission.artifacts[0].content
        damaged = content.replace("Never approve your own change.", "Be kind.")
        assert damaged != content
        verdicts = proof_of(document, writer, emission, damaged).verdicts
        named = {one.words for one in verdicts if one.status in FAILED}
        assert named == {"Never approve your own change."}


def opened(form: Form, content: str) -> list[str]:
    """The file with every tool in its list, with a shell in it, without it, and with it empty,
    as far as the client grants anything by that.
    """
    entry = form.of("tools")
    if form.of("permissions"):
        return [changed(form, content, "permission", None)]
    if entry is None:
        return []
    wrap = {"csv": lambda n: n, "map": lambda n: {n: True}}.get(entry.type, lambda n: [n])
    values = [wrap(name) for name in (*(form.tools.every or ("*",)), *shell_names(form))]
    if form.tools.absent != "none":
        values.append(None)
    if form.tools.empty != "none":
        values.append({"csv": "", "map": {}}.get(entry.type, []))
    return [changed(form, content, entry.key, value) for value in values]


def changed(form: Form, content: str, key: str, value: object) -> str:
    """The file with another value, or none, under a key."""
    if form.syntax is Syntax.PYTHON:
        line = "" if value is None else f"    tools={value!r},\n"
        return re.sub(r"    tools=.*\n", line, content)
    if form.syntax is Syntax.TOML:
        line = "" if value is None else f"tools = {json.dumps(value)}\n"
        return (
            re.sub(r"(agents = \[.*)tools = \[.*?\]", rf"\1{line.strip()}", content) if line else ""
        )
    settings, prompt = client_reads(form, content)
    holder, _, last = key.rpartition(".")
    at = value_under(holder, settings)
    at.pop(last, None)
    if value is not None:
        at[last] = value
    written = json.dumps(settings, ensure_ascii=False)  # JSON is YAML
    return f"---\n{written}\n---\n{prompt}" if form.syntax is Syntax.MARKDOWN else written


def shell_names(form: Form) -> list[str]:
    from personac.writers._tool_names import vocabulary

    return list(vocabulary(form).tools.own.get("shell", ()))


def test_formula() -> None:
    """Only the first line of a prompt can be a formula; what that changes is declared."""
    more = BASE.format(path=".made/{name}.json", syntax="json", keys=LISTED, more=FORMULA)
    writer = writer_of(parse("made.toml", more))
    emission = written(writer, read("---\nname: ab\ndescription: d\n---\n=1+1\n=2\n\n=3\n"))
    (prompt,) = json.loads(emission.artifacts[0].content)["prompt"]
    assert prompt == "\\=1+1\n=2\n\n=3\n"
    said = [one.detail for one in emission.losses]
    assert said.count("Made-up computes a prompt that begins with `=`") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Agent(", "Other("),
        ('name="ab"', 'name=open("x").read()'),
        ('name="ab"', '**{"name": "ab"}'),
        ("agent = ", "agent = ("),
        ("instructions=(", "instructions=(f''"),
    ],
)
def test_module_that_is_more_than_text(old: str, new: str) -> None:
    """What a module of Python would only say when it runs is not proven, and nothing is run."""
    writer, document = MANY["made-python"], read(PERSONA.format(tools="Read"))
    emission = written(writer, document)
    content = emission.artifacts[0].content
    assert old in content
    proof = proof_of(document, writer, emission, content.replace(old, new))
    assert not proof.holds


@pytest.mark.parametrize(("header", "said"), [("", True), ("model: gpt-4o\n", False)])
def test_assumed(header: str, said: bool) -> None:
    """What stands there although nobody stated it is a loss; what was stated is none."""
    writer = MANY["made-deep"]
    emission = written(writer, read(f"---\nname: ab\ndescription: d\n{header}---\nWork.\n"))
    details = [loss.detail for loss in emission.losses]
    assert ("Made-up asks for a model" in details) is said


def test_closing_is_missed() -> None:
    """A prompt that is cut before what has to stand below it is one that nobody can read."""
    writer, document = WRITERS["poml"], read(PERSONA.format(tools="Read"))
    emission = written(writer, document)
    whole = emission.artifacts[0].content
    assert proof_of(document, writer, emission, whole).holds
    cut = whole.removesuffix("</system-msg>\n</poml>\n")
    assert not proof_of(document, writer, emission, cut).holds


def test_companion() -> None:
    """A file beside the agent file holds what it is told, and its path is one of the project."""
    more = '[[companions]]\npath = "{name}/more.toml"\nsyntax = "toml"\n'
    keys = 'keys = [{ key = "about.name", from = "display-name" }, { key = "list", value = [] }]\n'
    text = BASE.format(path=".made/{name}.json", syntax="json", keys=KEYS, more=more + keys)
    emission = written(writer_of(parse("made.toml", text)), read(PERSONA.format(tools="Read")))
    (_, beside) = emission.artifacts
    assert beside.path == "ab/more.toml"
    assert beside.content == 'about.name = "Ab"\nlist = []\n'
    with pytest.raises(UsageError, match="below the project"):
        parse("made.toml", text.replace("{name}/more", "../{name}/more"))


def test_companion_of_all(project: Project) -> None:
    """A companion can hold all personas, too, and nothing of it may stand outside of their places."""
    more = '[[companions]]\npath = "tasks.yaml"\nsyntax = "yaml"\n'
    keys = 'keys = [{ key = "{name}_task.does", value = "x" }, { key = "{name}_task.by", from = "name" }]\n'
    text = BASE.format(path="all.yaml", syntax="yaml", keys=BY_NAME, more=more + keys)
    settings = 'targets = ["acme"]\ntarget-files = ["acme.toml"]\n'
    fill(project.root, {"acme.toml": text, "personac.toml": settings})
    project.build()
    beside = project.root / "dist" / "acme" / "tasks.yaml"
    assert YAML(typ="safe", pure=True).load(beside.read_text("utf-8")) == {
        f"{name}_task": {"does": "x", "by": name} for name in ("leo", "mia")
    }
    assert personac("verify").code == 0
    beside.write_text(beside.read_text("utf-8").replace("by: leo", "by: mia"), "utf-8")
    assert personac("verify").said.count("is not as it was built") == 1
    with pytest.raises(UsageError, match="of a companion"):
        parse("acme.toml", text.replace('"{name}_task.by"', '"by"'))


class TestOwn:
    """A project adds a target with one file."""

    @pytest.fixture
    def own(self, project: Project) -> Project:
        files = {"made/acme.toml": MADE_UP["json"]}
        settings = 'targets = ["acme"]\ntarget-files = ["made"]\n'
        fill(project.root, files | {"personac.toml": settings})
        return project

    def test_build_and_verify(self, own: Project) -> None:
        own.build()
        agent = own.root / "dist" / "acme" / ".made" / "mia.json"
        text = agent.read_text("utf-8")
        assert '"tools": [' in text
        assert "look" in text
        assert personac("verify").code == 0
        agent.write_text(text.replace('"look"', '"look", "run"'), "utf-8")
        ran = personac("verify")
        assert ran.code == 1
        assert "error[TGT009]" in ran.said
        agent.write_text(text.replace("Never approve your own change.", "Be kind."), "utf-8")
        ran = personac("verify")
        assert "Never approve your own change." in ran.said

    def test_rebuilt_when_its_file_changes(self, own: Project) -> None:
        own.build()
        fill(own.root, {"made/acme.toml": MADE_UP["json"].replace('"look"', '"peek"')})
        assert "1 target" not in own.build().out
        assert "peek" in (own.root / "dist" / "acme" / ".made" / "mia.json").read_text("utf-8")

    def test_targets(self, own: Project) -> None:
        own.build()
        ran = personac("targets")
        assert "acme" in ran.out
        assert personac("targets", "acme").code == 0
        assert personac("report").code == 0

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('client = "Made-up"', "", "missing required field `client`"),
            ("empty =", "emtpy =", "unknown key `tools.emtpy`; did you mean `empty`?"),
            ('nothing = ["nobody"]', "", "`tools.nothing`"),
            ('from = "prompt"', 'from = "mission"', "no key is made of `prompt`"),
            ('syntax = "json"', 'syntax = "jsn"', "invalid enum value 'jsn' - at `syntax`"),
            (".made/{name}.json", ".made/x.json", "`path` has no `{name}`"),
            (".made/{name}.json", "../{name}.json", "write a path below the project"),
            ('value = "Prompt"', 'value = "Prompt", from = "id"', "and not both"),
            ("verified = 2026-11-20", 'verified = "yesterday"', "verified"),
            ("title =", "= title", "not valid TOML"),
            ('client = "Made-up"', 'client = "Made-up"\ncode = "codex"', "`code` is for"),
            ("[tools]\n", '[tools]\nabsent = "unknown"\n', "give `tools.all`"),
            ("[enforcement]", '[[files]]\npath = "/x"\ntext = ""\n[enforcement]', "`path` is `/x`"),
        ],
    )
    def test_wrong_file(self, own: Project, old: str, new: str, said: str) -> None:
        """What is wrong is one line that names the file and the key."""
        assert old in MADE_UP["json"]
        fill(own.root, {"made/acme.toml": MADE_UP["json"].replace(old, new)})
        ran = personac("build")
        assert ran.code == 2
        assert "made/acme.toml: " in ran.err
        assert said in ran.err

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("read =", "raed =", "`tools.names` names `raed`; did you mean `read`?"),
            ("[tools.names]", 'vocabulary = "qwn"\n[tools.names]', "did you mean `qwen`?"),
            (
                "[enforcement]",
                '[model]\nvendors = ["opnai"]\n[enforcement]',
                "did you mean `openai`",
            ),
        ],
    )
    def test_unknown_name(self, own: Project, old: str, new: str, said: str) -> None:
        """A name that would never match anything is an error, with the nearest one."""
        fill(own.root, {"made/acme.toml": MADE_UP["json"].replace(old, new)})
        ran = personac("build")
        assert ran.code == 2
        assert said in ran.err

    def test_name_is_taken(self, own: Project) -> None:
        fill(own.root, {"made/qwen.toml": MADE_UP["json"]})
        ran = personac("build")
        assert ran.code == 2
        assert "`qwen`" in ran.err


@pytest.mark.parametrize("kind", ["all-yaml", "all-json", "map-yaml", "map-json"])
class TestFileOfAll:
    """One file holds all personas, and each is proven and traced in it."""

    @pytest.fixture
    def whole(self, kind: str, project: Project) -> Path:
        others = {
            f"personas/{name}.md": PERSONA.format(tools="Read, Bash").replace("ab", name)
            for name in ("zoe", "al")
        }
        settings = 'targets = ["acme"]\ntarget-files = ["acme.toml"]\n'
        fill(project.root, {"acme.toml": MADE_UP[kind], "personac.toml": settings, **others})
        project.build()
        return project.root / "dist" / "acme" / f"all.{kind[-4:]}"

    def agents(self, whole: Path) -> dict[str, dict[str, object]]:
        read = YAML(typ="safe", pure=True).load(whole.read_text("utf-8"))
        if "modes" not in read:
            return dict(read)
        assert (read["version"], read["end"]) == (1, [])
        return {one["slug"]: one for one in read["modes"]}

    def test_all_are_there(self, whole: Path) -> None:
        agents = self.agents(whole)
        assert list(agents) == ["al", "leo", "mia", "zoe"]
        assert agents["al"]["tools"] == ["look", "run"]
        assert "Never approve your own change." in str(agents["zoe"]["prompt"])
        assert personac("verify").code == 0
        assert personac("build", "--check").code == 0

    def test_each_is_proven(self, whole: Path) -> None:
        """What is wrong with one persona is said of that one."""
        text = whole.read_text("utf-8")
        at = text.rindex("Never approve your own change.")
        whole.write_text(text[:at] + text[at:].replace("Never approve your own", "Love a"), "utf-8")
        said = personac("verify").said
        assert "Never approve your own change." in said
        assert "zoe" in said
        assert said.count("is not as it was built") == 1

    def test_gone(self, whole: Path) -> None:
        """A persona that is taken out of the file is missed, and so is the file, once."""
        text = whole.read_text("utf-8").replace("zoe", "joe")
        whole.write_text(text, "utf-8")
        assert personac("verify").code == 1
        whole.unlink()
        assert personac("verify").said.count("is gone") == 1

    def test_traced(self, whole: Path) -> None:
        lines = whole.read_text("utf-8").split("\n")
        for name in ("al", "mia", "zoe"):
            slug = f'"{name}"' if whole.suffix == ".json" else name
            at = next(n for n, line in enumerate(lines, 1) if slug in line)
            told = json.loads(personac("trace", f"{whole}:{at}", "--format", "json").out)
            assert told["persona"] == name
            assert "frontmatter" in told["made"] or "key" in told["made"]

    @pytest.mark.usefixtures("whole")
    def test_one_name_twice(self, project: Project) -> None:
        fill(project.root, {"personas/two.md": PERSONA.format(tools="").replace("ab", "zoe")})
        ran = project.build(code=1)
        assert "personas/two.md and personas/zoe.md both make `zoe`" in ran.said

    def test_persona_leaves(self, whole: Path, project: Project) -> None:
        (project.root / "personas" / "zoe.md").unlink()
        project.build()
        assert list(self.agents(whole)) == ["al", "leo", "mia"]
        assert personac("verify").code == 0


def test_file_beside_the_agents(project: Project) -> None:
    """What a client wants once for all agents is there once, and missed when it is gone."""
    more = '[[files]]\npath = "made.json"\ntext = """{"name": "all"}\n"""\n'
    text = BASE.format(path=".made/{name}.json", syntax="json", keys=KEYS, more=more)
    settings = 'targets = ["acme"]\ntarget-files = ["acme.toml"]\n'
    fill(project.root, {"acme.toml": text, "personac.toml": settings})
    project.build()
    beside = project.root / "dist" / "acme" / "made.json"
    assert json.loads(beside.read_text("utf-8")) == {"name": "all"}
    assert personac("verify").code == 0
    beside.write_text("{}\n", "utf-8")
    said = personac("verify").said
    assert said.count("is not as it was built") == 1


class TestLimits:
    """A limit is checked before anything is written, in the client's own unit."""

    def limited(self, then: str, unit: str, most: int) -> Writer:
        more = f'[[limits]]\nwhat = "prompt"\nmost = {most}\nunit = "{unit}"\nthen = "{then}"\n'
        text = BASE.format(path=".made/{name}.json", syntax="json", keys=KEYS, more=more)
        (writer,) = (
            one for one in registry.writers((Source("acme.toml", text, ""),)) if one.name == "acme"
        )
        return writer

    def findings(self, writer: Writer, text: str) -> list[str]:
        outcome = pipeline.write(read(text), writer)
        return [f"{one.severity} {one.message}" for one in outcome.diagnostics]

    def test_refused(self) -> None:
        text = PERSONA.format(tools="Read") + "\nÄ" * 40
        (said,) = self.findings(self.limited("refuses", "bytes", 150), text)
        assert said.startswith("error `prompt` for acme has ")
        assert said.endswith(" bytes, Made-up takes 150")

    def test_units(self) -> None:
        """One sign, three counts."""
        text = "---\nname: ab\ndescription: d\n---\n\nWork 😀😀😀😀\n"
        counts = {"bytes": 22, "utf16": 14, "characters": 10}
        for unit, count in counts.items():
            assert not self.findings(self.limited("refuses", unit, count), text)
            assert self.findings(self.limited("refuses", unit, count - 1), text)

    def test_cut(self) -> None:
        """A mandate beyond the cut is an error that names it, other words are a warning."""
        text = PERSONA.format(tools="Read")
        (said,) = self.findings(self.limited("cuts", "characters", 40), text)
        assert said.startswith("error")
        assert "2 clauses lie beyond" in said
        (said,) = self.findings(self.limited("cuts", "characters", 85), text + "\nA line.\n")
        assert said.startswith("warning")

    def test_place(self, project: Project) -> None:
        """What is too long is shown where the persona says it."""
        limits = (
            '[[limits]]\nwhat = "prompt"\nmost = 40\n[[limits]]\nwhat = "about.text"\nmost = 9\n'
        )
        text = BASE.format(path=".made/{name}.json", syntax="json", keys=KEYS, more=limits)
        settings = 'targets = ["acme"]\ntarget-files = ["acme.toml"]\n'
        fill(project.root, {"acme.toml": text, "personac.toml": settings})
        lines = [one for one in project.build(code=1).out.split("\n") if "TGT002" in one]
        assert {"`about.text`" in one for one in lines} == {True, False}
        for line in lines:
            path, number, *_ = line.split(":")
            said = (project.root / path).read_text(encoding="utf-8").split("\n")
            if "`about.text`" in line:
                assert said[int(number) - 1].startswith("description: ")
            else:
                assert int(number) > said.index("---", 1) + 1

    def test_build_stops(self, project: Project) -> None:
        more = '[[limits]]\nwhat = "prompt"\nmost = 40\nthen = "cuts"\n'
        text = BASE.format(path=".made/{name}.json", syntax="json", keys=KEYS, more=more)
        settings = 'targets = ["acme"]\ntarget-files = ["acme.toml"]\n'
        fill(project.root, {"acme.toml": text, "personac.toml": settings})
        ran = project.build(code=1)
        assert "error[TGT002]" in ran.out
        assert "nothing written" in ran.out
        assert not (project.root / "dist").exists()


def test_missing_file(project: Project) -> None:
    fill(project.root, {"personac.toml": 'target-files = ["nope.toml"]\n'})
    assert personac("build").code == 2


def test_unknown_enforcement() -> None:
    text = MADE_UP["json"].replace("why-not", 'by = "nope"\nwhy-not')
    with pytest.raises(UsageError, match="names no enforcement"):
        written(writer_of(parse("acme.toml", text)), read(PERSONA.format(tools="Read")))


def test_names_agree() -> None:
    """A client's name for a tool means in its file what the table of all clients says of it."""
    from personac.tables.tools import names_of

    for writer in WRITERS.values():
        if writer.form and writer.form.tools.vocabulary:
            assert names_of(writer.form.tools.vocabulary).own, writer.name


def test_pages(tmp_path: Path) -> None:
    """Each target has a page that begins with its name and says where its facts are from."""
    for writer in WRITERS.values():
        if writer.form:
            page = registry.pages()[writer.name]
            assert page.title == writer.name
            for source in writer.form.sources:
                assert source.url in " ".join(page.text.split()) if source.url else True
