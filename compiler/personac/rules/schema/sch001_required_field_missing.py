"""SCH001: a persona without a name, a purpose or instructions."""

import re
from collections.abc import Iterator

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Label, Locator, Severity
from personac.identity import Identity, identity
from personac.model import Code, Field, Persona, Section, walk
from personac.rules.schema._purpose import has_instructions, states_purpose
from personac.source import Span
from personac.text.slug import slug

_NAMED = re.compile(r"^\s{0,8}(?:name|id|slug)\s*:\s*\S", re.MULTILINE)
_NAMED_BY_FILE = (".agent.md", ".chatmode.md")


def check(context: LintContext) -> Iterator[Finding]:
    persona = context.document.persona
    if _is_editor_rule(persona) or _is_settings(persona):
        return
    if not {"name", "description"} <= _header_kinds(persona):
        yield from _unstated(context, identity(persona))
    if not has_instructions(persona):
        yield Finding(
            message=f"`{persona.id}` has no instructions",
            help="write below the header what the agent does and what it must not do",
            labels=(_top(context),),
        )


def _is_editor_rule(persona: Persona) -> bool:
    """Whether it is a rule file for an editor, which has no name."""
    return any(isinstance(n, Field) and n.key in ("globs", "alwaysApply") for n in persona.header)


def _is_settings(persona: Persona) -> bool:
    """Whether its XML says that it holds settings for a persona elsewhere."""
    tags = [node.tag for node in walk(*persona.body) if isinstance(node, Section) and node.tag]
    return bool(tags) and tags[0].lower().endswith("config")


def _header_kinds(persona: Persona) -> set[str]:
    return {node.kind for node in persona.header if isinstance(node, Field) and node.value}


def _unstated(context: LintContext, facts: Identity) -> Iterator[Finding]:
    """What is missing; a file without any header may be meant as no persona at all."""
    doubtful = None if _is_declared(context) else Severity.HINT
    titled = facts.title and not _is_listed_by_name(context)
    if not (facts.name or facts.handle or titled or _named_otherwise(context)):
        yield Finding(
            message="the persona has no name",
            help=_name_line(context),
            labels=(_top(context),),
            severity=doubtful,
        )
    if not _has_purpose(context, facts):
        yield Finding(
            message=f"`{context.document.persona.id}` does not say what it is for",
            help=_purpose_line(context),
            labels=(_top(context),),
            severity=doubtful,
        )


def _is_listed_by_name(context: LintContext) -> bool:
    """Whether the client of the file reads its name from the frontmatter alone."""
    path = f"/{context.document.sources[0].path}".replace("\\", "/")
    return "/.claude/agents/" in path and context.document.dialect == "frontmatter"


def _is_declared(context: LintContext) -> bool:
    """Whether the file says in some way that it is a persona."""
    dialect, header = context.document.dialect, context.document.persona.header
    return dialect != "frontmatter" or bool(header)


def _has_purpose(context: LintContext, facts: Identity) -> bool:
    named_by_role = context.document.dialect == "role" and facts.name is not None
    return named_by_role or states_purpose(context.document.persona, facts)


def _named_otherwise(context: LintContext) -> bool:
    """Whether the canonical id or a block of YAML names it or, for some clients, its file."""
    if any(isinstance(n, Code) and _NAMED.search(n.text) for n in context.document.persona.body):
        return True
    if context.document.dialect == "canonical":
        return True
    if context.document.sources[0].path.endswith(_NAMED_BY_FILE):
        return True
    return any(isinstance(n, Field) and n.kind == "mode" for n in context.document.persona.header)


def _name_line(context: LintContext) -> str:
    if (late := _late_header(context)) is not None:
        return late
    stem = slug(context.document.persona.id) or "my-agent"
    lines = {"handle": f"add `Agent_Handle: {stem}`", "role": "add a title `# Role: …`"}
    lines["xml"] = f'add `<persona name="{stem}">`'
    return lines.get(context.document.dialect, f"add `name: {stem}` to the frontmatter")


def _purpose_line(context: LintContext) -> str:
    if (late := _late_header(context)) is not None:
        return late
    lines = {"handle": "`Agent_Role:` or a `Mandate` section", "xml": "a `<role>` element"}
    place = lines.get(context.document.dialect, "a `description:`")
    return f"add {place} that says what it does and when to call it"


def _late_header(context: LintContext) -> str | None:
    """What to do when the frontmatter does not start the file, so that nobody finds it."""
    text = context.document.sources[0].text
    if text.startswith("---") or not text.lstrip().startswith("---\n"):
        return None
    return "move the `---` of the frontmatter to the first line of the file"


def _top(context: LintContext) -> Label:
    source = context.document.sources[0]
    start = len(source.text) - len(source.text.lstrip())
    end = source.text.find("\n", start)
    return Label(Locator(path=source.path, span=Span(start, end if end >= 0 else len(source.text))))


RULE = Rule(
    code="SCH001",
    name="required-field-missing",
    severity=Severity.ERROR,
    why="without name, purpose and instructions no client can list, choose or run the persona",
    check=check,
)
