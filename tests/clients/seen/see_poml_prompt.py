"""What POML renders."""

from pathlib import Path

import poml
from _shared import tell


def see(path: Path) -> dict[str, object]:
    (message,) = poml.poml(str(path), context={})
    if message["speaker"] != "system":
        raise ValueError(f"it is a message of {message['speaker']}")
    return {"prompt": message["content"].removeprefix("\n")}


tell(see)
