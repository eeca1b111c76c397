"""Rules keep the precision that was judged on real personas, and crash on none of them."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import judged
from personac import registry
from personac.api import Document, Status
from personac.report.placed import Placed


@pytest.mark.parametrize("code", judged.codes())
def test_record(code: str) -> None:
    """Each finding is judged once; the rule exists and is within its bound as judged."""
    verdicts = judged.verdicts(code)
    assert len({one.fingerprint for one in verdicts}) == len(verdicts)
    rule = next(rule for rule in registry.rules() if rule.code == code)
    assert all(one.true or one.cause for one in verdicts)
    assert _keeps(code, [one.true for one in verdicts]), f"{rule.code} is below its bound"


@pytest.mark.corpus
@pytest.mark.slow
def test_precision(shared: Path) -> None:
    """The judged findings that still exist keep the bound; no rule raises on any persona."""
    corpus = shared / "corpus"
    if not corpus.is_dir():
        pytest.skip("no corpus")
    known = {
        code: {v.fingerprint: v.true for v in judged.verdicts(code)} for code in judged.codes()
    }
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for path, one, document in _all_findings(corpus, set(known)):
        code = one.diagnostic.code
        assert code != "INT001", (path, one.diagnostic.message)
        mark = judged.known_by(path, one, document)
        if mark in known[code]:
            found[code][mark] = known[code][mark]
    below = [code for code, marks in found.items() if not _keeps(code, list(marks.values()))]
    assert not below


def _all_findings(corpus: Path, codes: set[str]) -> Iterator[tuple[str, Placed, Document]]:
    rules = [rule for rule in registry.rules() if rule.code in codes]
    read = dict(judged.documents(corpus))
    for path, document in read.items():
        for rule in rules:
            yield from ((path, one, document) for one in judged.findings(document, rule))
    for group in judged.catalogues(read.values()):
        for rule in rules:
            for one in judged.across(group, rule) if rule.compare is not None else ():
                path = one.primary.path if one.primary else ""
                yield path, one, read[path]


def _keeps(code: str, true: list[bool]) -> bool:
    rule = next(rule for rule in registry.rules() if rule.code == code)
    bound = judged.BOUNDS.get(rule.severity, 0.0)
    return rule.status is Status.PREVIEW or not true or sum(true) >= bound * len(true)
