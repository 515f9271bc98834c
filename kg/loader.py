"""Loads what was made before: facts documents with the texts that they quote, and the articles and graph of a build.

Paths come in, values of the lower floors go out. What breaks the contract comes as an error among the values, so
that the rest can still be used.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import facts
from kg.article import Article
from kg.corrections import Correction, Outcome, Status
from kg.errors import FactsError, InputError, KgError
from kg.evaluator import Candidate
from kg.facts import ArticleFacts
from kg.folder import Folder, is_folder, refuse_broken, restored
from kg.reader import read
from kg.registry import Registry
from kg.resolver import resolve
from kg.store import Store, read_file
from kg.terms import BASE, Quad
from kg.validator import Report


def load_documents(sources: Iterable[Path], registry: Registry) -> Iterator[ArticleFacts | FactsError]:
    """Load facts documents from files and folders, grounded in their texts where these are at hand, and resolved.

    The text is looked for in the document, beside it in a build's output, then at its `source_path`. What breaks
    the contract comes as the error. Raises `FactsError` where a source cannot be read or holds no documents.
    """
    seen: dict[str, Path] = {}
    for source in sources:
        for path in facts.files(source):
            for document in _loaded(path):
                made = document if isinstance(document, FactsError) else _prepared(document, path, registry)
                if isinstance(made, ArticleFacts) and (other := seen.setdefault(made.article.id, path)) != path:
                    what = f"article {made.article.id} has facts in {other} already"
                    made = FactsError(path, what, "leave one of them out")
                yield made


def load_candidates(
    found: Path | Iterable[ArticleFacts], articles: Path | None = None
) -> Iterator[Candidate | KgError]:
    """Facts documents to be judged, as they stand, each with its text: that of the folder `articles`, else as above.

    Nothing is resolved and no span is refused, for that is what is judged. What cannot be used comes as the error.
    """
    kept = _by_stem(articles) if articles is not None else {}
    for path, document in _written(found) if isinstance(found, Path) else ((None, d) for d in found):
        if isinstance(document, FactsError):
            yield document
            continue
        candidate = Candidate(_where(path, document), document)
        stem = next(name for name in candidate.names() if name is not None)
        try:
            yield candidate._replace(text=read_text(kept[stem]) if stem in kept else text_of(document, path))
        except KgError as error:
            yield error
            yield candidate


def _written(source: Path) -> Iterator[tuple[Path, ArticleFacts | FactsError]]:
    yield from ((path, document) for path in facts.files(source) for document in _loaded(path))


def _where(path: Path | None, document: ArticleFacts) -> str:
    """Where a document stands: its file; in one that may have many, with its id; if nowhere, where its article does."""
    if path is None:
        return document.article.source_path or document.article.id
    return str(path) if path.suffix == ".json" else f"{path}: {document.article.id}"


def _by_stem(folder: Path) -> dict[str, Path]:
    """The articles of a folder by the stem of their names."""
    if not is_folder(folder):
        raise InputError(folder, "there is no such folder", "name the folder of the articles")
    found = sorted((p for p in folder.iterdir() if not p.name.startswith(".")), reverse=True)
    return {p.name.removesuffix(_KEPT) if p.name.endswith(_KEPT) else p.stem: p for p in found}


def read_text(path: Path) -> str:
    """The canonical text of an article that is read, or that a build kept. Raises `InputError`."""
    return (load_article(path) if path.name.endswith(_KEPT) else read(path)).text


_KEPT = ".article.json"


def text_of(document: ArticleFacts, path: Path | None = None) -> str | None:
    """The text of a facts document: in it, beside its file in a build's output, or read again from its source."""
    if document.article.text is not None:
        return document.article.text
    return (_text_beside(document, path) if path else None) or _text_again(document)


def _loaded(path: Path) -> Iterator[ArticleFacts | FactsError]:
    try:
        yield from facts.load(path)
    except FactsError as error:
        yield error


def _prepared(document: ArticleFacts, path: Path, registry: Registry) -> ArticleFacts | FactsError:
    try:
        text = text_of(document, path)
        if text is not None:
            document = facts.ground(document, text, where=str(path))
            document = document.model_copy(update={"article": document.article.model_copy(update={"text": text})})
        return resolve(document, registry)
    except FactsError as error:
        return error
    except KgError as error:
        return FactsError(error.where, error.what, error.remedy)


