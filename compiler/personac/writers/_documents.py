"""An agent file in each of its syntaxes, line by line with what the lines were made of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from personac import codec
from personac.api import Frame
from personac.model import Persona
from personac.targets.form import Form, Python, Syntax
from personac.writers._entries import Keyed, Plain, PromptHere, Verbatim
from personac.writers._lines import BLANK, Binding, Line, bound, header, joined, split
from personac.writers._origin import made_of
from personac.writers._toml import bare, basic, multiline
from personac.writers._tree import Tree, tree_of
from personac.writers._yaml import nested, quoted, scalar, sequence

_BLOCK = re.compile(r"[^\s][^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*[^\n]\n")
"""A text that a literal block of YAML holds in every loader."""

LINE_END = "\n"

Written = Callable[[Keyed], str]


class Page(Struct, frozen=True, kw_only=True):
    """What an agent file is made of; ``binding`` are the keys that mandates bear on."""

    name: str
    persona: Persona
    entries: Sequence[Keyed]
    prompt: tuple[Line, ...]
    binding: tuple[Binding, ...] = ()


def document(form: Form, page: Page) -> list[Line]:
    """The lines of the file."""
    match form.syntax:
        case Syntax.MARKDOWN:
            return _headed(page, _yaml_value)
        case Syntax.LINES:
            return _headed(page, _line_value)
        case Syntax.YAML:
            return list(_yaml(tree_of(page.entries, page.name), page))
        case Syntax.JSON:
            return list(_json(tree_of(page.entries, page.name), page))
        case Syntax.TOML:
            return list(_toml(tree_of(page.entries, page.name), page))
        case Syntax.PYTHON:
            return list(_python(form.python, tree_of(page.entries, page.name), page))
        case _:
            return list(page.prompt)


def frame(form: Form, page: Page) -> Frame | None:
    """What is around a persona in a file of all; None where each has a file of its own."""
    if not form.place:
        return None
    tree = tree_of(page.entries, page.name)
    own = list(tree).index(form.place.removesuffix("[]").replace("{name}", page.name))
    braces = form.syntax is Syntax.JSON
    written = _json if braces else _yaml
    sizes = [len(split(written({key: value}, page))) - 2 * braces for key, value in tree.items()]
    listed = form.place.endswith("[]")
    return Frame(
        name=page.name,
        before=braces + sum(sizes[:own]) + listed,
        after=braces + sum(sizes[own + 1 :]) + (listed and braces),
        comma="," if braces else "",
    )


def _headed(page: Page, written: Written) -> list[Line]:
    fence = Line("---", made="frontmatter")
    groups: dict[str, list[Keyed]] = {}
    for one in page.entries:
        groups.setdefault(re.split(r"[.\[]", one.key)[0], []).append(one)
    lines = (line for top, group in groups.items() for line in _entry(top, group, page, written))
    return [fence, *lines, fence, BLANK, *page.prompt]


def _entry(top: str, group: list[Keyed], page: Page, written: Written) -> Iterable[Line]:
    """The lines of one key of a header, or of all keys below it."""
    if group[0].key != top:
        return _yaml(tree_of(group, page.name), page)
    entries = [(one.key, written(one)) for one in group]
    origins = {one.key: _origin(one, page) for one in group}
    return header(entries, page.persona, page.binding, origins)[1:-1]


def _origin(one: Keyed, page: Page) -> tuple[str, ...]:
    return made_of(page.persona, one.key) or (made_of(page.persona, one.of) if one.of else ())


def _yaml_value(one: Keyed) -> str:
    match one.content:
        case Plain(text):
            return text
        case Verbatim(text):
            return nested(text)
        case str():
            return scalar(one.content)
        case list() if all(isinstance(part, str) for part in one.content):
            return sequence(str(part) for part in one.content)
        case _:
            return codec.to_json(one.content).decode()


def _line_value(one: Keyed) -> str:
    """The rest of a line: what a client that knows no quotes reads as the text itself."""
    content = one.content
    if isinstance(content, Plain):
        return content.text
    return one_line(str(content)) if isinstance(content, str) else str(content).lower()


def one_line(text: str) -> str:
    return " ".join(re.split(r"\s*[\r\n]\s*", text.strip()))


def _line(text: str, key: str, page: Page) -> Line:
    """A line of what stands under a key, or of what holds it: of the first in that."""
    keys = [(one.key.replace("{name}", page.name), one) for one in page.entries]
    one = next((one for path, one in keys if f"{path}.".startswith(f"{key}.")), None)
    one = one or next((one for path, one in keys if f"{key}.".startswith(f"{path}.")), None)
    line = Line(text, _origin(one, page) if one else (), f"key `{key}`")
    return bound(line, one.key if one else key, page.binding)


def _text_of(page: Page) -> str:
    return joined(page.prompt)


def _spread(first: Line, texts: Sequence[str], page: Page) -> Iterator[Line]:
    """Lines of a string that has the prompt line by line, or all of it in its first."""
    if len(texts) == len(page.prompt):
        yield first
        for text, line in zip(texts, page.prompt, strict=True):
            yield line._replace(text=text)
        return
    nodes = tuple(dict.fromkeys(node for line in page.prompt for node in line.nodes))
    yield first._replace(nodes=(*first.nodes, *nodes))
    yield from (first._replace(text=text, nodes=nodes) for text in texts)


def _yaml(tree: dict[str, Tree], page: Page, indent: str = "", top: str = "") -> Iterator[Line]:
    for key, value in tree.items():
        name = f"{top}{key}"
        lead = f"{indent}{scalar(key)}:"
        match value:
            case PromptHere():
                yield from _yaml_prompt(lead, indent, name, page)
            case dict() if value:
                yield _line(lead, name, page)
                yield from _yaml(value, page, f"{indent}  ", f"{name}.")
            case list() if any(isinstance(one, PromptHere) for one in value):
                written = f"{lead} [{quoted(_text_of(page))}]"
                yield from _spread(_line(written, name, page), (), page)
            case list() if value and all(isinstance(one, dict) and one for one in value):
                yield _line(lead, f"{name}[]", page)
                for one in value:
                    assert isinstance(one, dict)
                    below = _yaml(one, page, f"{indent}    ", f"{name}[].")
                    yield from _dashed(list(below), indent)
            case _:
                yield _line(f"{lead} {_flow(value)}", name, page)


def _dashed(lines: list[Line], indent: str) -> Iterator[Line]:
    """The lines of a map as an element of a list."""
    first = lines[0]
    yield first._replace(text=f"{indent}  - {first.text.lstrip(' ')}")
    yield from lines[1:]


def _flow(value: Tree) -> str:
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(_flow_item(one) for one in value)}]"
    return codec.to_json(value).decode()


def _flow_item(value: Tree) -> str:
    return quoted(value) if isinstance(value, str) else _flow(value)


def _yaml_prompt(lead: str, indent: str, name: str, page: Page) -> Iterator[Line]:
    text = _text_of(page)
    if not _BLOCK.fullmatch(text):
        yield from _spread(_line(f"{lead} {quoted(text)}", name, page), (), page)
        return
    lines = [f"{indent}  {line}" if line else "" for line in text.removesuffix("\n").split("\n")]
    yield from _spread(_line(f"{lead} |", name, page), lines, page)


def _json(tree: dict[str, Tree], page: Page) -> Iterator[Line]:
    yield Line("{", made="braces")
    for number, (key, value) in enumerate(tree.items(), 1):
        comma = "," if number < len(tree) else ""
        shown = codec.to_pretty_json({key: _filled(value, page)}).split("\n")[1:-2]
        for at, text in enumerate(shown, 1):
            line = _line(text + (comma if at == len(shown) else ""), key, page)
            yield next(_spread(line, (), page)) if _holds(value) else line
    yield Line("}", made="braces")


def _holds(value: Tree) -> bool:
    """Whether the prompt stands here or below."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, PromptHere) or any(_holds(one) for one in below)


