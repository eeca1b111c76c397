"""The date, for those in the shell who have to know it."""

import os
from datetime import UTC, datetime


def today() -> str:
    """``2027-01-31``; that of ``SOURCE_DATE_EPOCH`` where a build has to be repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()
