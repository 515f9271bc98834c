"""Files and folders written whole or not at all, and the layout of a build's output.

`Folder` says where everything stands in the output of a build; `replacing` and `write` put files and folders in
their place only once they are complete. Nothing here knows what stands in a file.
"""

import ctypes
import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from kg import generations
from kg.errors import InputError, OutputError

_STORE = "store"
_PATIENCE = 300.0  # seconds that who puts a store in the place of another waits for who changes that one


class Folder(NamedTuple):
    """The output folder of a build."""

    root: Path

    @property
    def manifest(self) -> Path:
        """What was read, made, skipped and why; versions and digests."""
        return self.root / "manifest.json"

    @property
    def articles(self) -> Path:
        """Canonical text and blocks of each article, as read: `<stem>.article.json`."""
        return self.root / "articles"

    @property
    def facts(self) -> Path:
        """What was extracted: `<stem>.facts.json`."""
        return self.root / "facts"

    @property
    def graph(self) -> Path:
        """The whole graph as N-Quads, in one order."""
        return self.root / "graph.nq"

    @property
    def store(self) -> Path:
        """The SPARQL store."""
        return self.root / _STORE

    @property
    def view(self) -> Path:
        """The HTML view."""
        return self.root / "graph.html"

    @property
    def report(self) -> Path:
        """The validation report, as JSON; beside it `report.txt`."""
        return self.root / "report.json"

    @property
    def extraction(self) -> Path:
        """What was found in each article, and the sentences that are left, as JSON; beside it `extraction.txt`."""
        return self.root / "extraction.json"

    @property
    def kept(self) -> Path:
        """What an update needs besides: files that the build was told of, and facts as found before corrections."""
        return self.root / "kept"

    @property
    def quarantine(self) -> Path:
        """Copies of the inputs that could not be used; only there where there are any."""
        return self.root / "quarantine"


