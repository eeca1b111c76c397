"""Set up the development environment in .venv and run a task in it.

    python3 dev.py build [options]    compile the personas: `personac build` in this repository
    python3 dev.py test [options]     every check, the cheap ones first; options go to pytest
    python3 dev.py bench [options]    the benchmarks

Needs Python 3.11 or newer and nothing else. The environment is installed on the first run and
again when pyproject.toml or tests/constraints.txt changed; otherwise no network is used.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  (the reader of this message has an older one)
    sys.exit("dev.py: Python 3.11 or newer is needed, this is " + sys.version.split()[0])

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
MARKER = VENV / "installed"
PROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / "tests" / "constraints.txt"
BACKEND = "hatchling"  # installed beside the tools, so that its version is pinned as well

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"),
)
SIGINT_STATUS = 130


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


def environment() -> dict[str, str]:
    """The caller's environment with .venv activated, and with byte code kept: the tests start
    many processes.
    """
    env = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env | {"VIRTUAL_ENV": str(VENV), "PATH": f"{BIN}{os.pathsep}{env.get('PATH', '')}"}


def run(*command: str) -> int:
    """Run a command in the repository; its exit code, signals the way a shell counts them."""
    sys.stdout.flush()
    code = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
    return code if code >= 0 else 128 - code


def must(problem: str, *command: str) -> None:
    code = run(*command)
    if code:
        print(f"dev.py: {problem} (exit code {code})", file=sys.stderr)
        sys.exit(code)


def set_up() -> None:
    """Make .venv hold what pyproject.toml and the constraints ask for."""
    interpreter = digest(sys.version.encode(), str(ROOT).encode())
    wanted = [interpreter, digest(PROJECT.read_bytes(), CONSTRAINTS.read_bytes())]
    found = MARKER.read_text().split() if MARKER.is_file() and PYTHON.exists() else []
    if found == wanted:
        return
    print("== setting up .venv")
    if found[:1] != wanted[:1]:
        hint = "cannot create .venv; on Debian and Ubuntu the package python3-venv is needed"
        must(hint, sys.executable, "-m", "venv", "--clear", str(VENV))
    MARKER.unlink(missing_ok=True)
    install(BACKEND)
    install("--no-build-isolation", "--editable", ".[dev]")
    MARKER.write_text("\n".join(wanted) + "\n")


def install(*what: str) -> None:
    options = ("--quiet", "--no-input", "--disable-pip-version-check", "-c", str(CONSTRAINTS))
    must("pip could not install the tools", str(PYTHON), "-m", "pip", "install", *options, *what)


def tool(name: str, *arguments: str) -> int:
    return run(str(BIN / name), *arguments)


def build(options: Sequence[str]) -> int:
    return tool("personac", "build", *options)


def test(options: Sequence[str]) -> int:
    """Run the checks in order, up to the first that fails."""
    for name, *arguments in CHECKS:
        print("==", name, *arguments)
        code = tool(name, *arguments, *(options if name == "pytest" else ()))
        if code:
            print("dev.py: failed:", name, *arguments, file=sys.stderr)
            return code
    return 0


def bench(options: Sequence[str]) -> int:
    return tool("python", str(Path("tests", "bench", "bench.py")), *options)


TASKS = {"build": build, "test": test, "bench": bench}


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in TASKS:
        set_up()
        return TASKS[arguments[0]](arguments[1:])
    asked = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
    print(__doc__, file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(SIGINT_STATUS)
