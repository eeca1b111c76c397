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
_TEXT = frozenset(
    {"name", "title", "handle", "role", "unit", "description", "model", "version", "color"}
)


def field_kind(written: str) -> str:
    """The kind of a header key; ``other`` when no table entry knows it."""
    return _BY_KEY.get(title_key(written.replace("-", " ").replace("_", " ")), "other")


def is_text_field(kind: str) -> bool:
    """Whether a value of this kind is text, so that YAML must not read a date or number."""
    return kind in _TEXT


def field_kinds() -> tuple[str, ...]:
    return tuple(_KINDS)


_CLIENT_KEYS = {
    "claude-code": (
        "name description tools disallowedTools model permissionMode mcpServers hooks maxTurns "
        "skills initialPrompt memory effort background isolation color"
    ),
    "copilot": (
        "name description tools model target argument-hint handoffs infer mcp-servers agents "
        "user-invocable disable-model-invocation metadata mode agent"
    ),
    "opencode": (
        "description mode model variant temperature top_p steps maxSteps permission prompt tools "
        "disable hidden color options"
    ),
    "gemini": (
        "kind name display_name description tools mcp_servers model temperature max_turns "
        "timeout_mins"
    ),
    "qwen": "name description tools model approvalMode color runConfig modelConfig",
    "skills": "name description license compatibility metadata allowed-tools version",
    "cursor": "description globs alwaysApply",
    "roo": "slug name roleDefinition whenToUse customInstructions groups",
    "authors": (
        "title author authors tags category categories keywords date created updated status type "
        "role id handle priority emoji tagline vibe summary purpose extends includes abstract "
        "version language license source url targets aliases path team owner domain"
    ),
}


def header_keys() -> tuple[str, ...]:
    """The header keys that some client reads, and those that authors use for themselves."""
    known = {key for keys in _CLIENT_KEYS.values() for key in keys.split()}
    spelled = {form for forms in _KINDS.values() for form in forms if " " not in form}
    return tuple(sorted(known | spelled))
