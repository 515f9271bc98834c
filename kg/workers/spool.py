"""Where answers wait until their askers have read them: in memory or, large ones, on the disk; within a budget."""

import errno
import tempfile
from contextlib import suppress
from types import TracebackType
from typing import Any

_IN_MEMORY = 1 << 20


class Budget:
    """The bytes that all answers together may still take."""

    def __init__(self, left: int) -> None:
        self.left = left


class Spool(tempfile.SpooledTemporaryFile[bytes]):
    """A file for one answer, whose bytes are taken from a budget until it is closed, or forgotten."""

    def __init__(self, budget: Budget) -> None:
        self._budget, self._taken = budget, 0
        super().__init__(_IN_MEMORY)

    def write(self, data: Any) -> int:  # noqa: ANN401 (any readable buffer)
        """Write bytes. Raises `OSError` where the budget, or the disk, is used up."""
        if len(data) > self._budget.left:
            raise OSError(errno.ENOSPC, "the budget is used up")
        self._budget.left -= len(data)
        self._taken += len(data)
        return super().write(data)

    def close(self) -> None:
        """Give the bytes back."""
        self._budget.left += self._taken
        self._taken = 0
        with suppress(OSError):  # what could not be written is not wanted any more
            super().close()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()
