"""Loads what was made before: facts documents with the texts that they quote, and the articles and graph of a build.

Paths come in, values of the lower floors go out. What breaks the contract comes as an error among the values, so
that the rest can still be used.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import facts
from kg.article import Article
from kg.errors import FactsError, InputError, KgError
from kg.facts import ArticleFacts
from kg.folder import Folder, is_folder
from kg.reader import read
from kg.registry import Registry
from kg.resolver import resolve
from kg.store import Store


def load_documents(sources: Iterable[Path], registry: Registry) -> Iterator[ArticleFacts | FactsError]:
    """Load facts documents from files and folders, grounded in their texts where these are at hand, and resolved.

    The text is looked for in the document, beside it in a build's output, then at its `source_path`. What breaks
    the contract comes as the error. Raises `FactsError` where a source cannot be read or holds no documents.
    """
    seen: dict[str, Path] = {}
    for source in sources:
        for path in _facts_files(source):
            for document in _loaded(path):
                made = document if isinstance(document, FactsError) else _prepared(document, path, registry)
                if isinstance(made, ArticleFacts) and (other := seen.setdefault(made.article.id, path)) != path:
                    what = f"article {made.article.id} has facts in {other} already"
                    made = FactsError(path, what, "leave one of them out")
                yield made


def _loaded(path: Path) -> Iterator[ArticleFacts | FactsError]:
    try:
        yield from facts.load(path)
    except FactsError as error:
        yield error


def _facts_files(source: Path) -> list[Path]:
    if not is_folder(source):
        return [source]
    found = sorted(p for p in source.rglob("*") if p.name.endswith((".facts.json", ".jsonl")))
    if not found:
        raise FactsError(source, "the folder holds no facts documents", "name one with *.facts.json or *.jsonl files")
    return found


def _prepared(document: ArticleFacts, path: Path, registry: Registry) -> ArticleFacts | FactsError:
    try:
        text = document.article.text
        if text is None:
            text = _text_beside(document, path) or _text_again(document)
        grounded = facts.ground(document, text, where=str(path)) if text is not None else document
        return resolve(grounded, registry)
    except FactsError as error:
        return error
    except KgError as error:
        return FactsError(error.where, error.what, error.remedy)


def _text_beside(document: ArticleFacts, path: Path) -> str | None:
    """The text that a build kept beside its facts."""
    kept = path.parent.parent / "articles" / path.name.replace(".facts.json", ".article.json")
    if path.parent.name != "facts" or not kept.is_file():
        return None
    article = load_article(kept)
    return article.text if document.article.text_sha256 in (None, article.text_sha256) else None


def _text_again(document: ArticleFacts) -> str | None:
    """The text read again from its source, if that still has the text that the facts are about."""
    source = document.article.source_path
    if source is None or document.article.text_sha256 is None or not Path(source).is_file():
        return None
    try:
        article = read(source)
    except KgError:
        return None
    return article.text if article.text_sha256 == document.article.text_sha256 else None


def load_article(path: Path) -> Article:
    """Load an article that a build kept. Raises `InputError` where it is none."""
    try:
        return Article.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        raise InputError(path, "this is no article that a build kept", "build again") from None


def load_articles(folder: Folder) -> dict[str, Article]:
    """The articles that a build kept, by id."""
    found = (load_article(path) for path in sorted(folder.articles.glob("*.article.json")))
    return {article.id: article for article in found}


def load_graph(path: Path) -> Store:
    """Open the store of a build's output folder, or load a graph file, of any format by its suffix, into memory.

    Raises `StoreError` and `InputError`.
    """
    try:
        path.stat()
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise InputError(path, why, "name the output folder of `kg build` or a graph file") from None
    if path.is_dir():
        return Store.open(Folder(path).store)
    store = Store.create()
    store.load_file(path)
    return store
