"""Defects of gates, thresholds, protocols and places, in sentences of many shapes, as each dialect
writes them: found in every one, and what is nearly the same and right in none.
"""

import pytest

from helpers import read
from injection.lines import escaped
from injection.yaml import quoted
from judged import across, findings
from personac import registry

RULES = {rule.code: rule for rule in registry.rules()}
HEADER = "---\nname: keeper\ndescription: Keeps things in order. Use when something changes.\n---\n"
STEPS = ("Read the list.", "Pass G1 and G2, then hand over.")
DATES = "**G1 Dates**: every entry has a date; otherwise stop. Owner: the clerk."
Parts = dict[str, tuple[str, ...]]
"""What stands in the gates, steps, rules and protocols of a persona."""


def _markdown(parts: Parts) -> tuple[str, str]:
    titles = {"rules": "Rules", "protocols": "Protocols", "gates": "Quality Gates"}
    lists = (
        f"\n## {titles[k]}\n\n" + "".join(f"- {one}\n" for one in parts[k])
        for k in titles
        if parts[k]
    )
    steps = "".join(f"{n}. {one}\n" for n, one in enumerate(parts["steps"], 1))
    return f"{HEADER}\n# Keeper\n{''.join(lists)}\n## Workflow\n\n{steps}", "frontmatter-md/a.md"


def _xml(parts: Parts) -> tuple[str, str]:
    tags = {"rules": "r", "protocols": "protocol", "gates": "gate", "steps": "step"}
    outer = {"gates": "quality_gates", "steps": "workflow"}
    blocks = (
        f"<{outer.get(k, k)}>\n"
        + "".join(f"<{tag}>{escaped(one)}</{tag}>\n" for one in parts[k])
        + f"</{outer.get(k, k)}>\n"
        for k, tag in tags.items()
        if parts[k]
    )
    return f"{HEADER}\n```xml\n<agent>\n{''.join(blocks)}</agent>\n```\n", "xml-persona/a.md"


def _yaml(parts: Parts) -> tuple[str, str]:
    keys = {"protocols": "protocols", "gates": "quality_gates", "steps": "workflow"}
    rules = "".join(f"      - {quoted(one)}\n" for one in parts["rules"])
    lists = (
        f"  {key}:\n" + "".join(f"    - {quoted(one)}\n" for one in parts[k])
        for k, key in keys.items()
        if parts[k]
    )
    text = "agent:\n  metadata:\n    name: A\n  persona:\n    role: Keeper\n"
    return f"{text}    principles:\n{rules}{''.join(lists)}" if rules else text + "".join(
        lists
    ), "bmad-yaml/a.agent.yaml"


DIALECTS = (_markdown, _xml, _yaml)


def _parts(**given: tuple[str, ...]) -> Parts:
    return {"gates": (), "steps": STEPS, "rules": (), "protocols": (), **given}


def _gate(words: str) -> Parts:
    return _parts(gates=(DATES, words))


def _step(words: str) -> Parts:
    return _parts(steps=("Look at the list.", words))


def _pair(first: str, step: str) -> Parts:
    """A gate when it has its consequence, else a rule, and a step beside it."""
    if ";" in first:
        return _parts(gates=(f"**G1 Check**: {first}",), steps=("Look at the list.", step))
    return _parts(rules=(first,), steps=("Look at the list.", step))


def _opened(form: str, used: str, last: str = "") -> Parts:
    gate = form.format("the ink is dry; otherwise stop.")
    first = gate.replace("2", "1").replace("the ink is dry", "each sheet is counted")
    owner = " Owner: the printer." if last else ""
    return _parts(
        gates=(first + owner, gate + (last if last != "-" else "")), steps=("Print.", used)
    )


def _beside(second: str) -> Parts:
    first = "**G1 Seal**: the seal is whole; if not, refuse the parcel. Owner: the clerk."
    return _parts(gates=(first, f"**G2 Label**: {second} Owner: the clerk."))


def _protocol(form: str, step: str) -> Parts:
    return _parts(protocols=(form,), steps=("Look.", step))


