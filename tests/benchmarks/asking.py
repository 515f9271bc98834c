"""How long the named queries take on a build that is opened from disk: `python -m tests.benchmarks.asking OUT`.

`OUT` is the output of a build (`tests.benchmarks.building` makes one of many articles) or any folder with a store. Each
query is asked once to warm up and then `--runs` times, all rows taken: as it stands, but for the names in it, which are
once of what most is said of, the worst case, and once of something in the middle. Said are the median milliseconds of
CPU for both – the wall of a machine that does nothing else –, and the rows of the first; `<<<` is what takes longer
than its kind may. `--only WORD` picks queries, `--json FILE` writes all of it.
"""

import argparse
import json
import statistics
import sys
import time
from functools import cache
from pathlib import Path

from kg import ontology
from kg.ontology import NamedQuery
from kg.store import Solutions, Store
from kg.terms import value

LOOK_UPS = frozenset(
    {
        "article-facts",
        "case-figures",
        "case-winners",
        "group-total",
        "is-member",
        "organization-products",
        "product-cases",
        "product-launch",
        "receipt-evidence",
        "subsidiaries",
        "subsidiaries-as-of",
    }
)
"""What is asked of one thing."""
AUDITS = frozenset(
    {
        "amounts-above",
        "case-partners",
        "contradictions",
        "independent-support",
        "inexact-figures",
        "kinds-by-award",
        "known-on",
        "mixed-programmes",
        "repeat-winners",
        "subsidiary-bases",
        "unsupported-facts",
    }
)
"""What goes through the whole graph, or lists all that it has of a kind: as long as that takes."""
MOST = {True: 5.0, False: 50.0}
"""Milliseconds, of look-ups and of other questions."""
_LABEL = "?node skos:prefLabel ?name FILTER(LANG(?name) = 'zh-hans')"
_BY_MOST = {
    "organization": f"?node fa:groupReceiptCount ?count . {_LABEL}",
    "case": f"{{ SELECT ?node (COUNT(*) AS ?count) {{ ?figure fa:citedIn ?node }} GROUP BY ?node }} {_LABEL}",
    "award": f"{{ SELECT ?node (COUNT(*) AS ?count) {{ ?each fa:inCategory ?node }} GROUP BY ?node }} {_LABEL}",
    "programme": f"{{ SELECT ?node (COUNT(*) AS ?count) {{ ?each fa:categoryOf ?node }} GROUP BY ?node }} {_LABEL}",
    "product": f"{{ SELECT ?node (COUNT(*) AS ?count) {{ ?case fa:concerns ?node }} GROUP BY ?node }} {_LABEL}",
    "place": f"{{ SELECT ?node (COUNT(*) AS ?count) {{ ?c fa:ultimatelyWithin ?node }} GROUP BY ?node }} {_LABEL}",
    "year": "{ SELECT ?name (COUNT(*) AS ?count) { ?receipt fa:awardYear ?name } GROUP BY ?name }",
    "identifier": "{ SELECT ?name (COUNT(*) AS ?count) { ?s oa:hasSource/dcterms:identifier ?name } GROUP BY ?name }",
}
"""How to find the names that a parameter may have, with how much is said of each."""


@cache
def names(store: Store, parameter: str) -> tuple[str, str] | None:
    """The name of which most is said, and one in the middle."""
    pattern = _BY_MOST.get("organization" if parameter == "group" else parameter)
    if pattern is None:
        return None
    found = store.query(f"SELECT ?name {{ {pattern} }} ORDER BY DESC(?count) ?name")
    assert isinstance(found, Solutions)
    all_ = [value(name) for (name,) in found.rows if name]
    return (all_[0], all_[len(all_) // 2]) if all_ else None


def asked(store: Store, text: str) -> tuple[float, int]:
    """The milliseconds that a query takes, and how many rows there are."""
    began = time.process_time()
    found = store.query(text)
    rows = sum(1 for _ in found.rows) if isinstance(found, Solutions) else 1
    return (time.process_time() - began) * 1000, rows


def measured(store: Store, query: NamedQuery, which: int, runs: int) -> tuple[float, int]:
    """The median for a query, with the names that most or less is said of."""
    params = {p.name: pair[which] for p in query.parameters if (pair := names(store, p.name))}
    text = query.bind(params)
    first, rows = asked(store, text)
    return statistics.median([asked(store, text)[0] for _ in range(1 if first > 5000 else runs)]), rows


def main() -> int:
    """Measure and print; exit code 1 where a query takes too long."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--only", default="")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    folder = chosen.out / "store" if (chosen.out / "store").is_dir() else chosen.out
    told, slow = {}, 0
    with Store.open(folder) as store:
        print(f"{len(store):,} quads\n{'':22}{'most, ms':>10}{'middle, ms':>12}{'rows':>8}")
        for query in ontology.load().queries:
            if chosen.only not in query.name:
                continue
            (most, rows), (middle, _) = (measured(store, query, which, chosen.runs) for which in (0, 1))
            told[query.name] = {"most": most, "middle": middle, "rows": rows}
            is_slow = query.name not in AUDITS and most > MOST[query.name in LOOK_UPS]
            kind = "audit" if query.name in AUDITS else "look-up" if query.name in LOOK_UPS else ""
            slow += is_slow
            print(f"{query.name:22}{most:10.1f}{middle:12.1f}{rows:8,}  {kind}{'  <<<' if is_slow else ''}", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
