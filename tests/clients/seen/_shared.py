"""What a script says of files: of each what its library sees, or why it refuses it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path


def tell(see: Callable[[Path], dict[str, object]]) -> None:
    """Print as JSON what `see` returns for each file that the command line names."""
    tell_all(lambda path: [see(path)])


def tell_all(see: Callable[[Path], list[dict[str, object]]]) -> None:
    """The same where each file is one of several agents."""
    found = (_seen(see, Path(path)) for path in sys.argv[1:])
    sys.stdout.write(json.dumps([one for several in found for one in several]))


def _seen(see: Callable[[Path], list[dict[str, object]]], path: Path) -> list[dict[str, object]]:
    try:
        return see(path)
    except Exception as error:  # noqa: BLE001  (whatever a library raises is its answer)
        return [{"error": f"{type(error).__name__}: {error}"}]