def _filled(value: Tree, page: Page) -> object:
    """A value with the prompt in its place."""
    if isinstance(value, PromptHere):
        return _text_of(page)
    if isinstance(value, dict):
        return {key: _filled(one, page) for key, one in value.items()}
    return [_filled(one, page) for one in value] if isinstance(value, list) else value


def _toml(tree: dict[str, Tree], page: Page, above: str = "") -> Iterator[Line]:
    for key, value in tree.items():
        path = f"{above}{bare(key)}"
        top = path.split(".", maxsplit=1)[0]
        if isinstance(value, PromptHere):
            first, *rest = f"{path} = {multiline(_text_of(page))}".split("\n")
            *said, end = rest
            yield from _spread(_line(first, top, page), said, page)
            yield _line(end, top, page)
        elif isinstance(value, dict) and value:
            yield from _toml(value, page, f"{path}.")
        else:
            yield _line(f"{path} = {_toml_value(value, page)}", top, page)


def _toml_value(value: Tree, page: Page) -> str:
    match value:
        case PromptHere():
            return basic(_text_of(page))
        case str():
            return basic(value)
        case list():
            return f"[{', '.join(_toml_value(one, page) for one in value)}]"
        case dict():
            pairs = (f"{bare(key)} = {_toml_value(one, page)}" for key, one in value.items())
            return f"{{{', '.join(pairs)}}}"
        case _:
            return codec.to_json(value).decode()


def _python(form: Python, tree: dict[str, Tree], page: Page) -> Iterator[Line]:
    if form.imports:
        yield from (Line(form.imports, made="import"), BLANK)
    yield Line(f"{form.variable} = {form.calls}(", made="call")
    for key, value in tree.items():
        if isinstance(value, PromptHere):
            said = [f"        {quoted(line.text + LINE_END)}" for line in page.prompt]
            yield from _spread(_line(f"    {key}=(", key, page), said, page)
            yield _line("    ),", key, page)
        else:
            yield _line(f"    {key}={_python_value(value)},", key, page)
    yield Line(")", made="call")


def _python_value(value: Tree) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(_python_value(one) for one in value)}]"
    if isinstance(value, dict):
        pairs = (f"{quoted(key)}: {_python_value(one)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    return repr(value)
