"""What CrewAI loads as an agent of a project in JSON."""

import json
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
    written = json.loads(path.read_text("utf-8"))
    if (agent.role, agent.goal) != (written["role"], written["goal"]):
        raise ValueError(f"it is `{agent.role}` with the goal `{agent.goal}`")
    return {"name": path.stem, "prompt": agent.backstory}


tell(see)
