"""The commands that a GitHub workflow reads from what a program prints."""

from collections.abc import Mapping

from personac.report.visible import visible


def command(level: str, properties: Mapping[str, str], message: str) -> str:
    """``::error file=…,line=…::message``; nothing in it can be taken for another command."""
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {named}::{data(message)}"


def data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return data(text).replace(":", "%3A").replace(",", "%2C")
