"""What a module of Python hands to a call, found without running any of it."""

import ast


def arguments(text: str, called: str) -> dict[str, object]:
    """The arguments by name of the first call at the top of a module; raises ``ValueError`` where
    one is no literal, or there is no such call.
    """
    for statement in _parsed(text).body:
        made = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(made, ast.Call) and ast.unparse(made.func) == called:
            if made.args or any(one.arg is None for one in made.keywords):
                raise ValueError("an argument has no name")
            return {str(one.arg): ast.literal_eval(one.value) for one in made.keywords}
    raise ValueError(f"nothing is made by `{called}`")


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, MemoryError) as error:
        raise ValueError(str(error)) from error
