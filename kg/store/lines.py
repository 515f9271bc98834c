"""Lines as a file that the engine reads, made while it is read."""

import io
from collections.abc import Iterable
from typing import Any


class Lines(io.RawIOBase):
    """Lines, each with its end, or pieces of many, as a file."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest: bytes | memoryview = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (any writable buffer)
        """Fill a buffer with the next lines; the number of bytes, 0 at the end."""
        chunks, size = [self._rest], len(self._rest)
        while size < len(buffer) and (line := next(self._lines, b"")):
            chunks.append(line)
            size += len(line)
        data = memoryview(chunks[0] if len(chunks) == 1 else b"".join(chunks))  # what is left of a piece is not copied
        count = min(len(buffer), len(data))
        buffer[:count] = data[:count]
        self._rest = data[count:]
        return count
