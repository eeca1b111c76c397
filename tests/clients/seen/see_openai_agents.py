"""What the OpenAI Agents SDK makes of a module."""

import runpy
from pathlib import Path

from _shared import tell
from agents import Agent


def see(path: Path) -> dict[str, object]:
    agent = runpy.run_path(str(path))["agent"]
    if not isinstance(agent, Agent) or agent.tools:
        raise TypeError("it makes no agent, or one with tools")
    return {
        "name": agent.name,
        "description": agent.handoff_description,
        "prompt": agent.instructions,
    }


tell(see)
