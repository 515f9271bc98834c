"""How long inference takes: `python -m tests.benchmarks.inferring [ARTICLES]` (10,000 where nothing is said).

The articles are the written ones with other organizations, awards, cases and years (`tests.varied`). Said are CPU
seconds of this process: `infer` of all, its store included; loading the whole graph into a store in memory; and
`update` of that store where one article goes and comes back, the median and the slowest of some.
"""

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from kg import ontology, registry
from kg.converter import context, convert
from kg.facts import ArticleFacts
from kg.inference import infer, update
from kg.store import Store
from kg.terms import Quad
from tests.varied import varied

T = TypeVar("T")
CHANGED = 20


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    words, known = ontology.load(), registry.load()

    def converted(document: ArticleFacts) -> set[Quad]:
        return set(convert(document, registry=known, ontology=words))

    documents = list(varied(count))
    told = Counter(quad for document in documents for quad in converted(document))
    quads = {*told, *context(sorted(told), registry=known, ontology=words)}
    print(f"{count:,} articles, {len(quads):,} quads")
    found = measured("infer", lambda: infer(quads, words))
    print(f"{len(found):,} quads inferred")
    with Store.create() as store:
        measured("load into a store", lambda: store.load([*quads, *found]))
        seconds = []
        for document in random.Random(1).sample(documents, CHANGED):
            gone = {quad for quad in converted(document) if told[quad] == 1}
            for added, removed in ((set[Quad](), gone), (gone, set[Quad]())):
                begun = time.process_time()
                update(store, words, added=added, removed=removed)
                seconds.append(time.process_time() - begun)
        same = {quad for quad in store.quads() if quad in found} == found
    print(f"update by one article: median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s")
    print(f"the inferred graph is {'as before' if same else 'another'}")


def measured(what: str, work: Callable[[], T]) -> T:
    """Do something and print its CPU time."""
    begun = time.process_time()
    made = work()
    print(f"{what}: {time.process_time() - begun:.2f} s", flush=True)
    return made


if __name__ == "__main__":
    main()
