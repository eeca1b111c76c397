"""A list that a user fills too: their lines stay, and ours come and go."""

import pytest

from personac import codec
from personac.enforce.merge import MergeError
from personac.enforce.merge_list import Elements, merge_list

PLACE = Elements("customModes", "slug")
OURS = "customModes:\n  - slug: mia\n    groups: [read]\n    roleDefinition: |\n      # Mia\n\n      - Never push.\n"
LEO = OURS.replace("mia", "leo").replace("Mia", "Leo")
USERS = (
    "customModes:\n  - slug: own\n    groups: [edit]\n",
    "# modes\n\ncustomModes:\n- slug: own   # why\n  groups: [edit]\n  roleDefinition: |-\n    x\n\n# end\n",
    "customModes:\n    - slug: own\n      x: 'a\n        b'\n\n    # two\n    - slug: two\nother:\n  - 1\n",
    "other: 1\n",
    "other: 1",
    "customModes:\n  - slug: own\n    roleDefinition: |\n      # no line break",
    "customModes:\r\n  - slug: own\r\n    groups:\r\n      - read\r\n",
    "\ufeffcustomModes:\n  - slug: own\n",
    "customModes:\n  - 1\n  - slug: own\n  - [x]\n",
    "---\ncustomModes:\n  - {slug: own, groups: [read]}\n",
    '{"customModes": [{"slug": "own"}], "other": 1}',
    '{\n  "other": 1\n}\n',
    "",
)


def modes(text: str) -> list[str]:
    found = codec.load_yaml(text)
    assert isinstance(found, dict)
    return sorted(one["slug"] for one in found.get("customModes", []) if "slug" in str(one))


@pytest.mark.parametrize("text", USERS)
def test_what_is_put_in_is_taken_out_again(text: str) -> None:
    first = merge_list(text, [OURS], PLACE)
    own = [name for name in ("own", "two") if f"slug: {name}" in text or f'"{name}"' in text]
    assert modes(first.text) == sorted(["mia", *own])
    again = merge_list(first.text, [OURS], PLACE, first.added)
    assert again == first
    both = merge_list(first.text, [OURS, LEO], PLACE, first.added)
    assert modes(both.text) == sorted(["leo", "mia", *own])
    other = merge_list(both.text, [LEO.replace("[read]", "[]")], PLACE, both.added)
    assert modes(other.text) == sorted(["leo", *own])
    left = merge_list(other.text, [], PLACE, other.added)
    assert left.text == text or (not text and left.empty)
    assert left.added == ()


def test_every_line_of_the_users_stays() -> None:
    for text in USERS[1:3]:
        made = merge_list(text, [OURS], PLACE).text.split("\n")
        rest = iter(made)
        assert all(line in rest for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("customModes:\n  - slug: mia\n", "has its own `mia`"),
        ('{"customModes": [{"slug": "mia"}]}', "has its own `mia`"),
        ("customModes: []\n", "is no list with an element a line"),
        ("customModes: [{slug: own}]\n", "is no list with an element a line"),
        ("customModes: 1\n", "is no list"),
        ("- a\n", "no mapping"),
        ("a: [\n", "is not valid YAML"),
        ("a: 1\n...\n", "takes no element"),
        ("a: 1\n---\nb: 2\n", "is not valid YAML"),
        ("{", "is not valid JSON"),
        ('{"customModes": 1}', "has its own `customModes`"),
        ("customModes:\n  - &a {slug: own}\n  - *b\n", "is not valid YAML"),
    ],
)
def test_what_cannot_be_merged_is_refused(text: str, why: str) -> None:
    with pytest.raises(MergeError, match=why):
        merge_list(text, [OURS], PLACE)


def test_an_edited_element_is_not_written_over() -> None:
    first = merge_list(USERS[0], [OURS], PLACE)
    edited = first.text.replace("Never push", "Never merge")
    with pytest.raises(MergeError, match="`mia` was edited after it was installed"):
        merge_list(edited, [OURS], PLACE, first.added)
    left = merge_list(edited, [], PLACE, first.added)
    assert left.text == edited


def test_an_element_that_the_user_wrote_alike_is_not_taken_away() -> None:
    first = merge_list(OURS, [OURS], PLACE)
    assert (first.text, first.added) == (OURS, ())
    assert merge_list(OURS, [], PLACE, first.added).text == OURS
