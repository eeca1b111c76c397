"""Defects in gates, metrics and references, in many phrasings and places, put into this repository's
personas: each is found there, and what is nearly the same and right is not.
"""

from itertools import cycle

import pytest

from helpers import PERSONAS, read
from judged import across, findings
from personac import registry
from personac.report.placed import Placed

HOSTS = tuple(
    "\n".join(line for line in p.read_text("utf-8").splitlines() if "gate" not in line.lower())
    for p in PERSONAS
)
"""Without what they say of gates, which would hold for those put into them."""
RULES = {rule.code: rule for rule in registry.rules()}
PLACES = ("- {}", "- [ ] {}", "* {}", "1. {}")
LISTED: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "GAT001": (
        ("Quality Gates", "Definition of Done", "Release gate", "Exit criteria", "Merge gates"),
        (
            "Code quality must be good",
            "Documentation is adequate",
            "The design looks solid",
            "Everyone is happy with the result",
            "Everything works well",
            "Reasonable test coverage",
            "Security",
            "Load testing and capacity planning",
            "Automated testing and deployment pipeline",
            "The wording feels right",
        ),
        (
            "`make check` exits 0",
            "All load tests pass",
            "The load test report exists in `reports/`",
            "Every checklist entry is satisfied",
        ),
    ),
    "GAT002": (
        ("Quality Gates", "Success Metrics", "Performance checklist", "Requirements"),
        (
            "p95 latency under 200",
            "Page load time must stay below 3",
            "Bundle size <= 250",
            "Build time: max 10",
            "Uptime at least 99.9",
            "Request timeout at most 30",
            "Every page loads in under 3",
            "Keep the response time below 250",
        ),
        (
            "p95 latency under 200 ms",
            "Review within 5 business days",
            "Answer relevance > 0.8",
            "Every page loads in under 3 seconds",
        ),
    ),
    "GAT003": (
        ("Quality Metrics", "Success Metrics", "Quality Gates", "Success criteria"),
        (
            "Accuracy target: > 95%",
            "Efficiency: 85% or better",
            "Maintain accuracy above 95%",
            "Achieve a success rate of at least 99%",
            "User satisfaction > 4/5",
            "Success > 95% achieved",
            "**Precision**: 0.9 or higher",
            "Satisfaction: at least 4.5/5",
        ),
        (
            "Routing accuracy (tasks sent to the right agent / all tasks) > 95%",
            "Restore success rate >= 99%",
            "Accuracy of the forecast: above 90%",
        ),
    ),
    "GAT009": (
        ("Quality Gates", "Success Metrics", "Requirements", "Performance checklist"),
        (
            "Test coverage >= 110%",
            "Error rate below 0%",
            "Coverage must be at least 120 percent",
            "Success rate: between 95% and 80%",
            "Coverage must be >= 90% and < 80%",
            "Response time between 500 ms and 200 ms",
            "Function length: min 50 lines, max 20 lines",
            "At least 5 and at most 3 reviewers",
        ),
        (
            "Test coverage between 80% and 95%",
            "Between 2 and 4 reviewers",
            "True positives >= 90%, false positives <= 10%",
            "CPU below 400% on four cores",
        ),
    ),
    "GAT010": (
        ("Quality Gates", "Success Metrics", "Requirements"),
        (
            "Test coverage 80%",
            "Coverage: 85%",
            "Code coverage of 90%",
            "Uptime 99.9%",
            "Error rate 1%",
        ),
        (
            "Test coverage of at least 80%",
            "Uptime: 99.9% or more",
            "Unit 70%, integration 20%, end to end 10%",
        ),
    ),
    "REF003": (
        ("Rules", "Files"),
        (
            "Read `/home/mira/kite/README.md` first",
            "Logs are in /Users/mira/kite/logs/run.log",
            "See /workspaces/kite-shop/docs/style.md",
            "The tool is at /mnt/c/Users/mira/bin/kite.exe",
            "Write to file:///home/mira/kite/out.md",
        ),
        (
            "Read `docs/style.md` first",
            "The home of a user is /home/user",
            "Config is in /etc/kite.toml",
        ),
    ),
    "REF004": (
        ("Rules", "Contacts"),
        (
            "Greet {{customer_name}} first",
            "Use the style of {{ style_guide }}",
            "Open {{tracker-url}} first",
            "Send the report to [INSERT OWNER EMAIL]",
            "Ask <<TEAM_LEAD>> for approval",
        ),
        (
            "Write `{{ mySignal() }}` in a template",
            "Greet {{customer_name}}, where {{customer_name}} is the name in the order",
            "Items are numbered {{KITE-TEMP-N}}",
        ),
    ),
    "REF007": (
        ("Rules", "Files"),
        (
            "Read [the style](../../shared/style.md)",
            "See `../../shared/rules.md` first",
            "Load ../../etc/rules.md",
            "Import: `@../../x/rules.md`",
        ),
        ("Read [the style](docs/style.md)", "See `../docs/rules.md` first", "`cd ../../..`"),
    ),
}
COVERAGE = "## Rules\n\n- {}\n\n## Quality Gates\n\n- {}\n"
PAIRS = (
    ("Test coverage must be at least 80%", "Test coverage >= 90%"),
    ("Error rate must stay below 1%", "An error rate above 2% stops the release"),
    ("The p99 latency must stay under 300 ms", "Block the release when p99 latency exceeds 400 ms"),
    ("Files must not exceed 300 lines", "Keep files under 500 lines"),
    ("Retry at most 3 times", "Never retry more than 5 times"),
    ("Answer every question within 24 hours", "Every question is answered within 48 hours"),
    ("Functions must be shorter than 20 lines", "Functions have at most 50 lines"),
    ("Maintain at least 80% test coverage", "90%+ test coverage"),
)
AGREE = (
    ("Error rate must stay below 1%", "An error rate above 1% stops the release"),
    ("Files must not exceed 300 lines", "Keep functions under 50 lines"),
    ("Retry a download at most 3 times", "Never retry a login more than 5 times"),
    ("The p99 latency must stay under 300 ms", "Notify the team when p99 latency exceeds 250 ms"),
)
GATES = (
    "## Quality Gates\n\n- **G1: Build** — `make` exits 0{}\n- **G2: Tests** — `pytest` exits 0\n\n"
)
TABLE = "## Quality Gates\n\n| Gate | Criterion | Owner |\n|---|---|---|\n"
FLOW = "## Review workflow\n\n### Step 1: Read\n\n- Read the change.\n\n### Step 2: Check\n\n- {}\n"
RELEASE = "## Release workflow\n\n### Step 1: Go\n\n- {}\n\n### Step 2: Check\n\n- {}\n"
WHOLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "GAT005": (
        (
            GATES.format("") + FLOW.format("Pass G1 before the merge."),
            "## Gates\n\n- QG-BUILD: `make` exits 0\n- QG-DOCS: the page is there\n\n"
            + FLOW.format("Pass QG-BUILD before the merge."),
            "## Quality Gates\n\n| ID | Gate |\n|---|---|\n| G1 | Build |\n| G2 | Kite docs |\n\n"
            + FLOW.format("Pass G1 before the merge."),
            "## Gates\n\n- **Build Gate:** `make` exits 0\n- **Privacy Gate:** no names in logs\n\n"
            + FLOW.format("Pass the Build Gate."),
        ),
        (
            GATES.format("") + FLOW.format("Pass G1 and G2 before the merge."),
            GATES.format("") + FLOW.format("All gates must pass before the merge."),
        ),
    ),
    "GAT006": (
        (
            GATES.format("") + FLOW.format("Pass G1 and G4 before the merge."),
            "## Gates\n\n- **Gate 1:** `make` exits 0\n- **Gate 2:** `pytest` exits 0\n\n"
            + FLOW.format("Do not proceed until gate 4 passes."),
            "## Gates\n\n- **Gate `build`:** `make` exits 0\n- **Gate `docs`:** it is there\n\n"
            + FLOW.format("Pass the gate `licence` before the merge."),
            "## Gates\n\n### Build Gate\n\n- `make` exits 0\n\n### Privacy Gate\n\n- no names in logs\n\n"
            + FLOW.format("Pass the Build Gate and the Licence Gate."),
            "## Gates\n\n- **GATE-01** `make` exits 0\n- **GATE-02** it is there\n\n"
            + FLOW.format("Pass GATE-05 before the merge."),
        ),
        (
            GATES.format("") + FLOW.format("Pass G1 and then G2."),
            "## Gates\n\n- **Gate 1:** `make` exits 0\n- **Gate 2:** `pytest` exits 0\n\n"
            + FLOW.format("Pass gate 2."),
        ),
    ),
    "GAT007": (
        (
            GATES.format(" (owner: build lead)"),
            TABLE + "| Build | `make` exits 0 | build lead |\n| Tests | `pytest` exits 0 | - |\n",
            "## Quality Gates\n\n- Build: `make` exits 0, owned by the build lead\n- Tests: `pytest` exits 0\n",
        ),
        (
            GATES.format(""),
            TABLE + "| Build | `make` exits 0 | build lead |\n| Tests | `pytest` exits 0 | me |\n",
            "## Quality Gates\n\n- The design is approved by the architect\n- Tests: `pytest` exits 0\n",
        ),
    ),
    "GAT008": (
        (
            "## Quality Gates\n\n- `pytest -q` exits 0\n- Zero open blockers\n",
            "## Definition of Done\n\n- [ ] All tests pass\n- [ ] No critical findings\n",
            "### Gate: Tests\n\n- `pytest` exits 0\n",
        ),
        (
            "## Quality Gates\n\n- `pytest -q` exits 0, otherwise stop\n",
            "## I'll ensure quality gates\n\n- Run the whole suite\n",
        ),
    ),
    "GAT011": (
        (
            RELEASE.format("`git push origin main`", "All tests must pass before the push."),
            RELEASE.format(
                "Deploy to production.", "Verify that all tests pass before deployment."
            ),
            RELEASE.format("`gh pr merge 12`", "Merge only after all checks pass."),
            RELEASE.format("`kubectl apply -f prod.yaml`", "Lint errors block the deployment."),
            "## Steps\n\n1. Deploy the service to production.\n2. Do not deploy until all tests pass.\n",
        ),
        (
            RELEASE.format("All tests must pass before the push.", "`git push origin main`"),
            RELEASE.format("Deploy to staging.", "Verify that all tests pass before deployment."),
            RELEASE.format("Deploy to production.", "Run the smoke tests after the deployment."),
        ),
    ),
    "REF001": (
        (
            (
                "## Procedures\n\n- **SOP-1: Undo a release**\n- **SOP-2: Tell the owner**\n\n"
                "## Rules\n\n- Follow SOP-9 after a failed release.\n"
            ),
            (
                "## Rules\n\n- **R1:** Test first.\n- **R2:** Ask early.\n- **R3:** Name the reviewer.\n\n"
                "## Checklist\n\n- [ ] R1, R2 and R5.\n"
            ),
            (
                "## Protocols\n\n| ID | Purpose |\n|---|---|\n| P-KITE | fly |\n| P-LAND | land |\n\n"
                "## Rules\n\n- Apply P-STORM when it storms.\n"
            ),
        ),
        (
            (
                "## Procedures\n\n- **SOP-1: Undo a release**\n- **SOP-2: Tell the owner**\n\n"
                "## Rules\n\n- Follow SOP-2 after a failed release, see JIRA-12.\n"
            ),
            "## Priorities\n\n- **P0:** now\n- **P1:** today\n\n## Rules\n\n- Leave P3 for later.\n",
        ),
    ),
}


