"""What reconciling costs beside extracting, and how both grow: `python -m tests.benchmarks.reconciling`.

Events of a newsroom (`tests.newsroom`), four articles each; `--worst` tells one event over and over instead, which is
the most that there is to compare. For each number of articles: CPU seconds of reading and extracting, those of
reconciling, their ratio, and how many times longer reconciling takes than with half as many (linear is 2).
"""

import argparse
import time

from kg.builder import Knowledge, extract_each
from kg.facts import ArticleFacts
from kg.reader import read_bytes
from kg.reconciler import reconcile
from tests.newsroom import newsroom

SIZES = (500, 1000, 2000, 4000)


def told(articles: int, *, worst: bool) -> list[bytes]:
    """The articles as files."""
    if not worst:
        return [each.markdown.encode() for each in newsroom(Knowledge.load().registry, events=articles // 4).tellings]
    [first, *_] = newsroom(Knowledge.load().registry, events=1).tellings
    return [first.markdown.replace("source: ", f"source: {n}").encode() for n in range(articles)]


def extracted(files: list[bytes], knowledge: Knowledge) -> list[ArticleFacts]:
    """The facts of articles, with their texts."""
    read = [read_bytes(raw, name=f"{n}.md").model_copy(update={"id": f"{n:06d}"}) for n, raw in enumerate(files)]
    pairs = [item for item in extract_each(read, knowledge) if isinstance(item, tuple)]
    return [d.model_copy(update={"article": d.article.model_copy(update={"text": a.text})}) for a, d in pairs]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--worst", action="store_true", help="one event, told by every article")
    given = arguments.parse_args()
    knowledge = Knowledge.load()
    extracted(told(40, worst=False), knowledge)  # what is loaded once
    print(f"{'articles':>8} {'extract s':>10} {'reconcile s':>12} {'ratio':>6} {'growth':>7}")
    before = 0.0
    for size in SIZES:
        files, start = told(size, worst=given.worst), time.process_time()
        documents = extracted(files, knowledge)
        middle = time.process_time()
        reconcile(documents, knowledge.registry)
        end = time.process_time()
        taken, growth = end - middle, (end - middle) / before if before else 0.0
        print(f"{size:>8,} {middle - start:>10.2f} {taken:>12.2f} {taken / (middle - start):>6.2f} {growth:>7.1f}")
        before = taken


if __name__ == "__main__":
    main()
