"""The command line, a module for the commands of each kind.

Exit codes: 0 all is well, 1 something could not be used or does not conform, 2 wrong usage; `diff` has those of
diff. Rooms are imported when a command runs, so that help is immediate. This is the only room that knows the terminal,
the environment and the working directory.
"""

import sys

from kg.cli import making, revising  # isort: split

from kg.cli import (
    agents,
    asking,
    exporting,
    judging,
    loading,
    registering,
    reporting,
    resolving,
    reviewing,
    serving,
    showing,
    storing,
)
from kg.cli.app import app

__all__ = [
    "agents",
    "app",
    "asking",
    "exporting",
    "judging",
    "loading",
    "main",
    "making",
    "registering",
    "reporting",
    "resolving",
    "reviewing",
    "revising",
    "serving",
    "showing",
    "storing",
]  # each module hangs its commands on the application, in this order


def main() -> None:
    """Run the command line: the entry point of `kg`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    app()
