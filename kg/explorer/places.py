"""Where the index of a graph is, and of which state of a store and of which build it is."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Place(BaseModel):
    """Where the index of a graph is, and where a build kept its articles and its report, if any did.

    `state` is the `stamp` of the store (`state_of`) when the index was made. `manifest` is the manifest of the build
    that the store is of, and `built` its stamp: articles and a report are read only while that stands there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: str
    articles: str = ""
    report: str = ""
    state: str = ""
    manifest: str = ""
    built: str = ""

    @property
    def is_built(self) -> bool:
        """Whether what stands beside the store is of the same build as the index."""
        return not self.manifest or stamp(Path(self.manifest)) == self.built


def stamp(*paths: Path) -> str:
    """What tells files from others that stood, or will stand, under the same names."""
    return " ".join(map(_stamp, paths))


def state_of(store: Path) -> str:
    """The stamp of a store: another one after whatever was put in its place or opened it to change it."""
    return stamp(store / "CURRENT", store / "record.json")


def _stamp(path: Path) -> str:
    try:
        said = path.stat()
    except OSError:
        return "-"
    return f"{said.st_dev:x}.{said.st_ino:x}.{said.st_mtime_ns:x}.{said.st_size:x}"
