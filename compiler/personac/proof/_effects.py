"""What the files of a client do about a command or a path, read as values.

Written from what the clients do with these files, not from what the writers write.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterator

from personac.model import Effect
from personac.proof._last_match import last_match
from personac.proof.decode import Settings, decode

RANK = {Effect.DENY: 0, Effect.ASK: 1, Effect.ALLOW: 2}
_PATTERN = re.compile(r"(Bash|Read)\((.{1,400})\)", re.DOTALL)
_CODEX = {"forbidden": Effect.DENY, "prompt": Effect.ASK}
_GEMINI = {"deny": Effect.DENY, "ask_user": Effect.ASK}
_LITERAL = re.compile(r"\*+")
Judge = Callable[[str, str], Effect]
"""From ``command`` or ``path`` and its text to what the client does; what no rule names it lets
pass.
"""


def judge(path: str, data: bytes, agents: Collection[str]) -> Judge:
    """What one file does to an agent that has one of the names ``agents``."""
    kind = path.rpartition(".")[2]
    if kind == "rules":
        return _codex(data.decode("utf-8", "replace"))
    settings = decode(path, data).settings
    if kind == "toml":
        return _gemini(settings, agents)
    if kind == "md":
        return _capabilities(settings) if "permissions" in settings else _opencode(settings)
    return _permissions(settings)


def _permissions(settings: Settings) -> Judge:
    """Claude Code and Qwen Code: a denial comes before a question."""
    lists = settings.get("permissions")
    held = {
        effect: frozenset(_rules(lists.get(str(effect)) if isinstance(lists, dict) else None))
        for effect in (Effect.DENY, Effect.ASK)
    }

    def effect(kind: str, text: str) -> Effect:
        for answer, rules in held.items():
            if {("Read", text)} <= rules if kind == "path" else _runs(rules, text):
                return answer
        return Effect.ALLOW

    return effect


def _rules(value: object) -> Iterator[tuple[str, str]]:
    for rule in value if isinstance(value, list) else ():
        if isinstance(rule, str) and (found := _PATTERN.fullmatch(rule.strip())):
            yield found[1], found[2]


def _runs(rules: Collection[tuple[str, str]], command: str) -> bool:
    """Whether rules match a command both alone and with whatever follows it."""
    words = command.split(" ")
    starts = (" ".join(words[:end]) for end in range(1, len(words) + 1))
    followed = any(
        ("Bash", f"{start}{end}") in rules for start in starts for end in (" *", ":*", "*")
    )
    return followed or ("Bash", "*") in rules


def _opencode(settings: Settings) -> Judge:
    """The last rule that matches counts: tried on the text alone, and with more behind it."""
    found = last_match(settings)

    def effect(kind: str, text: str) -> Effect:
        if kind == "path":
            return found.effect("read", text.replace("**/", "").replace("*", "x"))
        mildest = (found.effect("shell", one) for one in (text, f"{text} \0"))
        return max(mildest, key=RANK.__getitem__)

    return effect


def _capabilities(settings: Settings) -> Judge:
    """Kiro: a denial comes before a question; a rule without a match is for everything."""
    held = settings["permissions"]
    stated = held.get("rules") if isinstance(held, dict) else None
    rules = [one for one in _listed(stated) if isinstance(one, dict)]

    def effect(kind: str, text: str) -> Effect:
        capability = "shell" if kind == "command" else "fs_read"
        wanted = {text} if kind == "path" else {text, f"{text} *"}
        for answer in (Effect.DENY, Effect.ASK):
            for rule in rules:
                same = rule.get("capability") == capability and rule.get("effect") == str(answer)
                match = _listed(rule.get("match"))
                if same and not rule.get("exclude") and (not match or wanted <= {*map(str, match)}):
                    return answer
        return Effect.ALLOW

    return effect


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _codex(text: str) -> Judge:
    """Rules are calls in a language that is written as Python is; the strictest counts."""
    held: list[tuple[list[frozenset[str]], Effect]] = []
    try:
        body = ast.parse(text).body
        held = [rule for one in body if (rule := _prefix_rule(one))]
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        held = []

    def effect(kind: str, text: str) -> Effect:
        words = text.split(" ")
        matching = (
            decision
            for pattern, decision in held
            if kind == "command" and len(pattern) <= len(words)
            if all(word in any_of for word, any_of in zip(words, pattern, strict=False))
        )
        return min(matching, key=RANK.__getitem__, default=Effect.ALLOW)

    return effect


def _prefix_rule(one: ast.stmt) -> tuple[list[frozenset[str]], Effect] | None:
    call = one.value if isinstance(one, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    if call.func.id != "prefix_rule":
        return None
    given = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    pattern = given.get("pattern")
    if not isinstance(pattern, list) or not pattern:
        return None
    words = [frozenset(each if isinstance(each, list) else [each]) for each in pattern]
    return words, _CODEX.get(str(given.get("decision")), Effect.ALLOW)


def _gemini(settings: Settings, agents: Collection[str]) -> Judge:
    """Of the rules that match, the one of the highest priority counts."""
    listed = settings.get("rule")
    rules = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    mine = [one for one in rules if "subagent" not in one or one["subagent"] in agents]

    def effect(kind: str, text: str) -> Effect:
        matching = [one for one in mine if _applies(one, kind, text)]
        first = max(matching, key=_priority, default={})
        return _GEMINI.get(str(first.get("decision")), Effect.ALLOW)

    return effect


def _priority(rule: Settings) -> float:
    value = rule.get("priority", 0)
    return value if isinstance(value, int | float) else 0


def _applies(rule: Settings, kind: str, text: str) -> bool:
    tools = rule.get("toolName", "*")
    names = tools if isinstance(tools, list) else [tools]
    tool = "run_shell_command" if kind == "command" else "read_file"
    if tool not in names and "*" not in names:
        return False
    if kind == "path":
        return _names_path(str(rule.get("argsPattern", "")), text)
    prefixes = rule.get("commandPrefix")
    if prefixes is None:
        return "argsPattern" not in rule and "commandRegex" not in rule
    listed = prefixes if isinstance(prefixes, list) else [prefixes]
    return any(f"{text} ".startswith(f"{one} ") for one in listed)


def _names_path(pattern: str, path: str) -> bool:
    """Whether a pattern of arguments holds the fixed parts of a glob, in their order."""
    shown, at = pattern.replace("\\", ""), 0
    for part in _LITERAL.split(path.removeprefix("~/").removeprefix("**/")):
        at = shown.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return not pattern or '"file_path":' in pattern
