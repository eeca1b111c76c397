"""What Agent Framework makes of a declarative agent."""

from pathlib import Path

import yaml
from _shared import tell
from agent_framework_declarative import _models


def see(path: Path) -> dict[str, object]:
    agent = _models.agent_schema_dispatch(yaml.safe_load(path.read_text("utf-8")))
    if agent is None:
        raise ValueError("nothing is made of it")
    return {"name": agent.name, "description": agent.description, "prompt": agent.instructions}


tell(see)
