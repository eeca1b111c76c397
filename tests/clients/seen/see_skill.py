"""What the reference library of Agent Skills reads and finds wrong."""

from pathlib import Path

from _shared import tell
from skills_ref import read_properties, validate
from skills_ref.parser import parse_frontmatter


def see(path: Path) -> dict[str, object]:
    wrong = validate(path.parent)
    if wrong:
        raise ValueError("; ".join(wrong))
    skill = read_properties(path.parent)
    _, body = parse_frontmatter(path.read_text("utf-8"))
    return {"name": skill.name, "description": skill.description, "prompt": body}


tell(see)
