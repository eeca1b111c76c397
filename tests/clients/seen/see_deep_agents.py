"""What Deep Agents takes as a subagent: the tool that delegates to it tells its description."""

import runpy
from pathlib import Path

from _shared import tell
from deepagents import create_deep_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel


def see(path: Path) -> dict[str, object]:
    made = runpy.run_path(str(path))["subagent"]
    create_deep_agent(model=GenericFakeChatModel(messages=iter(())), subagents=[made])
    return {
        "name": made["name"],
        "description": made["description"],
        "prompt": made["system_prompt"],
    }


tell(see)
