"""What header keys mean, over all dialects that write them."""

from personac.text.plain import key as title_key

_KINDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "id", "agent name"),
    "title": ("title", "display name", "displayname"),
    "handle": ("agent handle", "handle"),
    "role": ("agent role", "role"),
    "unit": ("organizational unit", "organisational unit", "unit", "department", "category"),
    "description": ("description",),
    "tools": ("tools",),
    "allowed-tools": ("allowed tools", "allowedtools"),
    "denied-tools": ("disallowedtools", "disallowed tools", "denied tools"),
    "model": ("model",),
    "permission": ("permission", "permissions"),
    "permission-mode": ("permissionmode", "permission mode"),
    "version": ("version", "agent version"),
    "color": ("color", "colour"),
    "mode": ("mode",),
    "temperature": ("temperature",),
    "max-turns": ("maxturns", "max turns", "steps", "maxsteps"),
    "hooks": ("hooks",),
    "mcp-servers": ("mcpservers", "mcp servers"),
    "skills": ("skills",),
    "extends": ("extends",),
    "includes": ("includes",),
}
_BY_KEY = {spelling: kind for kind, spellings in _KINDS.items() for spelling in spellings}
_TEXT = frozenset({"name", "title", "handle", "role", "unit", "description", "model", "version"})


def field_kind(written: str) -> str:
    """The kind of a header key; ``other`` when no table entry knows it."""
    return _BY_KEY.get(title_key(written.replace("-", " ").replace("_", " ")), "other")


def is_text_field(kind: str) -> bool:
    """Whether a value of this kind is text, so that YAML must not read a date or number."""
    return kind in _TEXT


def field_kinds() -> tuple[str, ...]:
    return tuple(_KINDS)
