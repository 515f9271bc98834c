"""Converting document by document, for sets that are larger than memory: `kg convert --each`."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

import typer

from kg.cli.streams import misuse, put, tell
from kg.errors import FactsError, KgError, one_line
from kg.folder import is_folder, temporary, temporary_file

if TYPE_CHECKING:
    from kg.facts import ArticleFacts


def convert_each(
    sources: list[Path], out: str, *, base: str, registries: Iterable[Path], quarantine: Path | None
) -> NoReturn:
    """Write what each document says by itself as N-Quads, then what all need of the registry and the vocabularies.

    What cannot be used is told at once, and kept in the file `quarantine` where one is named, a line of JSON each: that
    is written whole when all is done, with no line where nothing was lost, and is never a file that is read or `out`.
    Leaves with the exit code that says whether there was any; where nothing can be used, nothing else is written.
    """
    with temporary_file(_HELD) as lost:
        made = _Made(lost)
        pieces = made.pieces(sources, base, registries)
        if Path(out).suffix not in ("", ".nq"):  # to load all formats takes as long as many documents
            from kg import exporters

            pieces = exporters.packed(pieces, Path(out))
        if quarantine is not None:
            _refuse_loss(quarantine, sources, out)
            put(str(quarantine), b"")  # it can be written, and what an older run lost is not taken for this one's
        with suppress(_NothingError):
            put(out, pieces)
        if quarantine is not None:
            with temporary():
                lost.seek(0)  # which writes the last of it
            put(str(quarantine), lost)
    many = "s" if made.good > 1 else ""
    counted = f"{made.quads:,} quads from {made.good:,} facts document{many}, each by itself"
    tell(counted if made.good else "no facts document could be used: nothing is written")
    raise typer.Exit(1 if made.lost or not made.good else 0)


def _refuse_loss(quarantine: Path, sources: list[Path], out: str) -> None:
    """Refuse to keep what cannot be used where it would take the place of what is read or written, or be read again."""
    from kg import facts

    if _is_same(quarantine, Path(out)):
        misuse(f"--quarantine {quarantine}: the graph is written there; name another file")
    for source in sources:
        if is_folder(source) and quarantine.resolve().is_relative_to(source.resolve()):
            misuse(f"--quarantine {quarantine}: it would be read as facts of {source}; name a file outside of it")
        with suppress(KgError):  # what cannot be read is told when its turn comes
            if any(_is_same(quarantine, path) for path in facts.files(source)):
                misuse(f"--quarantine {quarantine}: facts are read from there; name another file")


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, by whatever links, or would be."""
    with suppress(OSError):
        return one.samefile(other)
    return one.resolve() == other.resolve()


_HELD = 1 << 16
"""Bytes of what is lost that are in memory."""


class _NothingError(Exception):
    """No document could be used."""


class _Made:
    """What was made of how many documents, and what could not be used: lines of it in the file `kept`."""

    def __init__(self, kept: IO[bytes]) -> None:
        self.quads = self.good = self.lost = 0
        self._kept = kept

    def pieces(self, sources: Iterable[Path], base: str, registries: Iterable[Path]) -> Iterator[bytes]:
        """The N-Quads of each document, and of what all need."""
        from kg import ontology, registry
        from kg.converter import Stream
        from kg.resolver import resolve
        from kg.terms import Mint

        known = registry.load(more=tuple(registries))
        stream = Stream(known, ontology.load(), Mint(base))
        gc.freeze()  # what is known stays: nothing of it need be looked at again
        for document in _documents(sources):
            try:
                if isinstance(document, FactsError):
                    raise document
                made = stream.convert(resolve(document, known))
            except KgError as error:
                self._lose(document, error)
                continue
            self.good += 1
            yield self._counted(made.content)
            for merger in made.mergers:
                tell(f"warning {one_line(document.article.source_path or document.article.id)}: {merger}")
        if not self.good:
            raise _NothingError
        yield self._counted(stream.context())

    def _counted(self, content: bytes) -> bytes:
        self.quads += content.count(b"\n")
        return content

    def _lose(self, document: "ArticleFacts | FactsError", error: KgError) -> None:
        """Say what cannot be used, and keep it as it was written, or as it was read."""
        from kg import facts
        from kg.article import Skipped
        from kg.quarantine import as_line

        tell(f"skipped {error}")
        self.lost += 1
        raw = document.raw if isinstance(document, FactsError) else facts.dump(document, indent=None).encode()
        with temporary():
            self._kept.write(as_line(Skipped(where=error.where, what=error.what, remedy=error.remedy, raw=raw)))


def _documents(sources: Iterable[Path]) -> "Iterator[ArticleFacts | FactsError]":
    from kg import facts

    for source in sources:
        for path in facts.files(source):
            try:
                yield from facts.load(path)
            except FactsError as error:
                yield error
