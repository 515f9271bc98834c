"""The whole graph of facts documents."""

import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from kg.builder.knowledge import Knowledge
from kg.converter import Merger, Stream, mergers, together
from kg.exporters.sorting import sort
from kg.facts import ArticleFacts
from kg.folder import write
from kg.inference import conclude, infer
from kg.reconciler import reconcile
from kg.store import Store, Tally
from kg.terms import Quad, in_order


def assert_each(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> set[Quad]:
    """What facts documents say: facts, articles and links, and what the registry and vocabularies say of them."""
    return set(map(Quad.of, _lines(_asserted(documents, knowledge))))


def convert_all(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> list[Quad]:
    """The whole graph of facts documents, inferences included, in order."""
    asserted = assert_each(documents, knowledge)
    return in_order((*asserted, *infer(asserted, knowledge.ontology, knowledge.mint)))


def write_each(path: Path, documents: Iterable[ArticleFacts], knowledge: Knowledge, graph: Store) -> Tally:
    """Write what `convert_all` gives as N-Quads, and load it into a store that is empty; the tally of it.

    Nothing is held but what the store holds: what it takes to bring lines in order waits in temporary files.
    """
    _, _, mint, _ = knowledge
    tally, end = Tally(), f" {mint.graph('inferred')} .\n".encode()
    asserted = _loaded(_asserted(documents, knowledge), graph)
    inferred = conclude(graph, knowledge.ontology, mint)  # begins when all that is asserted is in the graph
    lines = (line.encode() for line in sort(chain(asserted, inferred), held=_HELD))
    write(path, tally.through(lines))
    with path.open("rb") as written:
        _load((line for line in written if line.endswith(end)), graph)
    return tally


def merged(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> Iterator[tuple[ArticleFacts, Merger]]:
    """The facts of each document that are one in the graph and differ, with their document."""
    ontology, registry, mint, _ = knowledge
    for document in documents:
        for merger in mergers(document, registry=registry, ontology=ontology, mint=mint):
            yield document, merger


_HELD = 1 << 26
"""Characters of lines that are in memory at a time."""
_BATCH = 200_000
"""Lines that are loaded at a time: the engine holds what it loads twice, until it is there."""


def _asserted(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> Iterator[bytes]:
    """What each document says as N-Quads, then what all say together; some lines come repeatedly."""
    ontology, registry, mint, decided = knowledge
    told = list(documents)
    documents, said = reconcile(told, registry, decided)
    stream = Stream(registry, ontology, mint)
    for document in documents:
        yield stream.convert(document).content
    yield stream.add(together(told, documents, said, registry=registry, ontology=ontology, mint=mint))
    yield stream.context()


def _lines(texts: Iterable[bytes]) -> Iterator[str]:
    return (line for text in texts for line in io.StringIO(text.decode(), newline="\n"))


def _loaded(texts: Iterable[bytes], graph: Store) -> Iterator[str]:
    """The lines of the texts, which are loaded as they go by."""
    lines = _lines(texts)
    while batch := list(islice(lines, _BATCH)):
        graph.load_lines(["".join(batch).encode()])
        yield from batch


def _load(lines: Iterable[bytes], graph: Store) -> None:
    """Load lines batch by batch."""
    some = iter(lines)
    while batch := b"".join(islice(some, _BATCH)):
        graph.load_lines([batch])
