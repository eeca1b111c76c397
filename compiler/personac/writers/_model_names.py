"""The model of a persona in the words of one client; never an id of a vendor that it lacks."""

import re

from personac.tables.models import dotted, model_of
from personac.targets.form import Model


def model_name(text: str, names: Model) -> str | None:
    """What the client is told; None when it has no such model."""
    if text in names.aliases:
        return names.aliases[text]
    if names.kept and re.fullmatch(names.kept, text):
        return text
    for vendor in names.vendors:
        if (found := model_of(text, vendor)) is not None:
            named = dotted(found) if names.dotted and vendor == "anthropic" else found
            return names.form.replace("{vendor}", vendor).replace("{id}", named) if named else None
    return None
