"""What a user suffers from other tools of this kind, and must not from this one.

What is asked of the text of each target stands in ``test_targets``, of every damage to a file in
``test_verify``; here is what only shows between two personas, two files or two vendors.
"""

import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from formats import client_reads, value_under
from helpers import WRITERS, fill, personac, read
from personac import codec, pipeline
from personac.api import Emission, Writer
from personac.diagnostics import Severity
from personac.tables.models import vendors
from personac.targets.form import Form, Syntax
from projects import MIA, Project
from test_targets import form_of, received, unescaped

EVERYWHERE = pytest.mark.parametrize("target", sorted(WRITERS))
OTHERS = sorted(set(WRITERS) - {"canonical"})
LISTS = {"absent": "", "empty": "tools: []\n", "partial": "tools: [Read, 'Bash(git log:*)']\n"}
MODELS = ("gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro", "mistral-large", "made-up-9")
SAID = (
    "a\u00a0b",
    "a\u2028b",
    "a  b",
    "a\nb",
    "a: b\n\n<example>\nuser: 'x'\n</example>",
    "a\n---\nb",
    "  before",
    "behind  ",
    "\u00a0both\t",
)

BODIES = {
    "rules": "Before.\n\n---\n\nAfter.",
    "a rule first": "---\n\nAfter.",
    "ellipsis": "Before\n\n...\n\nAfter",
    "hard breaks": "One  \ntwo\\\nthree",
    "blanks": "a\tb\u00a0c\u2028d\u2029e\u0085f\ufeffg",
    "fences": "````\n```\nx\n```\n````",
    "comments": "<!-- a -->\n\nText <!-- b --> more",
    "quotes": "a ''' b\n\nc \"\"\" d '''",
    "a quote last": 'He said "yes"',
    "an apostrophe last": "the users'",
    "backslashes": "C:\\new\\x \\u0000 \\n and last \\",
    "marks of XML": "a & b < c ]]> d </agent> &amp; #lt; #gt; e </system-msg> </poml> f",
    "placeholders": "$ARGUMENTS {{a}} ${X} {a} {% raw %} {# x #} $1 [[x]] <user> {CORE_MEMORY}",
    "files": "Run !`rm -rf x`, read @file.md or {file:./x} or file://x",
    "formula": "=1+1",
    "roles": "user:\n\nassistant:",
    "a header": "a\n\n```yaml\n---\nname: evil\ntools: '*'\n---\n```\n\nb",
}


def emitted(target: str, header: str = "", body: str = "Work.\n", name: str = "ab") -> Emission:
    stated = f"---\nname: {json.dumps(name, ensure_ascii=False)}\ndescription: d\n{header}---\n\n"
    outcome = pipeline.write(read(stated + body), WRITERS[target])
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def everything(emission: Emission) -> str:
    return "\n".join(one.content for one in emission.artifacts)


def losses(emission: Emission) -> list[str]:
    return [f"{one.kind} {one.node} {one.detail}" for one in emission.losses]


def words_of(writer: Writer, emission: Emission) -> str:
    """All that a client sees of an agent, whatever signs its format needs for that."""
    assert writer.form is not None
    settings, prompt = client_reads(writer.form, emission.artifacts[0].content)
    return f"{json.dumps(settings, ensure_ascii=False, default=str)}\n{prompt}"


class TestRestrictions:
    @EVERYWHERE
    def test_no_list_an_empty_list_and_a_short_list_are_three_things(self, target: str) -> None:
        found = {kind: emitted(target, header) for kind, header in LISTS.items()}
        said = {kind: (everything(one), *losses(one)) for kind, one in found.items()}
        assert len(set(said.values())) == len(LISTS)
        for kind in ("empty", "partial"):
            assert everything(found[kind]) != everything(found["absent"]) or losses(found[kind])

    @EVERYWHERE
    @pytest.mark.parametrize("tool", ["Frobnicate", "mcp__x__y", "Bash(git log:*)", "Skill(a)"])
    def test_a_list_of_what_the_client_does_not_know_is_not_everything(
        self, target: str, tool: str
    ) -> None:
        """It holds the agent to less than it would have without a list, or it is declared."""
        absent, only = emitted(target), emitted(target, f"tools: ['{tool}']\n")
        assert everything(only) != everything(absent)
        form = WRITERS[target].form
        entry = form.of("tools") or form.of("permissions") if form else None
        if form and not form.whole and entry is None:
            assert [one for one in losses(only) if one.startswith("unenforced")]

    @pytest.mark.parametrize("target", OTHERS)
    @pytest.mark.parametrize("tool", ["Bash", "Frobnicate", "Bash(git push:*)", "mcp__x__y"])
    def test_a_tool_that_is_denied_is_never_forgotten(self, target: str, tool: str) -> None:
        absent, denied = emitted(target), emitted(target, f"disallowedTools: ['{tool}']\n")
        assert everything(denied) != everything(absent) or losses(denied)