FORMS = (
    "**G2 Ink**: {}",
    "G2 Ink dry: {}",
    "`G2`: {}",
    "**Gate G2**: {}",
    "**G2 (Ink)**: {}",
    "[G2] {}",
    "G2 - {}",
    "**G2 - Ink.** {}",
)
PROTOCOLS = (
    "**P-FOG - Fog**: sound the horn",
    "P-FOG Fog: sound it",
    "`P-FOG`: sound it",
    "Protocol P-FOG: sound it",
)
BAD: dict[str, tuple[Parts, ...]] = {
    "GAT001": tuple(
        map(
            _gate,
            (
                "**G2 Layout**: the layout looks professional; if it does not, redo it. Owner: the typesetter.",
                "G2: translations read naturally, otherwise go back to step 1. Owner: the translator.",
                "**G2 Sound**: levels are appropriate - stop if not. Approver: the engineer.",
                "G2 Trail: signposts are well placed; send the crew back otherwise. Owner: the ranger.",
                "**G2** The kitchen is clean and tidy. Not passed: close it. Owner: the cook.",
                "**G2 Letters**: letters are polite; failing that, start anew. Owner: the secretary.",
                "G2 - The catalogue is in good shape (owner: the librarian; on failure: stop).",
            ),
        )
    ),
    "GAT004": (
        _pair(
            "the loss of seedlings stays below 4 %; otherwise stop.",
            "If the loss of seedlings is above 9 %, stop.",
        ),
        _pair(
            "the queue length is at most 12 parcels; otherwise stop.",
            "Close it once the queue length exceeds 20 parcels.",
        ),
        _pair(
            "Moisture of the hay must stay under 15 %.",
            "Reject the bale when the moisture of the hay is over 18 %.",
        ),
        _pair(
            "a tour takes at most 90 minutes; otherwise ask.",
            "Abort any tour that takes longer than 2 hours.",
        ),
        _pair(
            "Pull requests must not exceed 300 changed lines.",
            "Split a pull request with more than 500 changed lines.",
        ),
        _pair(
            "Try to reach the office at most 3 times.",
            "Give up when more than 6 attempts to reach the office have failed.",
        ),
        _pair(
            "the contrast of captions is at least 7:1; else stop.",
            "Publish when the contrast of captions is at least 4.5:1.",
        ),
        _pair(
            "at least 95 % of letters are answered; otherwise stop.",
            "Go on when at least 80 % of letters are answered.",
        ),
        _pair(
            "The number of open orders must not be greater than 40.",
            "Do not take orders when the number of open orders is greater than 60.",
        ),
    ),
    "GAT005": tuple(_opened(form, "Pass G1, then bind.") for form in FORMS),
    "GAT006": tuple(_opened(form, "Pass G1, G2 and G9, then bind.") for form in FORMS),
    "GAT007": tuple(_opened(form, "Pass G1 and G2, then bind.", "-") for form in FORMS),
    "GAT008": tuple(
        map(
            _beside,
            (
                "the label is readable.",
                "at least 95 % of labels are straight.",
                "each label has a date.",
            ),
        )
    ),
    "REF001": tuple(_protocol(form, "In winter P-ICE is in force.") for form in PROTOCOLS),
    "REF003": tuple(
        map(
            _step,
            (
                "Read /root/tides/table.csv first.",
                "The plans are in `E:/plans/harbour/north.pdf`.",
                "Copy it to /opt/mirela/lists/today.txt.",
                "Open `/Volumes/Backup/tides/2020.csv`.",
                "Take them from /data/home/jonas/numbers.csv.",
                "Use `~petra/bin/tide`.",
            ),
        )
    ),
    "REF004": tuple(
        map(
            _step,
            (
                "Write to <BERTH_NAME> first.",
                "Open __PILOT_URL__ first.",
                "Use the key in `<PILOT_KEY>`.",
            ),
        )
    ),
    "QLT003": tuple(
        map(
            _step,
            (
                "Ask [Name of the pilot] before you cast off.",
                "Tell <your supervisor> of it.",
                "Call [PILOT PHONE] at night.",
            ),
        )
    ),
    "REF007": tuple(
        map(_step, ("Take it from ../../../tides/table.csv.", "Source: ../../../shared/base.yaml"))
    ),
}
GOOD: dict[str, tuple[Parts, ...]] = {
    "GAT001": tuple(
        map(
            _gate,
            (
                "**G2 Layout**: no line is longer than 70 letters; if one is, redo it. Owner: the typesetter.",
                "G2 Rope: two persons hold the rope. On failure: halt. Owner: the rigger.",
                "**G2**: the bell rings; otherwise stop. Owner: the sexton.",
                "**G2 Look**: good, when the checklist `window.md` is ticked.",
                "**G2 Speed**: the page is fast. Record the load times. Owner: the editor.",
            ),
        )
    ),
    "GAT004": (
        _pair(
            "the loss of seedlings stays below 4 %; otherwise stop.",
            "Warn the gardener as soon as the loss of seedlings is above 3 %.",
        ),
        _pair(
            "Berth utilisation must stay below 90 %.",
            "Warn the pilot as soon as berth utilisation exceeds 80 %.",
        ),
        _pair(
            "Moisture of the hay must stay under 15 %.",
            "Reject the bale when the moisture of the straw is over 18 %.",
        ),
        _pair(
            "The level of the tank must stay below 90 %.",
            "Refill the tank when the level of the tank is below 20 %.",
        ),
        _pair(
            "Compress a picture when it is larger than 1 MB.", "The picture must not exceed 3 MB."
        ),
        _pair("Page 12 must be under 3 MB.", "Page 14 must be under 5 MB."),
        _pair("Wait at most 5 minutes for the ferry.", "Wait at most 10 minutes for the bus."),
    ),
    "GAT005": tuple(_opened(form, "Pass G1 and G2, then bind.") for form in FORMS),
    "GAT006": tuple(_opened(form, "Pass G1 and G2, then bind.") for form in FORMS),
    "GAT007": tuple(
        _opened(form, "Pass G1 and G2, then bind.", " Owner: the binder.") for form in FORMS
    ),
    "GAT008": tuple(
        map(
            _beside,
            (
                "the label is readable; otherwise stop.",
                "the label is straight, or it is printed anew.",
            ),
        )
    ),
    "REF001": tuple(_protocol(form, "In winter P-FOG is in force.") for form in PROTOCOLS),
    "REF003": tuple(
        map(
            _step,
            (
                "The tool is in /opt/tide/bin/tide.",
                "The home of root is /root.",
                "GET /api/users/42 gives one keeper.",
                "About ~ten/twelve come.",
                "Open https://example.org/home/petra/a.",
            ),
        )
    ),
    "REF004": tuple(
        map(
            _step,
            (
                "Fill in `<KEEPER_NAME>` with the name of the keeper.",
                "Press <CTRL>.",
                "Mark tools `<TO_BE_SET>` in it.",
            ),
        )
    ),
    "QLT003": tuple(map(_step, ("Ask [the leader](leader.md).", "Answer [yes or no]."))),
    "REF007": tuple(map(_step, ("Avoid ../../../tmp.txt.", "Never open `../../../secret.md`."))),
}


def _cases(of: dict[str, tuple[Parts, ...]]) -> list[tuple[str, Parts]]:
    return [(code, parts) for code, some in of.items() for parts in some]


def _found(code: str, text: str, path: str) -> int:
    document = read(text, path)
    alone = across([document], RULES[code]) if RULES[code].compare else ()
    return len([*findings(document, RULES[code]), *alone])


@pytest.mark.parametrize(("code", "parts"), _cases(BAD), ids=lambda one: str(one)[:60])
def test_found(code: str, parts: Parts) -> None:
    """In every dialect; a place that is to be filled in is reported by one of two rules."""
    for text, path in (dialect(parts) for dialect in DIALECTS):
        assert _found(code, text, path) > 0, text
        other = {"REF004": "QLT003", "QLT003": "REF004"}.get(code)
        assert other is None or _found(other, text, path) == 0, text


@pytest.mark.parametrize(("code", "parts"), _cases(GOOD), ids=lambda one: str(one)[:60])
def test_not_found(code: str, parts: Parts) -> None:
    for text, path in (dialect(parts) for dialect in DIALECTS):
        assert _found(code, text, path) == 0, text
