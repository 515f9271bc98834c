"""The program that builds: the same in every process of a build, for what it makes depends on it."""

import platform
import zlib
from functools import cache
from importlib.metadata import version

from kg import extractor
from kg.errors import InputError


@cache
def program() -> tuple[str, ...]:
    """What the bytes of parts depend on besides the articles."""
    return version("finaward-kg"), extractor.VERSION, platform.python_version(), zlib.ZLIB_RUNTIME_VERSION


def refuse_other(told: tuple[str, ...], where: str | None = None, own: object = None) -> None:
    """Refuse a process whose program, which is `own`, is not the one that is told; this process where it is left out.

    Nothing is refused where nothing is told. Raises `InputError`.
    """
    own = program() if own is None else own
    if told and own != told:
        said = " ".join(own) if isinstance(own, tuple) else f"{own!r:.80}"
        what, remedy = f"its program is {said}, and not {' '.join(told)}", "install the same on all machines"
        raise InputError(where or platform.node(), what, remedy)
