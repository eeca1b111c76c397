"""Defects of what a persona must and must not do, alone or against its steps."""

from injection.values import Defect, Planted, Wording

_HELD_BY_NOTHING = frozenset({"MAN002", "MAN001"})
"""A ban is not held by the tools of the persona, or is broken by a step that it has already."""
_OTHERS_TOO = frozenset({"MAN005"})
"""Where several act, the other mandates of the persona in the passive have no subject either."""
_PEOPLE = ("The user approves the plan, sub-agents collect the material, and CI runs the checks.",)


def _against_step(rule: str, step: str, mark: str, mended: str) -> Wording:
    return Wording(
        Planted(rules=(rule,), steps=(step,)),
        Planted(rules=(rule,), steps=(mended,)),
        (mark,),
        _HELD_BY_NOTHING,
    )


def _one(rule: str, mended: str, *marks: str, notes: tuple[str, ...] = ()) -> Wording:
    return Wording(
        Planted(rules=(rule,), notes=notes),
        Planted(rules=(mended,), notes=notes),
        marks,
        _OTHERS_TOO if notes else frozenset(),
    )


def _two(first: str, second: str, mended: str, mark: str = "") -> Wording:
    said = mark or second
    return Wording(
        Planted(rules=(first, second)),
        Planted(rules=(first, mended)),
        (said, said.rstrip(".")),
        _HELD_BY_NOTHING,
    )


