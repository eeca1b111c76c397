"""What the files of a client do about a command or a path, read as values.

Written from what the clients do with these files, not from what the writers write.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator

from personac.model import Effect
from personac.proof._last_match import last_match
from personac.proof._shapes import matches
from personac.proof.decode import Settings, decode

RANK = {Effect.DENY: 0, Effect.ASK: 1, Effect.ALLOW: 2}
_PATTERN = re.compile(r"(Bash|Read)\((.{1,400})\)", re.DOTALL)
_DEVIN = re.compile(r"(Exec|Read)\((.{1,400})\)", re.DOTALL)
_BEGINNING = re.compile(r"\^\\s\*(?P<words>.{1,400})\(\\s\|\$\)", re.DOTALL)
_FIRST_ANSWERS = {
    "reject": Effect.DENY,
    "deny": Effect.DENY,
    "ask": Effect.ASK,
    "ask-user": Effect.ASK,
}
_CODEX = {"forbidden": Effect.DENY, "prompt": Effect.ASK}
_GEMINI = {"deny": Effect.DENY, "ask_user": Effect.ASK}
_LITERAL = re.compile(r"\*+")
Judge = Callable[[str, str], Effect]
"""From ``command`` or ``path`` and its text to what the client does; what no rule names it lets
pass.
"""
Runs = Callable[[Collection[tuple[str, str]], str], bool]


def judge(path: str, data: bytes, agents: Collection[str]) -> Judge:
    """What one file does to an agent that has one of the names ``agents``."""
    kind = path.rpartition(".")[2]
    if kind == "rules":
        return _codex(data.decode("utf-8", "replace"))
    settings = decode(path, data).settings
    if kind == "toml":
        return _gemini(settings, agents)
    if kind == "md" and "permissions" in settings:
        kiro = "rules" in _map(settings["permissions"])
        return _capabilities(settings) if kiro else _lists(settings, _DEVIN, _begins)
    if kind == "md":
        return _opencode(settings)
    for key, rules in _FIRST.items():
        if key in settings:
            return _first(rules(one) for one in map(_map, _listed(settings[key])))
    return _lists(settings, _PATTERN, _runs)


def _lists(settings: Settings, pattern: re.Pattern[str], runs: Runs) -> Judge:
    """Claude Code, Qwen Code and Devin: a denial comes before a question."""
    lists = _map(settings.get("permissions"))
    held = {
        effect: frozenset(_rules(lists.get(str(effect)), pattern))
        for effect in (Effect.DENY, Effect.ASK)
    }

    def effect(kind: str, text: str) -> Effect:
        for answer, rules in held.items():
            if {("Read", text)} <= rules if kind == "path" else runs(rules, text):
                return answer
        return Effect.ALLOW

    return effect


def _begins(rules: Collection[tuple[str, str]], command: str) -> bool:
    """Whether a rule is the beginning of a command, word by word."""
    words = command.split(" ")
    return any(("Exec", " ".join(words[:end])) in rules for end in range(1, len(words) + 1))


def _first(rules: Iterable[tuple[Effect, Callable[[str], bool]] | None]) -> Judge:
    """Amp and Augment: the first rule for commands that matches counts, here the first that
    matches a command and whatever follows it.
    """
    held = [rule for rule in rules if rule]

    def effect(kind: str, text: str) -> Effect:
        found = (answer for answer, matches in held if matches(text) and matches(f"{text} \0"))
        return next(found, Effect.ALLOW) if kind == "command" else Effect.ALLOW

    return effect


def _amp(rule: Settings) -> tuple[Effect, Callable[[str], bool]] | None:
    shapes = _map(rule.get("matches")).get("cmd")
    told = [str(one) for one in (shapes if isinstance(shapes, list) else [shapes])]
    answer = _FIRST_ANSWERS.get(str(rule.get("action")), Effect.ALLOW)
    if rule.get("tool") not in ("Bash", "*"):
        return None
    return answer, lambda text: any(matches(shape, text) for shape in told)


def _augment(rule: Settings) -> tuple[Effect, Callable[[str], bool]] | None:
    """An expression as it is written for one command; another is taken to match everything that
    is allowed, and nothing that is not.
    """
    answer = _FIRST_ANSWERS.get(str(_map(rule.get("permission")).get("type")), Effect.ALLOW)
    if rule.get("toolName") != "launch-process":
        return None
    regex = rule.get("shellInputRegex")
    written = _BEGINNING.fullmatch(regex) if isinstance(regex, str) else None
    if written is None:
        return answer, lambda _: regex is None or answer is Effect.ALLOW
    words = [re.sub(r"\\(.)", r"\1", word) for word in written["words"].split(r"\s+")]
    return answer, lambda text: text.split(" ")[: len(words)] == words


def _map(value: object) -> Settings:
    return value if isinstance(value, dict) else {}


def _rules(value: object, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for rule in value if isinstance(value, list) else ():
        if isinstance(rule, str) and (found := pattern.fullmatch(rule.strip())):
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


_FIRST = {"amp.permissions": _amp, "toolPermissions": _augment}
