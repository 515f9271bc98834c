"""The index that the page of `kg serve` asks: found in a cache, or made there.

It never stands in the output of a build, which holds what the build made and nothing else. Each index has a folder of
its own, which whoever serves from it holds (`kg.generations`). `python -m kg.cli.indexing OUT STORE CACHE` makes one
in a process of its own, which ends with its standard input, and prints its `Place`.
"""

import hashlib
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.streams import tell
from kg.errors import KgError, OutputError, StoreError
from kg.explorer import Explorer, Place, build
from kg.explorer.places import stamp, state_of
from kg.folder import Folder
from kg.generations import Hold, hold

if TYPE_CHECKING:
    from kg.server.following import Following

_PATIENCE = 5.0  # seconds that somebody may need to remove an index, or to change the store


def cache_folder() -> Path:
    """Where indexes are kept, unless an option says otherwise: KG_CACHE, or where this system keeps caches."""
    if told := os.environ.get("KG_CACHE"):
        return Path(told)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "finaward-kg"
    except RuntimeError:
        raise OutputError("~/.cache", "there is no home to keep the index in", "name a folder by --cache") from None


def follow(source: Path, store: Path, cache: Path | None) -> "Following | None":
    """The index of a store, made where there is none, and what makes it anew.

    Nothing where the cache cannot be written, and one line says so. Raises `StoreError`.
    """
    from kg.server.following import Following

    try:
        cache = (cache or cache_folder()).absolute()
        place, held = place_of(source, store, cache)
    except OutputError as error:
        tell(f"served without its page: {error}")
        return None
    paths = (str(path.absolute()) for path in (source, store, cache))
    return Following(place, held, store, [sys.executable, "-P", "-m", "kg.cli.indexing", *paths])


def place_of(source: Path, store: Path, cache: Path) -> tuple[Place, Hold]:
    """Where the index of a store is, held; where there is none of what the store holds now, it is made, and said so.

    Indexes of what the same place held before are removed then, but for those that somebody holds. Raises `StoreError`
    where the store cannot be read, and `OutputError` where the cache cannot be written.
    """
    from kg import builder, ontology
    from kg.store import Store

    out = Folder(source)
    while True:
        with Store.open(store) as opened:
            kept, built = _kept(out), stamp(out.manifest)
            state, key = state_of(store), _key(store)
            if not opened.is_current:
                continue  # some of this is of what was put in its place meanwhile
            folder = cache / _digest(str(store.resolve())) / _digest(version("finaward-kg") + key)
            path, held = folder / "index.sqlite", _held(folder)
            if not _is_index(path):
                begun = time.monotonic()
                build(opened, path, labels=builder.labels(ontology.load()), kept=kept)
                _remove_others(folder)
                size = path.stat().st_size / 1e6
                tell(f"indexed {source} for the page in {time.monotonic() - begun:.1f} s: {path} ({size:,.1f} MB)")
        beside = {"articles": str(out.articles), "report": str(out.report), "manifest": str(out.manifest)}
        return Place(index=str(path), state=state, built=built, **beside), held


def _held(folder: Path) -> Hold:
    """A folder of the cache, made and held."""
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return hold(folder, patience=_PATIENCE)
        except FileNotFoundError:
            continue  # somebody was just about to remove it
        except OSError as error:
            what = f"the index cannot be written: {error.strerror}"
            raise OutputError(folder, what, "name another folder by --cache") from None


def _remove_others(folder: Path) -> None:
    """Remove the indexes beside one that nobody holds."""
    for other in folder.parent.iterdir():
        with suppress(StoreError, OSError):
            if other != folder:
                held = hold(other, alone=True)
                shutil.rmtree(held.folder, ignore_errors=True)


def _kept(folder: Folder) -> Mapping[str, str]:
    """The names of the files in which a build kept its articles, by the ids of these."""
    try:
        return {each["id"]: each["name"] for each in json.loads(folder.manifest.read_bytes())["read"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_index(path: Path) -> bool:
    try:
        Explorer(path).close()
    except StoreError:
        return False
    return True


def _key(store: Path) -> str:
    """What tells the content of a store from any other: its record, or else its files."""
    from kg.store import load_record

    record = load_record(store)
    if record is not None:
        return record.key
    return repr(sorted((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in store.glob("*.sst")))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def main() -> None:
    """Find or make an index, and print where it is; all other work goes before this."""
    threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start()
    with suppress(AttributeError, OSError):
        os.nice(10)
    source, store, cache = map(Path, sys.argv[1:])
    try:
        place, _ = place_of(source, store, cache)
    except KgError as error:
        sys.exit(str(error))
    typer.echo(place.model_dump_json())


if __name__ == "__main__":
    main()
