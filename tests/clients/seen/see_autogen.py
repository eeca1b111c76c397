"""What AutoGen loads as a component."""

import json
import os
from pathlib import Path

from _shared import tell
from autogen_agentchat.agents import AssistantAgent

os.environ["OPENAI_API_KEY"] = "none"


def see(path: Path) -> dict[str, object]:
    agent = AssistantAgent.load_component(json.loads(path.read_text("utf-8")))
    (message,) = agent._system_messages
    if agent._workbench and any(bench._tools for bench in agent._workbench):
        raise ValueError("it has tools")
    return {"name": agent.name, "description": agent.description, "prompt": message.content}


tell(see)
