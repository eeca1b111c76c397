"""Commands that destroy what cannot be brought back, each with what it does."""

import re
from typing import NamedTuple

_STOP = r"[.,:!](?=\s|$)"
"""What ends a sentence or a part of it, and is no part of a command."""
_END = rf"(?=[\s;&|`\"')]|{_STOP}|$)"
_REST = r"[^\n`;|&]{0,120}"
_NAMED = r"(?!\w*(?i:tmp|temp|cache|build|dist))\w+"
_TARGET = (
    r"(?:\"?(?:/\*?|~/?\*?|\.{1,2}/?\*?|(?:\./)?\.git/?|\*|C:\\?\*?|"
    r"/(?:etc|usr|var|home|opt|bin|lib|boot|root|srv|Users)/?\*?)\"?|"
    rf"\"?\$\{{?(?P<name>{_NAMED})\}}?\"?/?\*?)"
)
_WORD = r"(?:[^\s`;|&]{1,80}[ \t]+)"
_OPTIONS = r"(?:--?[a-zA-Z][a-zA-Z-]*[ \t]+)"
_RECURSIVE = rf"(?={_OPTIONS}{{0,4}}(?:-[a-zA-Z]*[rR][a-zA-Z]*|--recursive)\s)"
_BY_FORCE = rf"(?={_OPTIONS}{{0,4}}(?:-[a-zA-Z]*f[a-zA-Z]*|--force)\s)"
_GIT = r"\bgit\s+(?:-[cC]\s+\S{1,80}\s+|--[a-z-]+(?:=\S{1,80})?\s+){0,3}"
_FORCED = (
    r"(?=[^\n`;|&]{0,120}?\s(?:--force(?!-with-lease|-if-includes)|--mirror|-[a-zA-Z]{0,3}f[a-zA-Z]{0,3}|"
    r"\+[\w./-]+)(?=[\s`\"';&|).,]|$))"
)
_PASSING = r"(?!IF\b|[\w${\"-]*(?i:test|tmp|temp|preview|ephemeral))"
_SQL = r"\b(?:psql|mysql|mariadb|sqlite3|sqlcmd|mongosh?|clickhouse-client)\b[^\n`]{0,160}?"


class Destructive(NamedTuple):
    says: str
    form: str


