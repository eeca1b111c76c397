"""What tools do, for targets and readers that take no list of them."""

from personac.tables.tools import canonical_tools

_PHRASES = {
    "read": "read files",
    "list": "list folders",
    "grep": "search in files",
    "glob": "find files by name",
    "edit": "edit files",
    "write": "create files",
    "shell": "run shell commands",
    "shell-output": "read the output of shell commands",
    "web-fetch": "fetch web pages",
    "web-search": "search the web",
    "delegate": "delegate to other agents",
    "todo": "keep a list of tasks",
    "ask": "ask the user",
    "skill": "use skills",
    "notebook": "edit notebooks",
    "plan": "plan",
    "memory": "save memories",
    "lsp": "query the language server",
    "notebook-read": "read notebooks",
}


def phrase(name: str) -> str:
    """What a tool lets its user do, in words that hold for any client."""
    known = [_PHRASES[canonical] for canonical in canonical_tools(name) if canonical in _PHRASES]
    return " and ".join(known) or f"use the tool `{name}`"
