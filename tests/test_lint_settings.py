"""What runs, what is refused, and with which exit code."""

import sys
from pathlib import Path

import pytest

from helpers import environment, fill, personac, python, spawned
from personac import driver, registry
from personac.api import Rule, Status
from personac.diagnostics import Severity
from personac.linting.settings import LintConfig, is_selected
from personac.text.pattern import compiled

PERSONA = """---
name: steward
description: Prepares releases. Use when a version is due.
tools: Read, Bash
---

# Steward

## Mandates

- Never run git push without the approval of the maintainer.
- Test coverage must stay at least 70 %.

## Context

The release team uses the staging cluster, that staging cluster only.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", "personas/steward.md": PERSONA})
    return tmp_path


def found(*arguments: str) -> list[str]:
    """The codes that a lint reports."""
    ran = personac("lint", "--format", "concise", "--no-group", "--hints", *arguments)
    assert ran.code in (0, 1), ran.err
    return [line.split("[")[1][:6] for line in ran.out.splitlines()[:-1]]


def rule(code: str, name: str, status: Status = Status.STABLE) -> Rule:
    return Rule(
        code=code,
        name=name,
        severity=Severity.ERROR,
        why="",
        check=lambda _: iter(()),
        status=status,
    )


STABLE = rule("MAN004", "weak-modal")
PREVIEW = rule("MAN005", "missing-subject", Status.PREVIEW)
SELECTIONS = [
    ({}, True, False),
    ({"preview": True}, True, True),
    ({"select": ("MAN",)}, True, False),
    ({"select": ("MAN00",)}, True, False),
    ({"select": ("ALL",)}, True, False),
    ({"select": ("MAN",), "preview": True}, True, True),
    ({"select": ("MAN005",)}, False, True),
    ({"select": ("missing-subject",)}, False, True),
    ({"select": ("weak-modal",)}, True, False),
    ({"select": ("TLS",)}, False, False),
    ({"select": ("TLS",), "extend_select": ("MAN004",)}, True, False),
    ({"extend_select": ("MAN005",)}, True, True),
    ({"ignore": ("MAN",)}, False, False),
    ({"ignore": ("weak-modal",), "preview": True}, False, True),
    ({"select": ("MAN004",), "ignore": ("MAN",)}, True, False),
    ({"select": ("MAN",), "ignore": ("MAN004",)}, False, False),
    ({"select": ("MAN",), "ignore": ("MAN",)}, False, False),
    ({"select": ("TLS",), "mandatory": ("MAN004",)}, True, False),
]


@pytest.mark.parametrize(("config", "stable", "preview"), SELECTIONS)
def test_selection(config: dict[str, object], stable: bool, preview: bool) -> None:
    settings = LintConfig(**config)  # type: ignore[arg-type]
    assert (is_selected(settings, STABLE), is_selected(settings, PREVIEW)) == (stable, preview)


def test_names_and_lists_on_the_command_line(folder: Path) -> None:
    assert found("--select", "unrestricted-shell") == ["TLS003"]
    assert found("--select", "MAN002,TLS") == ["TLS003", "MAN002"]
    assert found("--select", "MAN", "--extend-select", "TLS003") == ["TLS003", "MAN002"]
    assert found("--ignore", "TLS,MAN") == []


def test_command_line_over_settings(folder: Path) -> None:
    """Who says what to run starts anew; an ignore is added."""
    fill(folder, {"personac.toml": '[lint]\nselect = ["TLS", "MAN"]\nignore = ["TLS003"]\n'})
    assert found() == ["MAN002"]
    assert found("--select", "TLS003") == ["TLS003"]
    assert found("--ignore", "MAN002") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "MAN999"], "unknown rule `MAN999`; did you mean"),
        (["--ignore", "unrestricted-shel"], "did you mean `unrestricted-shell`?"),
        (["--select", ""], "unknown rule ``"),
        (["--extend-select", "man002"], "did you mean `MAN002`?"),
        (["--format", "sarf"], "unknown format `sarf`; did you mean `sarif`?"),
        (["--mandatory", "TLS", "--ignore", "TLS003"], "which is mandatory"),
        (["--today", "tomorrow"], "write a date as 2027-01-31"),
        (["--unsafe-fixes"], "goes with --fix or --diff"),
        (["--statistics", "--format", "sarif"], "--statistics has no format `sarif`"),
        (["--fix", "-"], "standard input cannot be written"),
    ],
)
def test_usage_errors(folder: Path, arguments: list[str], said: str) -> None:
    ran = personac("lint", *arguments)
    assert ran.code == 2
    assert said in ran.err


CONFIGS = [
    ("[lint]\nselekt = []\n", "unknown key `lint.selekt`; did you mean `select`?"),
    ('[lint]\nmandatory = ["MAX001"]\n', "in `lint.mandatory`"),
    ('[lint.per-file-ignores]\n"a" = ["MAX001"]\n', "in `lint.per-file-ignores.a`"),
    ('[lint]\nmandatory = ["SYN"]\nignore = ["SYN001"]\n', "silences SYN001, which is mandatory"),
    (
        '[lint]\nmandatory = ["SYN"]\n[lint.per-file-ignores]\n"a" = ["ALL"]\n',
        "silences SYN001, which is mandatory",
    ),
]


@pytest.mark.parametrize(("config", "said"), CONFIGS)
@pytest.mark.parametrize("command", ["lint", "build"])
def test_wrong_settings(folder: Path, config: str, said: str, command: str) -> None:
    fill(folder, {"personac.toml": config})
    ran = personac(command)
    assert ran.code == 2
    assert said in ran.err


@pytest.mark.parametrize(
    ("glob", "silent"),
    [
        ("personas/*", True),
        ("steward.md", True),
        ("*.md", True),
        ("per*/st*.md", True),
        ("steward", False),
        ("other/*", False),
    ],
)
def test_per_file_ignores(folder: Path, glob: str, silent: bool) -> None:
    fill(folder, {"personac.toml": f'[lint.per-file-ignores]\n"{glob}" = ["unrestricted-shell"]\n'})
    assert ("TLS003" in found()) is not silent
    assert ("TLS003" in personac("build").out) is not silent


def test_mandatory_always_runs(folder: Path) -> None:
    fill(folder, {"personac.toml": '[lint]\nmandatory = ["TLS003"]\n'})
    assert found("--select", "MAN001") == ["TLS003"]


def test_nearest_settings_win(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file goes by the settings nearest to it, wherever the command runs."""
    fill(
        folder,
        {
            "personac.toml": '[lint]\nselect = ["TLS003"]\n',
            "inner/personac.toml": '[lint]\nselect = ["MAN002"]\n',
            "inner/steward.md": PERSONA,
        },
    )
    assert found("personas", "inner") == ["MAN002", "TLS003"]
    monkeypatch.chdir(folder / "inner")
    assert found("../personas/steward.md", "steward.md") == ["TLS003", "MAN002"]


