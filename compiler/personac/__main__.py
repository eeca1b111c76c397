"""``python -m personac`` and the console script."""

import sys


def main() -> None:
    """Run the command line; a fault is one line and exit 2, a bug is exit 70."""
    from personac.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
