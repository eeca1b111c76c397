"""Mandates that become rules: what may become one, what the rules say, and that they only narrow."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import fill, personac
from personac import pipeline, registry
from personac.api import Artifact, Emission, Guard, LossKind
from personac.codec import decode_source
from personac.enforce.guard import guarded, guards
from personac.enforce.hook import script
from personac.enforce.shared import hook_faults
from personac.model import Effect
from personac.tables.actions import ActionWords, extended
from personac.writers._last_match_rules import Rules, narrowed
from projects import Project

HEAD = "---\nname: mia\ndescription: Reviews changes.\n{header}---\n\n# Mia\n\n"
PUSH = ("git", "push")


def persona(*rules: str, header: str = "", title: str = "Rules") -> str:
    items = "".join(f"- {rule}\n" for rule in rules)
    return f"{HEAD.format(header=header)}## {title}\n\n{items}"


def found(text: str) -> tuple[tuple[Guard, ...], list[str]]:
    """The guards of a persona, and why its other mandates are none."""
    outcome = pipeline.read(decode_source("mia.md", text.encode()))
    assert outcome.value is not None
    made, prose = guards(outcome.value)
    return made, [one.why for one in prose]


def emitted(text: str, target: str) -> tuple[Emission, dict[str, str]]:
    """What a writer makes, and the text of every file, those of the project included."""
    outcome = pipeline.read(decode_source("mia.md", text.encode()))
    assert outcome.value is not None
    writer = next(one for one in registry.writers() if one.name == target)
    emission = pipeline.write(guarded(outcome.value), writer).value
    assert emission is not None
    shared = writer.share(emission.guards) if emission.guards else ()
    return emission, {one.path: one.content for one in (*emission.artifacts, *shared)}


def header_of(files: dict[str, str], path: str) -> str:
    return files[path].split("---\n")[1]


TARGETS = [writer.name for writer in registry.writers()]


class TestTraps:
    """The traps of enforcement that other tools fell into, one test each."""

    def test_01_limits_that_a_target_has_no_field_for(self, project: Project) -> None:
        text = persona(header="tools: Read, Grep\ndisallowedTools: Write\n")
        for target in ("codex", "agents-md"):
            emission, _ = emitted(text, target)
            lost = [one for one in emission.losses if one.kind is LossKind.UNENFORCED]
            assert len(lost) == 3
        _, files = emitted(text, "claude-code")
        assert 'tools: "Read, Grep"' in header_of(files, ".claude/agents/mia.md").replace(
            "tools: Read, Grep", 'tools: "Read, Grep"'
        )
        project.write(mia=text)
        project.build("--strict", code=1)

    def test_02_an_allowlist_that_cannot_be_mapped_is_not_no_restriction(self) -> None:
        text = persona(header="tools: Bash(git log:*)\n")
        _, files = emitted(text, "claude-code")
        assert "tools: []\n" in header_of(files, ".claude/agents/mia.md")
        _, files = emitted(text, "opencode")
        assert '"*": deny\n' in header_of(files, ".opencode/agents/mia.md")

    def test_03_empty_absent_and_foreign_lists_are_three_things(self) -> None:
        heads = []
        for header in ("tools: []\n", "", "tools: [mcp__x__y]\n"):
            _, files = emitted(persona(header=header), "claude-code")
            heads.append(header_of(files, ".claude/agents/mia.md"))
        assert "tools: []" in heads[0]
        assert "tools" not in heads[1]
        assert "mcp__x__y" in heads[2]
        assert len(set(heads)) == 3

    def test_04_nothing_is_granted_that_the_source_does_not_grant(self) -> None:
        text = persona(header="tools: Read, Grep\n")
        _, files = emitted(text, "opencode")
        head = header_of(files, ".opencode/agents/mia.md")
        assert head.index('"*": deny') < head.index("read: allow")
        assert [line for line in head.splitlines() if line.endswith("allow")] == [
            "  read: allow",
            "  grep: allow",
        ]

    @pytest.mark.parametrize("target", [t for t in TARGETS if t != "canonical"])
    def test_05_a_field_becomes_no_field_that_means_something_else(self, target: str) -> None:
        emission, files = emitted(persona(header="readonly: true\n"), target)
        assert not any("disable-model-invocation" in text for text in files.values())
        assert any("readonly" in loss.detail for loss in emission.losses)

    @pytest.mark.parametrize("target", [t for t in TARGETS if t != "canonical"])
    def test_06_a_privilege_does_not_become_an_instruction(self, target: str) -> None:
        emission, files = emitted(persona(header="permissionMode: bypassPermissions\n"), target)
        if target == "claude-code":
            assert "permissionMode: bypassPermissions" in files[".claude/agents/mia.md"]
            return
        if target == "claude-agents-json":  # the same client, in its own field
            agent = json.loads(files["agents.json"])["mia"]
            assert agent.pop("permissionMode") == "bypassPermissions"
            assert "bypass" not in json.dumps(agent)
            return
        assert not any("bypass" in text.lower() for text in files.values())
        assert any("permissionMode" in loss.detail for loss in emission.losses)

    def test_07_a_rule_is_for_whole_words_and_the_last_match_denies(self) -> None:
        text = persona("NEVER push.", header='permission: {bash: {"git push": deny, "*": allow}}\n')
        _, files = emitted(text, "opencode")
        rules = header_of(files, ".opencode/agents/mia.md").splitlines()
        assert rules.index('    "*": allow') < rules.index('    "git push": deny')
        assert rules.index('    "*": allow') < rules.index('    "git push *": deny')
        assert not any("git push*" in rule for rule in rules)
        _, files = emitted(persona("NEVER push."), "claude-code")
        deny = json.loads(files[".claude/settings.json"])["permissions"]["deny"]
        assert deny == ["Bash(git push *)", "Bash(git push)"]
        _, files = emitted(persona("NEVER push."), "codex")
        assert 'not_match = [["git", "pushx"]]' in files[".codex/rules/personac.rules"]

    @pytest.mark.parametrize("order", ["edit: true\n  write: false", "write: false\n  edit: true"])
    def test_08_of_two_names_for_one_permission_the_denial_wins(self, order: str) -> None:
        _, files = emitted(persona(header=f"tools:\n  {order}\n"), "opencode")
        head = header_of(files, ".opencode/agents/mia.md")
        assert "edit: deny" in head
        assert "edit: allow" not in head

    @pytest.mark.parametrize(
        "rule",
        [
            "After any correction, you MUST update CLAUDE.md.",
            "Do not forget to run tests.",
            "You must not skip review.",
            "Never fail to commit your work.",
            "Always push your branch.",
            "Never push unless the tests are green.",
            "Never push (except in tests/).",
            "Never modify files except in tests/.",
            "On Fridays, never push.",
            "If in doubt, do not push.",
            "When the build is red, you must not push.",
            "Never push to main.",
            "Never write source files.",
            "No code modifications.",
            "Never commit secrets.",
            "Never commit it.",
            "Never push directly.",
            "Never write code.",
            "Never run untrusted code.",
            "Never log secrets.",
            "Avoid pushing.",
            "You should not push.",
            "You may push.",
            'The report says "you MUST NOT push".',
            "For example: never push.",
            "Do not use web or mobile frameworks.",
            "Do not use the network adapter.",
            "Do not access the network to fetch updates.",
            "Never use external data.",
            "Never use MultiEdit.",
            "Never use `fetch`.",
            "Never use Bash for edits.",
            "Never use Bash scripts.",
            "Don't avoid using Bash.",
            "Don't avoid `git push`.",
            "Don't avoid pushing.",
            "You must not refrain from pushing.",
            "Never hesitate to push.",
            "Do not neglect to run `git push`.",
            "There is no reason not to push.",
            "It is not forbidden to push.",
            "Don't wait, run `git push`.",
            "Never use anything but `git push`.",
            "Never `any`.",
            "Always `git push`.",
            "Never run `kubectl delete <name>`.",
            "Never run `kubectl ... delete`.",
            "You may push after approval by the lead.",
            "Push only with care.",
            "On Fridays, push only with approval.",
        ],
    )
    def test_09_what_only_looks_like_a_ban_denies_nothing(self, rule: str) -> None:
        made, _ = found(persona(rule))
        assert made == ()

    @pytest.mark.parametrize(
        "rule",
        [
            "Do not deploy (staging is fine).",
            "Do not merge; hotfixes are exempt.",
            "Do not deploy, and do not push. Exception: hotfixes.",
            "Do not commit. On hotfix branches you may commit.",
            "Never push.\n  - Hotfixes are ok.",
            "Never run `git push`. Pushing tags is permitted.",
            "Never push.\n  - Exception: hotfixes.",
            "Never push.\n  - **Exception:** hotfixes.",
            "Never push.\n- Exception: hotfixes.",
            "Never push.\n- **The only exception:** hotfixes.",
            "Never push.\n- Except for hotfixes.",
            "Never push.\n- Hotfixes are exempt.",
            "Never push.\n- Never deploy.\n- Exceptions: hotfixes.",
            "Never push.\n\nException: hotfixes.",
            "Never push.\n- Be kind.\n\n### Exceptions\n\n- Hotfixes",
            "Ask before you push.\n- Exception: hotfixes.",
        ],
    )
    def test_09_a_ban_with_an_exception_beside_it_denies_nothing(self, rule: str) -> None:
        made, prose = found(persona(rule))
        assert made == ()
        assert any("lifted by" in why for why in prose)

    @pytest.mark.parametrize(
        "rule",
        [
            "Never push. No exceptions.",
            "Never push. You may commit.",
            "Never push. Doing so may break the build.",
            "Pushing is not allowed.",
            "Never push. This is never ok.",
            "Never push.\n- No exceptions.",
            "Never push.\n- No exceptions: this always holds.",
            "Never push.\n- Handle exceptions with care.",
            "Never push.\n- Exceptions must be raised, not returned.",
            "Never push.\n- Nobody is exempt.",
            "Never push.\n- Keep files small.\n- Exception: generated files.",
        ],
    )
    def test_09_what_only_looks_like_an_exception_lifts_nothing(self, rule: str) -> None:
        (guard,), _ = found(persona(rule))
        assert (guard.effect, guard.commands) == (Effect.DENY, (PUSH,))

    def test_09_examples_and_code_deny_nothing(self) -> None:
        body = "## Example\n\nA bad answer: you MUST NOT push.\n\n```\nYou MUST NOT push.\n```\n"
        made, _ = found(HEAD.format(header="") + body)
        assert made == ()

    def test_10_a_hook_that_cannot_run_is_an_error(self) -> None:
        hook = {"type": "command", "command": 'sh "$CLAUDE_PROJECT_DIR"/.claude/hooks/x.sh'}
        content = json.dumps({"hooks": {"PreToolUse": [{"matcher": "bash_", "hooks": [hook]}]}})
        settings = Artifact(".claude/settings.json", content, "json")
        faults = hook_faults([settings], frozenset({"Bash"}))
        assert len(faults) == 2
        assert "`.claude/hooks/x.sh`, which is not built" in faults[0]
        assert "never runs" in faults[1]

    def test_10_every_hook_that_is_built_can_run(self) -> None:
        for target in TARGETS:
            text = persona("NEVER push.", "Never modify any files without approval.")
            _, files = emitted(text, target)
            artifacts = [Artifact(path, content) for path, content in files.items()]
            assert hook_faults(artifacts, frozenset({"Bash", "Edit", "run_shell_command"})) == ()

    def test_11_a_gate_that_wants_an_approval_is_asked_or_prose_and_never_allowed(self) -> None:
        text = persona("Ask a human before deploy", title="Gates")
        (guard,), _ = found(text)
        assert guard.effect is Effect.ASK
        assert ("kubectl", "apply") in guard.commands
        _, files = emitted(text, "claude-code")
        permissions = json.loads(files[".claude/settings.json"])["permissions"]
        assert list(permissions) == ["ask"]
        emission, files = emitted(text, "agents-md")
        assert emission.enforced == ()
        assert "Ask a human before deploy" in "".join(files.values())


class TestGuards:
    @pytest.mark.parametrize(
        ("rule", "effect", "command"),
        [
            ("NEVER push.", Effect.DENY, PUSH),
            ("You MUST NOT run `git push`.", Effect.DENY, PUSH),
            ("Do not run `terraform destroy`.", Effect.DENY, ("terraform", "destroy")),
            ("NO Git operations without explicit user approval.", Effect.ASK, ("git",)),
            ("Never push unless the user asks for it.", Effect.ASK, PUSH),
            ("Never push on your own.", Effect.ASK, PUSH),
            ("Never, under any circumstances, push.", Effect.DENY, PUSH),
            ("You are strictly forbidden from pushing.", Effect.DENY, PUSH),
            ("You MUST get approval before you push.", Effect.ASK, PUSH),
            ("Any deployment requires the user's approval.", Effect.ASK, ("npm", "publish")),
            ("Never install packages.", Effect.DENY, ("npm", "install")),
            ("Never deploy to production.", Effect.DENY, ("vercel", "--prod")),
            ("Never delete files.", Effect.DENY, ("rm",)),
            ("Push only with approval.", Effect.ASK, PUSH),
            ("You may push only after approval by the lead.", Effect.ASK, PUSH),
            ("Only push after the owner approves.", Effect.ASK, PUSH),
            ("**Never** `rm -rf /`.", Effect.DENY, ("rm", "-rf", "/")),
            ("NEVER `git push --force`", Effect.DENY, (*PUSH, "--force")),
            ("**Must not** `git push`.", Effect.DENY, PUSH),
            ("Never run `kubectl delete ...`", Effect.DENY, ("kubectl", "delete")),
            ("Never run `kubectl delete …`.", Effect.DENY, ("kubectl", "delete")),
        ],
    )
    def test_ban(self, rule: str, effect: Effect, command: tuple[str, ...]) -> None:
        made, _ = found(persona(rule))
        assert {guard.effect for guard in made} == {effect}
        assert all(command in guard.commands for guard in made)

    def test_tools_and_files(self) -> None:
        made, _ = found(persona("You MUST NOT modify any files.", "Never read `.env` files."))
        assert made[0].tools == ("edit", "write", "notebook")
        assert made[1].paths == ("**/.env", "**/.env.*")

    def test_every_mandate_is_answered_for(self) -> None:
        text = persona("NEVER push.", "Always test.", "Avoid pushing.", "Never be rude to users.")
        made, prose = found(text)
        assert len(made) + len(prose) == 4
        assert all(prose)

    def test_a_part_that_is_not_reached_is_said(self) -> None:
        text = persona("You MUST NOT commit, tag or publish a release.")
        (guard,), (why,) = found(text)
        assert ("git", "tag") in guard.commands
        assert ("git", "commit") not in guard.commands
        assert why == "enforced in part; what it says of commit is prose"
        assert found(persona("Never deploy to production."))[1] == []

    def test_verbs_of_git_that_share_a_release_are_asked_about_and_that_is_said(self) -> None:
        rule = "You MUST NOT commit, tag, push or publish a release without approval."
        (guard,), (why,) = found(persona(rule))
        assert guard.effect is Effect.ASK
        assert {("git", "commit"), ("git", "tag"), PUSH} <= set(guard.commands)
        assert why == "asked about more than it says: any `git commit` and `git push`"
        assert found(persona("Never push a release without approval."))[0] == ()
        assert found(persona("Never commit, tag or push secrets without approval."))[0] == ()

    @pytest.mark.parametrize(
        ("rule", "tools"),
        [
            ("Never edit.", ("edit", "write", "notebook")),
            ("Must not access the network.", ("web-fetch", "web-search")),
            ("Do not use the internet.", ("web-fetch", "web-search")),
            ("Never browse the web.", ("web-fetch", "web-search")),
            ("Never use Bash.", ("shell",)),
            ("Never use the Write tool.", ("write",)),
            ("Never use the `bash` tool.", ("shell",)),
            ("You must not use the Write and Edit tools.", ("write", "edit")),
        ],
    )
    def test_tools_of_a_ban(self, rule: str, tools: tuple[str, ...]) -> None:
        (guard,), _ = found(persona(rule))
        assert (guard.effect, guard.tools) == (Effect.DENY, tools)

    def test_a_verb_alone(self) -> None:
        (guard,), _ = found(persona("Never delete."))
        assert ("rm",) in guard.commands
        for text in (
            persona("**Migrations**: never edit."),
            persona("Migrations are frozen. Never edit."),
            persona("Never edit.", title="Migrations"),
        ):
            assert found(text)[0] == ()

    def test_a_lead_line_lends_its_exception(self) -> None:
        body = "NEVER do this without the user's approval:\n\n- `git push`\n- commit\n"
        made, _ = found(HEAD.format(header="") + body)
        assert {guard.effect for guard in made} <= {Effect.ASK}

    def test_own_grants_are_left(self) -> None:
        text = persona("NO Git operations.", header="tools: Read, Bash(git log:*)\n")
        (guard,), _ = found(text)
        assert PUSH in guard.commands
        assert ("git",) not in guard.commands
        (guard,), _ = found(persona("NO Git operations."))
        assert guard.commands == (("git",),)

    def test_a_project_adds_to_the_table(self) -> None:
        table = extended(
            {
                "push": ActionWords(commands=("make release",)),
                "call": ActionWords(verbs=("telephone",), commands=("dial",), tools=("WebSearch",)),
            }
        )
        outcome = pipeline.read(
            decode_source("mia.md", persona("NEVER push.", "Never telephone.").encode())
        )
        assert outcome.value is not None
        (push, call), _ = guards(outcome.value, table)
        assert push.commands == (PUSH, ("make", "release"))
        assert call.commands == (("dial",),)
        assert call.tools == ("web-search",)

    @pytest.mark.parametrize(
        ("written", "message"),
        [
            ('tools = ["Bsh"]', "unknown tool `Bsh`"),
            ('verbs = ["two words"]', "`two words` is no verb"),
            ('commands = ["a; b"]', "`a; b` is no plain command"),
            ('verb = ["x"]', "did you mean `verbs`?"),
            ("", "says nothing"),
        ],
    )
    def test_faults_of_the_settings(self, project: Project, written: str, message: str) -> None:
        fill(project.root, {"personac.toml": f"[actions.x]\n{written}\n"})
        ran = personac("build")
        assert ran.code == 2
        assert message in ran.said


GIT = st.sampled_from(["git", "git push", "git push --force", "git log", "rm"])
ACTIONS = st.sampled_from(["allow", "ask", "deny"])
PATTERNS = st.sampled_from(["*", "git *", "git push", "git push *", "git push --force*", "rm *"])
KEYS = st.sampled_from(["*", "bash", "edit", "read", "b*"])
RULES = st.dictionaries(KEYS, st.dictionaries(PATTERNS, ACTIONS, min_size=1), max_size=4)
STRICT = ("allow", "ask", "deny")


def decided(rules: Rules, key: str, text: str) -> int:
    """What OpenCode does: of all rules that match, the last."""
    from fnmatch import fnmatchcase

    last = "allow"
    for name, patterns in rules.items():
        for pattern, action in patterns.items():
            if fnmatchcase(key, name) and fnmatchcase(text, pattern):
                last = action
    return STRICT.index(last)


class TestProperties:
    @given(RULES, GIT, st.sampled_from([Effect.ASK, Effect.DENY]), st.booleans())
    def test_permissions_only_narrow(
        self, rules: Rules, command: str, effect: Effect, whole: bool
    ) -> None:
        """Whatever the author wrote, a guard takes and never gives, and it holds."""
        guard = Guard(
            mandate="m",
            persona="p",
            effect=effect,
            reason="r",
            commands=(tuple(command.split()),),
            tools=("edit", "write") if whole else (),
        )
        after = narrowed(rules, guard)
        texts = ["git", "git push", "git push --force", "git push x", "git log", "rm x", "ls", "rm"]
        for key in ("bash", "edit", "read"):
            for text in texts:
                assert decided(after, key, text) >= decided(rules, key, text)
        for text in (command, f"{command} x"):
            assert decided(after, "bash", text) >= STRICT.index(effect)
        if whole:
            assert decided(after, "edit", "any file") >= STRICT.index(effect)

    @given(
        RULES, st.lists(st.tuples(GIT, st.sampled_from([Effect.ASK, Effect.DENY]), st.booleans()))
    )
    def test_guards_at_once_are_guards_one_by_one(
        self, rules: Rules, wanted: list[tuple[str, Effect, bool]]
    ) -> None:
        several = [
            Guard(
                mandate="m",
                persona="p",
                effect=effect,
                reason="r",
                commands=(tuple(command.split()),),
                tools=("shell",) if whole else (),
            )
            for command, effect, whole in wanted
        ]
        after = rules
        for guard in several:
            after = narrowed(after, guard)
        at_once = narrowed(rules, *several)
        for key in ("bash", "edit", "read"):
            for text in ("git", "git push", "git push --force", "git log", "rm x", "ls", "rm"):
                assert decided(at_once, key, text) == decided(after, key, text)

    def test_many_commands_are_not_compared_with_each_other(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from personac.writers import _last_match_rules as module

        asked = 0
        match = module.fnmatchcase

        def counting(text: str, pattern: str) -> bool:
            nonlocal asked
            asked += 1
            return match(text, pattern)

        monkeypatch.setattr(module, "fnmatchcase", counting)
        many = [
            Guard(
                mandate="m", persona="p", effect=Effect.DENY, reason="r", commands=((f"x{n}", "y"),)
            )
            for n in range(1000)
        ]
        rules = narrowed({"bash": {"*": "ask"}}, *many)
        decided_by = module.Decided(rules)
        assert {module.outcome(decided_by, guard) for guard in many} == {"deny"}
        assert asked < 20 * len(many)

    @pytest.mark.parametrize("target", ["claude-code", "codex", "opencode"])
    def test_a_rule_goes_with_its_mandate(self, target: str) -> None:
        with_it, _ = found(persona("NEVER push.", "NEVER merge."))
        assert len(with_it) == 2
        _, both = emitted(persona("NEVER push.", "NEVER merge."), target)
        _, one = emitted(persona("NEVER merge."), target)
        assert any("git push" in text or '"git", "push"' in text for text in both.values())
        assert not any("git push" in text or '"git", "push"' in text for text in one.values())
        _, none = emitted(persona("Be kind."), target)
        assert len(none) == 1

    @pytest.mark.parametrize("verb", ["push", "commit", "deploy", "modify files", "run commands"])
    @pytest.mark.parametrize("form", ["You MUST {}.", "Always {}.", "You MUST NOT forget to {}."])
    def test_a_requirement_is_never_a_guard(self, verb: str, form: str) -> None:
        made, _ = found(persona(form.format(verb)))
        assert made == ()


class TestWriters:
    def test_a_persona_without_a_shell_needs_no_rule_of_the_project(self) -> None:
        text = persona("NEVER push.", header="tools: Read\n")
        emission, files = emitted(text, "claude-code")
        assert list(files) == [".claude/agents/mia.md"]
        assert [one.how for one in emission.enforced] == ["tool withheld"]

    def test_a_forbidden_tool_is_taken_off_the_list(self) -> None:
        text = persona("You MUST NOT modify any files.", header="tools: Read, Edit, Bash\n")
        emission, files = emitted(text, "claude-code")
        assert "tools: Read, Bash\n" in header_of(files, ".claude/agents/mia.md")
        assert any("a mandate forbids what `Edit` does" in loss.detail for loss in emission.losses)
        assert "permissions" not in json.loads(files[".claude/settings.json"])

    def test_a_tool_list_and_denials_are_never_both_written(self) -> None:
        for header in ("", "tools: Read, Edit\n", "disallowedTools: WebFetch\n"):
            _, files = emitted(persona("Never modify files.", header=header), "claude-code")
            head = header_of(files, ".claude/agents/mia.md")
            assert ("\ntools:" in head) + ("\ndisallowedTools:" in head) == 1

    def test_what_codex_reads_and_does_not_enforce_is_prose(self) -> None:
        emission, files = emitted(persona("Never modify any files."), "codex")
        assert emission.enforced == ()
        assert "sandbox_mode" in emission.prose[0].why
        assert list(files) == [".codex/agents/mia.toml"]


Answer = Callable[[str], str]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """What the hook says about a command: deny, ask or nothing."""
    commands = {
        Effect.DENY: (PUSH, ("rm",), ("sed", "-i"), ("kubectl", "--context", "prod", "apply")),
        Effect.ASK: (("git", "commit"), ("npm", "install"), ("cat", ".env")),
    }
    rules = [
        Guard(mandate=f"m-{e}", persona="p", effect=e, reason='"It\'s" so', commands=c)
        for e, c in commands.items()
    ]
    path = tmp_path_factory.mktemp("hook") / "hook.sh"
    path.write_text(script(rules, "claude"), "utf-8")

    def ask(command: str) -> str:
        call = json.dumps({"tool_name": "Bash", "tool_input": {"command": command}})
        ran = subprocess.run(
            ["sh", str(path)], check=False, input=call, capture_output=True, text=True
        )
        if ran.returncode == 2:
            assert 'is forbidden by a mandate of p: "It\'s" so (m-deny)' in ran.stderr
            return "deny"
        assert (ran.returncode, ran.stderr) == (0, "")
        decision = json.loads(ran.stdout)["hookSpecificOutput"] if ran.stdout else {}
        return str(decision.get("permissionDecision", ""))

    return ask


class TestHook:
    @pytest.mark.parametrize(
        "command",
        [
            "git push",
            "git -C . push --force",
            "git -c a=b push",
            "/usr/bin/git push",
            "X=1 git push",
            "command git push",
            "for c in push; do git $c; done",
            "env -u A git push",
            "sudo -u root git push",
            "timeout -k 1 5 git push",
            'bash -c "git push"',
            "bash -lc 'a; git push'",
            'sh -c "sh -c \\"git push\\""',
            'eval "git push"',
            "a && git push",
            "a | git push",
            "(git push)",
            "if x; then git push; fi",
            'echo "$(git push)"',
            "echo `git push`",
            "cat <<EOF\n$(git push)\nEOF",
            "bash <<EOF\ngit push\nEOF",
            'echo "git push" | bash',
            "g=git; $g push",
            "$X push",
            "g'i't pu\\sh",
            "$'\\x67it' push",
            "{git,push}",
            "git pu\\\nsh",
            "> f git push",
            "xargs -n 1 rm",
            "find . -exec rm {} \\;",
            "sed -n -i.bak s/a/b/ f",
            "kubectl -n x apply --context=prod",
        ],
    )
    def test_denies(self, answer: Answer, command: str) -> None:
        assert answer(command) == "deny"

    @pytest.mark.parametrize(
        "command",
        ["git commit -m 'git push'", "npm --prefix d install", "cat ./.env", "git commit"],
    )
    def test_asks(self, answer: Answer, command: str) -> None:
        assert answer(command) == "ask"

    @pytest.mark.parametrize(
        "command",
        [
            "git status",
            "git log --grep push",
            "git diff main push",
            "gitk push",
            "git-push-x",
            "echo git push",
            'echo "git push"',
            "grep -rn 'git push' docs",
            "ls # git push",
            "cat > f <<EOF\ngit push\nEOF",
            "npm run install",
            "sed -n 1p f",
            'cat "$f"',
            "which rm",
            "command -v rm",
            "x push git; bash -c",
            "kubectl --context dev apply",
            "kubectl --context prod get pods",
            "make push",
            "",
        ],
    )
    def test_lets_pass_what_no_rule_names(self, answer: Answer, command: str) -> None:
        assert answer(command) == ""

    @given(st.text("git push$(){}[]'\"`\\|&;<># \n=-", max_size=60))
    def test_any_text_gives_an_answer(self, answer: Answer, text: str) -> None:
        assert answer(text) in {"deny", "ask", ""}

    def test_a_rule_binds_only_its_agent(self, tmp_path: Path) -> None:
        guard = Guard(mandate="m", persona="p", effect=Effect.DENY, reason="r", commands=(PUSH,))
        path = tmp_path / "hook.sh"
        path.write_text(script([guard], "claude", scoped=True), "utf-8")
        for agent, code in (("p", 2), ("other", 0)):
            call = json.dumps({"tool_input": {"command": "git push"}, "agent_type": agent})
            assert (
                subprocess.run(["sh", str(path)], check=False, input=call.encode()).returncode
                == code
            )

    def test_the_model_cannot_say_who_it_is(self, tmp_path: Path) -> None:
        """What stands in the input of the tool is the model's word, not the client's."""
        guard = Guard(mandate="m", persona="p", effect=Effect.DENY, reason="r", commands=(PUSH,))
        path = tmp_path / "hook.sh"
        path.write_text(script([guard], "claude", scoped=True), "utf-8")
        given = {"command": "git push", "agent_type": "other", "x": [{"agent_type": "other"}]}
        for call in (
            {"agent_type": "p", "tool_input": given},
            {"tool_input": given, "agent_type": "p"},
        ):
            payload = json.dumps(call).encode()
            assert subprocess.run(["sh", str(path)], check=False, input=payload).returncode == 2

    def test_as_many_rules_as_there_are(self, tmp_path: Path) -> None:
        """A program that is longer than an argument may be would not run, and nothing be held."""
        commands = tuple((f"tool{n}", "x" * 200) for n in range(5000))
        guard = Guard(mandate="m", persona="p", effect=Effect.DENY, reason="r", commands=commands)
        path = tmp_path / "hook.sh"
        path.write_text(script([guard], "claude"), "utf-8")
        assert path.stat().st_size > 1_000_000
        for command, code in ((f"tool4999 {'x' * 200}", 2), ("tool4999 y", 0)):
            call = json.dumps({"tool_input": {"command": command}}).encode()
            ran = subprocess.run(["sh", str(path)], check=False, input=call, capture_output=True)
            assert ran.returncode == code

    def test_copilot_is_answered_as_it_reads(self, tmp_path: Path) -> None:
        guard = Guard(mandate="m", persona="p", effect=Effect.ASK, reason="r", commands=(PUSH,))
        path = tmp_path / "hook.sh"
        path.write_text(script([guard], "copilot"), "utf-8")
        call = {"toolName": "bash", "toolArgs": json.dumps({"command": "git -C . push"})}
        ran = subprocess.run(
            ["sh", str(path)], check=False, input=json.dumps(call).encode(), capture_output=True
        )
        assert json.loads(ran.stdout)["permissionDecision"] == "ask"
