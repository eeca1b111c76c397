"""Every format of ``personac lint`` is read by a reader that is not ours.

The findings are awkward on purpose: names and words with line ends, terminal escapes, commands of CI
systems, markup and characters that XML does not have.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from lxml import etree
from markdown_it import MarkdownIt

from helpers import ROOT
from personac.codec import decode_source
from personac.diagnostics import Applicability, Diagnostic, Edit, Fix, Label, Locator, Severity
from personac.report.checked import LintReport, Suppressed
from personac.report.lint import FOR_PEOPLE, formats, render
from personac.report.placed import Placed, ordered, placed
from personac.source import Span

EVIL = "\x1b[31m::error::%0A##vso[task] | <b> \u202e & \ufffe\x00 \"' `x` 😀\ntwo"
PATHS = ("plain.md", "a b/ünï%,:code.md", "::error::.md", "evil\x1b[0m\n<x>&.md")
TEXT = "# Ünï 😀 code\n\nfirst words here\nsecond words\n"
FIX = Fix("write ✓", (Edit("plain.md", Span(2, 5), "✓"),))
UNSAFE = Fix("cut", (Edit("plain.md", Span(16, 21), ""),), Applicability.UNSAFE)


def finding(
    path: str, severity: Severity, message: str, *spans: Span, **more: object
) -> Diagnostic:
    labels = tuple(Label(Locator(path=path, span=span), f"here {EVIL}") for span in spans)
    return Diagnostic(
        code={"error": "MAN001", "warning": "SEC004", "hint": "ORG001"}[severity],
        name="some-name",
        severity=severity,
        message=message,
        why="because",
        help="do this",
        labels=labels or (Label(Locator(path=path)),),
        **more,  # type: ignore[arg-type]
    )


def made() -> LintReport:
    sources = {path: decode_source(path, TEXT.encode()) for path in PATHS}
    found = [
        finding("plain.md", Severity.ERROR, "plain", Span(2, 5), Span(16, 21), fixes=(FIX, UNSAFE)),
        finding("plain.md", Severity.ERROR, "plain", Span(2, 5)),
        finding("plain.md", Severity.WARNING, "after an emoji", Span(8, 12)),
        finding("plain.md", Severity.HINT, "over two lines", Span(16, 40)),
        *(finding(path, Severity.WARNING, EVIL, Span(0, 3)) for path in PATHS),
        *(finding(path, Severity.HINT, "the file as such") for path in PATHS),
    ]
    listed = placed(found, sources, {})
    silent = placed([finding("plain.md", Severity.ERROR, "known", Span(3, 4))], sources, {})
    return LintReport(
        findings=ordered(listed),
        sources=sources,
        suppressed=tuple(Suppressed(one, "external", f"reason {EVIL}") for one in silent),
        summary="4 personas · 12 findings",
    )


REPORT = made()
COUNT = len(REPORT.findings)
Read = tuple[str, int, str]
"""Code, line and the start of what is said, as a reader of the format gets them."""


def said(one: Placed) -> Read:
    assert one.primary is not None
    return one.diagnostic.code, one.primary.start.line, one.diagnostic.message[:5]


def by_json(text: str) -> list[Read]:
    found = json.loads(text)["findings"]
    return [(one["code"], one["line"], one["message"][:5]) for one in found]


def by_jsonl(text: str) -> list[Read]:
    found = [json.loads(line) for line in text.splitlines()]
    return [(one["code"], one["line"], one["message"][:5]) for one in found]


def by_sarif(text: str) -> list[Read]:
    """Valid by the schema of the standard, and within the limits of GitHub."""
    log = json.loads(text)
    schema = json.loads((ROOT / "tests" / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
    schema.pop("$schema")
    assert not [e.message for e in Draft7Validator(schema).iter_errors(log)]
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    assert all(len(rule["properties"]["tags"]) <= 10 for rule in run["tool"]["driver"]["rules"])
    results = run["results"]
    assert {one["ruleId"] for one in results} == set(rules)
    marks = [one["partialFingerprints"]["primaryLocationLineHash"] for one in results]
    assert len(marks) == len(set(marks))
    for one in results:
        assert len(one["locations"]) == 1
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not uri.startswith(("/", "file:"))
    assert [one for one in results if "fixes" in one]
    assert [one for one in results if "relatedLocations" in one]
    (silent,) = [one for one in results if "suppressions" in one]
    assert silent["suppressions"][0]["kind"] == "external"
    return [
        (
            one["ruleId"],
            one["locations"][0]["physicalLocation"].get("region", {"startLine": 1})["startLine"],
            one["message"]["text"][:5],
        )
        for one in results
        if one is not silent
    ]


COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<text>.*)")
"""What the runner of a workflow takes for a command; ``%3A`` and so on stand for themselves."""


def by_github(text: str) -> list[Read]:
    found: list[Read] = []
    *lines, closing = text.splitlines()
    assert "::" not in closing
    for line in lines:
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = dict(one.split("=", 1) for one in match["properties"].split(","))
        assert pairs.keys() <= {"file", "line", "col", "endLine", "endColumn", "title"}
        found.append((pairs["title"][:6], int(pairs.get("line", "1")), match["text"][:5]))
    return found


def by_gitlab(text: str) -> list[Read]:
    """The fields that GitLab documents, with fingerprints that are told apart."""
    issues = json.loads(text)
    assert len({one["fingerprint"] for one in issues}) == len(issues)
    for one in issues:
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not one["location"]["path"].startswith("./")
    return [
        (
            one["check_name"],
            one["location"]["lines"]["begin"],
            one["description"].split(": ", 1)[1][:5],
        )
        for one in issues
    ]


def by_junit(text: str) -> list[Read]:
    root = etree.fromstring(text.encode())
    assert root.tag == "testsuites"
    cases = root.findall("testsuite/testcase")
    failures = root.findall("testsuite/testcase/failure")
    assert int(root.get("tests", "")) == len(cases)
    assert int(root.get("failures", "")) == len(failures) == COUNT
    return [
        (case.get("name", "")[:6], int(case.get("line", "")), failure.get("message", "")[:5])
        for case in cases
        for failure in case.findall("failure")
    ]


def by_checkstyle(text: str) -> list[Read]:
    root = etree.fromstring(text.encode())
    assert root.tag == "checkstyle"
    found = root.findall("file/error")
    assert {one.get("severity") for one in found} <= {"error", "warning", "info"}
    return [
        (
            one.get("source", "").removeprefix("personac."),
            int(one.get("line", "")),
            one.get("message", "")[:5],
        )
        for one in found
    ]


def by_rdjson(text: str) -> list[Read]:
    """Reviewdog's columns count bytes, and its ranges end after the last one."""
    log = json.loads(text)
    assert log["source"]["name"] == "personac"
    lines = TEXT.encode().split(b"\n")
    for one in log["diagnostics"]:
        assert one["severity"] in {"ERROR", "WARNING", "INFO"}
        if one["message"].startswith("after an emoji"):
            at = one["location"]["range"]
            line = lines[at["start"]["line"] - 1]
            assert line[at["start"]["column"] - 1 : at["end"]["column"] - 1] == b"code"
    assert [one for one in log["diagnostics"] if one.get("suggestions")]
    return [
        (
            one["code"]["value"],
            one["location"].get("range", {"start": {"line": 1}})["start"]["line"],
            one["message"][:5],
        )
        for one in log["diagnostics"]
    ]


