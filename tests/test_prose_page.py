"""Runs the cases of the page about specifications: persona and specification to the diff."""

import difflib

import pytest

from helpers import read as read_persona
from personac.codec import decode_source
from personac.diagnostics import Diagnostic
from personac.passes import enrich
from personac.report import tree
from personac.report.visible import short
from personac.revise.engine import revise
from personac.revise.prose.lower import lower
from personac.revise.prose.read import read_spec
from specs import PACKAGE, Case, accept, difference, read

PAGE = read(PACKAGE / "revise" / "prose" / "specification.md")
EXPECTS = ("diff", "diagnostics")


@pytest.mark.parametrize("case", PAGE.cases, ids=[case.name for case in PAGE.cases])
def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    """A specification changes the persona as the page shows."""
    actual, expected = outcome(case), case.expected(EXPECTS)
    if actual == expected:
        return
    if request.config.getoption("--accept"):
        accept(case, EXPECTS, actual)
        return
    pytest.fail(f"{case.name}\n{difference(expected, actual)}", pytrace=False)


def outcome(case: Case) -> dict[str, str]:
    document = read_persona(case.fence("persona").text)
    spec = read_spec(decode_source("release-steward.md", case.fence("specification").text.encode()))
    assert spec.value is not None
    lowering = lower(spec.value, document, lambda one: enrich(one, {}))
    after = revise(document, [lowering.loaded], lambda one: enrich(one, {}))
    told = (*spec.diagnostics, *lowering.found, *after.diagnostics)
    changed = after.value or document
    old, new = (list(tree.lines(one.persona, 10**9)) for one in (document, changed))
    diff = "".join(f"{line}\n" for line in difflib.ndiff(old, new) if line[0] in "+-")
    found = {"diff": diff, "diagnostics": "".join(f"{said(one)}\n" for one in told)}
    return {kind: text for kind, text in found.items() if text}


def said(found: Diagnostic) -> str:
    return f"{found.code} {short(found.message)}"
