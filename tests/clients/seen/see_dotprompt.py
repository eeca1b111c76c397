"""What Dotprompt parses and renders."""

import asyncio
from pathlib import Path

from _shared import tell
from dotpromptz.dotprompt import Dotprompt
from dotpromptz.typing import DataArgument


def see(path: Path) -> dict[str, object]:
    source, dotprompt = path.read_text("utf-8"), Dotprompt()
    parsed = dotprompt.parse(source)
    rendered = asyncio.run(dotprompt.render(source, DataArgument()))
    (message,) = rendered.messages
    if message.role.value != "system":
        raise ValueError(f"it is a message of {message.role.value}")
    text = "".join(part.text for part in message.content).removeprefix("\n")
    return {"name": parsed.name, "description": parsed.description, "prompt": text}


tell(see)
