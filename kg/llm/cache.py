"""Replies kept on disk, one file each, under the digest of the request that they answer.

A reply is kept as it came and is examined again every time it is used. An entry that cannot be read is none.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.folder import write
from kg.llm.reply import Reply

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Replies of language models, kept by finaward-kg.\n"
"""Tells backup programs that this folder is a cache (bford.info/cachedir)."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    request: str
    reply: Reply


class Cache:
    """A folder of replies; without one, nothing is kept. Raises `OutputError` where it cannot be written."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None and not (folder / "CACHEDIR.TAG").is_file():
            write(folder / "CACHEDIR.TAG", _TAG)

    def read(self, digest: str) -> Reply | None:
        """The reply to a request, if it is kept and whole."""
        if self._folder is None:
            return None
        try:
            entry = _Entry.model_validate_json(self._path(self._folder, digest).read_bytes())
        except (OSError, ValidationError):
            return None
        return entry.reply if entry.request == digest else None

    def keep(self, digest: str, reply: Reply) -> None:
        """Keep the reply to a request. Raises `OutputError`."""
        if self._folder is not None:
            entry = _Entry(request=digest, reply=reply)
            write(self._path(self._folder, digest), entry.model_dump_json(indent=1) + "\n")

    def _path(self, folder: Path, digest: str) -> Path:
        return folder / digest[:2] / f"{digest}.json"
