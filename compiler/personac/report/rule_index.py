"""Every code on one page: what it reports, how bad that is, and where its page is."""

from collections.abc import Iterator
from itertools import groupby

from personac import registry
from personac.api import Explained, Rule, Status

FAMILIES = {
    "SYN": "Syntax and format",
    "SCH": "Canonical schema",
    "IDN": "Identity and description",
    "TLS": "Tools and permissions",
    "MAN": "Mandates",
    "GAT": "Gates and metrics",
    "REF": "References",
    "REV": "Revisions",
    "TGT": "Targets and emission",
    "ENF": "Enforcement by clients",
    "SEC": "Security",
    "QLT": "Size and hygiene",
    "MRG": "Personas of several files",
    "CNV": "Conversions between dialects",
    "DIF": "Semantic changes",
    "SUP": "Suppressions",
    "INT": "personac itself",
}
"""Every family of codes that there is; a number is never given twice."""

_HEAD = """# Rules and codes

Generated from the page of each code; `personac explain CODE` prints the page. Rules are named by
their code, the start of it or their name, on the command line, in settings and in comments. A
severity stands at the rules that `personac lint` runs; *preview* ones run when they are named or
with `--preview`.
"""


def render() -> str:
    """The Markdown of ``docs/rules.md``."""
    rules = {rule.code: rule for rule in registry.rules()}
    codes = sorted(
        (code for code in registry.pages() if code[:3] in FAMILIES and code[3:].isdigit()),
        key=lambda code: (tuple(FAMILIES).index(code[:3]), code),
    )
    parts = [_HEAD]
    for family, below in groupby(codes, key=lambda code: code[:3]):
        parts.append(f"\n## {family}: {FAMILIES[family]}\n\n| code | name | severity | what |\n")
        parts.append("| --- | --- | --- | --- |\n")
        parts += (_row(code, rules.get(code)) for code in below)
    return "".join(parts)


def _row(code: str, rule: Rule | None) -> str:
    page = registry.pages()[code]
    name = page.title.partition(" ")[2]
    return f"| {code} | `{name}` | {_severity(rule)} | {_cell(page)} |\n"


def _severity(rule: Rule | None) -> str:
    if rule is None:
        return ""
    return f"{rule.severity}{', *preview*' if rule.status is Status.PREVIEW else ''}"


def _cell(page: Explained) -> str:
    return registry.lead(page).replace("|", "\\|")


def sections(page: Explained) -> Iterator[tuple[str, str]]:
    """The parts of a page by their headings; the lead is the part without one."""
    title, lines = "", list[str]()
    for line in page.text.split("\n")[1:]:
        if line.startswith("## "):
            yield title, "\n".join(lines).strip()
            title, lines = line.removeprefix("## "), []
        else:
            lines.append(line)
    yield title, "\n".join(lines).strip()
