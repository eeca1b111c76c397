"""Whether the names in the file of a target are ones that personac knows."""

from collections.abc import Iterator
from difflib import get_close_matches

from personac.errors import UsageError
from personac.tables.models import vendors
from personac.tables.tools import all_tools, clients
from personac.targets.form import Form


def check_known(form: Form) -> None:
    """Raises ``UsageError`` for the first that is not: it would never match anything."""
    for where, name, known in _named(form):
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
            raise UsageError(f"{form.target}.toml: `{where}` names `{name}`; {hint}")


def _named(form: Form) -> Iterator[tuple[str, str, list[str]]]:
    for vendor in form.model.vendors:
        yield "model.vendors", vendor, sorted(vendors())
    for tool in form.tools.names:
        yield "tools.names", tool, [*all_tools()]
    if form.tools.vocabulary:
        yield "tools.vocabulary", form.tools.vocabulary, sorted(clients())
