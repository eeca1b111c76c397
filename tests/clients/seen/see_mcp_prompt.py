"""What the types of MCP take."""

import json
from pathlib import Path

from _shared import tell
from mcp.types import GetPromptResult, Prompt


def see(path: Path) -> dict[str, object]:
    both = json.loads(path.read_text("utf-8"))
    prompt = Prompt.model_validate(both["prompt"])
    (message,) = GetPromptResult.model_validate(both["result"]).messages
    return {"name": prompt.name, "description": prompt.description, "prompt": message.content.text}


tell(see)
