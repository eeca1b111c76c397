"""Markdown pages as tests: cases, their fences, and the rewriting of what is expected.

A case is a ``###`` heading with the fenced blocks up to the next heading.  The info string of a
fence is ``kind key=value flag``.  Input fences stay as they are; a fence of an expected kind is
compared with what the code made of the inputs, and ``pytest --accept`` rewrites it in place.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import personac
from personac import registry
from personac.targets.load import built_in

_FENCE = re.compile(r"(?P<mark>`{3,})[ \t]*(?P<info>[^`]*)$")
_HEADING = re.compile(r"(?P<level>#{1,6}) +(?P<title>.*?)\s*$")
CASE_LEVEL = 3
TARGETS = "targets"
SPECIFIED = (*registry.AREAS, TARGETS)
"""Areas whose pages are tests."""
PACKAGE = Path(personac.__file__).parent


class Fence(NamedTuple):
    """A fenced block; lines ``start`` to ``end`` (from 0, end excluded) with its marks."""

    info: str
    text: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        return self.info.partition(" ")[0]

    @property
    def settings(self) -> dict[str, str]:
        """The rest of the info string; a flag alone is its own value."""
        pairs = (word.partition("=") for word in self.info.split()[1:])
        return {name: value if equals else name for name, equals, value in pairs}


class Heading(NamedTuple):
    level: int
    title: str
    line: int


class Case(NamedTuple):
    """One test: the heading of a page with its ``number`` among the cases, and its fences."""

    path: Path
    number: int
    heading: Heading
    fences: tuple[Fence, ...]

    @property
    def name(self) -> str:
        return f"{self.path.name}:{self.heading.line} {self.heading.title}"

    def fence(self, kind: str) -> Fence:
        return next(fence for fence in self.fences if fence.kind == kind)

    def expected(self, kinds: Sequence[str]) -> dict[str, str]:
        return {fence.info: fence.text for fence in self.fences if fence.kind in kinds}


class Page(NamedTuple):
    path: Path
    headings: tuple[Heading, ...]
    fences: tuple[Fence, ...]

    @property
    def cases(self) -> tuple[Case, ...]:
        """The headings of level three that have fences."""
        titled = ((h, self._below(h)) for h in self.headings if h.level == CASE_LEVEL)
        found = ((heading, fences) for heading, fences in titled if fences)
        return tuple(Case(self.path, at, *one) for at, one in enumerate(found))

    def _below(self, heading: Heading) -> tuple[Fence, ...]:
        lines = (other.line for other in self.headings if other.line > heading.line)
        stop = min(lines, default=10**9)
        return tuple(f for f in self.fences if heading.line <= f.start < stop)


def folder(area: str) -> Path:
    return PACKAGE.joinpath(*area.split("."))


def pages(area: str) -> tuple[Path, ...]:
    """The pages that stand beside the modules of an area, or the files of targets."""
    if area == TARGETS:
        named = (form.target for form in built_in() if not form.code)
        return tuple(folder(area) / f"{name}.md" for name in sorted(named))
    return tuple(page_path(module) for module in registry.modules(area))


def page_path(module: str) -> Path:
    return PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".md")


def module_of(page: Path) -> str:
    return ".".join(("personac", *page.relative_to(PACKAGE).with_suffix("").parts))


def read(path: Path) -> Page:
    return parse(path, path.read_text("utf-8"))


def parse(path: Path, text: str) -> Page:
    headings: list[Heading] = []
    fences: list[Fence] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if opening := _FENCE.match(lines[at]):
            fences.append(_fence(path, lines, at, opening))
            at = fences[-1].end
            continue
        if heading := _HEADING.match(lines[at]):
            headings.append(Heading(len(heading["level"]), heading["title"], at + 1))
        at += 1
    return Page(path, tuple(headings), tuple(fences))


def _fence(path: Path, lines: list[str], at: int, opening: re.Match[str]) -> Fence:
    for stop in range(at + 1, len(lines)):
        closing = lines[stop].rstrip()
        if closing.startswith(opening["mark"]) and not closing.strip("`"):
            text = "".join(f"{line}\n" for line in lines[at + 1 : stop])
            return Fence(" ".join(opening["info"].split()), text, at, stop + 1)
    raise ValueError(f"{path}:{at + 1}: the fence is never closed")


def difference(expected: Mapping[str, str], actual: Mapping[str, str]) -> str:
    """What a person needs to see when a case fails."""
    lines = difflib.unified_diff(
        _shown(expected, expected), _shown(actual, expected), "expected", "actual", "", "", 3, ""
    )
    return "\n".join(lines)


def _shown(found: Mapping[str, str], order: Mapping[str, str]) -> list[str]:
    known = [info for info in order if info in found]
    new = [info for info in found if info not in order]
    return [line for info in (*known, *new) for line in block(info, found[info])]


def block(info: str, text: str) -> list[str]:
    """The lines of a fence, its marks longer than any run of backticks inside."""
    runs = [len(run) for run in re.findall(r"^`{3,}", text, re.MULTILINE)]
    mark = "`" * (max(runs, default=2) + 1)
    return [f"{mark}{info}", *text.removesuffix("\n").split("\n"), mark]


def accept(case: Case, kinds: Sequence[str], actual: Mapping[str, str]) -> None:
    """Rewrite the expected fences of a case in its page, and nothing else."""
    text = case.path.read_text("utf-8")
    now = parse(case.path, text).cases[case.number]
    lines = text.split("\n")
    end = now.fences[-1].end
    known = now.expected(kinds)
    lines[end:end] = [
        line for info in actual if info not in known for line in ("", *block(info, actual[info]))
    ]
    for fence in reversed([fence for fence in now.fences if fence.kind in kinds]):
        _replace(lines, fence, actual.get(fence.info))
    case.path.write_text("\n".join(lines), "utf-8", newline="\n")


def _replace(lines: list[str], fence: Fence, text: str | None) -> None:
    if text is not None:
        lines[fence.start : fence.end] = block(fence.info, text)
        return
    blank = fence.start > 0 and not lines[fence.start - 1].strip()
    del lines[fence.start - blank : fence.end]
