"""What Microsoft's schema of declarative agents takes; the first argument is the schema."""

import json
import sys
from pathlib import Path

from _shared import tell
from jsonschema.validators import validator_for

SCHEMA = json.loads(Path(sys.argv.pop(1)).read_text("utf-8"))


def see(path: Path) -> dict[str, object]:
    agent = json.loads(path.read_text("utf-8"))
    for error in validator_for(SCHEMA)(SCHEMA).iter_errors(agent):
        raise ValueError(f"{error.json_path}: {error.message}"[:300])
    return {
        "name": agent["id"],
        "description": agent["description"],
        "prompt": agent["instructions"],
    }


tell(see)
