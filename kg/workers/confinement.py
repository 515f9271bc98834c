"""What a process that answers strangers may not do: reach the network, or take more memory than it is given."""

import ctypes
import os
import resource
from contextlib import suppress
from pathlib import Path

_NEW_NETWORK, _NEW_USER = 0x4000_0000, 0x1000_0000  # CLONE_NEWNET and CLONE_NEWUSER of Linux


def cut_off() -> bool:
    """Take the network from this process for ever; whether that worked.

    To be called while the process has one thread, before the engine is imported: the engine's threads would keep the
    network. Linux gives the process a network of its own, in which there is nothing.
    """
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (AttributeError, OSError, TypeError):
        return False
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)


def bound_memory(more: int) -> None:
    """Let this process take so many bytes more than it has now, and no file for its memory where it crashes."""
    limit = _taken() + more
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with suppress(OSError, ValueError):  # a system that does not know the limit
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _taken() -> int:
    """The bytes of memory that this process has reserved, where the system tells."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0
