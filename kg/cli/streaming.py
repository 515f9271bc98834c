"""Converting document by document, for sets that are larger than memory: `kg convert --each`."""

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from kg.cli.streams import put, tell
from kg.errors import FactsError, KgError, OutputError, one_line

if TYPE_CHECKING:
    from kg.facts import ArticleFacts


def convert_each(
    sources: Iterable[Path], out: str, *, base: str, registries: Iterable[Path], quarantine: Path | None
) -> NoReturn:
    """Write what each document says by itself as N-Quads, then what all need of the registry and the vocabularies.

    What cannot be used is told at once, and kept in the file `quarantine` where one is named, a document a line. Leaves
    with the exit code that says whether there was any; where nothing can be used, nothing is written.
    """
    made = _Made(quarantine)
    pieces = made.pieces(sources, base, registries)
    if Path(out).suffix not in ("", ".nq"):  # to load all formats takes as long as many documents
        from kg import exporters

        pieces = exporters.packed(pieces, Path(out))
    put(out, pieces)
    many = "s" if made.good > 1 else ""
    tell(f"{made.quads:,} quads from {made.good:,} facts document{many}, each by itself")
    raise typer.Exit(1 if made.lost else 0)


class _Made:
    """What was made of how many documents, and what could not be used."""

    def __init__(self, quarantine: Path | None) -> None:
        self.quads = self.good = self.lost = 0
        self._quarantine = quarantine

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
            tell("no facts document could be used: nothing is written")
            raise typer.Exit(1)
        yield self._counted(stream.context())

    def _counted(self, content: bytes) -> bytes:
        self.quads += content.count(b"\n")
        return content

    def _lose(self, document: "ArticleFacts | FactsError", error: KgError) -> None:
        """Say what cannot be used, and keep it as it was written, or as it was read."""
        from kg import facts

        tell(f"skipped {error}")
        self.lost += 1
        if self._quarantine is None:
            return
        raw = document.raw or b"" if isinstance(document, FactsError) else facts.dump(document, indent=None).encode()
        try:
            with self._quarantine.open("wb" if self.lost == 1 else "ab") as file:
                file.write(raw.strip() + b"\n")
        except OSError as fault:
            said = fault.strerror or "cannot be written"
            raise OutputError(self._quarantine, said, "choose a path that can be written") from None


def _documents(sources: Iterable[Path]) -> "Iterator[ArticleFacts | FactsError]":
    from kg import facts

    for source in sources:
        for path in facts.files(source):
            try:
                yield from facts.load(path)
            except FactsError as error:
                yield error
