"""What Prompty loads and renders."""

from pathlib import Path

import prompty
from _shared import tell


def see(path: Path) -> dict[str, object]:
    agent = prompty.load(path)
    (message,) = prompty.prepare(agent, {})
    if message.role != "system":
        raise ValueError(f"it is a message of {message.role}")
    text = "".join(part.value for part in message.parts)
    return {"name": agent.name, "description": agent.description, "prompt": text}


tell(see)
