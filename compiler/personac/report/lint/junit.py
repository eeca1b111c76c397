"""JUnit XML: a suite a file, a failing case a finding; a file without any passes."""

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import quoteattr

from personac.errors import InputError
from personac.report.checked import LintReport
from personac.report.lint._words import line_of, text_of
from personac.report.lint._xml import plain
from personac.report.placed import Placed, ordered


def render(report: LintReport) -> str:
    found = {name: list(group) for name, group in groupby(ordered(report.findings), key=_path)}
    clean: dict[str, list[Placed]] = {path: [] for path in report.sources if path not in found}
    suites = sorted((found | clean).items())
    total, unread = sum(map(len, found.values())), len(report.errors)
    asked = total + len(clean) + unread
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="personac" tests="{asked}" failures="{total}" errors="{unread}">',
        *(line for path, below in suites for line in _suite(path, below)),
        *(line for one in report.errors for line in _unreadable(one)),
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _path(found: Placed) -> str:
    return found.primary.path if found.primary else ""


def _suite(path: str, found: list[Placed]) -> Iterator[str]:
    name = _attribute(path or "project")
    count = len(found)
    yield f'  <testsuite name={name} tests="{count or 1}" failures="{count}" errors="0">'
    if not found:
        yield f'    <testcase name="personac" classname={name}/>'
    for one in found:
        yield from _case(name, one)
    yield "  </testsuite>"


def _unreadable(error: InputError) -> Iterator[str]:
    name, reason = _attribute(error.path), _attribute(error.reason)
    yield f'  <testsuite name={name} tests="1" failures="0" errors="1">'
    yield f'    <testcase name="personac" classname={name}>'
    yield f'      <error type="not checked" message={reason}/>'
    yield "    </testcase>"
    yield "  </testsuite>"


def _case(name: str, found: Placed) -> Iterator[str]:
    one, at = found.diagnostic, line_of(found)
    title = _attribute(f"{one.code} {one.name}")
    yield f'    <testcase name={title} classname={name} file={name} line="{at.line}">'
    kind = _attribute(str(one.severity))
    where = _attribute(f"{at.path}:{at.line}:{at.column}")[1:-1]
    yield f"      <failure type={kind} message={_attribute(text_of(found))}>{where}</failure>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(plain(text), {'"': "&quot;"})
