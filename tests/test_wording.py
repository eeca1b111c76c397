"""Weak wording is found however it is put: phrases injected into the personas of this repository."""

import pytest

from helpers import PERSONAS, read
from personac import pipeline, registry
from personac.report.placed import placed

PHRASES = {
    "MAN004": (
        "The steward should try to keep each entry under two lines",
        "The agent must make reasonable efforts to find the owner",
        "The agent should aim to close the till before dusk",
        "Whenever practical, the agent must ask a second reader",
        "All dosages must be double-checked if at all possible",
        "The agent must seek to lower the number of retries",
        "Receipts must normally carry a signature",
        "Never leave a lamp burning where feasible",
        "The greenhouse must be aired daily, resources permitting",
        "You must endeavour to reply within an hour",
        "You must cite the source to the extent possible",
        "You must do your best to balance the ledger",
        "Credentials must be rotated on a best-effort basis",
        "You must prefer small batches where possible for speed",
        "Never skip the rehearsal unless it is impractical",
        "The guide must be short (under nine pages, ideally)",
        "The bell must be rung every hour, if you can",
    ),
    "MAN006": (
        "The layout must be clean and modern",
        "You must always produce high-quality output",
        "Error messages must be helpful and easy to understand",
        "You must handle failures gracefully",
        "Always follow industry best practices",
        "You must apply good coding practices and coding standards",
        "All handlers must be properly tested",
        "The service must perform well",
        "Reports must look professional",
        "You must use common sense",
        "Answers must be of high quality",
        "The upload must be fast and secure",
        "The article must be interesting and well written",
        "All output must meet the highest quality standards",
        "Work must be done carefully",
        "You must ensure that the design is elegant",
        "You must keep the cellar tidy",
        "You must do a good job",
    ),
    "MAN007": (
        "No schema change may ship without approval",
        "You must obtain sign-off before the keys are rotated",
        "Do not publish a leaflet until it has been approved",
        "Refunds above 40 euros must be approved first",
        "You must only open the sluice with explicit permission",
        "Never drop a table unless authorized",
        "You must ask permission before the price list changes",
        "Approval must be obtained before any firmware update",
        "Every outage notice must have approval",
        "You must submit the draft for approval before it goes out",
        "You must get approval before deleting user accounts",
        "Never touch security groups without consent",
        "You must wait for the go-ahead before the valve opens",
        "No unapproved deployments",
        "A second approval is required for transfers",
        "You must never switch third-party brokers without prior approval",
        "You must stop and ask for explicit confirmation before a purge",
        "All merges must be subject to approval",
    ),
    "MAN012": (
        "You must encrypt the export where appropriate",
        "Always add a rollback plan as needed",
        "You must notify the harbour office when necessary",
        "You must use the slow path if you deem it necessary",
        "You must round the totals as you see fit",
        "You must call the vet at your discretion",
        "You must mask card numbers when relevant",
        "You must retry the upload if it makes sense",
        "You must archive old tickets as the situation requires",
        "Never skip the checksum unless there is a good reason",
        "You must sign the manifest using your best judgement",
        "Never round the totals except in special circumstances",
        "Always add a chart if it seems useful",
        "Never change the locks unless justified",
    ),
    "QLT003": (
        "Releases must be agreed with [Name]",
        "The reply must be sent within TBD",
        "Refunds over [amount] must be counted twice",
        "Escalation contact: TBD",
        "**Owner:** To be determined",
        "Insert the list of harbours here",
        "TODO: say what holds at night",
        "The retention period is to be defined",
        "Never call more than [number] suppliers",
        "**Limit:** as configured",
        "The keeper of the keys is TBD",
        "To be written",
    ),
}
PLACES = {
    "bullets": ("", "- {}", ""),
    "numbers": ("", "1. {}", ""),
    "stars with a full stop": ("", "* {}.", ""),
    "a checklist": ("", "- [ ] {}", ""),
    "elements": ("<rules>", "  <rule>{}</rule>", "</rules>"),
}


GATES = frozenset({"MAN006"})
"""What is a gate in a checklist, which another rule reports."""
CASES = [
    (code, place)
    for code in PHRASES
    for place in PLACES
    if place != "a checklist" or code not in GATES
]


@pytest.mark.parametrize(("code", "place"), CASES)
def test_found(code: str, place: str) -> None:
    """Each of the injected lines is reported by its rule, and no line before them."""
    opening, form, closing = PLACES[place]
    lines = [form.format(phrase) for phrase in PHRASES[code]]
    for path in PERSONAS:
        text = path.read_text("utf-8").rstrip("\n") + f"\n\n## Rules\n\n{opening}\n"
        found = _lines(text + "\n".join(lines) + f"\n{closing}\n", path.name, code)
        first = text.count("\n") + 1
        missed = [line for number, line in enumerate(lines, first) if number not in found]
        assert not missed, path.name
        assert min(found) == first, path.name


def _lines(text: str, name: str, code: str) -> set[int]:
    """The lines where findings of the rule begin."""
    document = read(text, f"personas/{name}")
    found = pipeline.lint(document, tuple(one for one in registry.rules() if one.code == code))
    sources = {source.path: source for source in document.sources}
    places = (one.primary for one in placed(found, sources, document.origins))
    return {place.start.line for place in places if place is not None}
