"""The texts of the articles that a build kept, each read when a sentence of it is asked for."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import ValidationError

from kg.article import Article

_HELD = 256
_KEPT = ".article.json"


class Texts:
    """The articles of a folder in which a build kept them, or none; those asked for lately are held.

    `is_theirs` says whether the folder still is the one that is meant, and not one that was put in its place.
    """

    def __init__(self, folder: Path | None = None, is_theirs: Callable[[], bool] = lambda: True) -> None:
        self._folder, self._is_theirs = folder, is_theirs
        self.read = lru_cache(_HELD)(self._read)

    @cached_property
    def _names(self) -> frozenset[str]:
        found = self._folder.iterdir() if self._folder is not None and self._folder.is_dir() else ()
        names = frozenset(path.name.removesuffix(_KEPT) for path in found if path.name.endswith(_KEPT))
        return names if self._is_theirs() else frozenset()

    def has(self, file: str) -> bool:
        """Whether there is a file of this name."""
        return file in self._names

    def _read(self, identifier: str, file: str) -> Article | None:
        """The article of an id in the file of a name; nothing where it is not at hand."""
        if self._folder is None or not self.has(file):
            return None
        try:
            article = Article.model_validate_json((self._folder / f"{file}{_KEPT}").read_bytes())
        except (OSError, ValidationError):
            return None
        return article if article.id == identifier and self._is_theirs() else None
