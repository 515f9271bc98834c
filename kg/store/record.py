"""The record of a store: what it holds, written into its folder when it is made, to prove it against later.

The digest is the sum, modulo 2^256, of the SHA-256 of each quad's canonical line of N-Quads without its line end: the
same in whatever order the quads come, so that every index of a store can be walked and compared without sorting.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from kg.errors import StoreError
from kg.folder import write

_NAME = "record.json"


class Tally:
    """Counts quads and sums up their digest: `add` each one's line, read `digest`, `quads` and `graphs`."""

    def __init__(self) -> None:
        self._sum = self.quads = 0
        self.graphs: dict[str, int] = {}

    @property
    def digest(self) -> str:
        """The digest of the quads so far, in hexadecimal."""
        return f"{self._sum % (1 << 256):064x}"

    def add(self, line: bytes, graph: str) -> None:
        """Count a quad: its line without the line end, and the IRI of its graph, "" for the default graph."""
        self._sum += int.from_bytes(hashlib.sha256(line).digest(), "big")
        self.quads += 1
        self.graphs[graph] = self.graphs.get(graph, 0) + 1

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> Self:
        """The tally of canonical lines of N-Quads, such as a `graph.nq` that a build wrote, read as a binary file."""
        tally = cls()
        for _ in tally.through(lines):
            pass
        return tally

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines, each counted as it goes by."""
        for line in lines:
            bare = line.rstrip(b"\r\n")
            self.add(bare, _graph(bare))
            yield line


def _graph(line: bytes) -> str:
    """The graph of a canonical line: its last term, where three others stand before it."""
    rest, _, last = line.removesuffix(b" .").rpartition(b" ")
    is_iri = last.startswith(b"<") and b'"' not in last
    if (is_iri or last.startswith(b"_:")) and rest.count(b" ") > 1:
        return last.decode("utf-8").removeprefix("<").removesuffix(">")
    return ""


class Record(BaseModel):
    """What a store held when it was made: quads, by graph (its IRI; "" is the default graph), digest; when, by what.

    `files` are the SHA-256 of the files that hold it. `changed` is the moment since which somebody may have changed it
    where it is; digest, counts and files are then those from before. `is_built` says whether it holds what a build put
    in, and not what became of that. Moments are ISO 8601, in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digest: str
    quads: int
    graphs: dict[str, int]
    files: dict[str, str]
    made: str
    by: dict[str, str]
    changed: str | None = None
    is_built: bool = True

    @property
    def is_valid(self) -> bool:
        """Whether it still says what the store holds."""
        return self.changed is None

    @property
    def key(self) -> str:
        """What tells the content of this store from that of any other, to keep under it what is made of the store."""
        return self.digest if self.changed is None else f"{self.digest}-{self.changed}"


def seal(path: Path, tally: Tally, *, is_built: bool = True) -> Record:
    """Write the record of a store that was just made, of what was to go into it; the store is closed.

    Raises `StoreError` where it cannot be read, `OutputError` where it cannot be written.
    """
    record = Record(
        digest=tally.digest,
        quads=tally.quads,
        graphs=dict(sorted(tally.graphs.items())),
        files=files(path),
        made=_now(),
        by={name: version(name) for name in ("finaward-kg", "pyoxigraph")},
        is_built=is_built,
    )
    write(path / _NAME, record.model_dump_json(indent=1, exclude_none=True) + "\n")
    return record


def load_record(path: Path) -> Record | None:
    """The record of a store; None where it has none, as an older version made it. Raises `StoreError` for no record."""
    try:
        return Record.model_validate_json((path / _NAME).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise StoreError(path / _NAME, "this is no record of a store", "build it again with `kg build`") from None


def mark_changed(path: Path) -> None:
    """Say in the record of a store, if it has one, that it is no longer what was built."""
    if (record := load_record(path)) is not None:
        write(path / _NAME, record.model_copy(update={"changed": _now()}).model_dump_json(indent=1) + "\n")


def carry(path: Path, copy: Path) -> None:
    """Give a copy of a store the record of what was copied, if there is one."""
    if (path / _NAME).is_file():
        write(copy / _NAME, (path / _NAME).read_bytes())


def files(path: Path) -> dict[str, str]:
    """The SHA-256 of the files of a store by name: those that hold data, not the engine's diary and lock."""
    try:
        return {name: digest_of(path / name) for name in names(path)}
    except OSError as error:
        raise StoreError(path, f"it cannot be read: {error}", "look at its permissions") from None


def names(path: Path) -> list[str]:
    """The names of the files of a store that hold data, in order."""
    found = (each.name for each in path.iterdir() if each.is_file())
    return sorted(name for name in found if name not in ("LOCK", _NAME) and not name.startswith("LOG"))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
