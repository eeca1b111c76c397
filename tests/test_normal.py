"""The normal form of statements, as `personac contract --format jsonl` tells it."""

import json
from pathlib import Path

import pytest

from helpers import personac, read
from personac.contract import Normal, Side, found_bounds, normal
from personac.model import Contract, clauses


def forms(text: str) -> list[Normal]:
    document = read(f"---\nname: a\ndescription: d\n---\n# A\n\n{text}\n")
    return [
        normal(clause, getattr(holder, "text", ""))
        for holder, clause in clauses(document.persona)
        if isinstance(clause, Contract)
    ]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "The agent MUST NOT push to `main` without the written approval of the Release Manager.",
            {
                "subject": "agent",
                "action": "push",
                "exception": "without the written approval of the Release Manager",
                "approver": "Release Manager",
                "actions": ("push",),
            },
        ),
        (
            "You must not commit, tag or push a release.",
            {"action": "commit", "object": "release", "actions": ("commit", "push", "tag")},
        ),
        (
            "When a test fails, you must stop the deployment.",
            {"condition": "When a test fails", "action": "stop", "object": "deployment"},
        ),
        (
            "Every change must be reviewed before the merge.",
            {
                "subject": "change",
                "action": "review",
                "object": "change",
                "stage": "before the merge",
            },
        ),
        ("Never edit files in `dist/` by hand.", {"action": "edit", "object": "files"}),
        ("Do not delete tags unless the owner has approved it.", {"approver": "owner"}),
    ],
)
def test_parts(sentence: str, parts: dict[str, object]) -> None:
    (form, *_) = forms(f"## Rules\n\n- {sentence}")
    assert {name: getattr(form, name) for name in parts} == parts


def test_scope() -> None:
    """Paths, commands and branches that a statement names."""
    (form,) = forms("## Rules\n\n- Never run `git push origin` to main or edit `src/api/*.py`.")
    assert form.scope.commands == ("git push origin",)
    assert form.scope.paths == ("src/api/*.py",)


def test_gate() -> None:
    """What a gate checks, what it is compared with, and what follows."""
    text = "## Quality Gates\n\n- p95 latency rises by at most 5 % against the previous release; otherwise stop the merge"
    gate = next(form for form in forms(text) if form.kind == "gate")
    (bound,) = gate.thresholds
    assert (bound.metric, bound.statistic, bound.comparator) == ("latency", "p95", "<=")
    assert (bound.number, bound.unit, bound.baseline) == (5, "%", "previous release")
    assert (gate.blocking, gate.consequence) == (True, "otherwise stop the merge")


@pytest.mark.parametrize(
    ("text", "side", "low", "high", "family"),
    [
        ("at least 80 %", Side.LOWER, 80, float("inf"), "%"),
        ("must not exceed 1,500 ms", Side.UPPER, float("-inf"), 1.5, "time"),
        ("never below 2 hours", Side.LOWER, 7200, float("inf"), "time"),
        (">= 3 kb", Side.LOWER, 3000, float("inf"), "bytes"),
        ("90 % or more", Side.LOWER, 90, float("inf"), "%"),
        ("15-25 %", Side.RANGE, 15, 25, "%"),
        ("$500", Side.EXACT, 500, 500, "$"),
        ("up to 2k", Side.UPPER, float("-inf"), 2000, ""),
    ],
)
def test_bounds(text: str, side: Side, low: float, high: float, family: str) -> None:
    (found,) = found_bounds(text)
    bound = found.bound
    assert (bound.side, bound.low, bound.high, bound.family) == (side, low, high, family)


@pytest.mark.parametrize("text", ["phase 2", "p95", "v1.2.3", "sha256", "gpt-4", "step 3"])
def test_numbers_in_names_bound_nothing(text: str) -> None:
    assert not list(found_bounds(text))


def test_rows(tmp_path: Path) -> None:
    """The keys of before are all there, with the parts beside them."""
    path = tmp_path / "a.md"
    path.write_text("---\nname: a\ndescription: d\n---\n## Rules\n\n- Never push.\n")
    row = json.loads(personac("contract", "--format", "jsonl", str(path)).out)
    old = {
        "file",
        "line",
        "column",
        "kind",
        "polarity",
        "modality",
        "unless",
        "threshold",
        "text",
        "id",
    }
    assert old <= row.keys()
    assert (row["action"], row["actions"], row["source"]) == ("push", ["push"], "declared")
