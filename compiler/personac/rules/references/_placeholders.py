"""Placeholders in the words of a persona: where they stand and which of them it defines."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from personac.model import AnyNode, Attribute, Field, NodeId, Persona, blocks, walk
from personac.rules.references._text import texts
from personac.text.plain import key, plain

_NAME = r"[A-Za-z_](?:[\w ]|\\_){0,40}"
_USE = re.compile(
    rf"(?<![$\\{{])\{{\{{(?!(?:[A-Z0-9]+-)+[A-Z0-9]+\}}\}})(?P<double>[A-Za-z_](?:[\w -]|\\_){{0,40}}?)(?<! )\}}\}}"
    r"|\{\{ (?P<spaced>[a-z][a-z0-9]*(?:_[a-z0-9]+)+) \}\}"
    rf"|(?<![\w${{\\]){{(?P<single>{_NAME})(?<! )}}(?!}})"
    r"|<<(?P<chevron>[A-Z][A-Z0-9_ ]{2,40})>>"
    r"|(?:(?<=`)|(?<![\w`$/<=\\-]))<(?!TO_BE_)(?P<angle>[A-Z][A-Z0-9]{1,20}(?:[_-][A-Z0-9]{1,20}){1,4})>(?:(?=`)|(?![\w`/=]))"
    r"|(?<![\w`_])__(?P<dunder>[A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){1,4})__(?![\w`_])"
    r"|\$\{(?P<shell>[A-Z][A-Z0-9_]{2,40})\}"
    r"|\[(?P<insert>(?:INSERT|YOUR|FILL IN|REPLACE WITH|ENTER) [^\]\n]{1,60})\](?!\()"
)
_INTRODUCED = re.compile(
    r"\b(?:called|named|(?<!such )as|sets?|let|"
    r"where|defines?|replace[sd]?|substitutes?|resolves?|determines?|generates?|fill in|placeholders? like|point|mark(?:ed)?|aliases|user-supplied \w+|"
    r"accepts?|receives?|takes?|given|passed|including|requires?|ask (?:the user )?for|variables?|"
    r"placeholders?|parameters?|arguments?|inputs?|"
    r"(?:for|of) (?:(?:each|every|the|a|an) )?(?!issue\b)\w+(?: \w+)?)\W*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:`?<[A-Z_-]{2,40}>`?,? (?:and |or )?){1,8}(?=`?$)")
"""The placeholders of a list before one of them."""
_EXPLAINED = re.compile(
    r"[`*\"')]*\s*(?:→|->|:=|=(?!=)|[—–]|\((?:e\.g\.|for example|such as)|"
    r"(?:is|are|means|with (?:the|an?|your|its)|stands for|refers to|comes from|at the|at your|with double|parameters?|"
    r"arguments?|variables?|placeholders?|inputs?|tokens?)\b)",
    re.IGNORECASE,
)
_INPUT_TITLE = re.compile(r"\b(?:inputs?|parameters?|arguments?|variables?|placeholders?)\b")
_ENVIRONMENT = re.compile(r"\benv(?:ironment)?\b|\bvariable|\bsecret", re.IGNORECASE)
_ALL_FILLED = re.compile(
    r"\b(?:fill|replac|substitut|resolv)\w* (?:in )?(?:every|all|each|the) .{0,20}"
    r"(?:placeholder|token|variable|\{\{)",
    re.IGNORECASE,
)
_HOSTS = ("claude_", "github_", "copilot_", "gemini_", "opencode_", "home", "user", "pwd", "path")
_ESCAPED = 2
"""So many escaped quotes mean code that was written as text."""
_DATE_FORM = re.compile(r"(?:[ymdhs]{2,4}_?){2,}")
_EVIDENT = frozenset(
    "date time datetime timestamp today now year month day uuid n nn nnn yyyymmdd yyyy "
    "placeholder placeholders token variable mustache handlebars template".split()
)


class Use(NamedTuple):
    """One placeholder: its spelling, the name inside it and its style."""

    node: NodeId
    written: str
    name: str
    style: str
    defines: bool


def uses(persona: Persona) -> Iterator[Use]:
    """Every placeholder outside code blocks, in document order."""
    header = {node.id for node in persona.header}
    for node, words in texts(persona):
        if ("{" in words or "[" in words or "<" in words or "__" in words) and words.count(
            "&quot;"
        ) < _ESCAPED:
            for match in _USE.finditer(words):
                style = match.lastgroup or ""
                if style != "shell" or not (node in header or _ENVIRONMENT.search(words)):
                    name = _fold(match[style])
                    style = "double" if style == "spaced" else style
                    yield Use(node, match.group(), name, style, _defines(match))


def is_placeholder(words: str) -> bool:
    """Whether ``words`` are a placeholder as a whole."""
    return _USE.fullmatch(words) is not None


def _defines(match: re.Match[str]) -> bool:
    """Whether the words around a placeholder say what it stands for."""
    words, begin, end = match.string, match.start(), match.end()
    if not words[:begin].strip(" `*_\"'") and words[end:].lstrip(" `*_\"'")[:1] in (":", "-", "\n"):
        return True
    if _INTRODUCED.search(_LISTED.sub("", words[max(0, begin - 120) : begin])[-40:]):
        return True
    return _EXPLAINED.match(words, end) is not None


def _fold(name: str) -> str:
    return "_".join(name.replace("\\", "").replace("-", "_").lower().split())


def defined(persona: Persona, found: list[Use]) -> set[str]:
    """Names that need no definition or have one: in words, an input, a field or an attribute."""
    inputs = set(_input_nodes(persona))
    names = {use.name for use in found if use.defines or use.node in inputs}
    for node in blocks(persona):
        if isinstance(node, Field):
            names.add(_fold(node.key))
        for attribute in getattr(node, "attributes", ()):
            names.update(_attribute_names(attribute))
    names.update(use.name for use in found if _DATE_FORM.fullmatch(use.name))
    return names | _EVIDENT


def is_host_variable(name: str) -> bool:
    return name.startswith(_HOSTS)


def fills_all(persona: Persona) -> bool:
    """Whether the persona says that it fills in every placeholder it meets."""
    return any(_ALL_FILLED.search(words) for _, words in texts(persona))


def _attribute_names(attribute: Attribute) -> Iterator[str]:
    yield _fold(attribute.name)
    if attribute.name in ("name", "id", "var"):
        yield _fold(attribute.value)


def _input_nodes(persona: Persona) -> Iterator[NodeId]:
    for node in blocks(persona):
        if _is_input(node):
            yield from (below.id for below in walk(node))


def _is_input(node: AnyNode) -> bool:
    title: str | None = getattr(node, "title", None)
    if title is not None and len(title) < 40:
        return _INPUT_TITLE.search(key(plain(title))) is not None
    return getattr(node, "kind", "") == "input"
