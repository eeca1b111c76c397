"""Defects of gates and of the figures in them."""

from injection.values import Defect, Gate, Planted, Wording

_STEP = "Pass gate G81 before the result is handed over."


def _gated(bad: str, good: str, *marks: str, name: str = "Result") -> Wording:
    return Wording(
        Planted(gates=(Gate("G81", name, bad),), steps=(_STEP,)),
        Planted(gates=(Gate("G81", name, good),), steps=(_STEP,)),
        (*marks, *(mark.rstrip(".") for mark in marks)),
    )


def _beside(gate: str, step: str, mended: str, *marks: str) -> Wording:
    """The finding is on the figure that stands later: in the step, or in the gate."""
    gates = (Gate("G81", "Intake", gate),)
    return Wording(
        Planted(gates=gates, steps=(f"{step} Then pass gate G81.",)),
        Planted(gates=gates, steps=(f"{mended} Then pass gate G81.",)),
        marks,
    )


def _orphan(first: Gate, second: Gate, only: str, both: str) -> Wording:
    gates = (first, second)
    return Wording(
        Planted(gates=gates, steps=(only,)), Planted(gates=gates, steps=(both,)), (second.id,)
    )


def _unowned(first: Gate, second: Gate, step: str) -> Wording:
    return Wording(
        Planted(gates=(first, second._replace(owner="")), steps=(step,)),
        Planted(gates=(first, second), steps=(step,)),
        (second.id,),
    )


_SOURCES = Gate("G81", "Sources", "Every quote has a source.")
_DATES = Gate("G82", "Dates", "Every entry has a date.")
_TOTALS = Gate("QG-81", "Totals", "The totals of both tables are equal.", owner="the bookkeeper")
_TAXES = Gate("QG-82", "Taxes", "Every invoice shows its tax rate.", owner="the bookkeeper")
_LINKS = Gate("T81", "Link check", "No link of the page leads to an error.", owner="the editor")
_ALT = Gate("T82", "Picture check", "Each picture has a description.", owner="the editor")
_UNITS = Gate("GATE-81", "Units", "All lengths are in metres.", owner="the surveyor")
_MAPS = Gate("GATE-82", "Maps", "All maps name their projection.", owner="the surveyor")

GATES = (
    Defect(
        9,
        "gate without criterion",
        ("GAT001",),
        (
            _gated(
                "The text must be good.",
                "The text has at most 300 words.",
                "The text must be good.",
            ),
            _gated("High quality.", "Zero open comments.", "High quality."),
            _gated(
                "The design must be clean and elegant.",
                "The design uses at most three colours.",
                "The design must be clean and elegant.",
            ),
            _gated(
                "Documentation should be excellent.",
                "Every public function has an example.",
                "Documentation should be excellent.",
            ),
            _gated(
                "The answer is appropriate.",
                "The answer names a paragraph of the law.",
                "The answer is appropriate.",
            ),
        ),
    ),
    Defect(
        10,
        "figure without unit",
        ("GAT002",),
        (
            _gated(
                "The response time of the form stays under 200.",
                "The response time of the form stays under 200 ms.",
                "under 200",
            ),
            _gated("p95 latency < 250", "p95 latency < 250 ms", "< 250"),
            _gated(
                "The test coverage of the parser is at least 85.",
                "The test coverage of the parser is at least 85 %.",
                "at least 85",
            ),
            _gated(
                "The download has a file size below 40.",
                "The download has a file size below 40 MB.",
                "below 40",
            ),
            _gated(
                "Build time must not exceed 12.",
                "Build time must not exceed 12 minutes.",
                "must not exceed 12",
                "not exceed 12",
                "exceed 12",
            ),
        ),
    ),
    Defect(
        11,
        "two figures for one metric",
        ("GAT004",),
        (
            _beside(
                "The failure rate of imports is below 20 %.",
                "Send the batch on when the failure rate of imports is below 30 %.",
                "Send the batch on when the failure rate of imports is below 20 %.",
                "below 30 %",
                "below 20 %",
            ),
            _beside(
                "The error rate of scans stays under 2%.",
                "Stop only if the error rate of scans is above 5%.",
                "Stop only if the error rate of scans is above 2%.",
                "above 5%",
                "under 2%",
            ),
            _beside(
                "Test coverage of the reader is at least 90 %.",
                "Go on once the test coverage of the reader is at least 70 %.",
                "Go on once the test coverage of the reader is at least 90 %.",
                "at least 70 %",
                "at least 90 %",
            ),
            _beside(
                "The load time of the map is under 2 s.",
                "Publish when the load time of the map is under 6 s.",
                "Publish when the load time of the map is under 2 s.",
                "under 6 s",
                "under 2 s",
            ),
            _beside(
                "Duplicate rate of records <= 1%",
                "Release the records at a duplicate rate of records <= 4%.",
                "Release the records at a duplicate rate of records <= 1%.",
                "<= 4%",
                "<= 1%",
            ),
        ),
    ),
    Defect(
        12,
        "gate that nothing refers to",
        ("GAT005",),
        (
            _orphan(
                _SOURCES, _DATES, "Pass gate G81 before the hand-over.", "Pass gates G81 and G82."
            ),
            _orphan(
                _TOTALS, _TAXES, "Check QG-81 with the ledger.", "Check QG-81 and QG-82 in turn."
            ),
            _orphan(_LINKS, _ALT, "Do not go on unless T81 holds.", "Go on when T81 and T82 hold."),
            _orphan(
                _UNITS, _MAPS, "Hand over after GATE-81.", "Hand over after GATE-81 and GATE-82."
            ),
        ),
    ),
    Defect(
        13,
        "gate without owner",
        ("GAT007",),
        (
            _unowned(_SOURCES, _DATES, "Pass gates G81 and G82 before the hand-over."),
            _unowned(_TOTALS, _TAXES, "Check QG-81 and QG-82 with the ledger."),
            _unowned(_LINKS, _ALT, "Go on when T81 and T82 hold."),
            _unowned(_UNITS, _MAPS, "Hand over after GATE-81 and GATE-82."),
        ),
    ),
)
