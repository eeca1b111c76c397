"""A little English: verbs between their forms, and sentences in the voice of a place."""

import re
from collections.abc import Iterator
from enum import StrEnum

from personac.tables.verbs import IMPERATIVES

_IRREGULAR = {
    "begun": "begin", "bound": "bind", "brought": "bring", "built": "build", "chosen": "choose",
    "done": "do", "drawn": "draw", "driven": "drive", "found": "find", "given": "give",
    "held": "hold", "kept": "keep", "led": "lead", "made": "make", "met": "meet", "run": "run",
    "sent": "send", "set": "set", "shown": "show", "taken": "take", "taught": "teach",
    "told": "tell", "understood": "understand", "written": "write",
}  # fmt: skip
_MORE = frozenset("aim allow bring draw drive embrace foster let meet nurture shape strive".split())
_KNOWN = IMPERATIVES | _MORE | frozenset(_IRREGULAR.values())
_QUALITY = re.compile(
    r"(?:[\w-]+(?:able|ible|ive|ent|ant|ful|less|ous|ical|ic|al|ated|ized|ised|mented|sive)|robust|fast|"
    r"clean|correct|simple|secure|safe|stable|[\w-]+-(?:safe|performance|first|ready|grade))",
    re.IGNORECASE,
)
_THIRD = re.compile(r"(?:^|[.!?]\s+)([A-Z][a-z]+)(?=\s)")


class Voice(StrEnum):
    """How a place speaks to its reader."""

    IMPERATIVE = "imperative"
    THIRD = "third person"
    FIRST = "first person"
    PLAIN = "statement"


def base_of(word: str) -> str | None:
    """The verb behind ``creating`` or ``performed``; None when it is no known one."""
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    return next((stem for stem in _stems(low) if stem in _KNOWN), None)


def _stems(word: str) -> Iterator[str]:
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield from (f"{stem}e", stem)
            if stem[-1] == stem[-2:-1]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"


def third(verb: str) -> str:
    """``create`` to ``creates``."""
    if re.search(r"(?:s|sh|ch|x|z|o)$", verb):
        return f"{verb}es"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def is_verb(word: str) -> bool:
    return word.lower() in _KNOWN


def is_quality(phrase: str) -> bool:
    """Whether a phrase is one or more adjectives."""
    words = [word for word in re.split(r"[\s,]+", phrase) if word not in ("and", "or")]
    return bool(words) and all(_QUALITY.fullmatch(word) for word in words)


def voice_of(text: str) -> Voice:
    """How a text speaks: ``I will``, ``Focuses on``, or else to the reader."""
    if re.search(r"(?:^|[.!?]\s+)I(?:'ll|\s+will)\b", text):
        return Voice.FIRST
    found = [word.lower() for word in _THIRD.findall(text)]
    thirds = sum(word.endswith("s") and _singular(word) in _KNOWN for word in found)
    commands = sum(word in _KNOWN for word in found)
    return Voice.THIRD if thirds > commands else Voice.IMPERATIVE


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    bare = word.removesuffix("es")
    return bare if bare in _KNOWN else word.removesuffix("s")


def spoken(command: str, voice: Voice, opening: str = "") -> str:
    """A command as one sentence in a voice: ``opening`` stands before it, such as a condition."""
    verb, _, rest = command.partition(" ")
    tail = f" {rest}" if rest else ""
    if voice is Voice.THIRD and is_verb(verb):
        said = f"{third(verb.lower())}{tail}"
    elif voice is Voice.FIRST and is_verb(verb):
        said = f"I will {verb.lower()}{tail}"
    else:
        said = command
    sentence = (
        f"{opening}, {said[0].lower() + said[1:] if _lowers(said) else said}" if opening else said
    )
    return ended(capital(sentence))


def _lowers(said: str) -> bool:
    """Whether the first word may lose its capital: a verb, not a name nor ``I``."""
    first = said.split(" ", 1)[0]
    return first != "I" and first[1:].islower()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    text = text.rstrip(" ,;")
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