def _text_beside(document: ArticleFacts, path: Path) -> str | None:
    """The text that a build kept beside its facts."""
    kept = path.parent.parent / "articles" / path.name.replace(".facts.json", _KEPT)
    if path.parent.name != "facts" or not kept.is_file():
        return None
    article = load_article(kept)
    return article.text if document.article.text_sha256 in (None, article.text_sha256) else None


def _text_again(document: ArticleFacts) -> str | None:
    """The text read again from its source, if that still has the text that the facts are about."""
    source = document.article.source_path
    if source is None or document.article.text_sha256 is None:
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
    kept = Folder(restored(folder.root)).articles
    found = (load_article(path) for path in sorted(kept.glob(f"*{_KEPT}")))
    return {article.id: article for article in found}


def load_report(folder: Folder) -> Report | None:
    """What validation said of a build, or nothing where the folder has no report. Raises `InputError`."""
    try:
        return Report.model_validate_json(Folder(restored(folder.root)).report.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        raise InputError(folder.report, "this is no validation report of a build", "build again") from None


def load_pairs(folder: Folder) -> Iterator[tuple[Article, ArticleFacts] | KgError]:
    """The articles that a build kept, each with its facts, as they stand; what cannot be used comes as the error.

    Raises `InputError` where the folder is not the output of a build.
    """
    paths = sorted(Folder(refuse_broken(restored(folder.root))).facts.glob("*.facts.json"))
    if not paths:
        raise InputError(folder.root, "this is no output of a build", "name the output folder of `kg build`")
    for path in paths:
        try:
            article = load_article(folder.articles / path.name.replace(".facts.json", ".article.json"))
            document = next(facts.load(path))
            if isinstance(document, KgError):
                raise document
            yield article, facts.ground(document, article.text, where=str(path))
        except KgError as error:
            yield error


def load_replayed(folder: Folder) -> tuple[Correction, ...]:
    """The corrections that a build replayed, as its manifest has them. Raises `InputError`."""
    try:
        outcomes = json.loads(folder.manifest.read_bytes()).get("corrections", [])
        read = [Outcome.model_validate(each) for each in outcomes]
    except (OSError, ValueError, AttributeError):
        raise InputError(folder.manifest, "this is no manifest of a build", "build again") from None
    return tuple(outcome.correction for outcome in read if outcome.status is not Status.SUPERSEDED)


def base_of(path: Path) -> str:
    """How the IRIs begin that a build minted, by the manifest of its folder; as usual where that says nothing."""
    try:
        told = json.loads(Folder(path).manifest.read_bytes())["told"]["base"]
    except (OSError, ValueError, KeyError, TypeError):
        return BASE
    return told if isinstance(told, str) else BASE


def parts_of(path: Path) -> tuple[Path, ...]:
    """The files that a build on an engine made the graph of, by the manifest of its folder; none of any other."""
    try:
        return tuple(path / part["name"] for part in json.loads(Folder(path).manifest.read_bytes())["parts"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def store_of(path: Path) -> Path:
    """The folder of the store of a build, or of a store that stands alone. Raises `InputError` where there is none."""
    if parts_of(restored(path)):
        what, how = (
            "a build on an engine makes parts and no store",
            "`kg load OUT --store URL` brings one of others to it",
        )
        raise InputError(path, what, how)
    return path if (path / "CURRENT").is_file() else Folder(path).store


def load_graph(path: Path) -> Store:
    """Open the store of a build's output folder, or load a graph file, of any format by its suffix, into memory.

    The parts of a build on an engine, which makes no store, are loaded into memory as well. Raises `StoreError` and
    `InputError`.
    """
    try:
        restored(path).stat()
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise InputError(path, why, "name the output folder of `kg build` or a graph file") from None
    parts = parts_of(path)
    if path.is_dir() and not parts:
        return Store.open(Folder(refuse_broken(path)).store)
    store = Store.create()
    for file in parts or (path,):
        store.load_file(file)
    return store


def load_quads(path: Path) -> Iterator[Quad]:
    """The quads of a build's output folder, or of a graph file, as they are read; memory does not grow with them.

    Raises as `load_graph` does, that of a file when what is wrong with it is reached.
    """
    if is_folder(restored(path)):
        with load_graph(path) as store:
            yield from store.quads()
    else:
        yield from read_file(path)