def _blocks(good: bool) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for code, (titles, bad, fine) in LISTED.items():
        rows = fine if good else bad
        for title, place, words in zip(cycle(titles), cycle(PLACES), rows):
            found.append((code, f"## {title}\n\n{place.format(words)}\n"))
        found += [] if good else [(code, _table(titles[0], bad[0]))]
    found += [("GAT004", COVERAGE.format(*pair)) for pair in (AGREE if good else PAIRS)]
    found += [(code, block) for code, blocks in WHOLE.items() for block in blocks[good]]
    return found


def _table(title: str, words: str) -> str:
    return f"## {title}\n\n| Point | Text |\n|---|---|\n| One | {words} |\n"


def _found(code: str, text: str) -> list[Placed]:
    document = read(text, "personas/kite.md")
    alone = across([document], RULES[code]) if RULES[code].compare else ()
    return [*findings(document, RULES[code]), *alone]


def _new(code: str, block: str, number: int) -> int:
    host = HOSTS[number % len(HOSTS)].rstrip("\n")
    return len(_found(code, f"{host}\n\n{block}")) - len(_found(code, f"{host}\n"))


BAD, GOOD = list(enumerate(_blocks(good=False))), list(enumerate(_blocks(good=True)))


@pytest.mark.parametrize(("number", "case"), BAD, ids=lambda one: str(one)[:70])
def test_found(number: int, case: tuple[str, str]) -> None:
    assert _new(*case, number) > 0, case[1]


@pytest.mark.parametrize(("number", "case"), GOOD, ids=lambda one: str(one)[:70])
def test_not_found(number: int, case: tuple[str, str]) -> None:
    assert _new(*case, number) <= 0, case[1]
