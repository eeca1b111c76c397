"""Which real personas are taken: some of each dialect, chosen by a hash of their paths."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from injection.persona import Persona

SHARE = {
    "frontmatter-md": 12,
    "copilot-agent": 7,
    "xml-persona": 6,
    "bmad-role": 6,
    "bmad-yaml": 6,
    "handle-style": 3,
}
"""How many of each dialect, of forty."""
SIZES = range(900, 9_000)
"""Characters; a larger one takes long to read twenty-six times."""
LARGER = range(900, 24_000)
"""For handle specs, of which there are no small ones."""
_SUFFIXES = frozenset({".md", ".yaml", ".yml"})


def sample(corpus: Path, seed: str, without: frozenset[str] = frozenset()) -> list[Persona]:
    """Forty personas; no two of them have the same name."""
    return [one for dialect in SHARE for one in _of(corpus, dialect, seed, without)]


def _of(corpus: Path, dialect: str, seed: str, without: frozenset[str]) -> Iterator[Persona]:
    files = sorted((corpus / dialect).rglob("*"), key=lambda path: _order(path, corpus, seed))
    names: set[str] = set()
    for path in files:
        if len(names) == SHARE[dialect]:
            return
        name = path.relative_to(corpus).as_posix()
        if path.suffix in _SUFFIXES and name not in without and path.stem not in names:
            text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
            if _suits(text, dialect, path.suffix):
                names.add(path.stem)
                yield Persona(name, text)


def _order(path: Path, corpus: Path, seed: str) -> str:
    return hashlib.sha256(f"{seed}:{path.relative_to(corpus).as_posix()}".encode()).hexdigest()


def _suits(text: str, dialect: str, suffix: str) -> bool:
    """Whether it is a persona of the dialect, in English, whose blocks of code are closed."""
    fences = sum(line.lstrip().startswith("```") for line in text.split("\n"))
    latin = sum(char.isascii() for char in text) >= 0.95 * len(text)
    if len(text) not in (LARGER if dialect == "handle-style" else SIZES) or fences % 2 or not latin:
        return False
    if dialect in ("frontmatter-md", "copilot-agent"):
        return text.startswith("---\n") and "\ndescription:" in text
    if dialect == "bmad-role":
        return "# Role" in text[:300]
    if dialect == "bmad-yaml":
        return "persona:" in text and "agent:" in text and _is_sound(text, suffix)
    if dialect == "xml-persona":
        return "\n</agent>" in text or "\n</persona" in text
    return "Agent_Handle" in text or "Agent\\_Handle" in text


def _is_sound(text: str, suffix: str) -> bool:
    """Whether the YAML can be read; what cannot has a defect of its own already."""
    fence = re.search(r"```ya?ml\n(.*?)\n```", text, re.DOTALL)
    if suffix == ".md" and fence is None:
        return False
    try:
        yaml.safe_load(fence[1] if fence and suffix == ".md" else text)
    except yaml.YAMLError:
        return False
    return True