def test_exit_codes(folder: Path) -> None:
    assert personac("lint", "--select", "TLS003").code == 0
    assert personac("lint", "--select", "TLS003", "--strict").code == 1
    assert personac("lint", "--select", "TLS003", "--fail-on", "warning").code == 1
    fill(folder, {"personas/broken.md": "---\nname: [\n---\n"})
    assert personac("lint").code == 1
    assert personac("lint", "--fail-on", "never").code == 0
    fill(folder, {"personas/binary.md": b"\x00"})
    assert personac("lint").code == 2


def test_partial_analysis(folder: Path) -> None:
    """More findings than anyone reads: what is left out is said, and can fail."""
    fill(
        folder,
        {
            "personac.toml": RULES,
            "personas/steward.md": PERSONA + "\nMind the staging cluster.\n" * 1200,
        },
    )
    arguments = ("lint", "--select", "ORG001", "--format", "concise")
    ran = personac(*arguments)
    assert ran.code == 0
    assert "warning[INT002] 202 findings of this file are left out" in ran.out
    assert personac(*arguments, "--fail-on-partial").code == 4


def test_nothing_is_an_error(folder: Path) -> None:
    (folder / "personas" / "steward.md").unlink()
    assert personac("lint").code == 2
    ran = personac("lint", "--allow-empty")
    assert (ran.code, ran.out) == (0, "0 personas · no findings\n")


