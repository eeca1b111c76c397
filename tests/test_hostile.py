"""Hostile input: every file ends with an answer, soon, and nothing in it reaches the terminal."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import LIMIT, ROOT, environment, everything, fill, personac, python, read, spawned
from personac import fs, pipeline
from personac.api import NoteKind
from personac.codec import canonical_json, decode_source
from personac.model import Raw, nodes
from words import first_difference

GOOD = "---\nname: mia\ndescription: Reviews changes.\n---\n\n# Mia\n\nHello.\n"
ESCAPES = ("\x1b", "\x07", "\x08", "\x9b", "\u202e", "\r")


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.md")


def _socket(path: Path) -> None:
    bound = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(path.parent)
    bound.bind(path.name)
    os.chdir(here)
    bound.close()


def _unreadable(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    path.write_text(GOOD, "utf-8")
    path.chmod(0)


def _of(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(8 << 30)


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "fifo": (_fifo, "is not a regular file"),
    "device": (_device, "is not a regular file"),
    "socket": (_socket, ""),
    "loop": (_loop, "symbolic links"),
    "dangling": (_dangling, "no such file"),
    "unreadable": (_unreadable, "permission denied"),
    "nul": (_of(b"# A\n\0\n"), "has a NUL byte in line 2"),
    "utf-16": (_of(GOOD.encode("utf-16")), "is not UTF-8: it looks like UTF-16"),
    "utf-16-be": (_of(b"\xfe\xff" + GOOD.encode("utf-16-be")), "is not UTF-8"),
    "utf-32": (_of(GOOD.encode("utf-32")), "is not UTF-8"),
    "utf-16 without mark": (_of(GOOD.encode("utf-16-le")), "NUL byte in line 1"),
    "latin-1": (_of("# A\n\nübel\n".encode("latin-1")), "is not UTF-8: bad byte in line 3"),
    "surrogate": (_of(b"# A\n\xed\xa0\x80\n"), "is not UTF-8: bad byte in line 2"),
    "overlong": (_of(b"\xc0\xaf"), "is not UTF-8"),
    "too large": (_of(b"a" * (fs.MAX_FILE + 1)), "is larger than the limit of 1024 KiB"),
    "sparse": (_sparse, "is larger than the limit of 1024 KiB"),
}


@pytest.mark.skipif(os.name == "nt", reason="these files are made with POSIX calls")
@pytest.mark.parametrize("kind", FILES)
def test_file_that_is_no_text(kind: str, tmp_path: Path) -> None:
    """The file is named with the reason, exit 2, and its neighbour is checked all the same."""
    make, reason = FILES[kind]
    fill(tmp_path, {"good.md": GOOD})
    make(tmp_path / "bad.md")
    ran = spawned(["lint", "."], cwd=tmp_path)
    assert ran.code == 2, ran.said
    assert "bad.md: " in ran.err
    assert reason in ran.err
    assert "Traceback" not in ran.said
    assert "1 persona" in ran.out


def test_folder_named_like_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder ``x.md`` is a folder: what lies in it is read."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {"x.md/good.md": GOOD})
    assert "1 persona" in personac("lint", "x.md").out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "\n",
        "\r",
        "---",
        "---\n",
        "---\n---",
        "---\n---\n",
        "# A\r# B\r",
        "\ufeff---\r\n",
    ],
)
def test_almost_nothing(text: str) -> None:
    """Empty files and bare fences are documents."""
    assert first_difference(text, canonical_json(read(text).persona)) is None


def test_byte_order_mark_and_line_ends() -> None:
    """The same text with a mark and other line ends is the same persona."""
    plain = read(GOOD)
    dressed = read(("\ufeff" + GOOD.replace("\n", "\r\n")).encode())
    assert dressed.persona == plain.persona
    kinds = {note.kind for note in dressed.notes}
    assert kinds == {NoteKind.BYTE_ORDER_MARK, NoteKind.CRLF}


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join(['*' + before] * 9)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>\n<persona>&c;</persona>'
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<persona>&x;</persona>'


@pytest.mark.parametrize("fenced", [True, False], ids=["fenced", "bare"])
@pytest.mark.parametrize("text", [LAUGHS, XXE], ids=["laughs", "xxe"])
def test_document_type(text: str, fenced: bool) -> None:
    """A document type is refused: nothing expands, nothing is fetched, the text is kept."""
    written = f"# A\n\n```xml\n{text}\n```\n" if fenced else text
    document = read(written, "persona.md", "xml")
    assert NoteKind.XML_DOCTYPE in {note.kind for note in document.notes}
    words = canonical_json(document.persona)
    assert "root:" not in words
    assert "hahaha" not in words
    assert first_difference(written, words) is None


@pytest.mark.parametrize("text", [BOMB, "a: &a [*a]\n", "a: !!python/object/apply:os.getcwd []\n"])
def test_yaml_that_expands(text: str) -> None:
    """Aliases and tags neither expand nor run, in a header and in a canonical document."""
    document = read(f"---\n{text}---\n\nHello.\n")
    assert len(canonical_json(document.persona)) < 100 * (len(text) + 100)
    outcome = pipeline.read(decode_source("a.yaml", text.encode()), "canonical")
    assert outcome.value is None
    assert outcome.diagnostics


@pytest.mark.parametrize("number", [5, 19, 20, 21, 60, 120])
@pytest.mark.parametrize(
    "nested",
    [
        lambda n: "> " * n + "deep words\n",
        lambda n: "".join("  " * depth + f"- w{depth}\n" for depth in range(n)),
        lambda n: "".join("> " * depth + f"- w{depth}\n" for depth in range(n)),
        lambda n: "".join(f"<a{depth}>\n" for depth in range(n)) + "deep words\n",
        lambda n: "".join("<a>\n" for _ in range(n)) + "deep\n" + "</a>\n" * n,
    ],
    ids=["quotes", "lists", "both", "tags", "pairs"],
)
def test_nesting_loses_nothing(nested: Callable[[int], str], number: int) -> None:
    """However deep it stands, no word is lost."""
    text = nested(number)
    assert first_difference(text, canonical_json(read(text).persona)) is None


def _xml(text: str) -> str:
    return f"```xml\n<persona>\n{text}\n</persona>\n```\n"


def _header(text: str) -> str:
    return f"---\n{text}\n---\n\nHello.\n"


COSTLY: dict[str, Callable[[int], str]] = {
    "[*": lambda n: "[*" * n,
    "*a **b": lambda n: "*a **b" * n,
    "brackets": lambda n: "[" * n + "](" * n,
    "backticks": lambda n: "`" * n + " `a" * n,
    "quotes": lambda n: ">" * n + "a",
    "quoted lists": lambda n: "> - " * n + "a",
    "nested lists": lambda n: "".join("  " * (i % 300) + "- a\n" for i in range(n // 30)),
    "items": lambda n: "- a\n" * (n // 5),
    "headings": lambda n: "# a\n" * (n // 5),
    "labels": lambda n: "**a:** b\n" * (n // 5),
    "long line": lambda n: "word " * n,
    "spaces": lambda n: "a" + " " * n + "b",
    "comments never closed": lambda n: "<!--\n" * n,
    "comments": lambda n: "<!-- a\n-->\n" * (n // 5),
    "tags never closed": lambda n: "<a>\n" * (n // 5),
    "tag pairs": lambda n: "<a>\n" * (n // 10) + "</a>\n" * (n // 10),
    "tags that do not pair": lambda n: "<a>\n" * (n // 10) + "</b>\n" * (n // 10),
    "table of many cells": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * (n // 4),
    "wide table": lambda n: "|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n,
    "sentences": lambda n: "Never do x. " * (n // 4),
    "MUST": lambda n: "MUST " * n,
    "never": lambda n: "never do " * n,
    "conditions": lambda n: "if a, do not b, " * (n // 4),
    "thresholds": lambda n: "p95 > 20% " * (n // 2),
    "verify before": lambda n: "verify before " * (n // 2),
    "mandates": lambda n: "## Mandates\n\n" + "- Never do x without approval.\n" * (n // 20),
    "steps": lambda n: "## Workflow\n\n" + "".join(f"**Step {i}:** a\n\n" for i in range(n // 20)),
    "header of comments": lambda n: _header("".join(f"k{i}: b # c\n" for i in range(n // 5))),
    "header never closed": lambda n: "---\n" + "k: b\n" * (n // 5),
    "header to mend": lambda n: _header("k: b: c\n" * (n // 5)),
    "header of tools": lambda n: _header("name: a\ntools: " + "Read, " * (n // 5)),
    "header of brackets": lambda n: _header("a: " + "[" * n),
    "header of lists": lambda n: _header("a:\n" + "".join(" " * i + "-\n" for i in range(n // 30))),
    "xml elements": lambda n: _xml("<x>1</x>\n" * (n // 5)),
    "xml of many names": lambda n: _xml("".join(f"<x{i}>1</x{i}>\n" for i in range(n // 5))),
    "xml depth": lambda n: _xml("<x>" * n + "</x>" * n),
    "xml never closed": lambda n: _xml("<a " * n),
    "xml placeholders": lambda n: _xml("<a>" * n),
    "xml ends": lambda n: _xml("</a>" * n),
    "xml ampersands": lambda n: _xml("&" * n),
    "xml attributes": lambda n: _xml(
        "<a " + "".join(f"b{i}='1' " for i in range(n // 5)) + "></a>"
    ),
    "xml comments never closed": lambda n: _xml("<!--" * n),
    "xml instructions": lambda n: _xml("<?" * n),
    "xml quotes": lambda n: _xml("<a '" * n + '<a "' * n),
}
SIZE = 2000
NOTABLE = 0.1
"""Seconds below which a ratio says nothing."""
BOUND = 3.0


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[float, float]]:
    """The seconds of each case at its size and at twice that; a case that hangs is left out."""
    env = environment()
    env["PYTHONPATH"] += os.pathsep + str(ROOT / "tests")
    found: dict[str, tuple[float, float]] = {}
    left = list(COSTLY)
    while left:
        script = f"import test_hostile; test_hostile.measure({left!r})"
        ran = python("-c", script, env=env, timeout=LIMIT * len(left))
        answers = [json.loads(line) for line in ran.out.splitlines()]
        found |= dict(zip(left, answers, strict=False))
        left = left[len(answers) + 1 :]
    return found


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="what hangs is stopped by a POSIX signal")
@pytest.mark.parametrize("name", COSTLY)
def test_cost_grows_with_size(name: str, costs: dict[str, tuple[float, float]]) -> None:
    """Twice the input takes at most about twice the time, and both end soon."""
    assert name in costs, f"it took more than {LIMIT} seconds, or fell over"
    one, two = costs[name]
    assert two < NOTABLE or two / one < BOUND, f"{one:.2f} s, then {two:.2f} s"


def measure(names: list[str]) -> None:
    """Print for each case its two costs, best of some; end the process when one hangs."""
    everything(GOOD.encode())
    for name in names:
        signal.setitimer(signal.ITIMER_PROF, LIMIT)  # of the processor: others may be at work too
        one, two = cost(name, SIZE), cost(name, 2 * SIZE)
        if two >= NOTABLE and two / one >= BOUND / 1.5:
            one, two = min(one, cost(name, SIZE)), min(two, cost(name, 2 * SIZE))
            one, two = min(one, cost(name, SIZE)), min(two, cost(name, 2 * SIZE))
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps([one, two]), flush=True)  # noqa: T201  the answer of a process


def cost(name: str, number: int) -> float:
    data = COSTLY[name](number).encode()
    start = time.process_time()
    everything(data)
    return time.process_time() - start


LOUD = (
    "---\nname: mia\ndescription: 'a \x1b[31m'\ntools: Raed\x1b]0;x\x07, \u202eBash\n"
    "---\n\n# Mia \x9b31m\n\n## Mandates\n\n- Never \x1b[2J do \x08 x.\n- Never \x1b[2J do \x08 x.\n"
    "::error::forged\n##vso[task.complete]\n%0A::warning::forged\n"
)
COMMANDS = (
    ["lint", "--hints"],
    ["lint", "--format", "concise", "--hints"],
    ["lint", "--format", "json"],
    ["contract"],
    ["contract", "--format", "jsonl"],
    ["parse", "--format", "tree"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", ["mia.md", "::error::x.md", "a\n::error::b.md", "\x1b[31m.md"])
def test_terminal_is_safe(
    command: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control characters and commands of CI systems, in content or in names, stay words."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {name: LOUD})
    ran = personac(*command, ".")
    assert ran.said
    assert not [char for char in ESCAPES if char in ran.said], ran.said
    starts = ("::", "##", "%0A::")
    assert not [line for line in ran.said.splitlines() if line.strip().startswith(starts)], ran.said


@pytest.mark.parametrize("name", ["bad\n::error::b.md", "\x1b[31m.md", "::error::x.md"])
def test_name_of_an_unreadable_file_is_safe(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A forged line does not come by way of an error either, from any command."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, {f"personas/{name}": b"\xff\xfe", "personacc.toml": ""})
    for command in (
        ["lint", "personas"],
        ["parse", "personas"],
        ["contract", "personas"],
        ["build"],
    ):
        ran = personac(*command)
        assert ran.code == 2
        assert not [char for char in ESCAPES if char in ran.said], ran.said
        assert not [line for line in ran.said.splitlines() if line.startswith("::")], ran.said


def test_refused_block_keeps_its_text() -> None:
    """XML beyond the limits stays in its place as it was written."""
    text = "<persona>" + "<a>" * 100 + "deep" + "</a>" * 100 + "</persona>"
    document = read(text, "persona.xml")
    assert [node.text for node in nodes(document.persona) if isinstance(node, Raw)] == [text]


def test_items_do_not_look_at_all_the_lines_below_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the items are twice the questions about lines, not four times."""
    from markdown_it.rules_block import StateBlock

    from personac.text.blocks import parse

    asked = 0
    empty = StateBlock.isEmpty

    def counting(self: StateBlock, line: int) -> bool:
        nonlocal asked
        asked += 1
        return empty(self, line)

    monkeypatch.setattr(StateBlock, "isEmpty", counting)
    counts = []
    for many in (100, 200):
        asked = 0
        assert len(parse("- one\n" * many + "\n- two\n" * many)) == 2 * many
        counts.append(asked)
    assert counts[1] < 2.2 * counts[0]
