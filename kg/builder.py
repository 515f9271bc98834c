"""The order of a build: read, extract, resolve, convert, infer, validate, view.

Sources come in, an output folder goes out (see `kg.folder`), with the store, the graph, the view and the report in
it. This is the only room that knows the order; each step can also be called alone.
"""

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from kg import extractor, facts
from kg.article import Article, Skipped
from kg.converter import context, convert
from kg.errors import InputError
from kg.facts import ArticleFacts
from kg.folder import Folder, digests, distinct, replacing, write
from kg.graph import project
from kg.inference import infer
from kg.ontology import Ontology
from kg.ontology import load as load_ontology
from kg.reader import LARGEST, read_each
from kg.registry import Registry
from kg.registry import load as load_registry
from kg.resolver import resolve
from kg.store import Store
from kg.terms import BASE, FA, PREFIXES, RDF, Mint, Quad, in_order
from kg.validator import render, validate
from kg.viewer import view


class Knowledge(NamedTuple):
    """What a build knows before it reads anything: the ontology, the registry, and where IRIs are minted."""

    ontology: Ontology
    registry: Registry
    mint: Mint

    @classmethod
    def load(cls, *, base: str = BASE) -> "Knowledge":
        """Load what is shipped with the distribution."""
        return cls(load_ontology(), load_registry(), Mint(base))


class Build(BaseModel):
    """What a build made: counts, findings, what was skipped, and where everything stands.

    `found` counts the nodes of the graph by kind; `barren` are the articles in which no award was found.
    """

    model_config = ConfigDict(frozen=True)

    out: Path
    articles: int
    found: dict[str, int]
    triples: int
    graphs: int
    inferred: int
    conforms: bool
    findings: dict[str, int]
    barren: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def folder(self) -> Folder:
        """Where each part of the output stands."""
        return Folder(self.out)


Source = str | Path | Article | Skipped
"""What to read: a file, folder or glob, or what was read already."""


def extract_each(
    sources: Iterable[Source], knowledge: Knowledge, *, fields: Mapping[str, str] | None = None
) -> Iterator[tuple[Article, ArticleFacts] | Skipped]:
    """Read and extract every article of the sources; what cannot be read comes as `Skipped`.

    An article that was read before (same id) is skipped, so that nothing counts twice. For `fields` see
    `kg.read_each`.
    """
    seen: dict[str, str] = {}
    for article in _articles(sources, fields):
        if isinstance(article, Skipped):
            yield article
        elif article.id in seen:
            what = f"its id {article.id} is that of {seen[article.id]}"
            remedy = "leave one of them out, or give each an id of its own"
            yield Skipped(where=article.source or article.id, what=what, remedy=remedy)
        else:
            seen[article.id] = article.source or article.id
            yield _extracted(article, knowledge)


def _extracted(article: Article, knowledge: Knowledge) -> tuple[Article, ArticleFacts] | Skipped:
    """The facts of an article. A fault of ours in one article is told of, and costs no other."""
    try:
        found = extractor.extract(article, knowledge.registry, knowledge.ontology)
        return article, resolve(found, knowledge.registry)
    except Exception as error:
        what = f"the rules failed on it ({type(error).__name__}: {str(error)[:80]})"
        return Skipped(where=article.source or article.id, what=what, remedy="please report it with the article")


def _articles(sources: Iterable[Source], fields: Mapping[str, str] | None) -> Iterator[Article | Skipped]:
    """The articles of the sources: those that were read already, then those of files, folders and globs."""
    named = []
    for source in sources:
        if isinstance(source, Article | Skipped):
            yield source
        else:
            named.append(source)
    if named:
        yield from read_each(*named, fields=fields)


