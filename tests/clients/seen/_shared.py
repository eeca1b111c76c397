"""What a script says of files: of each what its library sees, or why it refuses it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path


def tell(see: Callable[[Path], dict[str, object]]) -> None:
    """Print as JSON what `see` returns for each file that the command line names."""
    sys.stdout.write(json.dumps([_seen(see, Path(path)) for path in sys.argv[1:]]))


def _seen(see: Callable[[Path], dict[str, object]], path: Path) -> dict[str, object]:
    try:
        return see(path)
    except Exception as error:  # noqa: BLE001  (whatever a library raises is its answer)
        return {"error": f"{type(error).__name__}: {error}"}