def is_folder(path: Path) -> bool:
    """Whether a path is a folder that can be seen; one that permissions hide is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def made(root: Path) -> dict[str, str] | None:
    """What a build made in a folder: the digest of every file but the store's by its path, or None where none did."""
    try:
        manifest = json.loads(Folder(root).manifest.read_bytes())
        if "finaward-kg" in manifest["software"]:
            return {str(path): str(digest) for path, digest in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def refuse_broken(root: Path) -> Path:
    """The same path. Raises `InputError` where a manifest is there that is no JSON: nobody knows what was made then."""
    manifest = Folder(root).manifest
    try:
        if manifest.is_file():
            json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise InputError(
            manifest, "the manifest of this build cannot be read", "put it back, or build anew elsewhere"
        ) from None
    return root


def digests(root: Path) -> dict[str, str]:
    """The SHA-256 of every file of a folder by its path, in order, without the manifest's and the store's."""
    own = (Folder(root).manifest, Folder(root).store)
    files = (p for p in sorted(root.rglob("*")) if p.is_file() and not any(p.is_relative_to(o) for o in own))
    return {p.relative_to(root).as_posix(): _file_digest(p) for p in files}


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all: text as UTF-8, line ends as they are; or bytes, or pieces as they are made.

    Raises `OutputError`; what the making of pieces raises goes through.
    """
    pieces = [content.encode("utf-8")] if isinstance(content, str) else content
    partial = path.with_name(f".{_digest(path.name)}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.writelines([pieces] if isinstance(pieces, bytes) else pieces)
        partial.replace(path)
    except OSError as error:
        raise OutputError(path, _reason(error), "choose a path that can be written") from None
    finally:
        with suppress(OSError):  # what was begun goes, if it is there; the error at hand says the rest
            partial.unlink()


@contextmanager
def temporary(faults: type[Exception] | tuple[type[Exception], ...] = OSError) -> Iterator[None]:
    """Write temporary files, and nothing else. Raises `OutputError` that names their folder where there is no room.

    `faults` are what a library raises for that, instead of `OSError`.
    """
    try:
        yield
    except faults as error:
        folder = tempfile.tempdir or "temporary files"  # which is unset where no folder could be used
        said = _reason(error) if isinstance(error, OSError) else str(error)
        raise OutputError(folder, said, "make room in the folder for temporary files, or set TMPDIR") from None


@contextmanager
def temporary_file(held: int) -> Iterator[IO[bytes]]:
    """A temporary file, in memory up to `held` bytes, until the block is left. Write to it within `temporary`."""
    with temporary():
        file = tempfile.SpooledTemporaryFile(held)  # noqa: SIM115 (below)
    try:
        yield file
    finally:
        with suppress(OSError):  # what could not be written is not wanted any more
            file.close()


@contextmanager
def replacing(root: Path, *, remedy: str = "move it elsewhere") -> Iterator[Folder]:
    """Give a new folder to fill, and put it in the place of `root` only when that is done; where it stays empty, never.

    Until then, and where anything fails or dies, the old folder stays as it was, and so does what was put into
    `work_beside` it, which goes when all is done; where the system can, the two trade places in one step, so that a
    reader never finds none; whoever reads the old store keeps it, and whoever changes it is waited for (see
    `kg.generations`). Raises `StoreError` where that takes minutes, and `OutputError` where
    `root` is something that no build made, or in which somebody changed a file (`remedy` is what to do about that),
    where it cannot be written, and where another process is about to do so.
    """
    with _partial(root) as (root, partial, old):
        _refuse_strangers(root, remedy)
        yield Folder(partial)
        if any(partial.iterdir()):
            _put(partial, root, old, root / _STORE)
        shutil.rmtree(work_beside(root), ignore_errors=True)


@contextmanager
def renewing(root: Path, store: Path) -> Iterator[Path]:
    """Give a path for a new store, and put that in the place of `store`, which is in `root` or all of it, when done.

    As with `replacing`, who reads the old one keeps it, and who changes it is waited for. Raises `OutputError` where it
    cannot be written, and where another process is about to do so.
    """
    store = store.absolute()
    with _partial(root) as (_, partial, old):
        yield Folder(partial).store
        _put(Folder(partial).store, store, old, store)


def sweep(root: Path) -> None:
    """Remove what was replaced beside a folder while somebody read it, where nobody does any more."""
    generations.sweep(root.absolute(), _STORE)


@contextmanager
def _partial(root: Path) -> Iterator[tuple[Path, Path, Path]]:
    """The absolute path of a folder that nobody else writes, and beside it a new folder and the name of an old one."""
    root = root.absolute()
    if not root.name:
        raise OutputError(root, "this is the root of the file system", "choose a folder in it")
    partial, old = _beside(root, "partial"), _beside(root, "old")
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with _alone(root):
            try:
                _restore(root, old)
                generations.sweep(root, _STORE)
                generations.retire(partial, _STORE, root)
                generations.retire(old, _STORE, root)
                partial.mkdir()
                yield root, partial, old
            finally:
                generations.retire(partial, _STORE, root)
    except OSError as error:
        raise OutputError(root, _reason(error), "choose a folder that can be written") from None


def restored(root: Path) -> Path:
    """The path of an output folder, brought back where a build had moved it aside and died; any other as it is."""
    with suppress(OSError, OutputError):
        at = root.absolute()
        if at.name and not at.exists() and (old := _beside(at, "old")).exists():
            with _alone(at, patience=1):
                _restore(at, old)
    return root


def work_beside(root: Path) -> Path:
    """Where whoever fills a new folder for `root` may keep what is done, to go on with it where that is interrupted."""
    return _beside(root.absolute(), "work")


def _beside(root: Path, what: str) -> Path:
    return root.with_name(f".{root.name}.{what}")


@contextmanager
def _alone(root: Path, patience: float = 0) -> Iterator[None]:
    """Hold the lock of an output folder, which the system releases with the process, however that ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(_beside(root, "lock"), timeout=patience)
    with Path(lock.lock_file).open("a"):  # where that cannot be, nobody else is to blame
        pass
    try:
        lock.acquire()
    except Timeout:
        what = "another process is writing this folder"
        raise OutputError(root, what, "wait until it is done, or choose another folder") from None
    try:
        yield
    finally:
        with suppress(OSError):  # some systems remove no file that is open
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def _put(partial: Path, root: Path, old: Path, store: Path) -> None:
    """Put a folder that is complete, on the disk too, in the place of another one, while nobody changes its `store`."""
    if hasattr(os, "sync"):
        os.sync()
    if not root.exists():
        partial.rename(root)
        return
    held = generations.hold(store, patience=_PATIENCE) if store.is_dir() else None
    is_exchanged = _exchange(partial, root)
    if not is_exchanged:
        root.rename(old)
        partial.rename(root)
    del held  # or it would seem to be read
    if not is_exchanged:
        generations.retire(old, _STORE, root)


_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders trade places in one step, where the system and the file system know how (renameat2 of Linux)."""
    try:
        exchange = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _refuse_strangers(root: Path, remedy: str) -> None:
    """Never replace a file, a folder that no build made, or one in which somebody added or changed a file."""
    if root.is_symlink() or (root.exists() and not root.is_dir()):
        raise OutputError(root, "there is a file or link of this name", "choose another folder")
    if not root.is_dir() or not any(root.iterdir()):
        return
    known = made(root)
    if known is None:
        raise OutputError(root, "the folder holds something that no build made", "choose an empty or new folder")
    for name, digest in digests(root).items():
        if known.get(name) != digest:
            is_known = name in known
            what = "was changed since the build" if is_known else "was not made by the build"
            said = f"this file {what}, and would be lost"
            raise OutputError(root / name, said, remedy if is_known else "move it elsewhere")


def _restore(root: Path, old: Path) -> None:
    """Bring back the folder that a build moved aside before it died."""
    if old.exists() and not root.exists():
        old.rename(root)


def _reason(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno else str(error)


def distinct(named: list[tuple[str, str]]) -> list[str]:
    """File names for (stem, id) pairs: the stem, and where a stem stands twice, `stem-id` for each of them.

    Names that differ only in case count as equal, as some file systems have it. A name that is too long or taken
    all the same, or an id that cannot stand in a file name, gets a digest of its own.

    >>> distinct([("a", "1"), ("b", "2"), ("A", "3")])
    ['a-1', 'b', 'A-3']
    """
    times = Counter(stem.casefold() for stem, _ in named)
    wanted = [stem if times[stem.casefold()] == 1 else f"{stem}-{key}" for stem, key in named]
    taken = Counter(name.casefold() for name in wanted)
    return [
        name if taken[name.casefold()] == 1 and _is_plain(name) else f"{_plain(name)}-{_digest(stem, key)}"
        for name, (stem, key) in zip(wanted, named, strict=True)
    ]


_LONGEST = 180


def _is_plain(name: str) -> bool:
    return name == _plain(name) and not name.startswith(".")


def _plain(name: str) -> str:
    """A name that any file system takes: no separators or control characters, and not too many bytes."""
    safe = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name)
    return safe.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")


def _digest(*keys: str) -> str:
    return hashlib.sha256("\x1f".join(keys).encode("utf-8", "surrogatepass")).hexdigest()[:12]