def convert_each(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> list[Quad]:
    """The whole graph of facts documents: facts, articles, registry, vocabulary and inferences, in order."""
    ontology, registry, mint = knowledge
    asserted = {
        quad for document in documents for quad in convert(document, registry=registry, ontology=ontology, mint=mint)
    }
    asserted.update(context(sorted(asserted), registry=registry, ontology=ontology, mint=mint))
    with Store.create() as store:
        store.load(asserted)
        inferred = infer(store, ontology, mint)
    return in_order((*asserted, *inferred))


def build(
    *sources: Source,
    out: str | Path = "out",
    base: str = BASE,
    with_text: bool = False,
    fields: Mapping[str, str] | None = None,
    on_article: Callable[[str], None] = lambda _: None,
) -> Build:
    """Build the knowledge graph of articles: `build("examples/articles", out="out")`.

    Sources are files, folders and globs, or articles; `fields` says which field of a JSON line is what (see
    `kg.read_each`). The folder `out` is replaced when everything is done, never
    before; it must be new, empty, or the output of a build in which nobody changed a file. `with_text` puts whole
    articles into the view. `on_article` is told the name of each source as it is done. Raises `InputError` where no
    source gives an article, `OutputError` where `out` cannot be written.
    """
    knowledge = Knowledge.load(base=base)
    with replacing(Path(out)) as folder:
        pairs, skipped = _extract_all(extract_each(sources, knowledge, fields=fields), on_article)
        if not pairs:
            raise _nothing_read(skipped)
        names = distinct([(article.stem, article.id) for article, _ in pairs])
        for name, (article, document) in zip(names, pairs, strict=True):
            write(
                folder.articles / f"{name}.article.json",
                article.model_dump_json(indent=1, exclude_defaults=True) + "\n",
            )
            write(folder.facts / f"{name}.facts.json", facts.dump(document))
        _quarantine(folder, skipped)
        quads = convert_each((document for _, document in pairs), knowledge)
        made = _make(folder, quads, [article for article, _ in pairs], knowledge, with_text=with_text)
        result = _result(Path(out), pairs, quads, made, skipped, knowledge)
        write(folder.manifest, _manifest(folder, result, names, pairs, knowledge.ontology))
    return result


def _extract_all(
    extracted: Iterable[tuple[Article, ArticleFacts] | Skipped], on_article: Callable[[str], None]
) -> tuple[list[tuple[Article, ArticleFacts]], list[Skipped]]:
    pairs, skipped = [], []
    for item in extracted:
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            pairs.append(item)
            on_article(item[0].source or item[0].id)
    pairs.sort(key=lambda pair: (pair[0].stem, pair[0].id))
    return pairs, skipped


def _nothing_read(skipped: list[Skipped]) -> InputError:
    if len(skipped) == 1:
        return InputError(skipped[0].where, skipped[0].what, skipped[0].remedy)
    reasons = "; ".join(f"{s.where}: {s.what}" for s in skipped[:5])
    return InputError(
        "", f"no article could be read ({reasons or 'no source was named'})", "name a file or folder of articles"
    )


def _quarantine(folder: Folder, skipped: Iterable[Skipped]) -> None:
    """Keep a copy of all that could not be used: files, lines of JSON Lines files, members of archives.

    What cannot even be copied is named all the same.
    """
    for item in skipped:
        source = Path(item.where)
        key = hashlib.sha256(item.where.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        copy = folder.quarantine / f"{key}-{source.name[-60:]}"
        with suppress(OSError, ValueError):
            if item.raw is not None:
                write(copy, item.raw)
            elif source.is_file() and not source.is_symlink() and source.stat().st_size <= LARGEST:
                folder.quarantine.mkdir(exist_ok=True)
                shutil.copyfile(source, copy)


class _Made(NamedTuple):
    conforms: bool
    findings: dict[str, int]


def _make(
    folder: Folder, quads: list[Quad], articles: list[Article], knowledge: Knowledge, *, with_text: bool
) -> _Made:
    """Write graph, store, report and view."""
    write(folder.graph, "".join(quad.line() for quad in quads))
    with Store.create(folder.store) as store:
        store.load_file(folder.graph)
    report = validate(quads, articles={a.id: a.text for a in articles}, ontology=knowledge.ontology)
    write(folder.report, report.model_dump_json(indent=1) + "\n")
    write(folder.report.with_suffix(".txt"), render(report))
    page = view(
        project(quads), articles={a.id: a for a in articles}, labels=labels(knowledge.ontology), with_text=with_text
    )
    write(folder.view, page)
    return _Made(report.conforms, dict(Counter(str(result.severity).lower() for result in report.results)))


def labels(ontology: Ontology) -> Mapping[str, tuple[str, str]]:
    """The words of classes and properties in Chinese and English, by local name; our own before those of others."""
    own_last = sorted(ontology.labels.items(), key=lambda item: item[0].startswith(f"<{PREFIXES['fa']}"))
    return {re.split("[#/]", term.rstrip(">"))[-1]: (label.zh, label.en) for term, label in own_last}


_COUNTED = (
    ("receipts", "AwardReceipt"),
    ("awards", "AwardCategory"),
    ("cases", "Case"),
    ("organizations", "Organization"),
    ("figures", "Figure"),
)


def _result(
    out: Path,
    pairs: list[tuple[Article, ArticleFacts]],
    quads: list[Quad],
    made: _Made,
    skipped: list[Skipped],
    knowledge: Knowledge,
) -> Build:
    types = Counter(quad.object for quad in quads if quad.predicate == RDF.type)
    inferred = knowledge.mint.graph("inferred")
    return Build(
        out=out,
        articles=len(pairs),
        found={plural: types[FA[name]] for plural, name in _COUNTED},
        barren=tuple(a.source or a.id for a, d in pairs if not d.receipts),
        triples=len(quads),
        graphs=len({quad.graph for quad in quads}),
        inferred=sum(quad.graph == inferred for quad in quads),
        conforms=made.conforms,
        findings=made.findings,
        skipped=tuple(skipped),
        warnings=tuple((a.source or a.id, w) for a, _ in pairs for w in a.warnings),
    )


def _manifest(
    folder: Folder,
    result: Build,
    names: list[str],
    pairs: list[tuple[Article, ArticleFacts]],
    ontology: Ontology,
) -> str:
    """What was read, made, skipped and why; versions; digests. No clock: the same input gives the same bytes."""
    said = result.model_dump(mode="json", exclude={"out"})
    said["software"] = {"finaward-kg": version("finaward-kg"), "rules": extractor.VERSION}
    said["ontology"] = digests(ontology.root)
    said["read"] = [
        {
            "name": name,
            "id": a.id,
            "source": a.source,
            "encoding": a.encoding,
            "text_sha256": a.text_sha256,
            "receipts": len(d.receipts),
        }
        for name, (a, d) in zip(names, pairs, strict=True)
    ]
    said["files"] = digests(folder.root)
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