def by_markdown(text: str) -> list[Read]:
    """A table a file; nothing of a persona is markup."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    rows: list[Read] = []
    cells: list[str] = []
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(token.content)
        elif token.type == "tr_close" and cells[0] != "where":
            line = int(cells[0].split("&")[0] or 1)
            rows.append((cells[2][:6], line, cells[3].replace("\\", "")[:5]))
    return rows


READERS: dict[str, Callable[[str], list[Read]]] = {
    "json": by_json,
    "jsonl": by_jsonl,
    "sarif": by_sarif,
    "github": by_github,
    "gitlab": by_gitlab,
    "junit": by_junit,
    "checkstyle": by_checkstyle,
    "rdjson": by_rdjson,
    "markdown": by_markdown,
}


def test_every_format_is_here() -> None:
    """A new format needs a reader above."""
    assert set(formats()) == {*READERS, *FOR_PEOPLE}


@pytest.mark.parametrize("form", READERS)
def test_reader_gets_the_findings(form: str) -> None:
    """Parsed back, the output is the findings: none is lost and none is forged."""
    found = READERS[form](render(REPORT, form))
    wanted = [said(one) for one in REPORT.findings]
    evil = [one for one in found if one[2] not in {w[2] for w in wanted}]
    assert len(found) == COUNT
    assert [(code, line) for code, line, _ in found] == [(code, line) for code, line, _ in wanted]
    assert len(evil) in {0, len(PATHS)}, "only the awkward message may look different"


@pytest.mark.parametrize("form", formats())
def test_nothing_is_hidden_or_obeyed(form: str) -> None:
    """No control character but the line end, nothing that turns text round, no CI command."""
    text = render(REPORT, form)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "##vso[" not in text
    forged = [line for line in text.splitlines() if line.startswith("::error::")]
    assert not forged
    assert text.endswith("\n")


@pytest.mark.parametrize("form", formats())
def test_colour_is_only_colour(form: str) -> None:
    """With colour the words are the same, and the only escapes are ours."""
    from msgspec.structs import replace

    coloured = render(replace(REPORT, colour=True), form)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == render(REPORT, form)


@pytest.mark.parametrize("form", formats())
def test_nothing_found(form: str) -> None:
    """A clean report is a whole document too."""
    empty = LintReport(findings=(), sources={}, summary="0 personas · no findings")
    text = render(empty, form)
    if form in {"json", "sarif", "gitlab", "rdjson"}:
        assert json.loads(text) is not None
    elif form in {"junit", "checkstyle"}:
        assert len(etree.fromstring(text.encode())) == 0


def test_sarif_tells_what_is_silent_from_what_is_not() -> None:
    """Equal words at two places have a mark each, and silencing one leaves that of the other."""
    sources = {"plain.md": decode_source("plain.md", b"if possible\nif possible\n")}
    first, second = placed(
        [
            finding("plain.md", Severity.WARNING, "hedge", span)
            for span in (Span(0, 11), Span(12, 23))
        ],
        sources,
        {},
    )

    def marks(report: LintReport) -> dict[int, str]:
        (run,) = json.loads(render(report, "sarif"))["runs"]
        return {
            one["locations"][0]["physicalLocation"]["region"]["startLine"]: one[
                "partialFingerprints"
            ]["primaryLocationLineHash"]
            for one in run["results"]
        }

    both = LintReport(findings=(first, second), sources=sources, errors=(), summary="")
    one = LintReport(
        findings=(second,),
        sources=sources,
        suppressed=(Suppressed(first, "inSource", "agreed"),),
        errors=(),
        summary="",
    )
    assert len(set(marks(both).values())) == 2
    assert marks(one) == marks(both)


def test_what_was_not_checked_is_said() -> None:
    """A file that could not be read is no clean one, and what is about no file is no result."""
    from personac.errors import InputError
    from personac.linting.check import partial

    report = LintReport(
        findings=(partial("", "7 findings of this run are left out"),),
        sources={},
        errors=(InputError("big\n::error::.md", "is larger than the limit of 1024 KiB"),),
        summary="",
    )
    (run,) = json.loads(render(report, "sarif"))["runs"]
    (ran,) = run["invocations"]
    assert run["results"] == []
    assert [one["level"] for one in ran["toolExecutionNotifications"]] == ["error", "warning"]
    assert not ran["executionSuccessful"]
    first, last = render(report, "github").splitlines()
    assert first.startswith("::warning title=INT002 partial-analysis::7 findings")
    assert last.startswith("::error file=big\\n%3A%3Aerror%3A%3A.md,title=not checked::is larger")
    root = etree.fromstring(render(report, "junit").encode())
    assert root.get("errors") == "1"
    (error,) = root.findall("testsuite/testcase/error")
    assert error.get("message") == "is larger than the limit of 1024 KiB"


def test_sarif_is_bounded() -> None:
    """GitHub shows 5,000 results of a run; what is left out is said."""
    source = decode_source("many.md", ("word\n" * 6000).encode())
    found = [
        finding("many.md", Severity.ERROR, f"finding {n}", Span(5 * n, 5 * n + 4))
        for n in range(6000)
    ]
    report = LintReport(
        findings=placed(found, {"many.md": source}, {}), sources={"many.md": source}
    )
    (run,) = json.loads(render(report, "sarif"))["runs"]
    assert len(run["results"]) == 5000
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == ["INT002: 1000 results are left out"]


def test_repeats_are_shown_once(tmp_path: Path) -> None:
    """What is found at many places is one finding for people, with their number."""
    sources = {f"{n}.md": decode_source(f"{n}.md", TEXT.encode()) for n in range(5)}
    found = placed(
        [finding(p, Severity.ERROR, "the same", Span(2, 5)) for p in sources], sources, {}
    )
    report = LintReport(findings=found, sources=sources)
    assert render(report, "concise") == ("0.md:1:3: error[MAN001] the same (4 more in 4 files)\n")
    assert "= also: 4 more in 4 files; --no-group shows each\n" in render(report, "full")
    assert len(render(report, "jsonl").splitlines()) == 5
    from msgspec.structs import replace

    assert len(render(replace(report, group=False), "concise").splitlines()) == 5


ONE_LINE = ("concise", "grouped", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown")


@pytest.mark.parametrize("form", ONE_LINE)
def test_a_line_names_the_other_places(form: str) -> None:
    """What a frame would show beside the words is found without one, in this file and others."""
    sources = {path: decode_source(path, TEXT.encode()) for path in ("plain.md", "other.md")}
    labels = [Label(Locator(path="plain.md", span=span)) for span in (Span(16, 21), Span(2, 5))]
    labels += [Label(Locator(path="other.md", span=Span(33, 39))), Label(Locator(path="other.md"))]
    one = Diagnostic(
        code="MAN003", name="n", severity=Severity.ERROR, message="what another one says",
        why="w", help="h", labels=tuple(labels),
    )  # fmt: skip
    report = LintReport(findings=placed([one], sources, {}), sources=sources, errors=(), summary="")
    text = re.sub(r"\\|&colon;", lambda match: ":" * (match.group() != "\\"), render(report, form))
    assert "what another one says (see 1:3, other.md:4:3 and 1 more)" in text
