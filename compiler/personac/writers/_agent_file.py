"""The agent file of a target that is data: every node carried or lost, every guard answered."""

from collections.abc import Sequence
from functools import partial

from personac.api import Artifact, Document, Emission, Frame, Guard, LossKind, Outcome, Writer
from personac.model import Field, Persona
from personac.passes.tool_list import TOOL_FIELDS
from personac.tables.models import vendors
from personac.targets.form import Form, Syntax
from personac.targets.schema import schema_of
from personac.writers._documents import Page, document, frame, one_line
from personac.writers._enforcement import enforcement
from personac.writers._entries import Keyed, known_settings, say_what_differs, stated
from personac.writers._grants import grants, prose
from personac.writers._held import Held
from personac.writers._identity import account_header, description
from personac.writers._known import check_known
from personac.writers._last_match import held_by_permissions
from personac.writers._ledger import Ledger
from personac.writers._limits import checked
from personac.writers._lines import Line, artifact, tools_section
from personac.writers._naming import account_name, fitting_name
from personac.writers._prompt import between, escaped, introduced, kept_apart, prompt
from personac.writers._tool_keys import held_by_list
from personac.writers._tool_names import vocabulary


def writer_of(form: Form) -> Writer:
    """The writer that the file of a target describes; raises ``UsageError`` for unknown names."""
    check_known(form)
    return Writer(
        name=form.target,
        version=form.version,
        title=form.title,
        write=partial(emit, form),
        share=partial(_share, form),
        schema=f"targets/{form.target}.schema.json",
        form=form,
    )


def schema(form: Form) -> dict[str, object]:
    """The JSON Schema of what is written for a target."""
    own = vocabulary(form).tools.own
    names = dict.fromkeys(name for names in own.values() for name in names)
    return schema_of(form, [name for name in names if name not in form.tools.beyond], vendors())


def _share(form: Form, guards: Sequence[Guard]) -> tuple[Artifact, ...]:
    agents = [fitting_name(guard.persona, form.name) for guard in guards]
    return enforcement(form).share(guards, agents)


def emit(form: Form, source: Document) -> Outcome[Emission]:
    """The agent file of a persona, and what is to be said of it."""
    persona, ledger = source.persona, Ledger()
    say_what_differs(form, persona, ledger)
    body = _prompt(form, persona, ledger)
    name = fitting_name(persona.id, form.name)
    path = form.path.replace("{name}", name)
    held = _held(form, source, path, ledger)
    if not held.has_home:
        body = (*body, *_in_words(form, persona, ledger))
    body = between(escaped(body, persona, ledger, form), form)
    entries = stated(form, persona, name, held.contents, ledger)
    tells = any(one.content == description(persona) for one in entries)
    entries = kept_apart(entries, persona, ledger, form)
    for one in entries:
        _flat(form, one, persona, ledger)
    own = enforcement(form).own(persona, held.answers.guards)
    binding = held.binding
    if own is not None:
        entries.append(own.entry)
        binding += tuple((own.entry.key, one) for one in own.mandates)
    account_name(persona, name, ledger, form.client)
    account_header(persona, ledger, _carried(form, tells=tells), form.client, known_settings(form))
    page = Page(name=name, persona=persona, entries=entries, prompt=body, binding=binding)
    file = artifact(path, document(form, page), frame(form, page))
    companions = (_companion(one, page) for one in form.beside)
    emission = Emission(
        target=form.target,
        artifacts=(file, *companions, *_beside(form)),
        carried=ledger.carried,
        losses=ledger.losses,
        guards=held.answers.guards,
        enforced=held.answers.enforced,
        prose=held.answers.prose,
    )
    return Outcome(emission, checked(form, page, file, source))


def _beside(form: Form) -> tuple[Artifact, ...]:
    """The files that are there once for all personas."""
    return tuple(
        Artifact(one.path, one.text, frame=Frame(name="", before=one.text.count("\n")))
        for one in form.files
    )


def _companion(form: Form, page: Page) -> Artifact:
    """Another file of the persona, of which nothing is said: its agent file has it all."""
    entries = stated(form, page.persona, page.name, {}, Ledger())
    made = Page(name=page.name, persona=page.persona, entries=entries, prompt=())
    path = form.path.replace("{name}", page.name)
    return artifact(path, document(form, made), frame(form, made))


def _held(form: Form, source: Document, path: str, ledger: Ledger) -> Held:
    if form.tools.last_match:
        return held_by_permissions(form, source, path, ledger)
    return held_by_list(form, source, path, ledger)


def _prompt(form: Form, persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    body = prompt(persona, ledger, form.prompt.shortest)
    return introduced(persona, body) if form.prompt.introduced else body


def _in_words(form: Form, persona: Persona, ledger: Ledger) -> tuple[Line, ...]:
    """The limits of the tools, for a client that takes none, and that they are only words."""
    found = grants(persona)
    own = form.tools.words
    detail = own or f"{form.client} takes no list of tools; it is stated in words only"
    for field in found.fields:
        ledger.carry(field)
    for grant in (*(found.allowed or ()), *found.asked, *found.denied):
        ledger.carry(grant)
        if grant.name != "*":
            ledger.lose(grant, LossKind.UNENFORCED, detail)
    if found.allowed == () and found.fields:
        ledger.lose(found.fields[0], LossKind.UNENFORCED, detail)
    said = prose(found)
    return tools_section(said, persona) if said else ()


def _carried(form: Form, *, tells: bool) -> frozenset[str]:
    """The kinds of header fields that are in the file, whatever they say; ``tells`` says that a
    key has the description for want of something better.
    """
    described = form.of("description") is not None or form.prompt.introduced or tells
    return TOOL_FIELDS | {"name", "title", *(["description"] if described else [])}


def _flat(form: Form, one: Keyed, persona: Persona, ledger: Ledger) -> None:
    """Say so where a text has to become one line, without blanks around it."""
    if form.syntax is not Syntax.LINES or not isinstance(one.content, str):
        return
    if one_line(one.content) == one.content:
        return
    fields = [f for f in persona.header if isinstance(f, Field) and f.kind == one.of]
    lost = "its line breaks are spaces" if "\n" in one.content else "blanks around it are lost"
    for field in fields:
        detail = f"{form.client} reads one line of `{one.key}`; {lost}"
        ledger.lose(field, LossKind.APPROXIMATED, detail)
