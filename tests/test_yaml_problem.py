"""Why a header is no YAML is said in words that hold for both readers of the library."""

import pytest
import yaml

from personac.text.yaml_problem import yaml_problem

BROKEN = {
    "a: b: c": "a colon and a space stand inside of a value",
    "a: **b**": "a value starts with `*` or `&`",
    "a: *x": "a value starts with `*`",
    "a: @x": "a value starts with a character that YAML keeps for itself",
    "a: b\n\tc: d": "a line is indented with a tab",
    "a: [b\nc: d": "the `]` of a list is missing",
    "a: {b": "the `}` of a mapping is missing",
    "a: b\nfoo\nc: d": "a line is neither a key with its value nor a part of one",
    "a: 'b": "a closing quote is missing",
    'a: "b\\q"': "a backslash in double quotes stands before the wrong character",
    "a: - b": "a value starts with a dash and a space",
    "a: ,x": "a value starts with `,`, `]` or `}`",
    "a: >x": "words stand behind `>` or `|`",
    "a: 'b' c": "something else stands where a key should",
    "a: \x1b": "it has no place for the character U+001B",
}


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize("text", BROKEN)
def test_problem(text: str, loader: type) -> None:
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.compose(text, Loader=loader)
    assert yaml_problem(caught.value) == BROKEN[text]


def test_what_is_not_known_stays() -> None:
    assert yaml_problem(ValueError("one\n  two")) == "one two"
