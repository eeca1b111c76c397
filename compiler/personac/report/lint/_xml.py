"""Text for XML 1.0, which has no way to write most control characters."""

from personac.report.visible import visible


def plain(text: str) -> str:
    """``text`` with everything that XML cannot hold, or that hides, spelled out."""
    return "".join("\ufffd" if char in "\ufffe\uffff" else char for char in visible(text))
