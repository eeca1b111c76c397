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
_MORE = frozenset(
    "aim allow bring carry draw drive embrace foster let meet nurture shape strive".split()
)
_KNOWN = IMPERATIVES | _MORE | frozenset(_IRREGULAR.values())
_QUALITY = re.compile(
    r"(?:[\w-]+(?:able|ible|ive|ent|ant|ful|less|ous|ical|ic|al|ated|ized|ised|mented|sive)|robust|fast|"
    r"clean|correct|simple|secure|safe|stable|[\w-]+-(?:safe|performance|first|ready|grade))",
    re.IGNORECASE,
)
_OPENS = r"(?:^|[.!?]\s+)"
_THIRD = re.compile(rf"{_OPENS}([A-Z][a-z]+)(?=\s)")
_I_WILL = re.compile(rf"{_OPENS}I(?:['’]ll|\s+will)\b")
_I = re.compile(rf"{_OPENS}I\s+[a-z]+")
_AGENT = re.compile(rf"{_OPENS}(?:The|This) agent\s+[a-z]+s\b")
_COMMAND = re.compile(
    r"(?P<how>(?:never |always |not |(?!(?:ap|re|com|sup|multi|im)p?ly )[a-z]+ly )*)"
    r"(?P<verb>[\w'-]+)(?P<rest>.*)",
    re.DOTALL,
)
_AND = re.compile(
    r"(?P<join>,? (?:and then|and|or|then) )(?P<verb>[a-z]+)"
    r"(?= (?:the|an?|its|their|every|each|all|any|no|only)\b)"
)
_SECOND = re.compile(r"(?P<join> (?:and|or) )(?P<verb>[a-z]+)\b")
_FORMS = {"be": "is", "have": "has"}


class Voice(StrEnum):
    """How a place speaks to its reader."""

    IMPERATIVE = "imperative"
    THIRD = "third person"
    FIRST = "first person, with a will"
    PRESENT = "first person"
    AGENT = "of the agent"
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
    if verb in _FORMS:
        return _FORMS[verb]
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
    """How a text speaks: ``I will``, ``I do``, ``The agent does``, ``Focuses on``, or else to the
    reader.
    """
    if _I_WILL.search(text):
        return Voice.FIRST
    thirds, commands = _counted(text)
    own, agents = len(_I.findall(text)), len(_AGENT.findall(text))
    if own and own >= max(thirds, commands):
        return Voice.PRESENT
    if agents and agents >= max(thirds, commands):
        return Voice.AGENT
    return Voice.THIRD if thirds > commands else Voice.IMPERATIVE


def describes(text: str) -> bool:
    """Whether a text has a sentence without a subject in the third person: ``Focuses on …``."""
    return _counted(text)[0] > 0


def _counted(text: str) -> tuple[int, int]:
    """The sentences that open with a verb in the third person, and those with a command."""
    found = [word.lower() for word in _THIRD.findall(text)]
    thirds = sum(word.endswith("s") and _singular(word) in _KNOWN for word in found)
    return thirds, sum(word in _KNOWN for word in found)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    bare = word.removesuffix("es")
    return bare if bare in _KNOWN else word.removesuffix("s")


def spoken(command: str, voice: Voice, opening: str = "") -> str:
    """A command as one sentence in a voice: ``opening`` stands before it, such as a condition."""
    match = _COMMAND.fullmatch(command)
    said = _inflected(match, voice) if match else command
    subject = _SUBJECTS.get(voice, "it" if opening and voice is Voice.THIRD else "")
    if subject:
        said = f"{subject} {said[:1].lower() + said[1:] if _lowers(said) else said}"
    if opening:
        said = f"{opening}, {said[0].lower() + said[1:] if _lowers(said) else said}"
    return ended(capital(said))


_SUBJECTS = {Voice.FIRST: "I will", Voice.PRESENT: "I", Voice.AGENT: "the agent"}


def _inflected(match: re.Match[str], voice: Voice) -> str:
    """The command in the form of the verb that goes with the voice."""
    how, verb, rest = match["how"], match["verb"], match["rest"]
    negated = how.endswith("not ")
    if voice not in (Voice.THIRD, Voice.AGENT):
        helper = {Voice.FIRST: ""}.get(voice, "do ") if negated else ""
        return f"{helper}{how}{verb}{rest}"
    if negated:
        return f"does {how}{verb}{rest}"
    rest = _SECOND.sub(_also_third, rest, 1) if _SECOND.match(rest) else rest
    return f"{how}{third(verb)}{_AND.sub(_also_third, rest)}"


def _also_third(match: re.Match[str]) -> str:
    """A second verb of the same command."""
    verb = match["verb"]
    return f"{match['join']}{third(verb) if is_verb(verb) else verb}"


def _lowers(said: str) -> bool:
    """Whether the first word may lose its capital: a verb, not a name nor ``I``."""
    first = said.split(" ", 1)[0]
    return first != "I" and first[1:].islower()


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    text = text.rstrip(" ,;")
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
