"""Files that a project's user owns too: merged, never replaced, and ours taken out again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import fill, personac
from personac.enforce.merge import MergeError, merge
from projects import MIA, Project

OURS = {
    "permissions": {"deny": ["Bash(git push)", "Bash(git push *)"], "ask": ["Bash(rm *)"]},
    "hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [{"command": "x"}]}]},
}
RULES = [{"tool": tool} for tool in ("a", "b", "c", "d", "e")]
LEAF = st.one_of(st.text(max_size=5), st.booleans(), st.integers(-9, 9), st.none())
ENTRIES = st.lists(st.sampled_from(["Bash(git push)", "Read(x)", "Bash(ls)"]), unique=True)
USERS = st.fixed_dictionaries(
    {},
    optional={
        "model": LEAF,
        "ü": st.lists(LEAF, max_size=2),
        "permissions": st.fixed_dictionaries(
            {}, optional={"allow": ENTRIES, "deny": ENTRIES, "defaultMode": st.text(max_size=4)}
        ),
        "hooks": st.fixed_dictionaries({}, optional={"PreToolUse": st.lists(LEAF, max_size=2)}),
        "rules": st.lists(st.sampled_from(RULES[:3]), unique_by=str),
    },
)
SOME = st.fixed_dictionaries(
    {},
    optional={
        "permissions": st.fixed_dictionaries({}, optional={"deny": ENTRIES, "ask": ENTRIES}),
        "hooks": st.fixed_dictionaries({}, optional={"PreToolUse": st.just([{"matcher": "Bash"}])}),
        "rules": st.lists(st.sampled_from(RULES[2:]), unique_by=str),
    },
)
SETTINGS = "dist/claude-code/.claude/settings.json"
HOOK = "dist/claude-code/.claude/hooks/personac-guard.sh"
NO_PUSH = MIA.replace("tools: Read, Grep\n", "") + "- NEVER push.\n"
USER = """\
{
    "model": "sonnet",
    "permissions": {
        "allow": [
            "Bash(ls)"
        ],
        "deny": [
            "Read(./own)"
        ]
    }
}
"""


def written(value: object, indent: str | None = "  ") -> str:
    return json.dumps(value, indent=indent, ensure_ascii=False) + "\n"


def laid_out(value: object, data: st.DataObject) -> str:
    """``value`` as JSON with white space as its user likes."""
    space = st.sampled_from(["", " ", "\n", "\n  ", "\r\n\t"])

    def gap() -> str:
        return data.draw(space)

    if isinstance(value, dict):
        items = [
            f"{gap()}{json.dumps(k)}{gap()}:{gap()}{laid_out(v, data)}" for k, v in value.items()
        ]
        return "{" + f"{gap()},".join(items) + gap() + "}"
    if isinstance(value, list):
        return "[" + f"{gap()},".join(gap() + laid_out(v, data) for v in value) + gap() + "]"
    return json.dumps(value)


class TestMerge:
    @given(USERS, st.sampled_from(["  ", "    ", "\t", None]), SOME)
    def test_taking_out_gives_the_file_back(
        self, user: dict[str, object], indent: str | None, ours: dict[str, object]
    ) -> None:
        """Put in and taken out again, the user's file is what it was, byte for byte."""
        before = written(user, indent)
        merged = merge(before, json.dumps(ours))
        assert merge(merged.text, "{}", merged.added).text == before

    @given(USERS, SOME, SOME)
    def test_ours_is_in_and_the_users_stays(
        self, user: dict[str, object], first: dict[str, object], then: dict[str, object]
    ) -> None:
        """After any two builds the file holds the user's entries and those of the second."""
        one = merge(written(user), json.dumps(first))
        two = merge(one.text, json.dumps(then), one.added)
        assert merge(two.text, json.dumps(then), two.added) == two
        found = json.loads(two.text)
        assert merge(two.text, json.dumps(then)).text == two.text
        assert json.loads(merge(two.text, "{}", two.added).text) == user
        for key, value in user.items():
            assert key in found
            if isinstance(value, list) and key in then:
                assert found[key][len(found[key]) - len(value) :] == value
            elif not isinstance(value, dict):
                assert found[key] == value

    @given(USERS, SOME, SOME, st.data())
    def test_any_layout_comes_back(
        self,
        user: dict[str, object],
        ours: dict[str, object],
        then: dict[str, object],
        data: st.DataObject,
    ) -> None:
        """However the user laid the file out, and whatever builds came between."""
        before = laid_out(user, data)
        one = merge(before, json.dumps(ours))
        two = merge(one.text, json.dumps(then), one.added)
        for merged in (one, two):
            left = merge(merged.text, "{}", merged.added).text
            assert left == before

    @pytest.mark.parametrize("number", ["1e400", "1.0", "12345678901234567890123", "-0.0", "1E+2"])
    def test_numbers_stay_as_they_are_written(self, number: str) -> None:
        text = f'{{"n": {number}, "permissions": {{"deny": [{number}]}}}}'
        merged = merge(text, json.dumps(OURS))
        assert f'"n": {number},' in merged.text
        assert f'"deny": [{number}, "Bash(git push)"' in merged.text
        assert "Infinity" not in merged.text
        assert merge(merged.text, "{}", merged.added).text == text

    def test_what_is_put_in_has_the_layout_around_it(self) -> None:
        text = '{\n    "permissions": {\n        "deny": ["a"],\n        "ask": []\n    }\n}\n'
        ours = {"permissions": {"deny": ["b"], "ask": ["c"]}, "hooks": {"x": [1]}}
        assert merge(text, json.dumps(ours)).text == (
            '{\n    "permissions": {\n        "deny": ["a", "b"],\n        "ask": [\n'
            '            "c"\n        ]\n    },\n    "hooks": {\n        "x": [\n'
            "            1\n        ]\n    }\n}\n"
        )

    def test_an_entry_of_both_stays_with_the_user(self) -> None:
        user = written({"permissions": {"deny": ["Bash(git push)"]}})
        merged = merge(user, json.dumps(OURS))
        assert merge(merged.text, "{}", merged.added).text == user

    @given(
        st.lists(st.sampled_from(RULES[:2]), unique_by=str),
        st.lists(st.sampled_from(RULES[2:]), unique_by=str),
        st.permutations(RULES[2:]),
        st.booleans(),
    )
    def test_rules_of_which_the_first_counts(
        self, user: list[object], first: list[object], then: list[object], above: bool
    ) -> None:
        """A wider rule of the user's never stands before ours, whenever either was added."""
        one = merge(written({"rules": user}), json.dumps({"rules": first}))
        found = json.loads(one.text)["rules"]
        assert found == [*first, *user]
        later = {"tool": "z"}
        edited = written({"rules": [later, *found] if above else [*found, later]})
        two = merge(edited, json.dumps({"rules": then}), one.added)
        assert json.loads(two.text)["rules"][: len(then)] == then
        users = [later, *user] if above else [*user, later]
        assert json.loads(merge(two.text, "{}", two.added).text) == {"rules": users}

    def test_a_rule_before_those_of_the_user_has_their_layout(self) -> None:
        text = '{\n  "rules": [\n    {"tool":"own",  "n": 1.0}\n  ]\n}\n'
        merged = merge(text, json.dumps({"rules": [{"tool": "x"}]}))
        assert merged.text == (
            '{\n  "rules": [\n    {\n      "tool": "x"\n    },\n    {"tool":"own",  "n": 1.0}\n'
            "  ]\n}\n"
        )
        assert merge(merged.text, "{}", merged.added).text == text

    def test_what_the_user_adds_later_stays(self) -> None:
        merged = merge(None, written(OURS))
        data = json.loads(merged.text)
        data["permissions"]["deny"].append("Read(own)")
        left = merge(written(data), "{}", merged.added)
        assert json.loads(left.text) == {"permissions": {"deny": ["Read(own)"]}}

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("{", "is not valid JSON"),
            ('{"a": 1, "a": 2}', "the key `a` stands twice"),
            ("[]", "no object"),
            ('{"permissions": []}', "has its own `permissions`"),
            ("[" * 100_000, "nested too deeply"),
            ('{"a": NaN}', "`NaN` is no number"),
            ('{"a": [-Infinity]}', "`-Infinity` is no number"),
            ("// comment\n{}", "is not valid JSON"),
        ],
    )
    def test_what_cannot_be_merged_is_said(self, text: str, message: str) -> None:
        with pytest.raises(MergeError, match=message):
            merge(text, json.dumps(OURS))

    @pytest.mark.parametrize(
        "text", ['{"a": 1}', '{\r\n  "a": 1\r\n}\r\n', '\ufeff{\n "a": "ü"\n}']
    )
    def test_the_manner_of_the_file_is_kept(self, text: str) -> None:
        merged = merge(text, json.dumps(OURS))
        assert ("\r\n" in merged.text) == ("\r\n" in text)
        assert merged.text.startswith(text[:2])
        assert merge(merged.text, "{}", merged.added).text == text


