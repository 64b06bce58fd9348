"""The project's command line."""

from __future__ import annotations

import sys

from balai import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 failed, 2 refused for its input)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        sys.stdout.write(f"balai {__version__}\n")
        return 0
    sys.stderr.write("Unknown command. Known: --version\n")
    return 2
