"""Asks a command for texts that take a writer, once, and keeps the answers beside the settings."""

import subprocess
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from personac import codec, fs
from personac.compile import Compiled
from personac.config import ReviseConfig
from personac.errors import UsageError
from personac.revise.prose.rewrite import Request

LOCK = "personac.lock.json"
_MOST = 64 * 1024


class Answer(Struct, frozen=True, kw_only=True):
    """A text with what it was asked for; ``digest`` is that of the text."""

    persona: str
    revision: str
    instruction: str
    text: str
    digest: str


class Lock(Struct, frozen=True, kw_only=True):
    """The answers by the digest of their request, so that another question is asked anew."""

    schema: str = "personac/lock/1"
    rewrites: dict[str, Answer] = {}


class Rewriter:
    """The command of the settings and the lock file in the folder of the project."""

    def __init__(self, config: ReviseConfig, root: str) -> None:
        self.config = config
        self.root = root

    def recorded(self) -> dict[str, str]:
        """The texts of the lock file, by key."""
        return {key: answer.text for key, answer in self._lock().rewrites.items()}

    def ask(self, compiled: Sequence[Compiled], known: Mapping[str, str]) -> dict[str, str]:
        """New answers to what has none; none without a command.  Raises ``UsageError``."""
        if not self.config.rewriter.strip():
            return {}
        asked = {one.key: one for done in compiled for one in done.requests}
        return {key: self._answer(one) for key, one in asked.items() if key not in known}

    def record(self, compiled: Sequence[Compiled], answers: Mapping[str, str]) -> None:
        """Write the lock file with the answers that were taken, beside those it has."""
        taken = {key for done in compiled for key in done.rewritten}
        asked = {one.key: one for done in compiled for one in done.requests if one.key in taken}
        new = {key: _of(one, answers[key]) for key, one in asked.items()}
        before = self._lock()
        rewrites = dict(sorted({**before.rewrites, **new}.items()))
        if rewrites != before.rewrites:
            text = codec.to_pretty_json(Lock(rewrites=rewrites))
            fs.write_all(self.root, [(LOCK, text.encode())])

    def _lock(self) -> Lock:
        if not fs.exists(self.root, LOCK):
            return Lock()
        return _parsed(fs.read_bytes(self.root, LOCK, limit=1 << 24))

    def _answer(self, request: Request) -> str:
        """Run the command, without a shell, with the request as JSON on its standard input."""
        import shlex

        try:
            done = subprocess.run(  # noqa: S603  the command of the project's own settings
                shlex.split(self.config.rewriter),
                input=codec.to_json(request),
                capture_output=True,
                timeout=self.config.timeout,
                cwd=self.root,
                check=False,
            )
            text = done.stdout[:_MOST].decode().strip()
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise self._failed(str(error)) from error
        if done.returncode or not text:
            said = done.stderr[:_MOST].decode(errors="replace").strip().partition("\n")[0]
            raise self._failed(said or f"it ended with {done.returncode} and said nothing")
        return text

    def _failed(self, why: str) -> UsageError:
        return UsageError(
            f"the rewriter `{self.config.rewriter}` gave no text: {why[:120]}; "
            "correct `revise.rewriter` in the settings"
        )


def answers_in(data: bytes) -> dict[str, str]:
    """The texts of a lock file by key.  Raises ``UsageError`` for one that was changed by hand."""
    return {key: answer.text for key, answer in _parsed(data).rewrites.items()}


def _parsed(data: bytes) -> Lock:
    try:
        lock = codec.from_json(data, Lock)
    except msgspec.DecodeError as error:
        raise UsageError(f"{LOCK}: not a lock file of personac ({error}); restore it") from error
    for key, answer in lock.rewrites.items():
        if codec.digest(answer.text.encode()) != answer.digest:
            raise UsageError(f"{LOCK}: the text of `{key}` was changed; restore or delete it")
    return lock


def _of(request: Request, text: str) -> Answer:
    return Answer(
        persona=request.persona,
        revision=request.revision,
        instruction=request.instruction,
        text=text,
        digest=codec.digest(text.encode()),
    )
