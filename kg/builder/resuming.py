"""What was extracted, kept as it is done, so that a build that was interrupted goes on where it was.

One file beside the output folder, which goes when that is complete. A line of it holds the facts of one article, under
the digest of everything that they are made of – the article, the rules, the registry, the ontology, the version of the
program – so that whatever is found there is what extracting would give. A line that was not finished is none.
"""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Self

from kg import extractor, facts, registry
from kg.article import Article, Skipped
from kg.builder.knowledge import Knowledge
from kg.builder.progress import Progress
from kg.errors import FactsError
from kg.extraction import Extract, Extracted
from kg.folder import digests, work_beside


class Finished:
    """The facts of articles that are extracted, in a file that is made with the first of them."""

    def __init__(self, path: Path, maker: str, progress: Progress) -> None:
        self._path, self._maker, self._progress = path, maker, progress
        self._places, self._end = _lines(path)

    @classmethod
    def of(cls, root: Path, knowledge: Knowledge, registries: Iterable[Path], progress: Progress) -> Self:
        """Those that the rules extract, knowing what they know, for the output folder `root`."""
        files = [file.read_bytes() for each in registries for file in registry.files(each) if file.is_file()]
        made_by = (version("finaward-kg"), extractor.VERSION, digests(knowledge.ontology.root))
        maker = hashlib.sha256(repr((made_by, files)).encode()).hexdigest()
        return cls(work_beside(root) / "facts", maker, progress)

    def around(self, extract: Extract) -> Extract:
        """The same extractor, asked for nothing that is there, and keeping what it gives. It hands on what is done."""

        def extracted(articles: Iterable[Article | Skipped]) -> Iterator[Extracted]:
            for item in extract(map(self._recall, articles)):  # type: ignore[arg-type]
                self._keep(item)
                yield item

        return extracted

    def _recall(self, item: Article | Skipped) -> Article | Extracted:
        place = self._places.get(self._key(item)) if isinstance(item, Article) else None
        if place is None or not isinstance(item, Article):
            return item
        with self._path.open("rb") as file:
            file.seek(place[0])
            line = file.read(place[1])
        try:
            document = facts.parse(line, where=str(self._path))
        except FactsError:
            return item
        self._progress.recall()
        return item, document

    def _keep(self, item: Extracted) -> None:
        if isinstance(item, Skipped) or (key := self._key(item[0])) in self._places:
            return
        said = facts.dump(item[1], indent=None).encode()
        head = f"{_digest(said)} {key} ".encode()
        self._path.parent.mkdir(exist_ok=True)
        with self._path.open("ab") as file:
            file.truncate(self._end)  # what was being written when it was interrupted
            file.write(head + said)
        self._places[key] = self._end + len(head), len(said)
        self._end += len(head) + len(said)

    def _key(self, article: Article) -> str:
        return hashlib.sha256(f"{self._maker}{article.model_dump_json()}".encode("utf-8", "surrogatepass")).hexdigest()


def count_kept(root: Path) -> int:
    """Of how many articles the facts are kept for a build that was interrupted, whose output folder is `root`."""
    return len(_lines(work_beside(root) / "facts")[0])


def _lines(path: Path) -> tuple[dict[str, tuple[int, int]], int]:
    """Where in a file the facts under each key stand, and where what is whole of it ends."""
    places, end = dict[str, tuple[int, int]](), 0
    if path.is_file():
        with path.open("rb") as file:
            for line in file:
                digest, key, said = [*line.split(b" ", 2), b"", b""][:3]
                if _digest(said).encode() != digest:
                    break
                places[key.decode()] = end + len(line) - len(said), len(said)
                end += len(line)
    return places, end


def _digest(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()[:_LONG]


_LONG = 16
