"""Reads the files that personac shares with their user, and merges them.  Writes nothing."""

from collections.abc import Sequence

from msgspec.structs import replace

from personac import fs, sharing
from personac.enforce.shared import SharedFile
from personac.errors import InputError
from personac.manifest import Manifest, added_by
from personac.plan import Problem
from personac.sharing import Sharing


def merged_files(
    root: str,
    out: str,
    wanted: Sequence[SharedFile],
    records: tuple[Manifest, Manifest],
    scope: set[str],
) -> Sharing:
    """The files of whole targets, merged with what their user has in them."""
    before = added_by(*records)
    merged = [sharing.path_of(file) for file in wanted if file.artifact.merge]
    there: dict[str, str | None] = {}
    problems: list[Problem] = []
    for path in sorted({*merged, *before}):
        try:
            there[path] = _text(root, out, path, ours=path in merged)
        except InputError as error:
            problems.append(Problem(path, f"{error.reason}; correct it, then build again"))
    readable = [f for f in wanted if not f.artifact.merge or sharing.path_of(f) in there]
    known = {path: old for path, old in before.items() if path in there}
    found = sharing.share(readable, there, known, scope)
    return replace(found, problems=(*found.problems, *problems))


def _text(root: str, out: str, path: str, *, ours: bool) -> str | None:
    """The text of an output; None when there is no file.  Nothing is merged into a link, nor is
    one replaced: what it leads to is its user's.
    """
    full = f"{out}/{path}"
    fs.check_inside(out if out.startswith("/") else f"{root}/{out}", path)
    other = "link" if fs.is_link(root, full) else "folder" if fs.is_folder(root, full) else ""
    if other and ours:
        raise InputError(path, f"is a {other}, and rules have to be merged into a file")
    if other or not fs.exists(root, full):
        return None
    data = fs.read_bytes(root, full)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(path, "is not UTF-8") from error
