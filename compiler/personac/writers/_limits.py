"""What is longer than its client takes, found before anything is written."""

from collections.abc import Callable, Collection, Iterator, Sequence

from personac.api import Artifact, Document
from personac.diagnostics import Diagnostic, Label, Locator, Severity
from personac.identity import identity
from personac.model import Contract, NodeId, clauses
from personac.targets.form import Form, Limit
from personac.writers._documents import Page
from personac.writers._lines import joined

_UNITS: dict[str, Callable[[str], int]] = {
    "bytes": lambda text: len(text.encode("utf-8")),
    "characters": len,
    "utf16": lambda text: len(text.encode("utf-16-le")) // 2,
}
_NAMED = {"bytes": "bytes", "characters": "characters", "utf16": "UTF-16 units"}


def checked(form: Form, page: Page, file: Artifact, document: Document) -> tuple[Diagnostic, ...]:
    """A finding for every limit that is passed: an error where the client refuses the file, or
    where a mandate, gate or metric lies beyond its cut.
    """
    return tuple(
        found for limit in form.limits for found in _found(form, limit, page, file, document)
    )


def _found(
    form: Form, limit: Limit, page: Page, file: Artifact, document: Document
) -> Iterator[Diagnostic]:
    text = _measured(limit, page, file)
    number = _UNITS[limit.unit](text)
    if number <= limit.most:
        return
    nodes = _beyond(limit, page, file)
    beyond = _clauses(nodes, document) if limit.then == "cuts" else []
    wrong = limit.then == "refuses" or beyond
    yield Diagnostic(
        code="TGT002",
        name="limit-passed",
        severity=Severity.ERROR if wrong else Severity.WARNING,
        message=_message(form, limit, number, len(beyond)),
        why=limit.note or _WHY[limit.then],
        help=_HELP + (_OR_EXCLUDE.format(form.target) if wrong else ""),
        labels=tuple(beyond[:5]) or (_where(form, limit, nodes, document),),
    )


_HELP = "shorten it, or move parts of it into files that the agent reads when it needs them"
_OR_EXCLUDE = "; or leave it out for {} by `[[not-for]]` in the settings"
_WHY = {
    "refuses": "the client does not load such a file",
    "cuts": "what is beyond does not reach the model",
    "less": "not every product of this client takes so much",
}


def _message(form: Form, limit: Limit, number: int, beyond: int) -> str:
    what = "the file" if limit.what == "file" else f"`{limit.what}`"
    size = f"{what} for {form.target} has {number:,} {_NAMED[limit.unit]}"
    taken = f"{form.client} takes {limit.most:,}"
    lost = f"; {beyond} clauses lie beyond" if beyond > 1 else "; a clause lies beyond"
    return f"{size}, {taken}{lost if beyond else ''}"


def _measured(limit: Limit, page: Page, file: Artifact) -> str:
    if limit.what == "file":
        return file.content
    if limit.what == "prompt":
        return joined(page.prompt)
    found = (one.content for one in page.entries if one.key == limit.what)
    return str(next(found, ""))


def _beyond(limit: Limit, page: Page, file: Artifact) -> tuple[NodeId, ...]:
    """The nodes of the lines that the limit is passed in, or that come after it."""
    size, found = 0, dict[NodeId, None]()
    for text, nodes in _lines(limit, page, file):
        size += _UNITS[limit.unit](text)
        if size > limit.most:
            found.update(dict.fromkeys(nodes))
    return tuple(found)


def _clauses(nodes: Collection[NodeId], document: Document) -> list[Label]:
    lost = {*nodes}
    return [
        Label(Locator(node=clause.id, needle=clause.text))
        for holder, clause in clauses(document.persona)
        if isinstance(clause, Contract) and holder.id in lost
    ]


def _where(form: Form, limit: Limit, beyond: Sequence[NodeId], document: Document) -> Label:
    """Where the persona says what is too long, as far as it says that in one place."""
    stated = {entry.of for entry in form.keys if entry.key == limit.what}
    facts = identity(document.persona)
    if "description" in stated and facts.description:
        return Label(Locator(node=facts.description.node))
    if beyond:
        return Label(Locator(node=beyond[0]), f"{limit.most:,} are reached here")
    return Label(Locator(path=document.sources[0].path))


def _lines(limit: Limit, page: Page, file: Artifact) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is counted, line by line, with the nodes whose words it holds."""
    if limit.what == "prompt":
        yield from ((f"{line.text}\n", line.nodes) for line in page.prompt)
    elif limit.what == "file":
        nodes = {n: run.nodes for run in file.lines for n in range(run.first, run.last + 1)}
        for number, text in enumerate(file.content.split("\n"), 1):
            yield f"{text}\n", nodes.get(number, ())
