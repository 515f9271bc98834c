"""The index that the page of `kg serve` asks: found in a cache, or made there.

It never stands in the output of a build, which holds what the build made and nothing else.
"""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from kg.cli.streams import tell
from kg.errors import StoreError
from kg.explorer import Explorer, build
from kg.explorer.replies import Place
from kg.folder import Folder


def cache_folder() -> Path:
    """Where indexes are kept, unless an option says otherwise: KG_CACHE, or where this system keeps caches."""
    if told := os.environ.get("KG_CACHE"):
        return Path(told)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "finaward-kg"


def place_of(source: Path, store: Path, cache: Path) -> Place:
    """Where the index of a store is; where there is none of what the store holds now, it is made, and one line says so.

    An index of what the same place held before is removed then. Raises `StoreError`.
    """
    folder = cache / _digest(str(store.resolve()))
    path = folder / f"{_digest(version('finaward-kg') + _key(store))}.sqlite"
    if not _is_index(path):
        begun = time.monotonic()
        build_index(source, store, path)
        for old in folder.glob("*.sqlite"):
            if old != path:
                old.unlink(missing_ok=True)
        size = path.stat().st_size / 1e6
        tell(f"indexed {source} for the page in {time.monotonic() - begun:.1f} s: {path} ({size:,.1f} MB)")
    out = Folder(source)
    return Place(index=str(path), articles=str(out.articles), report=str(out.report))


def build_index(source: Path, store: Path, path: Path) -> None:
    """Make the index of a store at a path."""
    from kg import builder, ontology
    from kg.store import Store

    with Store.open(store) as opened:
        build(opened, path, labels=builder.labels(ontology.load()), kept=_kept(Folder(source)))


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
