"""Tool names of the clients, over one canonical vocabulary.

From the clients' documentation and shipped sources, verified 2026-11-20 against the versions
that the target pages name.  A name may stand in several vocabularies.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from msgspec import Struct

_TOOLS: dict[str, dict[str, tuple[str, ...]]] = {
    "read": {
        "claude-code": ("Read",),
        "copilot": ("read", "view"),
        "vscode": ("read/readFile", "codebase", "usages", "problems", "read/problems"),
        "gemini": ("read_file", "read_many_files"),
        "opencode": ("read",),
        "qwen": ("read_file", "ReadFile"),
        "droid": ("Read",),
        "kiro": ("read",),
        "cline": ("read_files", "read_file"),
        "kimi": ("Read", "ReadMediaFile"),
    },
    "list": {
        "claude-code": ("LS",),
        "vscode": ("search/listDirectory",),
        "gemini": ("list_directory",),
        "opencode": ("list",),
        "qwen": ("list_directory", "ListFiles"),
        "droid": ("LS",),
    },
    "grep": {
        "claude-code": ("Grep",),
        "copilot": ("search", "grep"),
        "vscode": ("search/textSearch", "search/codebase", "search/usages", "searchResults"),
        "gemini": ("grep_search", "search_file_content"),
        "opencode": ("grep",),
        "qwen": ("grep_search", "search_file_content"),
        "droid": ("Grep",),
        "kiro": ("grep",),
        "cline": ("search_codebase", "search_files", "list_code_definition_names"),
        "kimi": ("Grep",),
    },
    "glob": {
        "claude-code": ("Glob",),
        "copilot": ("search", "glob"),
        "vscode": ("search/fileSearch", "findTestFiles"),
        "gemini": ("glob",),
        "opencode": ("glob",),
        "qwen": ("glob",),
        "droid": ("Glob",),
        "kiro": ("glob",),
        "kimi": ("Glob",),
    },
    "edit": {
        "claude-code": ("Edit", "MultiEdit"),
        "copilot": ("edit",),
        "vscode": ("edit/editFiles", "editFiles"),
        "gemini": ("replace",),
        "opencode": ("edit", "patch", "multiedit"),
        "qwen": ("edit", "replace"),
        "droid": ("Edit",),
        "kiro": ("write",),
        "cline": ("editor", "apply_patch", "apply_diff", "replace_in_file", "write_to_file"),
        "kimi": ("Edit",),
    },
    "write": {
        "claude-code": ("Write",),
        "copilot": ("edit", "create"),
        "vscode": ("edit/createFile", "edit/createDirectory", "new"),
        "gemini": ("write_file",),
        "opencode": ("write",),
        "qwen": ("write_file", "WriteFile"),
        "droid": ("Create",),
        "kiro": ("write",),
        "cline": ("editor", "apply_patch", "apply_diff", "replace_in_file", "write_to_file"),
        "kimi": ("Write",),
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
        "qwen": ("run_shell_command", "Shell"),
        "droid": ("Execute",),
        "kiro": ("shell",),
        "cline": ("run_commands", "bash", "execute_command", "list_files"),
        "kimi": ("Bash",),
    },
    "shell-output": {
        "claude-code": ("BashOutput", "KillBash", "KillShell", "TaskStop", "TaskOutput"),
        "kimi": ("TaskOutput", "TaskStop"),
    },
    "web-fetch": {
        "claude-code": ("WebFetch",),
        "copilot": ("web", "web_fetch", "fetch"),
        "vscode": ("web/fetch", "openSimpleBrowser", "githubRepo", "web/githubRepo"),
        "gemini": ("web_fetch",),
        "opencode": ("webfetch",),
        "qwen": ("web_fetch",),
        "droid": ("FetchUrl",),
        "kiro": ("web_fetch", "web"),
        "cline": ("fetch_web_content",),
        "kimi": ("FetchURL",),
    },
    "web-search": {
        "claude-code": ("WebSearch",),
        "copilot": ("web",),
        "gemini": ("google_web_search",),
        "opencode": ("websearch",),
        "qwen": ("web_search",),
        "droid": ("WebSearch",),
        "kiro": ("web_search", "web"),
        "cline": ("web_search",),
        "kimi": ("WebSearch",),
    },
    "delegate": {
        "claude-code": ("Agent", "Task"),
        "copilot": ("agent", "custom-agent", "task"),
        "vscode": ("agent/runSubagent", "runSubagent"),
        "gemini": ("invoke_agent",),
        "opencode": ("task",),
        "qwen": ("agent", "task"),
        "droid": ("Task",),
        "kiro": ("subagent",),
        "cline": ("spawn_agent",),
        "kimi": ("Agent", "AgentSwarm"),
    },
    "todo": {
        "claude-code": ("TodoWrite", "TodoRead", "TaskCreate", "TaskUpdate", "TaskList", "TaskGet"),
        "copilot": ("todo", "todos", "update_todo"),
        "vscode": ("todos",),
        "gemini": ("write_todos",),
        "opencode": ("todowrite", "todoread"),
        "qwen": ("todo_write", "TodoList"),
        "droid": ("TodoWrite",),
        "kimi": ("TodoList",),
    },
    "ask": {
        "claude-code": ("AskUserQuestion",),
        "copilot": ("ask_user",),
        "vscode": ("vscode/askQuestions",),
        "gemini": ("ask_user",),
        "opencode": ("question",),
        "qwen": ("ask_user_question",),
        "cline": ("ask_question",),
        "kimi": ("AskUserQuestion",),
    },
    "skill": {
        "claude-code": ("Skill", "SlashCommand"),
        "copilot": ("skill",),
        "gemini": ("activate_skill",),
        "opencode": ("skill",),
        "qwen": ("skill",),
        "droid": ("Skill",),
        "cline": ("skills", "use_skill"),
        "kimi": ("Skill",),
    },
    "notebook": {
        "claude-code": ("NotebookEdit",),
        "vscode": ("edit/editNotebook", "runNotebooks"),
        "qwen": ("notebook_edit",),
    },
    "notebook-read": {"claude-code": ("NotebookRead",)},
    "plan": {
        "claude-code": ("ExitPlanMode", "EnterPlanMode"),
        "gemini": ("enter_plan_mode", "exit_plan_mode"),
        "qwen": ("exit_plan_mode", "enter_plan_mode"),
        "kimi": ("EnterPlanMode", "ExitPlanMode"),
    },
    "memory": {"vscode": ("memory", "vscode/memory"), "qwen": ("save_memory",)},
    "lsp": {"claude-code": ("LSP",), "opencode": ("lsp",), "qwen": ("lsp",)},
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
    "gemini-only": {
        "gemini": (
            "get_internal_docs",
            "update_topic",
            "complete_task",
            "list_mcp_resources",
            "tracker_create_task",
            "tracker_update_task",
            "tracker_get_task",
            "tracker_list_tasks",
            "tracker_add_dependency",
            "tracker_visualize",
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


# What a name says, where its client makes more of it: nobody else is granted that.
_SAYS = {"list_files": "list"}


@cache
def _names() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each name with what it means and who has it.  It means what it does to a client for which
    it is one tool alone, before what it means to one for which it is several.
    """
    alone: dict[str, str] = {}
    several: dict[str, str] = {}
    owners: dict[str, dict[str, None]] = {}
    for canonical, spellings in _TOOLS.items():
        for client, names in spellings.items():
            for name in names:
                found = alone if len(_meant(name, client)) == 1 else several
                found.setdefault(name, _SAYS.get(name, canonical))
                owners.setdefault(name, {})[client] = None
    meaning = {**several, **alone}
    return {name: (meaning[name], tuple(clients_of)) for name, clients_of in owners.items()}


