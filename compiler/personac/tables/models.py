"""Names of models: whose they are, and how other clients write them.

From the clients' documentation and shipped sources, verified 2026-11-20 against the versions
that the target pages name.
"""

import re

_VENDORS = {
    "anthropic": re.compile(r"claude-[\w.-]+"),
    "openai": re.compile(r"(?:gpt-|codex-|o[134](?![a-z0-9]))[\w.-]*"),
    "google": re.compile(r"gemini-[\w.-]+"),
    "qwen": re.compile(r"(?:qwen|qwq|coder-model)[\w.-]*"),
    "xai": re.compile(r"grok-[\w.-]+"),
    "moonshot": re.compile(r"kimi-[\w.-]+"),
    "microsoft": re.compile(r"mai-[\w.-]+"),
}
_PREFIX = re.compile(r"[\w.-]+/")
_CLAUDE = re.compile(
    r"claude-(?P<family>[a-z]+)-(?P<major>\d{1,2})(?:[.-](?P<minor>\d{1,2}))?"
    r"(?:-\d{8}|-latest)?(?P<fast>-fast)?"
)
_COPILOT = frozenset({"openai", "google", "xai", "moonshot", "microsoft"})


def model_of(name: str, vendor: str) -> str | None:
    """The vendor's own id in a model name, with or without a provider before it."""
    bare = _PREFIX.sub("", name, count=1)
    return bare if _VENDORS[vendor].fullmatch(bare) else None


def copilot_model(name: str) -> str | None:
    """How GitHub Copilot writes a model: ``claude-sonnet-4-5`` is ``claude-sonnet-4.5`` there."""
    claude = _CLAUDE.fullmatch(model_of(name, "anthropic") or "")
    if claude:
        version = f"{claude['major']}.{claude['minor']}" if claude["minor"] else claude["major"]
        return f"claude-{claude['family']}-{version}{claude['fast'] or ''}"
    found = (model_of(name, vendor) for vendor in sorted(_COPILOT))
    return next((model for model in found if model), None)