class TestModels:
    @pytest.mark.parametrize("target", OTHERS)
    @pytest.mark.parametrize("model", MODELS)
    def test_a_model_of_another_vendor_is_left_out_and_said(self, target: str, model: str) -> None:
        emission, form = emitted(target, f"model: {model}\n"), WRITERS[target].form
        takes = form.model.vendors if form else ()
        whose = {vendor for vendor, ids in vendors().items() if re.fullmatch(ids, model)}
        if model in everything(emission):
            assert form is not None
            assert whose & set(takes) or form.code
        else:
            assert whose & set(takes) or [one for one in losses(emission) if model in one]


class TestRules:
    @pytest.mark.parametrize(
        ("target", "path", "key", "allow"),
        [
            ("amp", ".amp/settings.json", "amp.permissions", {"tool": "Bash", "action": "allow"}),
            (
                "augment",
                ".augment/settings.json",
                "toolPermissions",
                {"toolName": "launch-process", "permission": {"type": "allow"}},
            ),
        ],
    )
    def test_an_allow_of_the_user_does_not_beat_a_ban(
        self, project: Project, target: str, path: str, key: str, allow: dict[str, object]
    ) -> None:
        settings = project.root / "dist" / target / path
        fill(settings.parent, {settings.name: json.dumps({key: [allow]})})
        project.write(mia=MIA.replace("tools: Read, Grep\n", "") + "- NEVER run `git push`.\n")
        project.build("--target", target)
        found = json.loads(settings.read_text("utf-8"))[key]
        assert found[-1] == allow
        assert len(found) > 1
        assert "push" in json.dumps(found[0])


class TestNames:
    @pytest.mark.parametrize("target", OTHERS)
    def test_names_of_other_scripts_are_two_files(self, target: str) -> None:
        places = set()
        for name in ("日本", "設計", "мия", "μια"):
            first = emitted(target, name=name).artifacts[0]
            places.add((first.path, first.frame.name if first.frame else ""))
        assert len(places) == 4

    @pytest.mark.parametrize("target", sorted(WRITERS))
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("mia", "MIA"),
            ("Ünder", unicodedata.normalize("NFD", "Ünder")),
            ("\u0390a", "\u1fd3a"),
            ("a b", "a-b"),
        ],
        ids=["case", "normal-form", "folded", "slug"],
    )
    def test_two_personas_on_one_place_are_both_named(
        self, project: Project, target: str, first: str, second: str
    ) -> None:
        project.write(a=MIA.replace("mia", first), b=MIA.replace("mia", second))
        (project.root / "personas" / "leo.md").unlink()
        said = project.build("--target", target, code=1).said
        assert "personas/a.md" in said
        assert "personas/b.md" in said
        assert not project.outputs()


class TestSilence:
    @pytest.mark.parametrize(
        "line", ["target: [codex]", "targtes = ['codex']", "target = ['codex']", "[lnit]"]
    )
    def test_a_setting_that_nobody_reads_is_an_error(self, project: Project, line: str) -> None:
        fill(project.root, {"personac.toml": line + "\n"})
        assert "personac.toml" in project.build(code=2).said

    def test_a_target_that_is_misspelled_is_named_with_the_one_meant(
        self, project: Project
    ) -> None:
        said = project.build("--target", "claud-code", code=2).said
        assert "claude-code" in said

    @pytest.mark.parametrize("line", ["disallowed_tols: Write", "modle: x"])
    def test_a_key_that_is_misspelled_is_found(self, tmp_path: Path, line: str) -> None:
        fill(tmp_path, {"a.md": MIA.replace("tools:", f"{line}\ntools:")})
        assert line.partition(":")[0] in personac("lint", str(tmp_path / "a.md")).said

    @pytest.mark.parametrize("target", OTHERS)
    def test_an_unknown_key_is_declared_with_its_text(self, target: str) -> None:
        """`1.10` is not `1.1`, and a date is not the start of a day."""
        for line in ("ver: 1.10", "since: 2026-11-20", "odd: 0x1F"):
            emission = emitted(target, f"{line}\n")
            key, value = line.split(": ")
            there = value in everything(emission)
            assert there or [one for one in losses(emission) if key in one], line


