"""The sentence that a proposal comes to in a given voice, without the editor's words."""

import re
from collections.abc import Sequence

from personac.revise.prose.english import (
    Voice,
    base_of,
    capital,
    ended,
    is_quality,
    is_verb,
    spoken,
    third,
)
from personac.revise.prose.proposal import terms
from personac.revise.prose.spec import Change, Proposal, Verb

_TERM = re.compile(r"[\"“]([^\"“”\n]{1,300})[\"”]")
_DONE = re.compile(
    r"(?P<subject>.{2,200}?) (?:is|are) (?P<verb>[A-Za-z]+)"
    r"(?P<with>(?: (?:down|up|out|on|off|over|back|together))?) (?P<purpose>to .+?)"
    r"(?:,? and that (?P<second>.+))?",
    re.DOTALL,
)
_INVOLVES = re.compile(
    r"(?P<subject>.{2,80}?) (?:involves?|includes?|means) (?P<verb>[a-z]+ing) (?P<rest>.+)"
)
_SHOULD = re.compile(
    r"(?P<subject>.{2,160}?) (?P<force>should|must|needs? to|ought to) "
    r"(?:also |explicitly |clearly )?(?P<command>(?P<verb>[a-z]+) .+)",
    re.DOTALL,
)
_TOLD = frozenset(
    "articulate compare contain cover describe detail document explain highlight include justify "
    "list mention name outline present report show state summarize summarise tell trace".split()
)
"""What a text does: whoever is told that it should is the one who writes it."""
_SELF = re.compile(r"(?:the |this )?(?:agent|persona|assistant|it|you)", re.IGNORECASE)
_NOUNS = {
    "analyze": "an analysis of", "compare": "a comparison of", "describe": "a description of",
    "explain": "an explanation of", "list": "a list of", "summarize": "a summary of",
}  # fmt: skip
_FORM = re.compile(
    r"(?:the )?(?P<subject>.{2,120}?)(?: process| provided| phase| step)? (?:is|are) "
    r"(?P<what>(?:an? )?(?:form|kind|act|instance|way|part) of .+)",
    re.DOTALL,
)
_PLURAL = re.compile(
    r"\b(?:create|design|build|establish|favou?r|prefer) (?:[\w-]+ ){0,3}[\w-]+s\b"
)


def bare(text: str) -> str:
    """Text without the quotation marks around its terms."""
    return _TERM.sub(r"\1", text)


def sentence(proposal: Proposal, voice: Voice, about: Sequence[str] = ()) -> str:
    """What the proposal adds, as one or two sentences; ``about`` are the names of the place."""
    match proposal.verb:
        case Verb.INSTRUCT:
            said = spoken(_instruction(proposal), voice, capital(proposal.condition))
        case Verb.EMPHASIZE_IN | Verb.EMPHASIZE:
            said = _emphasis(proposal, voice)
        case Verb.STATE:
            said = _statement(bare(proposal.action), voice, about)
        case Verb.EXAMPLE | Verb.REFOCUS:
            return _focus(proposal, voice)
        case _:
            said = ended(capital(bare(proposal.action)))
    return f"{said} {ended(bare(proposal.also))}" if proposal.also else said


def _instruction(proposal: Proposal) -> str:
    action = bare(proposal.action).rstrip(" .")
    return f"{action}{against(proposal, action)}"


def against(proposal: Proposal, action: str) -> str:
    """The counter-phrases as a clause that reads on from the action."""
    if not proposal.counter:
        return ""
    counter = sorted(proposal.counter, key=lambda one: not is_quality(one))
    kinds = [is_quality(one) for one in counter]
    if any(kinds) and not _PLURAL.search(action):
        return f", {proposal.join} " + _either([f'"{one}"' for one in counter])
    quality = [one for one, is_one in zip(counter, kinds, strict=True) if is_one]
    others = [one for one, is_one in zip(counter, kinds, strict=True) if not is_one]
    phrases = [*([f"{_either(quality)} ones"] if quality else []), *others]
    return f", {proposal.join} {_either(phrases)}"


