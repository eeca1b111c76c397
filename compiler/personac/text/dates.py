"""Dates as people write them in comments and on the command line."""

import re
from datetime import date

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_date(text: str) -> bool:
    """Whether it is a day of the calendar, written as 2027-01-31."""
    if not _WRITTEN.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
