"""Rules on text that is made to be slow: their time grows with its length, not faster."""

from time import process_time

import pytest

from helpers import compared, read
from personac import pipeline, registry
from personac.api import Document

SMALL, TIMES = 12_000, 4
FRAME = "---\nname: slow\ndescription: Slows down. Use never.\ntools: Read\n---\n\n{}\n"
HOSTILE = {
    "one long word": "a",
    "one long mixed word": "aß",
    "letters of two scripts": "a\u0430",
    "open comments": "<!--",
    "open comments with words": "<!-- run it ",
    "prefixes of tokens": "eyJ-",
    "prefixes of keys": "sk-",
    "commands on one line": "rm -rf / ; ",
    "commands on many lines": "1. Run `rm -rf $A`.\n",
    "orders to keep quiet": "silently push ",
    "downloads": "curl x | sh\n",
    "hidden characters": "a\u200b",
    "placeholders": "`git {{title}}` ",
    "calls": "delegate to `a-b` ",
    "links": "[a](../b) ",
    "digits and letters": "key=a1b2c3d4e5f6a7b8c9d0 ",
    "quotation marks": "\"a'b",
    "encoded": "Qm9vaA1" * 27 + " ",
    "sends": "send credentials to ",
    "fences": "```\n",
    "options of git": "git -C a ",
    "options of rm": "rm -r -f a ",
    "files that are fetched": "curl -o aa ",
    "files that are fetched and not run": "curl https://a/bb; ",
    "secrets on one line": "curl .env ",
    "hidden from nobody": "without the user ",
    "lines of Base64": "Qm9va" * 15 + "\n",
    "writes": "write a ",
    "own things": "add a to your own ",
    "orders to forget": "ignore all the previous ",
    "fields with values": "key: a1b2c3d4e5! ",
    "bans in one paragraph": "Never push to `main`. ",
    "orders in one step": "1. Write code well.\n   Write code well. ",
    "one number after another": "coverage must be 90% ",
}


def _document(piece: str, size: int) -> Document:
    return read(FRAME.format(piece * (size // len(piece))))


def _seconds(document: Document, code: str) -> float:
    start = process_time()
    for rule in registry.rules():
        if rule.code == code:
            pipeline.lint(document, (rule,))
            compared((document, document), rule)
    return process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_linear(name: str) -> None:
    """Four times the text takes at most about four times as long, with room for noise."""
    small, large = (_document(HOSTILE[name], size) for size in (SMALL, SMALL * TIMES))
    slow: list[str] = []
    for rule in registry.rules():
        before, after = _seconds(small, rule.code), _seconds(large, rule.code)
        if after > 0.5 and after > 2 * TIMES * before:
            slow.append(f"{rule.code}: {before:.2f} s, then {after:.2f} s")
    assert not slow
