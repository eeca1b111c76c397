"""What the SDK of A2A parses as an agent card."""

import json
from pathlib import Path

from _shared import tell
from a2a.types import AgentCard
from google.protobuf.json_format import ParseDict


def see(path: Path) -> dict[str, object]:
    card = ParseDict(json.loads(path.read_text("utf-8")), AgentCard())
    skill = card.skills[0]
    return {"name": skill.name, "description": card.description, "prompt": skill.description}


tell(see)
