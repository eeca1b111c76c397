"""What the keys of an agent file hold of the tools and the mandates of its persona."""

from collections.abc import Mapping

from msgspec import Struct

from personac.writers._entries import Content
from personac.writers._guarded import Answers
from personac.writers._lines import Binding


class Held(Struct, frozen=True, kw_only=True):
    """``contents`` are those of the keys for tools, by fact; ``binding`` are keys with mandates
    that bear on them.  Without a ``home`` the limits have to be said in words.
    """

    contents: Mapping[str, Content]
    answers: Answers
    binding: tuple[Binding, ...] = ()
    has_home: bool = True