@pytest.fixture
def guarded(project: Project) -> Project:
    """One persona that must not push, and settings that its user wrote."""
    project.write(mia=NO_PUSH)
    fill(project.root, {SETTINGS: USER})
    return project


def settings(project: Project) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(
        (project.root / SETTINGS).read_text("utf-8")
    )
    return found


class TestBuild:
    def test_the_users_settings_are_merged(self, guarded: Project) -> None:
        guarded.build()
        found = settings(guarded)
        assert found["model"] == "sonnet"
        assert found["permissions"]["allow"] == ["Bash(ls)"]
        assert found["permissions"]["deny"] == [
            "Read(./own)",
            "Bash(git push *)",
            "Bash(git push)",
        ]
        assert (guarded.root / HOOK).is_file()
        assert personac("build", "--check").code == 0
        assert "unchanged" in guarded.build().said

    def test_the_manifest_says_whose_mandates_they_are(self, guarded: Project) -> None:
        guarded.build()
        record = json.loads((guarded.root / "dist" / "manifest.json").read_text("utf-8"))
        of_claude = [one for one in record["shared"] if one["target"] == "claude-code"]
        assert [one["output"]["name"] for one in of_claude] == [
            ".claude/hooks/personac-guard.sh",
            ".claude/settings.json",
        ]
        assert {tuple(one["mandates"]) for one in of_claude} == {
            ("mia: mandates/never-push#mandate",)
        }

    def test_without_the_mandate_the_file_is_the_users_again(self, guarded: Project) -> None:
        guarded.build()
        guarded.write(mia=MIA)
        assert personac("build", "--check").code == 1
        guarded.build()
        assert (guarded.root / SETTINGS).read_text("utf-8") == USER
        assert not (guarded.root / HOOK).exists()

    def test_a_target_that_is_given_up_leaves_the_file_as_it_was(self, guarded: Project) -> None:
        guarded.build()
        fill(guarded.root, {"personac.toml": 'targets = ["codex"]\n'})
        guarded.build()
        assert (guarded.root / SETTINGS).read_text("utf-8") == USER
        assert not (guarded.root / HOOK).exists()

    def test_a_build_that_was_interrupted_knows_what_is_ours(self, guarded: Project) -> None:
        guarded.build()
        dist = guarded.root / "dist"
        (dist / "manifest.json").rename(dist / "manifest.pending.json")
        guarded.write(mia=MIA)
        guarded.build()
        assert (guarded.root / SETTINGS).read_text("utf-8") == USER

    def test_a_file_of_ours_alone_goes_with_the_last_mandate(self, project: Project) -> None:
        project.write(mia=NO_PUSH)
        project.build()
        assert (project.root / SETTINGS).is_file()
        project.write(mia=MIA)
        project.build()
        assert not (project.root / SETTINGS).exists()
        assert not (project.root / HOOK).exists()

    def test_what_the_user_adds_is_no_drift(self, guarded: Project) -> None:
        guarded.build()
        path = guarded.root / SETTINGS
        path.write_text(path.read_text("utf-8").replace('"sonnet"', '"opus"'), "utf-8")
        assert personac("build", "--check").code == 0
        guarded.build()
        assert settings(guarded)["model"] == "opus"

    def test_a_rule_that_was_taken_out_by_hand_comes_back(self, guarded: Project) -> None:
        guarded.build()
        (guarded.root / SETTINGS).write_text(USER, "utf-8")
        assert personac("build", "--check").code == 1
        guarded.build()
        assert "Bash(git push)" in settings(guarded)["permissions"]["deny"]

    def test_two_personas_with_one_ban_have_one_rule(self, guarded: Project) -> None:
        guarded.write(leo=NO_PUSH.replace("mia", "leo"))
        guarded.build()
        assert settings(guarded)["permissions"]["deny"].count("Bash(git push)") == 1
        (guarded.root / "personas" / "mia.md").unlink()
        guarded.build()
        assert "Bash(git push)" in settings(guarded)["permissions"]["deny"]

    @pytest.mark.parametrize("text", ["{", "[]", '{"permissions": 1}'])
    def test_settings_that_cannot_be_merged_stop_the_build(
        self, guarded: Project, text: str
    ) -> None:
        fill(guarded.root, {SETTINGS: text})
        said = guarded.build(code=1).said
        assert f"error: {SETTINGS}" in said
        assert (guarded.root / SETTINGS).read_text("utf-8") == text
        assert list((guarded.root / "dist").rglob("*.md")) == []

    def test_settings_that_are_no_text_stop_the_build(self, guarded: Project) -> None:
        (guarded.root / SETTINGS).write_bytes(b"\xff\xfe{")
        assert "is not UTF-8" in guarded.build(code=1).said

    def test_a_link_is_not_written_through(self, guarded: Project) -> None:
        elsewhere = guarded.root / "own.json"
        elsewhere.write_text(USER, "utf-8")
        (guarded.root / SETTINGS).unlink()
        (guarded.root / SETTINGS).symlink_to(elsewhere)
        for flags in ((), ("--force",)):
            assert "is a link" in guarded.build(*flags, code=1).said
            assert elsewhere.read_text("utf-8") == USER
            assert (guarded.root / SETTINGS).is_symlink()

    def test_another_target_leaves_them_alone(self, guarded: Project) -> None:
        guarded.build()
        before = guarded.outputs()
        guarded.build("--target", "codex")
        assert guarded.outputs() == before

    def test_a_grant_that_a_rule_of_the_project_takes_is_reported(self, guarded: Project) -> None:
        pushes = MIA.replace("mia", "leo").replace("Read, Grep", "Read, Bash(git push:*)")
        guarded.write(leo=pushes)
        said = guarded.build().said
        assert "warning[ENF001] `leo` is granted `git push:*`, which a mandate of `mia`" in said

    def test_an_approval_that_another_persona_rules_out_is_reported(self, guarded: Project) -> None:
        asks = "- Never push without the approval of the owner."
        guarded.write(leo=NO_PUSH.replace("mia", "leo").replace("- NEVER push.", asks))
        said = guarded.build().said
        assert "`leo` may run `git push` with an approval, which a mandate of `mia`" in said


