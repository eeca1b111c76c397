"""What personas are called, folded, so that spellings of one name are equal."""

import re

from personac.api import LintContext


def folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def stem(context: LintContext) -> str:
    """The name of the persona's file without its extensions."""
    path = context.document.sources[0].path.replace("\\", "/")
    return path.rpartition("/")[2].split(".")[0]
