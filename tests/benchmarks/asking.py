"""How long the named queries take on a build that is opened from disk: `python -m tests.benchmarks.asking OUT`.

`OUT` is the output of a build (`tests.benchmarks.building` makes one of many articles), any folder with a store, or,
with `--documents COUNT`, a new folder for a store of so many generated documents. Each query is asked once to warm up
and then `--runs` times, all rows taken: as it stands, but for the names in it, which are once those of which most is
said, the worst case, and once some in the middle. Said are for both the median milliseconds of CPU – the wall of a
machine that does nothing else – and the rows; `<<<` is what takes longer than its kind may. `--only WORD` picks
queries, `--no-audits` leaves out those that may take as long as they take, `--json FILE` writes all of it.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from kg import ontology, registry
from kg.converter import Stream
from kg.facts import ArticleFacts
from kg.inference import infer
from kg.ontology import NamedQuery
from kg.store import Solutions, Store
from kg.terms import value
from tests.benchmarks.corpus import documents
from tests.benchmarks.measuring import write

LOOK_UPS = frozenset(
    {
        "article-facts",
        "case-figures",
        "case-winners",
        "group-total",
        "is-member",
        "product-cases",
        "product-launch",
        "receipt-evidence",
    }
)
"""What is asked of one thing, and is no list that grows with the graph."""
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


def _counted(name: str, pattern: str) -> str:
    return f"{{ SELECT ?{name} (COUNT(*) AS ?count) {{ {pattern} }} GROUP BY ?{name} }}"


_SAID = {
    "article-facts": _counted("identifier", "?span oa:hasSource/dcterms:identifier ?identifier"),
    "case-figures": _counted("case", "?figure fa:citedIn/skos:prefLabel ?case"),
    "case-winners": _counted("case", "?receipt fa:forCase/skos:prefLabel ?case"),
    "cases-within": _counted("place", "?node fa:ultimatelyWithin/skos:prefLabel ?place"),
    "group-members": _counted("group", "?head fa:groupMember ?member ; skos:prefLabel ?group"),
    "group-total": "?head fa:groupReceiptCount ?count ; skos:prefLabel ?organization",
    "is-member": f"""{_counted("head", "?head fa:groupMember ?any")} ?head skos:prefLabel ?group .
        ?head fa:groupMember/skos:prefLabel ?organization FILTER(LANG(?group) = "zh-hans")""",
    "organization-products": _counted("organization", "?product fa:providedBy/skos:prefLabel ?organization"),
    "percentages-of-year": _counted("year", "?figure a fa:PercentageFigure ; fa:period ?year"),
    "product-cases": _counted("product", "?case fa:rewardedBy ?receipt ; fa:concerns/skos:prefLabel ?product"),
    "product-launch": _counted("product", "?node fa:launchedOn ?day ; skos:prefLabel ?product"),
    "programme-awards": _counted("programme", "?receipt fa:inCategory/fa:categoryOf/skos:prefLabel ?programme"),
    "receipt-evidence": _counted("case", "?node skos:prefLabel ?case ; fa:rewardedBy/fa:hasEvidence ?span"),
    "reporting-articles": _counted("year", "?receipt fa:awardYear ?year"),
    "subsidiaries": _counted("organization", "?node fa:hasSubsidiary ?child ; skos:prefLabel ?organization"),
    "subsidiaries-as-of": _counted("organization", "?node fa:hasSubsidiary ?child ; skos:prefLabel ?organization"),
    "surface-forms": _counted(
        "organization", "?node a fa:Organization ; skos:prefLabel ?organization ; ^fa:mentionOf ?mention"
    ),
    "winning-cases": """{ SELECT ?award ?year (COUNT(*) AS ?count) {
        ?receipt fa:inCategory/skos:prefLabel ?award ; fa:awardYear ?year ; fa:forCase ?case
    } GROUP BY ?award ?year }""",
}
"""How much is said of the names that a query may be given. Others are asked as they stand."""


def names(store: Store, query: NamedQuery) -> tuple[dict[str, str], dict[str, str]]:
    """The parameters of which most is said, and those in the middle."""
    if query.name not in _SAID:
        return {}, {}
    asked_for = [parameter.name for parameter in query.parameters if f"?{parameter.name}" in _SAID[query.name]]
    variables = " ".join(f"?{name}" for name in asked_for)
    in_chinese = " ".join(f'FILTER(LANG(?{name}) IN ("", "zh-hans"))' for name in asked_for)
    found = store.query(f"SELECT {variables} {{ {_SAID[query.name]} {in_chinese} }} ORDER BY DESC(?count) {variables}")
    assert isinstance(found, Solutions)
    rows = [dict(zip(asked_for, [value(term) for term in row if term], strict=True)) for row in found.rows]
    return (rows[0], rows[len(rows) // 2]) if rows else ({}, {})


def asked(store: Store, text: str) -> tuple[float, int]:
    """The milliseconds that a query takes, and how many rows there are; yes is one, no none."""
    began = time.process_time()
    found = store.query(text)
    rows = sum(1 for _ in found.rows) if isinstance(found, Solutions) else int(bool(found))
    return (time.process_time() - began) * 1000, rows


def measured(store: Store, text: str, runs: int) -> tuple[float, int]:
    """The median for a query, and its rows."""
    first, rows = asked(store, text)
    return statistics.median([asked(store, text)[0] for _ in range(1 if first > 5000 else runs)]), rows


def make(folder: Path, count: int) -> None:
    """Put a store of so many generated documents into a new folder: each by itself, and what follows from all."""
    began, words = time.process_time(), ontology.load()

    def took(what: str) -> None:
        nonlocal began
        print(f"{what}: {time.process_time() - began:.1f} s of CPU", flush=True)
        began = time.process_time()

    stream = Stream(registry.load(), words)
    with tempfile.TemporaryDirectory() as here, Store.create(folder) as store:
        told = Path(here, "told.nq")
        with told.open("wb") as file:
            file.writelines(stream.convert(ArticleFacts.model_validate(each)).content for each in documents(count))
            file.write(stream.context())
        took("convert")
        store.load_file(told)
        took(f"load {len(store):,} quads")
        found = infer(store.quads(), words)
        took(f"infer {len(found):,} quads")
        store.load(found)
        took("load them")


def main() -> int:
    """Measure and print; exit code 1 where a query takes too long."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--documents", type=int)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--only", default="")
    options.add_argument("--no-audits", action="store_true")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    if chosen.documents:
        make(chosen.out, chosen.documents)
    folder = chosen.out / "store" if (chosen.out / "store").is_dir() else chosen.out
    told, slow = {}, 0
    with Store.open(folder) as store:
        print(f"{len(store):,} quads\n{'':22}{'most, ms':>10}{'rows':>8}{'middle, ms':>12}{'rows':>8}")
        for query in ontology.load().queries:
            if chosen.only not in query.name or (chosen.no_audits and query.name in AUDITS):
                continue
            (most, rows), (middle, fewer) = (
                measured(store, query.bind(each), chosen.runs) for each in names(store, query)
            )
            told[query.name] = {"most": most, "rows": rows, "middle": middle, "rows of the middle": fewer}
            is_slow = query.name not in AUDITS and most > MOST[query.name in LOOK_UPS]
            remarks = [
                "audit" if query.name in AUDITS else "look-up" if query.name in LOOK_UPS else "",
                "" if rows else "no rows",
                "<<<" if is_slow else "",
            ]
            slow += is_slow
            line = f"{query.name:22}{most:10.1f}{rows:8,}{middle:12.1f}{fewer:8,}  {'  '.join(filter(None, remarks))}"
            print(line.rstrip(), flush=True)
    if chosen.json:
        write(chosen.json, told)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
