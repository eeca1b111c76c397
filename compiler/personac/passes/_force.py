"""The force that a word gives: as the name of an element, or where a lead line breaks off."""

import re
from typing import NamedTuple

from personac.model import Attribute, Modality, Polarity
from personac.passes._markers import unless_clause

_BY_WORD = {
    **dict.fromkeys(
        "never must_not shall_not do_not dont forbid forbidden prohibit prohibited ban banned deny "
        "denied disallow disallowed not_allowed cannot restriction".split(),
        (Polarity.FORBID, Modality.MUST),
    ),
    **dict.fromkeys("should_not avoid".split(), (Polarity.FORBID, Modality.SHOULD)),
    **dict.fromkeys("must always shall".split(), (Polarity.REQUIRE, Modality.MUST)),
    **dict.fromkeys("should prefer".split(), (Polarity.REQUIRE, Modality.SHOULD)),
    "may": (Polarity.PERMIT, Modality.MAY),
}
"""The force of an element named with a marker, or of an attribute that holds one."""
_FORCE_ATTRIBUTES = frozenset("type kind level modality polarity strength enforcement".split())
_LIFTED = r"(?:,?\s+(?:without|unless|except)\b[^:.;]{1,100})?"
"""What may stand after the marker at which a lead line breaks off."""
_FORCE = re.compile(
    r"(?:^|\s)(?P<force>must not|must never|must always|must only|must|shall not|shall|should not|should never|should|"
    r"will not|won['’]t|do not|don['’]t|cannot|may not|may only|may|required to|forbidden to|allowed to)\s*(?:ever|also|do)?"
    rf"{_LIFTED}\s*:$"
    r"|(?:^\W*|\b(?:you|we|i|and|agents?|persona|assistant|please)\s+)(?P<adverb>never|always|avoid)"
    rf"{_LIFTED}\s*:$",
    re.IGNORECASE,
)
LONGEST_LEAD = 200


class Force(NamedTuple):
    """What a container of mandates does to an item without a marker of its own."""

    polarity: Polarity = Polarity.REQUIRE
    modality: Modality = Modality.MUST
    unless: str | None = None
    """The words of a lead line that lift what its items state."""


def named_force(tag: str, attributes: tuple[Attribute, ...]) -> Force | None:
    """The force that an element's attribute names, else that its own name is."""
    if not tag and not attributes:
        return None
    said = (a.value for a in attributes if a.name.lower() in _FORCE_ATTRIBUTES)
    for word in (*said, tag):
        if found := _BY_WORD.get(re.sub(r"[\s-]+", "_", word.strip().lower())):
            return Force(*found)
    return None


def broken_off(text: str) -> Force | None:
    """The force of a lead line that breaks off at its marker ("The agent must not:")."""
    force = _broken_off(text)
    if force is None:
        return None
    lifted = unless_clause(text, force.polarity)
    return force._replace(unless=lifted and re.split(r",\s|:$", lifted)[0])


def _broken_off(text: str) -> Force | None:
    match = _FORCE.search(text) if len(text) <= LONGEST_LEAD else None
    if match is None:
        return None
    word = (match["force"] or match["adverb"]).lower()
    negative = any(part in word for part in ("not", "never", "n't", "n’t", "avoid", "forbidden"))
    weak = word.startswith(("should", "avoid"))
    if negative or weak:
        return Force(
            Polarity.FORBID if negative or word == "avoid" else Polarity.REQUIRE,
            Modality.SHOULD if weak else Modality.MUST,
        )
    if word in ("may", "allowed to"):
        return Force(Polarity.PERMIT, Modality.MAY)
    return Force()
