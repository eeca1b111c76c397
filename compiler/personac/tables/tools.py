"""Tool names of the clients, over one canonical vocabulary.

From the clients' documentation and shipped sources, verified 2026-11-20 against the versions
that the target pages name.  A name may stand in several vocabularies.
"""

import re
from functools import cache

_TOOLS: dict[str, dict[str, tuple[str, ...]]] = {
    "read": {
        "claude-code": ("Read",),
        "copilot": ("read", "view"),
        "vscode": ("read/readFile", "codebase", "usages", "problems", "read/problems"),
        "gemini": ("read_file", "read_many_files"),
        "opencode": ("read",),
    },
    "list": {
        "claude-code": ("LS",),
        "vscode": ("search/listDirectory",),
        "gemini": ("list_directory",),
        "opencode": ("list",),
    },
    "grep": {
        "claude-code": ("Grep",),
        "copilot": ("search", "grep"),
        "vscode": ("search/textSearch", "search/codebase", "search/usages", "searchResults"),
        "gemini": ("grep_search", "search_file_content"),
        "opencode": ("grep",),
    },
    "glob": {
        "claude-code": ("Glob",),
        "copilot": ("glob",),
        "vscode": ("search/fileSearch", "findTestFiles"),
        "gemini": ("glob",),
        "opencode": ("glob",),
    },
    "edit": {
        "claude-code": ("Edit", "MultiEdit"),
        "copilot": ("edit",),
        "vscode": ("edit/editFiles", "editFiles"),
        "gemini": ("replace",),
        "opencode": ("edit", "patch", "multiedit"),
    },
    "write": {
        "claude-code": ("Write",),
        "copilot": ("create",),
        "vscode": ("edit/createFile", "edit/createDirectory", "new"),
        "gemini": ("write_file",),
        "opencode": ("write",),
    },
    "shell": {
        "claude-code": ("Bash",),
        "copilot": ("execute", "shell", "bash", "powershell"),
        "vscode": (
            "execute/runInTerminal",
            "runCommands",
            "runInTerminal",
            "terminalLastCommand",
            "terminalSelection",
            "execute/getTerminalOutput",
            "runTasks",
            "runTests",
        ),
        "gemini": ("run_shell_command",),
        "opencode": ("bash",),
    },
    "shell-output": {
        "claude-code": ("BashOutput", "KillBash", "KillShell", "TaskStop", "TaskOutput")
    },
    "web-fetch": {
        "claude-code": ("WebFetch",),
        "copilot": ("web", "fetch"),
        "vscode": ("web/fetch", "openSimpleBrowser", "githubRepo", "web/githubRepo"),
        "gemini": ("web_fetch",),
        "opencode": ("webfetch",),
    },
    "web-search": {
        "claude-code": ("WebSearch",),
        "gemini": ("google_web_search",),
        "opencode": ("websearch",),
    },
    "delegate": {
        "claude-code": ("Agent", "Task"),
        "copilot": ("agent", "custom-agent", "task"),
        "vscode": ("agent/runSubagent", "runSubagent"),
        "gemini": ("invoke_agent",),
        "opencode": ("task",),
    },
    "todo": {
        "claude-code": ("TodoWrite", "TodoRead", "TaskCreate", "TaskUpdate", "TaskList", "TaskGet"),
        "copilot": ("todo", "todos", "update_todo"),
        "vscode": ("todos",),
        "gemini": ("write_todos",),
        "opencode": ("todowrite", "todoread"),
    },
    "ask": {
        "claude-code": ("AskUserQuestion",),
        "vscode": ("vscode/askQuestions",),
        "gemini": ("ask_user",),
        "opencode": ("question",),
    },
    "skill": {
        "claude-code": ("Skill", "SlashCommand"),
        "copilot": ("skill",),
        "gemini": ("activate_skill",),
        "opencode": ("skill",),
    },
    "notebook": {
        "claude-code": ("NotebookEdit", "NotebookRead"),
        "vscode": ("edit/editNotebook", "runNotebooks"),
    },
    "plan": {
        "claude-code": ("ExitPlanMode", "EnterPlanMode"),
        "gemini": ("enter_plan_mode", "exit_plan_mode"),
    },
    "memory": {"gemini": ("save_memory",), "vscode": ("memory", "vscode/memory")},
    "lsp": {"claude-code": ("LSP",), "opencode": ("lsp",)},
    # Tools of one client that no other has: nothing may stand in for them.
    "claude-only": {
        "claude-code": (
            "ToolSearch",
            "SendMessage",
            "Monitor",
            "Workflow",
            "EnterWorktree",
            "ExitWorktree",
            "ListMcpResources",
            "ReadMcpResource",
            "ListMcpResourcesTool",
            "ReadMcpResourceTool",
        ),
    },
    "vscode-only": {
        "vscode": (
            "vscodeAPI",
            "vscode/vscodeAPI",
            "extensions",
            "vscode/extensions",
            "changes",
            "vscode",
            "testFailure",
        ),
    },
}
_MCP = re.compile(
    r"mcp__[\w.*-]+|mcp_[\w*-]+|[\w.@-]+(?:/[\w.@-]+)*/\*?[\w.-]*|[\w.@-]+/\*|@[\w./*-]+|MCP:[\w/.-]+"
)


@cache
def _names() -> dict[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for canonical, clients in _TOOLS.items():
        for client, names in clients.items():
            for name in names:
                before = found.get(name, (canonical, ()))
                found[name] = (before[0], (*before[1], client))
    return found


def canonical_tool(name: str) -> str | None:
    """What a tool name of any client means; None when no client has it."""
    found = _names().get(name)
    return found[0] if found else None


def known_tool(name: str) -> bool:
    """Whether some client has the tool, or the name is the pattern of an MCP tool."""
    return name == "*" or name in _names() or is_mcp(name)


def is_mcp(name: str) -> bool:
    return _MCP.fullmatch(name) is not None and name not in _names()


def vocabularies(name: str) -> tuple[str, ...]:
    """The clients that have a tool of this name."""
    found = _names().get(name)
    return found[1] if found else ()


def tool_names() -> tuple[str, ...]:
    return tuple(sorted(_names()))


# Names that stand for more than one tool, in the clients that use them so.
_GROUPS = {
    "edit": ("edit", "write"),
    "search": ("grep", "glob"),
    "web": ("web-fetch", "web-search"),
}


def canonical_tools(name: str) -> tuple[str, ...]:
    """Everything that a tool name of any client lets its user do."""
    single = canonical_tool(name)
    return _GROUPS.get(name) or ((single,) if single else ())


def spelling(canonical: str, client: str) -> str | None:
    """How a client spells a canonical tool; None when it has none."""
    names = _TOOLS.get(canonical, {}).get(client)
    return names[0] if names else None


def all_tools() -> tuple[str, ...]:
    """The canonical names of the tools that more than one client may have."""
    return tuple(sorted(name for name in _TOOLS if not name.endswith("-only")))


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
}


def phrase(name: str) -> str:
    """What a tool lets its user do, in words that hold for any client."""
    known = [_PHRASES[canonical] for canonical in canonical_tools(name) if canonical in _PHRASES]
    return " and ".join(known) or f"use the tool `{name}`"