MANDATES = (
    Defect(
        1,
        "step breaks mandate",
        ("MAN001",),
        (
            _against_step(
                "You MUST NOT commit changes to the repository.",
                "Save the outcome with `git commit -am outcome`.",
                "git commit -am outcome",
                "Show the outcome to the user, who commits it.",
            ),
            _against_step(
                "Never push to a remote.",
                "Run `git push origin topic` so that colleagues see the branch.",
                "git push origin topic",
                "Tell the user that the branch is complete.",
            ),
            _against_step(
                "The agent is not allowed to merge branches.",
                "Bring the branches together: `git merge topic`.",
                "git merge topic",
                "Name the branches that belong together.",
            ),
            _against_step(
                "Deploying is forbidden.",
                "Roll the version out with `kubectl apply -f site.yaml`.",
                "kubectl apply -f site.yaml",
                "Describe how the version is rolled out.",
            ),
            _against_step(
                "Do not install packages.",
                "Fetch the parser with `pip install lark`.",
                "pip install lark",
                "List the packages that the user needs.",
            ),
            _against_step(
                "You must never delete files.",
                "Clear the drafts away with `rm drafts/old.txt`.",
                "rm drafts/old.txt",
                "List the drafts that are out of date.",
            ),
        ),
    ),
    Defect(
        2,
        "hedged mandate",
        ("MAN004",),
        (
            _one(
                "You should try to keep answers within one page if possible.",
                "You MUST keep answers within one page.",
                "if possible",
                "try to",
            ),
            _one(
                "Aim to name the author of every quote.",
                "Name the author of every quote.",
                "Aim to",
            ),
            _one(
                "You must, where feasible, cite the paragraph you rely on.",
                "You must cite the paragraph you rely on.",
                "where feasible",
            ),
            _one(
                "The agent should ideally date each entry.",
                "The agent must date each entry.",
                "ideally",
            ),
            _one(
                "Make every effort to answer on the same day.",
                "Answer on the same day.",
                "Make every effort",
                "Make every effort to",
            ),
            _one(
                "You must strive to translate headings as well.",
                "You must translate headings as well.",
                "strive to",
            ),
        ),
    ),
    Defect(
        3,
        "passive without subject",
        ("MAN005",),
        (
            _one(
                "Every figure MUST be validated before it is published.",
                "The agent MUST validate every figure before it is published.",
                "MUST be validated",
                notes=_PEOPLE,
            ),
            _one(
                "All summaries must be reviewed within a day.",
                "The user must review all summaries within a day.",
                "must be reviewed",
                notes=_PEOPLE,
            ),
            _one(
                "Names of persons must be removed from the minutes.",
                "The agent must remove names of persons from the minutes.",
                "must be removed",
                notes=_PEOPLE,
            ),
            _one(
                "Each result has to be archived at the end of the week.",
                "CI has to archive each result at the end of the week.",
                "has to be archived",
                notes=_PEOPLE,
            ),
            _one(
                "A backup shall be made before the table is changed.",
                "The agent shall make a backup before the table is changed.",
                "shall be made",
                notes=_PEOPLE,
            ),
        ),
    ),
    Defect(
        4,
        "approval by nobody",
        ("MAN007",),
        (
            _one(
                "Changes to the price list require approval.",
                "Changes to the price list require approval by the user.",
                "require approval",
            ),
            _one(
                "Never publish a page without permission.",
                "Never publish a page without the user's permission.",
                "without permission",
            ),
            _one(
                "Obtain sign-off before a rollout.",
                "Obtain the user's sign-off before a rollout.",
                "Obtain sign-off",
                "sign-off",
            ),
            _one(
                "New suppliers need prior approval.",
                "New suppliers need prior approval by the purchase manager.",
                "need prior approval",
            ),
            _one(
                "Approval is required before a record is archived.",
                "Approval by the archivist, who is the owner, is required before a record is archived.",
                "Approval is required",
            ),
            _one(
                "You MUST NOT renumber invoices until it has been approved.",
                "You MUST NOT renumber invoices until the user has approved it.",
                "until it has been approved",
                "approved",
                "been approved",
            ),
        ),
    ),
    Defect(
        5,
        "id used twice",
        ("SCH004",),
        (
            _two(
                "M81: Cite the law in its current version.",
                "M81: Answer in the language of the question.",
                "M82: Answer in the language of the question.",
                "M81",
            ),
            _two(
                "R-81: You must number every table.",
                "R-81: You must date every table.",
                "R-82: You must date every table.",
                "R-81",
            ),
            _two(
                "W81: Keep the glossary in alphabetical order.",
                "w81: State the source below each chart.",
                "W82: State the source below each chart.",
                "w81",
            ),
            _two(
                "RULE-81: Round amounts to two digits.",
                "RULE-81: Show amounts with their currency.",
                "RULE-82: Show amounts with their currency.",
                "RULE-81",
            ),
        ),
    ),
    Defect(
        6,
        "mandate stated twice",
        ("MAN009",),
        (
            _two(
                "You MUST cite a source for each figure.",
                "Always cite a source for each figure.",
                "Always cite a page for each quote.",
            ),
            _two(
                "Never quote private messages.",
                "Do not quote private messages.",
                "Do not quote anonymous letters.",
            ),
            _two(
                "Keep a list of the open questions.",
                "Keep a list of the open questions.",
                "Keep a list of the closed questions.",
            ),
            _two(
                "The agent must not guess a date of birth.",
                "Never guess a date of birth.",
                "Never guess a place of birth.",
            ),
            _two(
                "You must always ask for the reporting period.",
                "**Always** ask for the reporting period.",
                "**Always** ask for the cost centre.",
            ),
        ),
    ),
    Defect(
        7,
        "always and never",
        ("MAN003",),
        (
            _two(
                "Always include a table of contents.",
                "Never include a table of contents.",
                "Never include an index of persons.",
            ),
            _two(
                "You must translate proper names.",
                "You must not translate proper names.",
                "You must not translate trade names.",
            ),
            _two(
                "Do not abbreviate units of measurement.",
                "Always abbreviate units of measurement.",
                "Always abbreviate names of months.",
            ),
            _two(
                "The agent MUST archive finished tickets.",
                "The agent MUST NOT archive finished tickets.",
                "The agent MUST NOT archive disputed tickets.",
            ),
            _two(
                "Quoting from letters is forbidden.",
                "Always quote from letters.",
                "Always quote from statutes.",
            ),
        ),
    ),
    Defect(
        8,
        "step leaves the scope",
        ("MAN011", "MAN001"),
        (
            _against_step(
                "Only write files under `handbook/`.",
                "Edit `engine/start.py` so that the chapter is shown.",
                "engine/start.py",
                "Edit `handbook/start.md` so that the chapter is shown.",
            ),
            _against_step(
                "You MUST NOT edit files outside `notes/`.",
                "Update `plans/week.md` with the new date.",
                "plans/week.md",
                "Update `notes/week.md` with the new date.",
            ),
            _against_step(
                "Never modify anything under `vendor/`.",
                "Modify `vendor/parser/rules.js` for the new syntax.",
                "vendor/parser/rules.js",
                "Modify `parser/rules.js` for the new syntax.",
            ),
            _against_step(
                "The agent may write only to `reports/`.",
                "Append the totals to `ledger/totals.csv`.",
                "ledger/totals.csv",
                "Append the totals to `reports/totals.csv`.",
            ),
            _against_step(
                "Restrict all edits to `content/`.",
                "Change `layout/page.html` where the title is cut off.",
                "layout/page.html",
                "Change `content/page.html` where the title is cut off.",
            ),
        ),
    ),
)
