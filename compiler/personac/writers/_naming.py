"""Names of agents as a client takes them: distinct personas keep distinct names."""

import re
from hashlib import sha256

from personac.api import LossKind
from personac.identity import identity
from personac.model import Persona, nodes
from personac.targets.form import NameRule
from personac.text.slug import slug
from personac.writers._ledger import Ledger


def fitting_name(persona: str, rule: NameRule) -> str:
    """The id of a persona where the client takes it, else a name made of it."""
    name = slug(persona) or "persona"
    if rule.ascii_only and not name.isascii():
        name = f"xn--{name.encode('punycode').decode('ascii').strip('-')}"
    if rule.plain:
        name = re.sub("-+", "-", name).strip("-")
    if name in rule.reserved or len(name) < rule.shortest:
        name = f"{name}-persona"
    if rule.initial and not name[0].isalpha():
        name = f"{rule.initial}-{name}"
    if len(name) > rule.longest:
        digest = sha256(name.encode()).hexdigest()[:8]
        name = f"{name[: rule.longest - 9].strip('-')}-{digest}"
    return name.replace("-", rule.joint)


def account_name(persona: Persona, name: str, ledger: Ledger, title: str) -> None:
    """Say so when the client takes another name than the persona's id."""
    if name == persona.id:
        return
    stated = identity(persona).name
    every = tuple(nodes(persona))
    for node in [one for one in every if stated and one.id == stated.node] or every[:1]:
        detail = f"{title} does not take the name `{persona.id}`; it is written as `{name}`"
        ledger.lose(node, LossKind.APPROXIMATED, detail)