class TestHooksOfAuthors:
    HOOKS = """\
hooks:
  PreToolUse:
    - matcher: {}
      hooks:
        - type: command
          command: '"$CLAUDE_PROJECT_DIR"/scripts/check.sh --all'
"""

    def with_hook(self, project: Project, matcher: str) -> None:
        hooks = self.HOOKS.format(matcher)
        project.write(mia=MIA.replace("tools: Read, Grep\n", f"tools: Read, Grep\n{hooks}"))

    def test_a_script_that_is_missing_is_an_error(self, project: Project) -> None:
        self.with_hook(project, "Bash")
        said = project.build(code=1).said
        assert "error[ENF002] a hook runs `scripts/check.sh`" in said
        fill(project.root, {"scripts/check.sh": "exit 0\n"})
        project.build()

    def test_a_matcher_that_matches_nothing_is_an_error(self, project: Project) -> None:
        fill(project.root, {"scripts/check.sh": "exit 0\n"})
        self.with_hook(project, "bash")
        said = project.build(code=1).said
        assert "mia.md:7:16: error[ENF002] the hook for `bash` never runs" in said
        for matcher in ("Bash", '"Edit|Write"', '".*"', '"*"', "mcp__github__.*", "Notebook.*"):
            self.with_hook(project, matcher)
            project.build()