def _either(phrases: Sequence[str]) -> str:
    if len(phrases) < 3:
        return " or ".join(phrases)
    return ", ".join(phrases[:-1]) + f", or {phrases[-1]}"


def _emphasis(proposal: Proposal, voice: Voice) -> str:
    """A statement about what is done becomes what to do; what resists stays a statement."""
    text = bare(proposal.action).rstrip(" .")
    counter = against(proposal, text)
    if (
        voice is not Voice.PLAIN
        and (done := _DONE.fullmatch(text))
        and (verb := base_of(done["verb"]))
    ):
        deed = f"{_deed(verb, done['subject'])}{done['with']}"
        command = f"{deed} {done['subject']} {done['purpose']}"
        if not done["second"]:
            return spoken(command + counter, voice)
        if second := _second(done["second"], voice):
            return spoken(f"{command}, and {second}{counter}", voice)
    should = _SHOULD.fullmatch(text)
    if should and voice is not Voice.PLAIN and " and that " not in text and _tells(should):
        return spoken(should["command"] + counter, voice)
    return ended(capital(re.sub(r",? and that ", "; ", text) + counter))


def _tells(should: re.Match[str]) -> bool:
    """Whether what somebody should do is for the agent to do: it writes the text that should
    explain something, but it is not the user who should confirm something.
    """
    its_own = _SELF.fullmatch(should["subject"]) is not None and is_verb(should["verb"])
    return should["force"] != "must" and (its_own or should["verb"] in _TOLD)


def _deed(verb: str, subject: str) -> str:
    """The verb for a subject that says it already: nobody performs performance tests."""
    said = subject.casefold().split()
    return "carry out" if verb == "perform" and any(w.startswith("perform") for w in said) else verb


def noun_phrase(text: str) -> str:
    """``Explain how X`` as ``An explanation of how X``, for lists of what something holds."""
    verb, _, rest = text.partition(" ")
    noun = _NOUNS.get(verb.lower(), "")
    return capital(f"{noun} {rest}") if noun and rest else text


def _second(clause: str, voice: Voice) -> str:
    """``the process involves creating X`` as ``let the process create X``."""
    match = _INVOLVES.fullmatch(clause)
    verb = base_of(match["verb"]) if match else None
    if match is None or verb is None:
        return ""
    let = third("let") if voice is Voice.THIRD else "let"
    return f"{let} {match['subject']} {verb} {match['rest']}"


def _statement(text: str, voice: Voice, about: Sequence[str]) -> str:
    """``X is a form of Y where Z`` as ``Treat X as a form of Y, where Z``."""
    text = text.rstrip(" .")
    match = _FORM.fullmatch(text)
    if match is None or voice is Voice.PLAIN:
        return ended(capital(text))
    subject = "this" if match["subject"].casefold() in about else match["subject"]
    what = re.sub(r"(?<!,) (where|in which)\b", r", \1", match["what"], count=1)
    return spoken(f"treat {subject} as {what}", voice)


def _focus(proposal: Proposal, voice: Voice) -> str:
    """The direction of a rephrasing, said beside the words as they stand."""
    action = bare(proposal.action).rstrip(" .")
    said = spoken(f"focus on {action}{against(proposal, action)}", voice)
    return f"{said} {ended(capital(bare(proposal.also)))}" if proposal.also else said


def heading(change: Change, proposal: Proposal) -> str | None:
    """The label of a new entry: what the title or the proposal quotes, as a title; for further
    proposals of a change a term of their own.
    """
    if proposal is not change.proposals[0]:
        first = heading(change, change.proposals[0]) or ""
        own = [term for term in proposal.concepts if term.casefold() not in first.casefold()]
        return _title(own[0]) if own else None
    known = {term.casefold() for term in proposal.concepts}
    titled = [t for t in terms(change.title) if t.casefold() in known]
    if not titled and proposal.verb is Verb.EMPHASIZE:
        titled = list(terms(change.title)[-1:])
    names = titled or list(terms(change.title)[:1]) or list(proposal.concepts[:1])
    return " and ".join(_title(name) for name in names) or None


def _title(name: str) -> str:
    return " ".join(capital(word) for word in name.split()) if name.islower() else name
