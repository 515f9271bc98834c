"""What a process that answers strangers may not do: reach the network, or take more memory than it is given."""

import ctypes
import errno
import os
import resource
import struct
from contextlib import suppress
from pathlib import Path

_NEW_NETWORK, _NEW_USER = 0x4000_0000, 0x1000_0000  # CLONE_NEWNET and CLONE_NEWUSER of Linux
_STATEMENT = struct.Struct("=HBBI")  # of the packet filter: code, where to go if so and if not, number
_LOAD, _IS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_SYSTEMS = {"x86_64": (0xC000_003E, 41), "aarch64": (0xC000_00B7, 198)}
"""The machines whose calls are known: how the kernel calls the architecture, and the number of socket(2)."""


def cut_off() -> bool:
    """Take the network from this process for ever; whether that worked.

    To be called while the process has one thread, before the engine is imported: the engine's threads would keep the
    network. Linux gives the process a network of its own, in which there is nothing, or, where it does not let it go
    there (containers), no socket any more.
    """
    return leave_network() or refuse_sockets()


def leave_network() -> bool:
    """Go into a network of one's own (Linux, where the process may do that); whether that worked."""
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (AttributeError, OSError, TypeError):
        return False
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)


def refuse_sockets() -> bool:
    """Let this process make no socket any more (Linux, seccomp(2) with a filter); whether that worked."""
    system = _SYSTEMS.get(os.uname().machine) if os.uname().sysname == "Linux" else None
    if system is None:
        return False
    architecture, socket = system
    program = b"".join(
        _STATEMENT.pack(*statement)
        for statement in (
            (_LOAD, 0, 0, 4),  # the architecture
            (_IS, 0, 4, architecture),
            (_LOAD, 0, 0, 0),  # the number of the call
            (_AT_LEAST, 2, 0, 0x4000_0000),  # those of another numbering
            (_IS, 1, 0, socket),
            (_IS, 0, 1, 425),  # io_uring_setup, by which sockets can be had as well
            (_RETURN, 0, 0, 0x0005_0000 | errno.EACCES),
            (_RETURN, 0, 0, 0x7FFF_0000),  # allowed
        )
    )
    held = ctypes.create_string_buffer(program, len(program))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    told = struct.pack("@HP", len(program) // _STATEMENT.size, ctypes.addressof(held))
    return bool(
        prctl(38, 1, 0, 0, 0) == 0 and prctl(22, 2, ctypes.c_char_p(told), 0, 0) == 0
    )  # no new privileges first


def bound_memory(more: int | None) -> None:
    """Let this process take so many bytes more than it has now, or any number; and leave no image where it crashes."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = hard if more is None else _taken() + more
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