class TestReport:
    def test_markdown(self, guarded: Project) -> None:
        """Every mandate by target, and why the rest is prose."""
        guarded.write(mia=NO_PUSH + "- Never write | as in `a|b` <c>.\n")
        ran = personac("report", "--format", "md")
        assert ran.code == 0
        (row,) = [line for line in ran.out.splitlines() if line.startswith("| NEVER push.")]
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert cells[1:] == ["prose only", "prose only", "deny + hook", "deny", "deny"]
        assert r"| Never write \| as in `a\|b` \<c\>." in ran.out
        assert personac("report", "--format", "md").out == ran.out

    def test_json(self, guarded: Project) -> None:
        guarded.write(mia=NO_PUSH)
        ran = personac("report", "--format", "json", "--target", "claude-code")
        data = json.loads(ran.out)
        assert data["schema"] == "personac/enforcement/1"
        (cell,) = data["mandates"][-1]["cells"]
        assert cell["how"] == ["deny", "hook"]
        assert cell["where"][0] == ".claude/settings.json permissions.deny"

    def test_text_and_build(self, guarded: Project) -> None:
        assert "deny + hook: .claude/settings.json permissions.deny" in personac("report").out
        said = guarded.build("--losses").said
        assert "enforced of" in said
        assert "claude-code 1" in said
        assert "deny + hook in .claude/settings.json permissions.deny" in said

    def test_nothing_is_written(self, guarded: Project) -> None:
        before = sorted(guarded.root.rglob("*"))
        personac("report")
        assert sorted(guarded.root.rglob("*")) == before
