"""Settings of a client that say how freely a persona may act, strictest first."""

from collections.abc import Iterator

from personac.model import Field, NodeId, Persona

MODES = {
    "permission-mode": ("plan", "default", "acceptedits", "auto", "dontask", "bypasspermissions"),
    "sandbox": ("read-only", "workspace-write", "danger-full-access"),
    "approval": ("untrusted", "on-request", "on-failure", "never"),
}


def mode_rank(kind: str, value: str) -> int:
    order = MODES[kind]
    if not value:
        return order.index("default") if "default" in order else 0
    plain = value.casefold()
    return order.index(plain) if plain in order else len(order)


def settings(persona: Persona) -> Iterator[tuple[str, tuple[str, NodeId]]]:
    for node in persona.header:
        if isinstance(node, Field) and isinstance(node.value, str):
            kind = mode_of(node)
            if kind:
                yield kind, (node.value, node.id)


def mode_of(node: Field) -> str:
    """Which of the settings a field is; empty for another one."""
    kind = {"sandbox_mode": "sandbox", "approval_policy": "approval"}.get(node.key, node.kind)
    return kind if kind in MODES else ""
