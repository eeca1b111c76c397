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


def model_of(name: str, vendor: str) -> str | None:
    """The vendor's own id in a model name, with or without a provider before it."""
    bare = _PREFIX.sub("", name, count=1)
    return bare if _VENDORS[vendor].fullmatch(bare) else None


def dotted(name: str) -> str | None:
    """A Claude model with its version as a number: ``claude-sonnet-4-5`` is ``claude-sonnet-4.5``;
    None for a name of another form.
    """
    claude = _CLAUDE.fullmatch(name)
    if claude is None:
        return None
    version = f"{claude['major']}.{claude['minor']}" if claude["minor"] else claude["major"]
    return f"claude-{claude['family']}-{version}{claude['fast'] or ''}"


def vendors() -> dict[str, str]:
    """The pattern of the ids of each vendor's models."""
    return {vendor: ids.pattern for vendor, ids in _VENDORS.items()}