def _meant(name: str, client: str) -> tuple[str, ...]:
    return tuple(tool for tool, names in _TOOLS.items() if name in names.get(client, ()))


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
_GROUPING = frozenset({"copilot", "opencode"})


@cache
def canonical_tools(name: str) -> tuple[str, ...]:
    """Everything that a tool name of any client lets its user do; where clients differ, no more
    than the least of them.
    """
    single = canonical_tool(name)
    if single is None or name in _GROUPS:
        return _GROUPS.get(name, ())
    shared = [set(_meant(name, client)) for client in vocabularies(name)]
    common = set.intersection(*shared)
    return tuple(tool for tool in _TOOLS if tool in common) if single in common else (single,)


class Names(Struct, frozen=True):
    """How one client names tools: the first name of each canonical tool is the one to write.
    ``groups`` are names that stand for more than the tools they are listed with.
    """

    own: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]] = {}

    @property
    def canonical(self) -> tuple[str, ...]:
        """The canonical tools that the client has."""
        return tuple(self.own)

    def spelling(self, canonical: str, granted: Collection[str] | None = None) -> str | None:
        """How the client spells a tool; None when it has none, or, where ``granted`` tells what
        is granted in all, when each of its names would grant more.
        """
        names = self.own.get(canonical, ())
        fits = (
            name for name in names if granted is None or self.reach(name) <= {*granted, canonical}
        )
        return next(fits, None)

    def reach(self, name: str) -> frozenset[str]:
        """The canonical tools that a name of the client grants; none for another's name."""
        own = frozenset(tool for tool, names in self.own.items() if name in names)
        return frozenset(self.groups[name]) if own and name in self.groups else own


