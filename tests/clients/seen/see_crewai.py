"""What CrewAI loads as an agent of a project in JSON."""

import os
from pathlib import Path

from _shared import tell

os.environ |= {"CREWAI_DISABLE_TELEMETRY": "true", "OPENAI_API_KEY": "none"}


def see(path: Path) -> dict[str, object]:
    from crewai.project.json_loader import load_agent

    agent = load_agent(path)
    agent.interpolate_inputs({"unrelated": "x"})
    if agent.tools:
        raise ValueError("it has tools")
    return {"name": path.stem, "description": agent.role, "prompt": agent.backstory}


tell(see)
