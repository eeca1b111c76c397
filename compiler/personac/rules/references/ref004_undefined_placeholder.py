"""REF004: a placeholder that the persona never defines, or spells in two ways."""

from collections import Counter
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.rules.references._placeholders import Use, defined, fills_all, is_host_variable, uses
from personac.rules.references._text import MAX_LABELS, label, may_hold

_MARKS = ("{{", "<", "__", "${", "[INSERT ", "[YOUR ", "[FILL IN ", "[REPLACE WITH ", "[ENTER ")
MAX_SINGLE = 5


def check(context: LintContext) -> Iterator[Finding]:
    if not may_hold(context, _MARKS):
        return
    found = list(uses(context.document.persona))
    if found:
        yield from _undefined(context, found)
        yield from _mixed(found)


def _undefined(context: LintContext, found: list[Use]) -> Iterator[Finding]:
    known = defined(context.document.persona, found)
    first: dict[str, Use] = {}
    for use in found:
        if use.name not in known and not _needs_no_definition(use):
            first.setdefault(use.name, use)
    if not first or fills_all(context.document.persona):
        return
    if len(first) > MAX_SINGLE:
        yield _all_undefined(list(first.values()))
        return
    for name, use in first.items():
        places = [u for u in found if u.name == name and u.style != "single"]
        yield Finding(
            message=f"nothing says what `{use.written}` stands for",
            help=_advice(use),
            labels=tuple(label(u.node, u.written) for u in places[:MAX_LABELS]),
        )


def _needs_no_definition(use: Use) -> bool:
    return use.style == "single" or (use.style == "shell" and is_host_variable(use.name))


def _all_undefined(first: list[Use]) -> Finding:
    listed = ", ".join(f"`{use.written}`" for use in first[:MAX_LABELS])
    return Finding(
        message=f"nothing says what {len(first)} placeholders stand for: {listed}, …",
        help=_advice(first[0]),
        labels=tuple(label(use.node, use.written) for use in first[:MAX_LABELS]),
    )


def _advice(use: Use) -> str:
    if use.style == "insert":
        return f"write the text that `{use.written}` asks for"
    return f"list `{use.written}` among the inputs with what it stands for, or write the value"


def _mixed(found: list[Use]) -> Iterator[Finding]:
    """The names that stand both in single and in double braces."""
    styles = {style: {u.name for u in found if u.style == style} for style in ("single", "double")}
    both = styles["single"] & styles["double"]
    if not both:
        return
    common = Counter(u.style for u in found if u.style in styles).most_common(1)[0][0]
    odd = next(u for u in found if u.name in both and u.style in styles and u.style != common)
    usual = next(u for u in found if u.name == odd.name and u.style == common)
    more = f" (and {len(both) - 1} more in both styles)" if len(both) > 1 else ""
    yield Finding(
        message=f"`{odd.written}` is also written `{usual.written}`{more}",
        help=f"write `{usual.written}` everywhere",
        labels=(label(odd.node, odd.written), label(usual.node, usual.written, "written so here")),
    )


RULE = Rule(
    code="REF004",
    name="undefined-placeholder",
    severity=Severity.WARNING,
    why="the agent gets the braces as text, or fills them in with a guess",
    check=check,
)
