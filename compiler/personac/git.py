"""Files of a commit, read with the ``git`` program: no checkout, no shell, nothing written."""

import os
import subprocess

from personac.errors import UsageError

_SAFE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_LOCAL = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_CONFIG GIT_CONFIG_COUNT "
    "GIT_CONFIG_PARAMETERS GIT_DIR GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE "
    "GIT_INTERNAL_SUPER_PREFIX GIT_LITERAL_PATHSPECS GIT_NAMESPACE GIT_NO_REPLACE_OBJECTS "
    "GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_QUARANTINE_PATH GIT_REPLACE_REF_BASE "
    "GIT_SHALLOW_FILE GIT_WORK_TREE".split()
)
"""What says of one repository where it is; git sets it for its hooks."""
_REGULAR = (b"100644", b"100755")
_SECONDS = 60


class GitError(UsageError):
    """What git could not do, in its words."""


def resolve(root: str, reference: str) -> str:
    """The commit that ``reference`` means, as its full name."""
    if not reference or reference[0] in "-^":
        raise GitError(f"`{reference}` is no git reference; name a branch, tag or commit")
    try:
        found = _git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"
        )
    except GitError as error:
        if str(error) and ("repository" in str(error) or reference not in str(error)):
            raise
        raise GitError(f"git knows no commit `{reference}`; fetch it, or name another") from error
    return found.decode("ascii", "replace").strip()


def files(root: str, commit: str) -> dict[str, str]:
    """The regular files of ``commit`` at and below ``root``: their paths from there, to blobs."""
    prefix = _git(root, "rev-parse", "--show-prefix").rstrip(b"\n")
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit)
    found: dict[str, str] = {}
    for entry in listed.split(b"\0"):
        meta, tab, name = entry.partition(b"\t")
        mode, _, blob = [*meta.split(), b"", b"", b""][:3]
        if tab and mode in _REGULAR and name.startswith(prefix):
            path = name[len(prefix) :].decode("utf-8", "surrogateescape")
            found[path] = blob.decode("ascii")
    return found


def contents(root: str, blobs: list[str]) -> list[bytes]:
    """The content of each blob, all from one process."""
    if not blobs:
        return []
    asked = "".join(f"{blob}\n" for blob in blobs).encode()
    answer = _git(root, "cat-file", "--batch", given=asked)
    found: list[bytes] = []
    at = 0
    for blob in blobs:
        end = answer.find(b"\n", at)
        head = answer[at:end].split()
        if len(head) != 3 or not head[2].isdigit():  # name, type and size
            raise GitError(f"git has no content for blob {blob}; fetch the whole history")
        size = int(head[2])
        found.append(answer[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found


def _git(root: str, *arguments: str, given: bytes = b"") -> bytes:
    command = ("git", "-C", root, "-c", "core.fsmonitor=false", *arguments)
    try:
        done = subprocess.run(  # noqa: S603  a fixed program, no shell, options are ours
            command,
            input=given,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env=_environment(),
        )
    except FileNotFoundError as error:
        raise GitError(
            "the program `git` is not there; install it, or compare with a folder"
        ) from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git took longer than {_SECONDS} seconds; compare with a folder") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise GitError(f"git: {said}" if said else "")
    return done.stdout


def _environment() -> dict[str, str]:
    """The repository is the one that holds ``root``, also inside a hook of another one."""
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL}
    return {**kept, **_SAFE}
