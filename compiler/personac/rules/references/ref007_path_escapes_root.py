"""REF007: a link or include that leads out of the project."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from personac.api import Finding, LintContext, Rule
from personac.diagnostics import Severity
from personac.identity import text_of
from personac.model import Field, NodeId
from personac.rules.references._text import label, may_hold, texts
from personac.source import written_at

_LINK = re.compile(
    r"\]\(<?(?P<link>\.{0,2}/?[^)\s>:#]{1,300})(?:#[^)\s>]*)?>?(?:\s+\"[^\"]*\")?\)"
    r"|(?:^|(?<=[\s`]))@(?P<include>\.{1,2}/[^\s`\"'<>()]{1,300})"
    r"|(?P<tick>`)(?P<code>\.\./[\w./@-]{1,300}\.[a-z]{2,5})`"
    r"|\{\{>\s*(?P<partial>\.\./[^\s}]{1,300})\s*\}\}"
    r"|(?<![\w./@`'\"(])(?P<bare>\.\./[\w./@-]{1,300}\.[a-z]{2,5})(?![\w/`'\"])"
)
_BANNED = re.compile(
    r"(?:\b(?:never|not|don['’]t) (?:\w+ly )?(?:open|read|load|access|follow|use|touch|accept|write|import|include)\b"
    r"|\b(?:refuse|reject|avoid|forbid\w*|such as|like|e\.g\.))[^.;\n]{0,40}$",
    re.IGNORECASE,
)
"""Before a path that nobody is to open."""
_INCLUDES = frozenset({"includes", "include", "extends"})


def check(context: LintContext) -> Iterator[Finding]:
    if not may_hold(context, ("../",)):
        return
    for node, written in _references(context):
        here = _folder(context, node)
        if not here.startswith(("/", "..")) and _escapes(here, written):
            yield Finding(
                message=f"`{written}` leads out of the project",
                help="copy what it leads to into the project, and refer to the copy",
                labels=(label(node, written),),
            )


def _folder(context: LintContext, node: NodeId) -> str:
    """The folder of the file that states ``node``, from the root of the project."""
    first = context.document.sources[0].path
    written = written_at(context.document.origins.get(node))
    path = written.path if written else first
    if path == first:
        path = next(iter(context.options.get("path", ())), first)
    return posixpath.normpath(posixpath.dirname(path.replace("\\", "/")))


def _references(context: LintContext) -> Iterator[tuple[NodeId, str]]:
    persona = context.document.persona
    for field in persona.header:
        if isinstance(field, Field) and field.key.lower() in _INCLUDES:
            yield from ((field.id, one.strip()) for one in text_of(field.value).split(","))
    for node, words in texts(persona):
        if "../" in words:
            for match in _LINK.finditer(words):
                if not _BANNED.search(words, max(0, match.start() - 90), match.start()):
                    yield node, match[match.lastgroup or ""]


def _escapes(here: str, written: str) -> bool:
    path = unquote(written).replace("\\", "/")
    if "../" not in path or path.startswith("/"):
        return False
    return posixpath.normpath(posixpath.join(here, path)).split("/")[0] == ".."


RULE = Rule(
    code="REF007",
    name="path-escapes-root",
    severity=Severity.ERROR,
    why="nobody else has what lies there, and a reader that follows it reads files of its host",
    check=check,
)
