"""A revision specification as values: every part of the prose, each with its place."""

from enum import StrEnum

from msgspec import Struct

from personac.source import Source, Span


class Verb(StrEnum):
    """What a proposal asks for."""

    EMPHASIZE_IN = "emphasize in sections"
    INSTRUCT = "instruct when"
    EMPHASIZE = "emphasize that"
    STATE = "explicitly state"
    RENAME = "rephrase A to B"
    EXAMPLE = "rephrase with example"
    REFOCUS = "rephrase to a focus"
    ADD = "add a part"
    OTHER = "other"


class Passage(Struct, frozen=True):
    """Words of the specification and where they stand."""

    text: str
    span: Span


class Extra(Struct, frozen=True):
    """What has no typed home, kept verbatim under the heading it stood below."""

    heading: str
    text: str
    span: Span


class Quotation(Struct, frozen=True):
    """What a change cites.  ``crumbs`` are the leading ``Heading:`` words that may name where
    the text stands; which of them do is for the persona to say.
    """

    text: str
    span: Span
    crumbs: tuple[str, ...] = ()


class Proposal(Struct, frozen=True, kw_only=True):
    """One bullet of a proposed revision, taken apart.

    ``action`` is the instruction or statement without the editor's words.  ``concepts`` are its
    quoted terms, ``counter`` those it speaks against, introduced by ``join``; ``words`` are what
    a rephrasing starts from and ``options`` what it offers instead; ``name`` is that of a new
    ``part``, such as a field or a section.
    """

    verb: Verb
    text: str
    span: Span
    sections: tuple[str, ...] = ()
    condition: str = ""
    action: str = ""
    also: str = ""
    concepts: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    join: str = "rather than"
    words: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    example: str = ""
    name: str = ""
    part: str = ""
    details: tuple[Passage, ...] = ()


class Change(Struct, frozen=True, kw_only=True):
    title: str
    span: Span
    number: str = ""
    quotes: tuple[Quotation, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    reasoning: str = ""
    frameworks: tuple[str, ...] = ()
    reason_span: Span | None = None
    extras: tuple[Extra, ...] = ()


class Spec(Struct, frozen=True, kw_only=True):
    """``id`` comes from the file's name; ``title`` names whom the specification is for."""

    id: str
    title: str
    span: Span
    source: Source
    goal: str = ""
    changes: tuple[Change, ...] = ()
    conclusion: str = ""
    extras: tuple[Extra, ...] = ()