_COMMANDS = (
    Destructive(
        "deletes everything below a folder",
        rf"\brm\s+{_RECURSIVE}{_BY_FORCE}{_OPTIONS}{{1,5}}(?!--\s){_WORD}{{0,3}}?{_TARGET}{_END}"
        rf"|\bfind\s+(?:/|~/?|\"?\$HOME\"?)\s{_REST}(?:-delete\b|-exec\s+rm\s+-\w*r)"
        rf"|\bRemove-Item\b(?=[^\n`;|]{{0,120}}\s-(?i:r|recurse)\b)"
        rf"(?=[^\n`;|]{{0,120}}\s-(?i:f|fo|force)\b)[^\n`;|]{{0,120}}?\s(?:[A-Z]:\\\*?|~|\.|\*|\$(?i:env:|HOME)\w*)(?=[\s`\"']|$)"
        rf"|\b(?:rd|rmdir|del)\s+(?=[^\n`;|&]{{0,20}}/[sS]\b)(?:/[a-zA-Z]\s+){{1,4}}(?:[A-Z]:\\\*?|\*|\.|\\){_END}",
    ),
    Destructive("overwrites the history of others", rf"{_GIT}push\b{_FORCED}{_REST}"),
    Destructive(
        "deletes the main branch",
        rf"{_GIT}branch\s+-D\s+(?:main|master|trunk|develop){_END}"
        rf"|{_GIT}push\s+(?:[\w.-]+\s+)?(?:--delete|-d)\s+(?:[\w.-]+\s+)?(?:main|master|trunk|develop){_END}",
    ),
    Destructive(
        "throws away changes that are not committed",
        rf"{_GIT}reset\s+(?:[^\s`;|&]{{1,60}}\s+){{0,2}}--hard\b[^\n`;|&]{{0,60}}"
        rf"|{_GIT}checkout\s+(?:-f\s+)?(?:HEAD\s+)?(?:--\s+)?\.{_END}"
        rf"|{_GIT}restore\s+(?!--staged\s+\.{_END}){_OPTIONS}{{0,3}}\.{_END}"
        rf"|{_GIT}stash\s+clear\b",
    ),
    Destructive(
        "deletes files that git does not know",
        rf"{_GIT}clean\s+(?={_OPTIONS}{{0,3}}(?:-[a-zA-Z]*f|--force))"
        rf"(?={_OPTIONS}{{0,3}}-[a-zA-Z]*[dxX])-[a-zA-Z]+(?:\s+-[a-zA-Z]+){{0,3}}{_END}",
    ),
    Destructive(
        "overwrites a disk",
        r"\bdd\s+[^\n`]{0,100}\bof=/dev/(?!null|zero|stdout)\w+"
        r"|\b(?:mkfs(?:\.\w+)?|wipefs|shred)\s+[^\n`]{0,60}/dev/\w+"
        r"|\bformat\s+[A-Z]:(?=[\s`]|$)"
        r"|>\s?/dev/(?:sd|hd|vd|xvd|nvme|disk)\w+",
    ),
    Destructive(
        "deletes a database",
        rf"\b(?i:DROP\s+(?:DATABASE|SCHEMA))\s+(?:(?i:IF\s+EXISTS)\s+)?{_PASSING}[\w.\"{{}}$]+"
        rf"|{_SQL}(?i:\bDROP\s+TABLE\b|\bTRUNCATE\b|\bDELETE\s+FROM\s+\w+\s*(?:;|\"|'|$)|dropDatabase\(\))"
        rf"|\bdropdb\s+(?:-\S+\s+){{0,3}}{_PASSING}[\w.$-]+|\bredis-cli\b[^\n`]{{0,60}}(?i:FLUSHALL|FLUSHDB)\b",
    ),
    Destructive(
        "lets everyone write everywhere",
        r"\bchmod\s+(?:(?:-R|--recursive)\s+(?:0?777|a\+rwx)|(?:0?777|a\+rwx)\s+(?:-R|--recursive)|0?777\s+/(?=[\s`]|$))"
        r"[^\n`;|&]{0,60}",
    ),
    Destructive("starts processes without end", r":\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:"),
    Destructive(
        "deletes infrastructure unasked",
        r"\b(?:terraform|tofu)\b(?=[^\n`;|&]{0,80}\s-?-?destroy\b)[^\n`;|&]{0,80}\s--?auto-approve\b"
        r"|\bpulumi\s+destroy\b[^\n`;|&]{0,60}\s(?:--yes|-y)\b"
        rf"|\bkubectl\s+delete\s+(?:(?:ns|namespaces?)\s+{_PASSING}[\w$<{{-]+|[^\n`;|&]{{0,60}}\s--all\b)"
        r"|\bdocker\s+(?:system|volume)\s+prune\b(?=[^\n`;|&]{0,60}\s(?:-\w*f\w*|--force)\b)"
        r"(?=[^\n`;|&]{0,80}volume)[^\n`;|&]{0,60}|\bdocker\s+volume\s+prune\s+(?:-\w*f\w*|--force)\b"
        r"|\baws\s+s3\s+(?:rb\s+(?=[^\n`;|&]{0,100}--force)|rm\s+(?=[^\n`;|&]{0,40}?s3://[\w.${}-]+/?\s)(?=[^\n`;|&]{0,100}--recursive))"
        r"[^\n`;|&]{0,100}|\bgh\s+repo\s+delete\b[^\n`;|&]{0,80}\s(?:--yes|--confirm)\b",
    ),
)
ANY = re.compile("|".join(f"(?P<k{n}>{one.form})" for n, one in enumerate(_COMMANDS)), re.MULTILINE)
MARKS = (
    "rm -",
    "rm\t",
    "rm  ",
    "find ",
    "remove-item",
    "format ",
    "rd /",
    "rmdir /",
    "del /",
    "git ",
    "git\t",
    "of=/dev/",
    "mkfs",
    "wipefs",
    "shred",
    "/dev/",
    "drop",
    "truncate",
    "delete",
    "redis-cli",
    "chmod",
    ":()",
    "destroy",
    "kubectl",
    "docker",
    "aws s3",
)


def says(match: re.Match[str]) -> str:
    """What the command does."""
    return next(one.says for n, one in enumerate(_COMMANDS) if match[f"k{n}"])
