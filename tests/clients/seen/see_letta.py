"""What Letta takes as an agent file."""

import json
from pathlib import Path

from _shared import tell
from letta.schemas.agent_file import AgentFileSchema


def see(path: Path) -> dict[str, object]:
    (agent,) = AgentFileSchema.model_validate(json.loads(path.read_text("utf-8"))).agents
    if agent.tool_ids or agent.include_base_tools:
        raise ValueError("it has tools")
    return {"name": agent.name, "description": agent.description, "prompt": agent.system}


tell(see)