def test_a_rule_that_raises(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is INT001 with exit code 3, and the other rules have run."""

    def broken(_: object):  # type: ignore[no-untyped-def]
        raise ZeroDivisionError("oh")

    rules = tuple(one for one in registry.rules() if one.code != "MAN002")
    mended = Rule(code="MAN002", name="n", severity=Severity.ERROR, why="", check=broken)
    monkeypatch.setattr(registry, "rules", lambda: (*rules, mended))
    ran = personac("lint", "--format", "concise")
    assert ran.code == 3
    assert "error[INT001] rule MAN002 failed: ZeroDivisionError: oh" in ran.out
    assert "TLS003" in ran.out
    assert personac("build").code == 3


def test_standard_input(folder: Path) -> None:
    """It is named, and goes by the settings that lie nearest to its name."""
    fill(folder, {"personac.toml": '[lint.per-file-ignores]\n"personas/*" = ["TLS"]\n'})
    script = "import sys; from personac.cli import run; sys.exit(run(sys.argv[1:]))"
    import subprocess

    def piped(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, "lint", "-", "--format", "concise", *arguments],
            input=PERSONA.encode(),
            capture_output=True,
            env=environment(),
            check=False,
        )
        return done.stdout.decode()

    assert piped().startswith("-:4:14: warning[TLS003]")
    named = piped("--stdin-filename", "personas/steward.md")
    assert "TLS003" not in named
    assert named.startswith("personas/steward.md:11:3: warning[MAN002]")


def test_statistics(folder: Path) -> None:
    ran = personac("lint", "--statistics")
    assert ran.out.splitlines()[0] == "1  MAN002  [ ] mandate-unenforced-by-tools"
    import json

    counted = json.loads(personac("lint", "--statistics", "--format", "json").out)
    assert [(one["code"], one["count"]) for one in counted] == [("MAN002", 1), ("TLS003", 1)]


RULES = """
[[rules]]
code = "ORG001"
name = "old-name"
kind = "substitution"
message = "`{words}` is called `{instead}` now"
swap = { "staging   CLUSTER" = "preview cluster" }

[[rules]]
code = "ORG002"
name = "escalation-stated"
kind = "required-mandate"
message = "no mandate says when to stop and ask"
patterns = ["stop and ask", "escalat*"]
severity = "error"

[[rules]]
code = "ORG003"
name = "coverage-floor"
kind = "threshold-bound"
message = "`{words}` is too little"
metric = "coverage"
least = 80

[[rules]]
code = "ORG004"
name = "no-team"
kind = "existence"
message = "name a person, not `{words}`"
scope = ["mandate"]
patterns = ["release team"]

[[rules]]
code = "ORG005"
name = "has-notes"
kind = "required-section"
message = "there is no section of notes"
section = "Notes"

[[rules]]
code = "ORG006"
name = "says-hello"
kind = "absence"
message = "`{words}` is said nowhere"
patterns = ["hello"]
scope = ["text", "field.description"]
personas = ["personas/*"]
"""


def test_user_rules(folder: Path) -> None:
    """Rules of the project, as data: each kind reports, and is silent where it is satisfied."""
    fill(folder, {"personac.toml": RULES})
    ran = personac("lint", "--select", "ORG", "--format", "concise")
    path = "personas/steward.md"
    assert ran.code == 1
    assert ran.out.splitlines() == [
        f"{path}:1:1: error[ORG002] no mandate says when to stop and ask",
        f"{path}:1:1: warning[ORG005] there is no section of notes",
        f"{path}:1:1: warning[ORG006] `hello` is said nowhere",
        f"{path}:12:27: warning[ORG003] `at least 70 %` is too little",
        f"{path}:16:27: warning[ORG001] `staging cluster` is called `preview cluster` now",
        f"{path}:16:49: warning[ORG001] `staging cluster` is called `preview cluster` now",
        "1 persona · 1 error · 5 warnings · 2 fixable with --fix",
    ]
    good = (
        PERSONA.replace("70 %.", "80 %.\n- Stop and ask when a check fails.")
        .replace("staging", "preview")
        .replace("Prepares", "Says hello and prepares")
        + "\n## Notes\n\nNone.\n"
    )
    fill(folder, {"personas/steward.md": good})
    assert found("--select", "ORG") == []


def test_user_rule_in_scope(folder: Path) -> None:
    text = PERSONA.replace("- Test", "- Never ask the release team twice.\n- Test")
    fill(folder, {"personac.toml": RULES, "personas/steward.md": text})
    assert found("--select", "ORG004") == ["ORG004"]


def test_user_rule_is_fixed(folder: Path) -> None:
    fill(folder, {"personac.toml": RULES})
    assert "2 fixed" in personac("lint", "--select", "ORG001", "--fix").out
    assert (folder / "personas" / "steward.md").read_text().count("preview cluster") == 2


def test_user_rule_never_changes_a_mandate(folder: Path) -> None:
    """A substitution inside of a mandate is refused and said: its words bind."""
    text = PERSONA.replace("the maintainer", "the staging cluster")
    fill(folder, {"personac.toml": RULES, "personas/steward.md": text})
    ran = personac("lint", "--select", "ORG001", "--fix")
    assert "not fixed: ORG001: the contract would change" in ran.err
    assert "the staging cluster.\n" in (folder / "personas" / "steward.md").read_text()


def test_user_rule_is_explained(folder: Path) -> None:
    fill(folder, {"personac.toml": RULES})
    assert "# ORG003 coverage-floor" in personac("explain", "coverage-floor").out


TEAM = """
[lint]
ignore = ["TLS003"]
mandatory = ["SEC"]

[lint.per-file-ignores]
"old/*" = ["IDN"]

[[rules]]
code = "ORG001"
name = "no-foo"
kind = "existence"
message = "no foo"
patterns = ["foo"]
"""


def test_settings_extend_others(folder: Path) -> None:
    """A project adds to the settings of its team; what those make mandatory stays."""
    own = '[lint]\nmandatory = ["MAN"]\nselect = ["TLS003", "ORG"]\n'
    fill(
        folder,
        {"team/personac.toml": TEAM, "personac.toml": f'extend = "team/personac.toml"\n{own}'},
    )
    config = driver.open_project(str(folder)).config
    assert config.lint.mandatory == ("MAN", "SEC")
    assert config.lint.select == ("TLS003", "ORG")
    assert config.lint.ignore == ("TLS003",)
    assert [rule.code for rule in config.rules] == ["ORG001"]
    assert "MAN009" in personac("explain", "MAN009").out
    assert personac("lint").code in (0, 1)


@pytest.mark.parametrize("place", ["team.toml", "deep/pyproject.toml"])
def test_settings_extend_along_a_chain(folder: Path, place: str) -> None:
    """From the folder of each file, and from `pyproject.toml` too."""
    head = "[tool.personac.lint]" if place.endswith("pyproject.toml") else "[lint]"
    extend = 'extend = "../all.toml"' if "/" in place else 'extend = "all.toml"'
    table = "[tool.personac]\n" if place.endswith("pyproject.toml") else ""
    files = {
        "all.toml": '[lint]\nignore = ["MAN"]\npreview = true\n',
        place: f'{table}{extend}\n{head}\nignore = ["SEC"]\n',
        "personac.toml": f'extend = "{place}"\n',
    }
    fill(folder, files)
    config = driver.open_project(str(folder)).config
    assert (config.lint.ignore, config.lint.preview) == (("SEC",), True)


EXTENDED = [
    ({"personac.toml": 'extend = "nowhere.toml"\n'}, "nowhere.toml: no such file"),
    ({"personac.toml": 'extend = "personac.toml"\n'}, "comes to no end: personac.toml -> personac"),
    ({"personac.toml": "extend = 3\n"}, "`extend` names a TOML file"),
    ({"personac.toml": 'extend = "https://x/a.toml"\n'}, "`extend` names a TOML file"),
    ({"personac.toml": 'extend = "a.toml"\n', "a.toml": "[lnt]\n"}, "a.toml: unknown key `lnt`"),
    ({"personac.toml": 'extend = "a.toml"\n', "a.toml": "lint"}, "a.toml: not valid TOML"),
    (
        {"personac.toml": 'extend = "p/pyproject.toml"\n', "p/pyproject.toml": "[tool.x]\n"},
        "p/pyproject.toml has no [tool.personac]",
    ),
    ({"personac.toml": 'extend = "a.toml"\n', "a.toml": '[lint]\nselect = ["X9"]\n'}, "`X9`"),
]


@pytest.mark.parametrize(("files", "said"), EXTENDED)
def test_what_cannot_be_extended(folder: Path, files: dict[str, str], said: str) -> None:
    fill(folder, files)
    ran = personac("lint")
    assert ran.code == 2
    assert said in ran.err


WRONG_RULES = [
    ('code = "MAN001"', "`MAN001` is taken by another rule"),
    ('code = "org1"', "a code is three capitals and three digits"),
    ('name = "weak"', "`weak` is no name"),
    ('kind = "existance"', "unknown kind `existance`; did you mean `existence`?"),
    ('scope = ["mandates"]', "unknown scope `mandates`; did you mean `mandate`?"),
    ("patterns = []", "`existence` needs `patterns`"),
    ('patterns = ["a*b"]', "in `a*b` one `*`"),
    ('patterns = [" "]', "a pattern has 1 to 200 characters"),
    ('pattern = "x"', "unknown key `rules.pattern`; did you mean `patterns`?"),
    ('severity = "fatal"', "Invalid enum value 'fatal'"),
]
GOOD_RULE = {
    "code": 'code = "ORG001"',
    "name": 'name = "no-foo"',
    "kind": 'kind = "existence"',
    "message": 'message = "no foo"',
    "patterns": 'patterns = ["foo"]',
}


@pytest.mark.parametrize(("line", "said"), WRONG_RULES)
def test_wrong_user_rules(folder: Path, line: str, said: str) -> None:
    lines = GOOD_RULE | {line.partition(" ")[0]: line}
    fill(folder, {"personac.toml": "[[rules]]\n" + "\n".join(lines.values()) + "\n"})
    ran = personac("lint")
    assert ran.code == 2
    assert said.casefold() in ran.err.casefold()


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("foo", "a Foo b", True),
        ("foo", "food", False),
        ("foo*", "a food b", True),
        ("*foo", "barfoo", True),
        ("*foo", "barfoot", False),
        ("foo bar", "foo\n  bar", True),
        ("foo bar", "foobar", False),
        ("a.b", "axb", False),
        ("(x|y)+", "(x|y)+", True),
        ("c++", "use c++ here", True),
    ],
)
def test_patterns(pattern: str, text: str, matches: bool) -> None:
    assert bool(compiled(pattern).search(text)) is matches


@pytest.mark.parametrize("pattern", ["a* b* c* d", "*a *a *a *b", "foo bar", "- - -", "*x"])
@pytest.mark.parametrize("unit", ["a", "a ", " ", "foo ", "- ", "aaaaaaaa b"])
def test_patterns_are_linear(pattern: str, unit: str) -> None:
    """Twice the text takes about twice the time, for texts made to run away."""
    import time

    text = unit * (400_000 // len(unit))
    start = time.process_time()
    sum(1 for _ in compiled(pattern).finditer(text))
    assert time.process_time() - start < 2


PLUGIN = """
from personac.api import Finding, Rule
from personac.diagnostics import Label, Locator, Severity

def check(context):
    yield Finding(message="plugged in", help="nothing", labels=(
        Label(Locator(path=context.document.sources[0].path)),))

RULE = Rule(code="ACM001", name="plugged-in", severity=Severity.WARNING, why="a test", check=check)
"""


@pytest.fixture
def plugged(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with a package that adds a rule by its entry point."""
    place = tmp_path_factory.mktemp("plugins")
    fill(
        place,
        {
            "acme_rules/__init__.py": "",
            "acme_rules/acm001_plugged_in.py": PLUGIN,
            "acme_rules/acm001_plugged_in.md": "# ACM001 plugged-in\n\nReports each file.\n",
            "acme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n",
            "acme-1.0.dist-info/entry_points.txt": (
                "[personac.rules]\nacm001 = acme_rules.acm001_plugged_in\n"
            ),
        },
    )
    paths = f"{environment()['PYTHONPATH']}:{place}"
    return environment(PYTHONPATH=paths, PLACE=str(place))


def test_plugin(folder: Path, plugged: dict[str, str]) -> None:
    """A rule of another package is one like ours: run, named, explained, in a build too."""
    ran = spawned(["lint", "--select", "plugged-in", "--format", "concise"], folder, plugged)
    assert "personas/steward.md:1:1: warning[ACM001] plugged in" in ran.out
    assert "Reports each file" in spawned(["explain", "ACM001"], folder, plugged).out
    assert "ACM001" in spawned(["build"], folder, plugged).out


OTHERS = {
    "reader": "from personac.api import Reader\nfrom personac.readers.role import READER as role\n"
    "READER = Reader(name='acme', version=1, sniff=lambda _: 0.0, read=role.read)\n",
    "writer": "from personac.api import Writer\nfrom personac.writers.canonical import WRITER as own\n"
    "WRITER = Writer(name='acme', version=1, title='Acme', write=own.write)\n",
}


@pytest.mark.parametrize("kind", OTHERS)
def test_plugin_of_another_kind(folder: Path, plugged: dict[str, str], kind: str) -> None:
    """A reader or a writer of another package is known by its name, and gone without plug-ins."""
    points = f"[personac.{kind}s]\nacme = acme_rules.acme\n"
    fill(
        Path(plugged["PLACE"]),
        {"acme_rules/acme.py": OTHERS[kind], "acme-1.0.dist-info/entry_points.txt": points},
    )
    arguments = {
        "reader": ["lint", "--dialect", "acme", "--fail-on", "never"],
        "writer": ["build", "--target", "acme"],
    }[kind]
    assert spawned(arguments, folder, plugged).code == 0
    assert spawned(["--no-plugins", *arguments], folder, plugged).code == 2


def test_without_plugins(folder: Path, plugged: dict[str, str]) -> None:
    ran = spawned(["--no-plugins", "lint", "--format", "concise"], folder, plugged)
    assert ran.code == 0
    assert "ACM001" not in ran.out
    ran = spawned(["--no-plugins", "lint", "--select", "ACM001"], folder, plugged)
    assert ran.code == 2


def test_a_broken_plugin_is_named(folder: Path, plugged: dict[str, str]) -> None:
    fill(Path(plugged["PLACE"]), {"acme_rules/acm001_plugged_in.py": "raise ValueError('oh')\n"})
    ran = spawned(["lint"], folder, plugged)
    assert ran.code == 2
    assert "the plug-in acme_rules.acm001_plugged_in cannot be used: ValueError: oh" in ran.err
    assert spawned(["--no-plugins", "lint"], folder, plugged).code == 0


def test_help_asks_no_plugin(folder: Path, plugged: dict[str, str]) -> None:
    fill(Path(plugged["PLACE"]), {"acme_rules/acm001_plugged_in.py": "raise ValueError('oh')\n"})
    for arguments in (["--help"], ["lint", "--help"], ["--version"]):
        assert spawned(arguments, folder, plugged).code == 0


def test_the_core_knows_no_clock() -> None:
    """Linting imports no module that tells the time or speaks to a network."""
    script = (
        "import sys; import personac.linting.unit, personac.report.lint.sarif;"
        "print([m for m in ('socket', 'ssl', 'urllib.request', 'personac.clock') if m in sys.modules])"
    )
    assert python("-c", script).out == "[]\n"


def test_every_gate_has_an_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a project that says so wants an owner of gates of which none has one."""
    gates = "## Quality gates\n\n### G1: Tests\n\n- `pytest -q` exits with 0, else stop\n"
    text = f"---\nname: keeper\ndescription: Keeps tests. Use before a merge.\n---\n\n{gates}"
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"personac.toml": "", "personas/keeper.md": text})
    asked = ("lint", "--select", "GAT007", "--format", "concise")
    assert "GAT007" not in personac(*asked).out
    fill(tmp_path, {"personac.toml": "[lint]\nrequire-owner = true\n"})
    assert (
        "personas/keeper.md:8:5: warning[GAT007] gate `Tests` has no owner" in personac(*asked).out
    )


def test_a_threshold_in_a_file_that_is_included(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two files that `lint` reads one by one are compared where one builds on the other."""
    text = "---\nname: {}\ndescription: Keeps tests. Use before a merge.\n{}---\n\n## Quality gates\n\n- Branch coverage >= {}%, else stop\n"
    monkeypatch.chdir(tmp_path)
    files = {
        "personac.toml": "",
        "personas/keeper.md": text.format("keeper", "includes: [../shared/tests.md]\n", 85),
        "personas/other.md": text.format("other", "", 60),
        "shared/tests.md": text.format("tests", "", 70),
    }
    fill(tmp_path, files)
    out = personac("lint", ".", "--select", "GAT004", "--format", "concise").out
    (line,) = [line for line in out.splitlines() if "GAT004" in line]
    assert line.startswith("personas/keeper.md:9:19: warning[GAT004]")
    assert "`>= 70%` in tests.md" in line


def test_a_run_reports_so_many_findings_and_says_how_many_more_there_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst stay; the exit code and the summary know of all."""
    from personac.cli import _lint

    every = found()
    monkeypatch.setattr(_lint, "MOST_SHOWN", 1)
    ran = personac("lint", "--hints", "--no-group", "--format", "concise", "--strict")
    said, kept, summary = ran.out.splitlines()
    assert "warning[" in kept
    assert f"{len(every) - 1} findings of this run are left out" in said
    assert "1 persona" in summary
    assert ran.code == 1
    assert personac("lint", "--fail-on", "never", "--fail-on-partial").code == 4
    assert len(personac("lint", "--statistics").out.splitlines()) > 1


def test_statistics_as_lines_of_json(folder: Path) -> None:
    import json

    lines = personac("lint", "--statistics", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["MAN002", "TLS003"]


def test_settings_are_shown_file_by_file_and_nothing_is_linted(folder: Path) -> None:
    import json

    nearer = '[lint]\nselect = ["TLS", "MAN"]\n[lint.per-file-ignores]\n"*.md" = ["MAN"]\n'
    fill(folder, {"team/personac.toml": nearer, "team/a.md": PERSONA})
    ran = personac("lint", "--show-settings", "--ignore", "TLS001", "personas", "team")
    assert ran.code == 0, ran.said
    here, there = json.loads(ran.out)
    assert (here["path"], here["settings"]) == ("personas/steward.md", "personac.toml")
    assert (there["path"], there["settings"]) == ("team/a.md", "team/personac.toml")
    assert "TLS003 unrestricted-shell" in here["rules"]
    assert not [one for one in here["rules"] if one.startswith("TLS001")]
    assert {one[:3] for one in there["rules"]} == {"TLS"}
    assert there["lint"]["select"] == ["TLS", "MAN"]
