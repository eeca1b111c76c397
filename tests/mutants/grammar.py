"""Just enough English to change a sentence and leave it a sentence."""

import re

VERBS = frozenset(
    """
    accept access accompany acknowledge act activate adapt add address adhere adjust advise align
    allow analyze analyse announce answer apply approve archive ask assess assign assume attach
    attempt audit authenticate back base be begin block break build bundle cache calculate call
    capture categorize challenge change check choose cite clarify classify clean close collect
    combine commit communicate compare compile complete compute conduct configure confirm connect
    consider construct consult contact continue convert coordinate copy cover create credit cut
    debug declare decline deduplicate default defer define delegate delete deliver deploy derive
    describe design detect determine develop disable disclose discuss display distinguish
    distribute divide do document download draft draw drop edit embed emit employ enable
    encapsulate encode encourage encrypt end enforce engage ensure escalate establish estimate
    evaluate examine execute expect explain explore export expose express extend extract fabricate
    fail favor fetch fill filter finalize find finish fix flag focus follow force format forward
    gather generate get give go greet group guess guide halt handle have hide highlight
    honor identify ignore implement import improve include incorporate indicate inform initialize
    inject inline inspect install integrate introduce invent investigate invoke issue iterate
    judge keep label launch lead leave let limit link list load locate log look maintain make
    manage map mark match measure mention merge migrate minimize mix mock modify monitor move name
    narrow normalize note notify obtain offer omit open optimize order organize output overwrite
    parse pass pause perform persist pick place plan post prefer prepare present preserve prevent
    print prioritize proceed process produce promise promote prompt propose protect prove provide
    publish pull push put quote raise rank re-read reach read reassess recommend record reduce
    refactor refer reference refuse register reject rely remain remember remove rename render
    replace reply report request require research resolve respect respond restate restore
    restrict retry return reuse reveal review revert rewrite rotate run sanitize save scan scope
    score search seek select send separate serve set share ship show simplify skip sort specify
    split stage start state stay stop store stream structure submit suggest summarize
    supply support surface switch tag take target tell terminate test touch trace track translate
    treat trigger trust try turn understand update upgrade upload use validate verify version
    wait walk warn weigh work wrap write
    """.split()
)
OPENERS = frozenset(
    """
    a all always any an avoid before check do don't each every if in it never no only prefer the
    this these to when you your
    """.split()
)
_BASE = re.compile(r"\W{0,3}([A-Za-z][a-z'’-]*)\b")
_CODE = re.compile(
    r"`[^`\n]*`|\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|<[^<>\n]*>|\{[^{}\n]*\}|\([^()]*\)|\[[^\[\]\n]*\]"
)
_CLAUSE = re.compile(
    r"\b(?:that|which|who|where|whether|what|if|when|while|because|since|how)\b[^,;:.—]{0,80}$",
    re.IGNORECASE,
)


def hidden(text: str) -> str:
    """The text, of the same length, with code, quotations, tags and parentheses blanked out."""
    return _CODE.sub(lambda found: "\0" * len(found[0]), text)


def first_word(text: str) -> str:
    found = _BASE.match(text)
    return found[1] if found else ""


def is_imperative(text: str) -> bool:
    """Whether the text opens with a verb in the base form; what can be a noun as well needs an object."""
    word = first_word(text)
    rest = text[len(word) :].lstrip()
    if not text.startswith(word) or not word or word.isupper() or word.lower() not in VERBS:
        return False
    return bool(rest) and not re.match(r"(?:is|are|was|has|must|should|:|[-–—|,])", rest)


def swap(pattern: str, new: str, text: str) -> str | None:
    """``text`` with the only match of ``pattern`` replaced, in the case of what it replaces.

    None where there is no match in the running text, or more than one, or the match is in a
    subordinate clause: nothing is certain then.
    """
    seen = hidden(text)
    found = list(re.finditer(pattern, seen, re.IGNORECASE))
    if len(found) != 1 or _CLAUSE.search(seen[: found[0].start()]):
        return None
    old = found[0]
    words = old.expand(new)
    return text[: old.start()] + cased(words, old[0]) + text[old.end() :]


def cased(words: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return words.upper()
    return words[0].upper() + words[1:] if like[:1].isupper() else words


def lowered(text: str) -> str | None:
    """The text as it goes on after a comma; None where the first word may be a name."""
    word = first_word(text)
    if not word or not text.startswith(word):
        return None
    if word.isupper() and len(word) > 1 and word.lower() in VERBS | OPENERS | {"must", "not"}:
        return text
    if word.lower() in VERBS | OPENERS:
        return text[0].lower() + text[1:]
    return None


_TAIL = re.compile(r"[.;!]*\s*$")
_LOOSE = re.compile(
    r"[—–:;(=→|]| - |\b(?:because|since|so that|so|as|which|that|who|to (?:ensure|avoid|prevent)"
    r"|instead|rather|e\.g|i\.e|unless|except|if|when|until|only|without)\b|, (?:but|and|or|then|it|this|they|even|not)\b"
    r"|[.!?] |\0",
    re.IGNORECASE,
)


def appended(text: str, words: str) -> str | None:
    """The text with words at its end; None where they would belong to a part of it only."""
    if _LOOSE.search(hidden(text)):
        return None
    at = _TAIL.search(text)
    assert at is not None
    return f"{text[: at.start()]} {words}{text[at.start() :]}"