class TestDescriptions:
    """What the text tests ask of one line of plain blanks, asked of every target and every blank."""

    @pytest.mark.parametrize("target", OTHERS)
    @pytest.mark.parametrize("text", SAID, ids=ascii)
    def test_blanks_and_lines_arrive_or_are_declared(self, target: str, text: str) -> None:
        writer = WRITERS[target]
        stated = json.dumps(text, ensure_ascii=False)
        document = read(f"---\nname: ab\ndescription: {stated}\n---\n\nWork.\n")
        emission, form = pipeline.write(document, writer).value, writer.form
        assert emission is not None
        assert form is not None
        settings, prompt = client_reads(form, emission.artifacts[0].content)
        entry = form.of("description")
        seen = value_under(entry.key, settings) if entry else prompt
        if "\n" in text and seen == " ".join(text.split()):
            assert [one for one in losses(emission) if "description" in one]
        elif entry and form.syntax is Syntax.LINES and text != text.strip():
            assert seen == text.strip()
            assert [one for one in losses(emission) if "blanks around it are lost" in one]
        elif entry:
            assert seen == text
        elif not form.of("mission"):  # a goal, which stands in its place
            assert text.strip() in unescaped(form, seen)


class TestWords:
    """What looks like an order to a program is words to a reader."""

    @EVERYWHERE
    def test_tools_that_are_only_spoken_of_are_not_renamed(self, target: str) -> None:
        text = "Click the `Edit` button at https://x.org/Read, never the bash tool of Grep Ltd."
        assert text in everything(emitted(target, "tools: [Read, Grep]\n", f"{text}\n"))

    @pytest.mark.parametrize("target", OTHERS)
    def test_a_list_of_duties_stays_a_list(self, target: str) -> None:
        body = "## Rules\n\n- MUST cite a line.\n- NEVER push.\n"
        seen = words_of(WRITERS[target], emitted(target, body=body))
        lines = [line.strip() for line in seen.replace("\\n", "\n").splitlines()]
        for duty in ("MUST cite a line.", "NEVER push."):
            assert [line for line in lines if line.lstrip("- ").startswith(duty)], seen
            assert not [line for line in lines if "cite a line. NEVER" in line]

    @EVERYWHERE
    @pytest.mark.parametrize("sign", ["👩\u200d💻", "МUST", "a\u200bb", "\U000e0041", "\u202e"])
    def test_signs_that_hide_are_neither_added_nor_lost(self, target: str, sign: str) -> None:
        emission = emitted(target, body=f"Say {sign} to all.\n")
        if target == "canonical":
            assert f"Say {sign} to all." in json.dumps(
                codec.load_yaml(everything(emission)), ensure_ascii=False
            )
        else:
            assert f"Say {sign} to all." in words_of(WRITERS[target], emission)


def seen_by(form: Form, content: str) -> str:
    """The prompt as the client has it; where a header is YAML, a second parser reads the same."""
    settings, prompt = client_reads(form, content)
    if form.syntax is Syntax.MARKDOWN:
        head = content.split("\n---\n", maxsplit=1)[0].removeprefix("---\n")
        assert yaml.safe_load(head) == settings
    if form.syntax is Syntax.YAML:
        assert yaml.safe_load(content) == settings
    return unescaped(form, prompt)


