"""The index of the page follows its store: made anew in a process of its own, then put in the place of the old one."""

import asyncio
import logging
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import ValidationError

from kg.errors import StoreError
from kg.explorer import Place
from kg.explorer.places import state_of
from kg.generations import Hold, hold

_LOOK = 1.0  # seconds between two looks whether the store is another one
_AGAIN = 10.0  # seconds until another try, where no index could be made
_log = logging.getLogger("kg.server")


class Following:
    """Which index is asked: `place`, which is held meanwhile; `run` looks after it for as long as it is awaited.

    `command` is a program that makes an index of the store, ends with its standard input, and prints its `Place`.
    """

    def __init__(self, place: Place, held: Hold, store: Path, command: Sequence[str]) -> None:
        self.place = place
        self._held, self._store, self._command = held, store, command
        self._changes = 0
        self._making: asyncio.subprocess.Process | None = None

    @property
    def is_older(self) -> bool:
        """Whether the index is of an older state than that of the store."""
        return state_of(self._store) != self.place.state

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let nobody make an index meanwhile: who makes one reads the store, which is to be changed."""
        self._changes += 1
        self._end()
        try:
            yield
        finally:
            self._changes -= 1

    async def run(self) -> None:
        """Make a new index whenever the store is another one, and nobody is about to change it."""
        while True:
            await asyncio.sleep(_LOOK)
            if self._changes or not self.is_older:
                continue
            try:
                if said := await self._make():
                    place = Place.model_validate_json(said)
                    self._held, self.place = hold(Path(place.index).parent), place
            except (OSError, StoreError, ValidationError) as error:
                _log.warning("the page shows an older state of the store: %s", error)
                await asyncio.sleep(_AGAIN)

    async def _make(self) -> bytes:
        """What the program prints, or nothing where it was ended for a change. Raises `OSError` with what it says."""
        pipe = subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
        )
        if self._changes:
            process.kill()
        else:
            self._making = process
        try:
            out, said = await _outcome(process)
            if self._making is not process:
                return b""
            told = said.decode("utf-8", "replace").strip()
            if process.returncode:
                raise OSError(told or "no index could be made")
            if told:
                _log.info("%s", told)
            return out
        finally:
            self._end()
            await process.wait()

    def _end(self) -> None:
        process, self._making = self._making, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()


async def _outcome(process: asyncio.subprocess.Process) -> tuple[bytes, bytes]:
    """All that a process prints; its standard input stays open until then."""
    assert process.stdout is not None
    assert process.stderr is not None
    out, said = await asyncio.gather(process.stdout.read(), process.stderr.read())
    await process.wait()
    return out, said
