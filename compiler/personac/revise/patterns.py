"""What is wrong with a vocabulary."""

from collections.abc import Iterator

from personac.revision import Vocabulary
from personac.text.pattern import wrong


def faults(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The key of each pattern that means nothing, or too much, with what is wrong with it."""
    for at, pattern in enumerate(vocabulary.avoid):
        if problem := wrong(pattern):
            yield f"avoid[{at}]", problem
    for word in vocabulary.instead:
        if problem := wrong(word):
            yield f"instead.{word}~", problem
        elif "*" in word:
            yield (
                f"instead.{word}~",
                f"`{word[:40]}` in `instead` means several words, which one text cannot replace",
            )