class TestBodies:
    @pytest.mark.parametrize("target", OTHERS)
    def test_text_arrives_as_it_was_written(self, target: str) -> None:
        """Or parted where the client would fill it in, which is declared."""
        form = form_of(WRITERS[target])
        for name, body in BODIES.items():
            emission = emitted(target, body=body)
            prompt = seen_by(form, emission.artifacts[0].content)
            if body in prompt:
                continue
            lines = body.split("\n")
            escapes = [
                e for e in form.prompt.escapes if any(re.search(e.pattern, x) for x in lines)
            ]
            lossy = [one for one in escapes if not one.reads]
            assert lossy, (name, prompt)
            said = {loss.detail for loss in emission.losses}
            assert any(f"{form.client} {one.note}" in said for one in lossy), name
            whole = all(one.line == "any" for one in lossy)
            assert not whole or received(form, body) in prompt, name

    def test_markup_is_well_formed(self) -> None:
        """A strict parser of XML reads the file, and finds the words where the prompt stands."""
        form = form_of(WRITERS["poml"])
        for name, body in BODIES.items():
            content = emitted("poml", body=body).artifacts[0].content
            said = ElementTree.fromstring(content).findtext("system-msg")
            assert body in unescaped(form, said or ""), name

    @pytest.mark.parametrize("target", OTHERS)
    def test_the_bytes_around_a_text_change_nothing(self, target: str) -> None:
        """Line ends of Windows, a byte order mark, and no line end at the end."""
        text = "---\nname: ab\ndescription: d\n---\n\nOne.\n\nTwo  \nthree.\n"
        forms = (text, text.replace("\n", "\r\n"), f"\ufeff{text}", text.rstrip("\n"))
        emissions = [pipeline.write(read(one), WRITERS[target]).value for one in forms]
        assert len({one.artifacts[0].content for one in emissions if one}) == 1


