"""Why a text is no YAML, in words that do not depend on the library that read it."""

import yaml

UNFIT_CHARACTER = "it has no place for the character"
_WORDS = {
    "mapping values are not allowed": "a colon and a space stand inside of a value",
    "alphabetic or numeric character": "a value starts with `*` or `&`",
    "undefined alias": "a value starts with `*`",
    "violates indentation": "a line is indented with a tab",
    "'\\t' that cannot start": "a line is indented with a tab",
    "cannot start any token": "a value starts with a character that YAML keeps for itself",
    "',' or ']'": "the `]` of a list is missing",
    "',' or '}'": "the `}` of a mapping is missing",
    "expected ':'": "a line is neither a key with its value nor a part of one",
    "unexpected end of stream": "a closing quote is missing",
    "unknown escape character": "a backslash in double quotes stands before the wrong character",
    "sequence entries are not allowed": "a value starts with a dash and a space",
    "expected node content": "a value starts with `,`, `]` or `}`",
    "expected the node content": "a value starts with `,`, `]` or `}`",
    "comment or line break": "words stand behind `>` or `|`",
    "chomping or indentation": "words stand behind `>` or `|`",
    "expected key": "something else stands where a key should",
    "expected <block end>": "something else stands where a key should",
}


def yaml_problem(error: Exception) -> str:
    """What is wrong, on one line and without a place."""
    if isinstance(error, yaml.reader.ReaderError):
        return f"{UNFIT_CHARACTER} U+{error.character:04X}"
    problem = " ".join(str(getattr(error, "problem", None) or error).split())
    return next((said for words, said in _WORDS.items() if words in problem), problem)
