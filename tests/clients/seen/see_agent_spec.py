"""What the library of the Open Agent Specification deserializes."""

from pathlib import Path

from _shared import tell
from pyagentspec.serialization import AgentSpecDeserializer


def see(path: Path) -> dict[str, object]:
    agent = AgentSpecDeserializer().from_yaml(path.read_text("utf-8"))
    if agent.inputs or agent.tools:
        raise ValueError("it has inputs or tools")
    return {"name": agent.name, "description": agent.description, "prompt": agent.system_prompt}


tell(see)