class TestLimits:
    @pytest.mark.parametrize("target", [t for t in OTHERS if form_of(WRITERS[t]).limits])
    def test_one_sign_too_many_is_told_before_anything_is_written(self, target: str) -> None:
        """In the unit that the client counts: a face is four bytes, or two units of UTF-16."""
        writer, form = WRITERS[target], form_of(WRITERS[target])
        for limit in form.limits:
            width = {"bytes": 4, "utf16": 2, "characters": 1}[limit.unit]
            for signs, wrong in (
                (limit.most // width + 1, True),
                (limit.most // width // 2, False),
            ):
                parts = {"name": "ab", "description": "d", "prompt": "Work."}
                parts["prompt" if limit.what == "file" else limit.what] = (
                    "a " * (signs * width // 2 + 1) if limit.what == "name" else "😀" * signs
                )
                stated = "---\nname: {name}\ndescription: {description}\n---\n\n{prompt}\n"
                found = pipeline.write(read(stated.format(**parts)), writer).diagnostics
                passed = [d for d in found if f"{form.client} takes {limit.most:,}" in d.message]
                assert bool(passed) is wrong, (limit, found)
                if wrong and limit.then == "refuses":
                    assert passed[0].severity is Severity.ERROR

    def test_what_escaping_adds_is_counted(self) -> None:
        """A description that fits as its author wrote it, and not as the client has to get it."""
        text = f"---\nname: ab\ndescription: '{']] ' * 260}'\n---\n\nWork.\n"
        (found,) = pipeline.write(read(text), WRITERS["m365"]).diagnostics
        assert "`description` for m365 has" in found.message


class TestFiles:
    @pytest.mark.parametrize("target", OTHERS)
    def test_the_client_looks_at_the_file(self, target: str) -> None:
        """Whatever a persona calls itself and leaves out: a name that is taken, a description, a
        prompt, and the header on the first line.
        """
        form = form_of(WRITERS[target])
        for name in ("a:b", "Go", "task", "plan", "x" * 90, "a  b", "@a", "日本"):
            stated = f"---\nname: {json.dumps(name, ensure_ascii=False)}\n---\n\nWork.\n"
            emission = pipeline.write(read(stated), WRITERS[target]).value
            assert emission is not None
            content = emission.artifacts[0].content
            settings, prompt = client_reads(form, content)
            assert prompt.strip()
            assert form.syntax not in (Syntax.MARKDOWN, Syntax.LINES) or content[:4] == "---\n"
            for fact in ("name", "description"):
                entry = form.of(fact)
                said = str(value_under(entry.key, settings)) if entry else "a"
                assert said.strip()
                if fact == "name":
                    assert ":" not in said
                    assert said not in form.name.reserved
                    assert len(said) <= form.name.longest
                    assert said.isascii() or not form.name.ascii_only

    @pytest.mark.parametrize("target", sorted(WRITERS))
    def test_a_name_that_windows_keeps_is_refused(self, project: Project, target: str) -> None:
        for name in ("con", "AUX", "lpt1", "ＮＵＬ"):
            project.write(mia=MIA.replace("mia", name))
            assert "reserved name on Windows" in project.build("--target", target, code=1).said

    @pytest.mark.parametrize(
        "header", ["tools: [Read", "tools: {Read", 'tools: "Read', "tools: Read\n\tx: 1"]
    )
    def test_a_header_that_is_no_yaml_keeps_its_limits(self, project: Project, header: str) -> None:
        """The client would drop the list of a file that is copied as it is."""
        project.write(mia=MIA.replace("tools: Read, Grep", header))
        assert "SYN001" in personac("build", "--target", "claude-code").said
        held = yaml.safe_load(project.output("mia").read_text("utf-8").split("---")[1])
        assert held["tools"] in ("Read", [])


REVISION = """\
schema: personac/revision/1
id: tighter
applies_to: [{persona}]
ops:
{ops}
"""
APPEND = "  - {id: one, op: append, target: {section: Mandates}, text: Never push unasked.}"
AGAIN = APPEND.replace("id: one", "id: two")


def revised(project: Project, ops: str, persona: str = "mia", code: int = 0) -> str:
    fill(project.root, {"revisions/tighter.yaml": REVISION.format(persona=persona, ops=ops)})
    return project.build(code=code).said


class TestRevisions:
    @pytest.mark.parametrize(
        ("selector", "told"),
        [
            ("{section: Mandate Rules}", "REV001"),
            ("{quote: approve nothing at all}", "REV001"),
            ("{kind: item}", "REV002"),
            ("{}", "REV009"),
        ],
    )
    def test_a_place_that_is_not_one_stops_the_build(
        self, project: Project, selector: str, told: str
    ) -> None:
        """None, several and no selector at all: nothing is removed, nothing is written."""
        said = revised(
            project, f"  - {{id: one, op: remove, reason: stale, target: {selector}}}", code=1
        )
        assert told in said
        assert "nothing written" in said
        assert not project.outputs()

    def test_a_persona_that_was_renamed_is_missed(self, project: Project) -> None:
        said = revised(project, APPEND, persona="mina")
        assert "REV014" in said

    def test_what_is_appended_twice_stands_once(self, project: Project) -> None:
        """By two ops of a revision, and by one whose words the source has by now."""
        revised(project, f"{APPEND}\n{AGAIN}")
        once = project.output("mia").read_text("utf-8")
        assert once.count("Never push unasked.") == 1
        project.write(mia=f"{MIA}- Never push unasked.\n")
        revised(project, APPEND)
        assert project.output("mia").read_text("utf-8") == once

    def test_one_field_does_not_take_its_siblings_away(self, project: Project) -> None:
        project.build()
        before = project.output("mia").read_text("utf-8").splitlines()
        words = "Reads changes. Use when a change is ready."
        revised(project, f'  - {{id: one, op: set, field: description, value: "{words}"}}')
        after = project.output("mia").read_text("utf-8").splitlines()
        changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        assert len(changed) == 1
        assert words in changed[0][1]


class TestParts:
    """What a persona takes over of others, and files that say nothing."""

    def test_a_child_without_tools_has_those_of_its_parent(self, project: Project) -> None:
        """Who is right does not depend on which fields somebody left out."""
        child = MIA.replace("name: mia", "name: kid\nextends: mia").replace(
            "tools: Read, Grep\n", ""
        )
        project.write(kid=child)
        project.build()
        held = yaml.safe_load(project.output("kid").read_text("utf-8").split("---")[1])
        assert held["tools"] == "Read, Grep"

    @pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"a\x00b"])
    def test_a_part_that_cannot_be_read_is_no_empty_part(
        self, project: Project, text: bytes
    ) -> None:
        (project.root / "personas" / "_base.md").write_bytes(text)
        project.write(mia=MIA.replace("name: mia", "name: mia\nincludes: [base]"))
        assert "_base" in project.build(code=2).said
        assert not project.outputs()

    def test_one_broken_file_of_many_fails_everywhere(self, project: Project) -> None:
        """It is not skipped: neither the build nor its check is green, nor is the JSON."""
        project.build()
        (project.root / "personas" / "new.yaml").write_text("schema: [", "utf-8")
        assert project.build(code=1).said
        assert project.build("--check", code=1).said
        told = json.loads(personac("build", "--check", "--format", "json").out)
        assert told["success"] is False
        assert told["failed"] == [{"path": "personas/new.yaml", "reason": "see findings"}]