@cache
def names_of(client: str) -> Names:
    """The vocabulary of a client that this table knows."""
    own = {tool: clients[client] for tool, clients in _TOOLS.items() if client in clients}
    return Names(own, _GROUPS if client in _GROUPING else {})


def spelling(canonical: str, client: str, granted: Collection[str] | None = None) -> str | None:
    return names_of(client).spelling(canonical, granted)


def clients() -> frozenset[str]:
    """The clients whose vocabulary this table knows."""
    return frozenset(client for names in _TOOLS.values() for client in names)


_SERVER = r"[A-Za-z0-9][A-Za-z0-9.-]*(?:_[A-Za-z0-9.-]+)*"
_MCP_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"mcp__(?P<server>\*|{_SERVER})(?:__(?P<tool>\*|[\w.-]+))?",
        r"mcp_(?P<server>\*|[A-Za-z0-9.-]+)(?:_(?P<tool>\*|[\w.-]+))?",
        rf"(?:@|MCP:)?(?P<server>{_SERVER})/(?P<tool>\*|[\w.-]+)",
        rf"(?:@|MCP:)(?P<server>{_SERVER})(?P<tool>)",
    )
)


def mcp_parts(name: str) -> tuple[str, str] | None:
    """The server and the tool that the name of an MCP tool means in any client, ``*`` for all."""
    if not is_mcp(name):
        return None
    found = next((match for form in _MCP_FORMS if (match := form.fullmatch(name))), None)
    return (found["server"], found["tool"] or "*") if found else None


def all_tools() -> tuple[str, ...]:
    """The canonical names of the tools that more than one client may have."""
    return tuple(sorted(name for name in _TOOLS if not name.endswith("-only")))


class Replacement(NamedTuple):
    """What stands in for a tool that ``client`` once had."""

    client: str
    name: str


_RETIRED = {
    "MultiEdit": Replacement("claude-code", "Edit"),
    "LS": Replacement("claude-code", "Glob"),
    "NotebookRead": Replacement("claude-code", "Read"),
    "TodoRead": Replacement("claude-code", "TaskList"),
}


def replacement(name: str) -> Replacement | None:
    """What to write for a tool name that its client has no longer."""
    return _RETIRED.get(name)
