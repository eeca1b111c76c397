r"""Patterns of users: words, found in time that grows with the text and no faster.

``deploy to production`` is these words with any white space between them, in any case.  ``*`` at
one end of a word is any letters: ``deploy*``, ``*ment``.  There is nothing else to learn, and
nothing that could run away: a word matches from its first letter on or not at all.
"""

import re
from functools import lru_cache

from personac.errors import UsageError

LONGEST = 200


@lru_cache(512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Raises ``UsageError`` that says what is wrong with ``pattern``."""
    words = pattern.split()
    if not words or len(pattern) > LONGEST:
        raise UsageError(f"a pattern has 1 to {LONGEST} characters")
    return re.compile(r"\s++".join(map(_word, words)), re.IGNORECASE)


def wrong(pattern: str) -> str:
    """What is wrong with ``pattern``; empty when it is one."""
    try:
        compiled(pattern)
    except UsageError as error:
        return str(error)
    return ""


def _word(word: str) -> str:
    plain = word.strip("*")
    if not plain or "*" in plain or (word.startswith("*") and word.endswith("*")):
        raise UsageError(
            f"in `{word}` one `*` stands for letters at the start or the end of a word"
        )
    before = r"(?<!\w)\w*" if word.startswith("*") else r"(?<!\w)" if _wordy(plain[0]) else ""
    after = r"\w*+" if word.endswith("*") else r"(?!\w)" if _wordy(plain[-1]) else ""
    return f"{before}{re.escape(plain)}{after}"


def _wordy(char: str) -> bool:
    return char.isalnum() or char == "_"
