"""The date, for those in the shell who have to know it."""

import os
from datetime import UTC, datetime

LAST = 253_402_300_799
"""The end of the year 9999."""


def today() -> str:
    """``2027-01-31``; that of ``SOURCE_DATE_EPOCH`` where a build has to be repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    digits = epoch.isascii() and epoch.isdigit() and len(epoch) <= len(str(LAST))
    set_by_hand = digits and int(epoch) <= LAST
    now = datetime.fromtimestamp(int(epoch), UTC) if set_by_hand else datetime.now(UTC)
    return now.date().isoformat()
