"""The side index of a store: one SQLite file with what the view asks, made in passes that hold a few numbers a node.

It is a function of the store, of the words of the ontology, and of the names under which a build kept its articles.
Numbers are those of the HTML view: nodes in the order of their IRIs, edges and facts in the order of their ends,
quotes as they are first met, receipts as their edges come.
"""

import hashlib
import json
import sqlite3
import tempfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import OutputError
from kg.explorer import naming, receipts
from kg.explorer.gathering import Tie, attributes, gather, nodes, ties
from kg.explorer.schema import FORMAT, HUB, TABLES, WINS, prepare
from kg.graph import Evidence, Projection
from kg.page import visible
from kg.registry import traditional
from kg.store import Store
from kg.viewer.legend import Words, renamed
from kg.viewer.payload import DETAILS, common_base, told_of

_DRAFTS = """
CREATE TABLE node (i INTEGER PRIMARY KEY, row TEXT);
CREATE TABLE seen (key INTEGER PRIMARY KEY, q INTEGER);
CREATE TABLE fact (f INTEGER PRIMARY KEY, iri TEXT, row TEXT);
CREATE UNIQUE INDEX fact_iri ON fact (iri) WHERE iri <> '';
CREATE TABLE tied (e INTEGER PRIMARY KEY, source INTEGER, target INTEGER, relation INTEGER, fact INTEGER);
CREATE TABLE win (
    r INTEGER, e INTEGER, source INTEGER, target INTEGER, is_work INTEGER, PRIMARY KEY (r, e)
) WITHOUT ROWID;
CREATE TABLE line (i INTEGER, n INTEGER, shown TEXT, folded TEXT);
CREATE TABLE sound (i INTEGER, n INTEGER, syllables TEXT);
CREATE TABLE name (i INTEGER PRIMARY KEY, zh BLOB, en BLOB);
"""


def build(store: Store, path: Path, *, labels: Mapping[str, Words], kept: Mapping[str, str]) -> None:
    """Write the index of a store to a file, whole or not at all.

    `labels` are words for classes, relations and properties, `kept` the names of the files of articles by id. Raises
    `OutputError` where the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".making-") as folder:
            made = Path(folder, path.name)
            with closing(_database(made)) as index, closing(_database(Path(folder, "drafts"))) as drafts:
                _Making(store, index, drafts, labels, kept).run()
            made.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise OutputError(path, f"the index cannot be written: {error}", "look at the disk's space") from None


def _database(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
    return connection


class _Making:
    def __init__(
        self,
        store: Store,
        index: sqlite3.Connection,
        drafts: sqlite3.Connection,
        labels: Mapping[str, Words],
        kept: Mapping[str, str],
    ) -> None:
        self.store, self.index, self.drafts, self.kept = store, index, drafts, kept
        self.classes, self.relations, self.properties = renamed(labels)
        self.class_of = array("b")
        self.degrees = array("i")
        self.receipt_of = array("i")
        self.groups: set[int] = set()
        self.signs: set[str] = set()
        self.kinds: dict[str, list[str]] = {}
        self.of_relation: Counter[int] = Counter()
        self.is_graded = False
        self.quotes = 0
        self.article_of = lru_cache(1 << 12)(self._article_of)

    def run(self) -> None:
        """All passes, in order."""
        prepare(self.index, TABLES)
        projection = gather(self.store, self.drafts)
        prepare(self.drafts, _DRAFTS)
        self._articles(projection)
        self._nodes(projection)
        self._edges()
        settled = receipts.settle(self.drafts, self.index, self.class_of, self.classes)
        self._write_nodes(settled.counts)
        self._write_facts(settled)
        self._write_proofs()
        self._write_links(settled.counts)
        naming.write(self.drafts, self.index, self._weight(settled.counts), self._rank())
        placed = "SELECT article, count(*) AS n FROM quote WHERE start IS NOT NULL GROUP BY article"
        self.index.execute(f"UPDATE article SET placed = p.n FROM ({placed}) AS p WHERE p.article = a")
        self.index.execute("CREATE INDEX quote_article ON quote (article)")
        self.index.execute("CREATE INDEX article_place ON article (place)")
        self._write_about(len(settled.facts))
        self.index.execute("COMMIT")
        self.index.execute("PRAGMA optimize")

    def _articles(self, projection: Projection) -> None:
        """Articles by their place in the order of nodes, and by their days."""
        rows: list[tuple[Any, ...]] = []
        for i, iri, kind in nodes(self.drafts):
            if kind != "Article":
                continue
            said = dict(reversed([(p[0], p[1]) for p in told_of("", attributes(projection, iri, kind)).properties]))
            known = said.get("identifier", "")
            rows.append((len(rows), i, iri, known, said.get("issued", ""), self.kept.get(known, "")))
        self.index.executemany(
            "INSERT INTO article (a, i, iri, identifier, issued, file) VALUES (?, ?, ?, ?, ?, ?)", rows
        )
        self.index.execute("CREATE UNIQUE INDEX article_iri ON article (iri)")
        places = "SELECT a, row_number() OVER (ORDER BY issued, a) AS place FROM article"
        self.index.execute(f"UPDATE article SET place = p.place FROM ({places}) AS p WHERE p.a = article.a")

    def _article_of(self, iri: str) -> int:
        found = self.index.execute("SELECT a FROM article WHERE iri = ?", (iri,)).fetchone()
        return found[0] if found else -1

    def _nodes(self, projection: Projection) -> None:
        ends = [self.drafts.execute(f"SELECT {which}(iri) FROM numbered").fetchone()[0] for which in ("min", "max")]
        self.base = common_base([end for end in ends if end is not None])
        types = {kind.name: n for n, kind in enumerate(self.classes)}
        for i, iri, kind in nodes(self.drafts):
            said: Mapping[str, Any] = attributes(projection, iri, kind)
            told = told_of(iri.removeprefix(self.base), said)
            quotes = self._rows(said["evidence"], 0, i)
            group = next((p for p in told.properties if p[0] in ("classification", "type")), None)
            zh, en = (group[1], group[2] or group[1]) if group else ("", "")
            self.kinds.update((p[1], [p[1], p[2] or p[1]]) for p in told.properties if p[0] == "classification")
            self.signs.update(told.label, *told.aliases)
            self.class_of.append(types.get(kind, 0))
            row = [
                told.name,
                self.class_of[i],
                told.label,
                told.english,
                int(group is not None),
                zh,
                en,
                told.aliases,
                told.properties,
                quotes,
            ]
            self.drafts.execute("INSERT INTO node VALUES (?, ?)", (i, _dumped(row)))
            naming.draft(self.drafts, i, told)
        self.degrees = array("i", bytes(4 * len(self.class_of)))

    def _rows(self, evidence: Iterable[Evidence], kind: int, n: int) -> list[int]:
        """The numbers of quotes, each written once; they prove the node (kind 0) or fact (1) `n`."""
        found = [self._row(each) for each in evidence]
        self.index.executemany("INSERT OR IGNORE INTO proof VALUES (?, ?, ?)", [(q, kind, n) for q in found])
        return found

    def _row(self, evidence: Evidence) -> int:
        digest = hashlib.blake2b(_dumped(evidence).encode(), digest_size=8).digest()
        key = int.from_bytes(digest, signed=True)
        if found := self.drafts.execute("SELECT q FROM seen WHERE key = ?", (key,)).fetchone():
            return int(found[0])
        self.drafts.execute("INSERT INTO seen VALUES (?, ?)", (key, self.quotes))
        row = (self.quotes, self.article_of(evidence.article), evidence.start, evidence.end, evidence.quote)
        self.index.execute("INSERT INTO quote VALUES (?, ?, ?, ?, ?)", row)
        self.quotes += 1
        return self.quotes - 1

    def _edges(self) -> None:
        relations = {relation.name: n for n, relation in enumerate(self.relations)}
        receipts_met = 0
        for e, tie in enumerate(ties(self.drafts)):
            relation = relations[tie.relation]
            f = self._fact(tie, relation)
            is_win = tie.relation in WINS and tie.fact != ""
            if is_win and self.receipt_of[f] < 0:
                self.receipt_of[f] = receipts_met
                receipts_met += 1
            self.drafts.execute("INSERT INTO tied VALUES (?, ?, ?, ?, ?)", (e, tie.source, tie.target, relation, f))
            if is_win:
                row = (self.receipt_of[f], e, tie.source, tie.target, int(tie.relation == "wonWith"))
                self.drafts.execute("INSERT INTO win VALUES (?, ?, ?, ?, ?)", row)
            if tie.relation == "subsidiaryOf":
                self.groups.add(tie.target)
            for i in {tie.source, tie.target}:
                self.degrees[i] += 1
            self.of_relation[relation] += 1
        self.drafts.execute("CREATE INDEX tied_source ON tied (source, relation, e)")
        self.drafts.execute("CREATE INDEX tied_target ON tied (target, relation, e)")

    def _fact(self, tie: Tie, relation: int) -> int:
        known = "SELECT f FROM fact WHERE iri = ? AND iri <> ''"
        if tie.fact and (found := self.drafts.execute(known, (tie.fact,)).fetchone()):
            return int(found[0])
        f = len(self.receipt_of)
        self.receipt_of.append(-1)
        said = {name: visible(tie.details.get(attribute, "")) for name, attribute in DETAILS.items()}
        self.is_graded = self.is_graded or bool(said["sure"])
        quotes = self._rows(tie.evidence, 1, f)
        first = tie.evidence[0] if tie.evidence else None
        told = (self.article_of(first.article), -1 if first.start is None else first.start) if first else (1 << 60, 0)
        row = {
            "id": tie.fact.removeprefix(self.base),
            "ends": [relation, tie.source, tie.target],
            "said": said,
            "edition": self._number(tie.details.get("edition", "")),
            "quotes": quotes,
            "told": told,
            "articles": list(dict.fromkeys(a for each in tie.evidence if (a := self.article_of(each.article)) >= 0)),
        }
        self.drafts.execute("INSERT INTO fact VALUES (?, ?, ?)", (f, tie.fact, _dumped(row)))
        return f

    def _number(self, iri: str) -> int:
        found = iri and self.drafts.execute("SELECT i FROM numbered WHERE iri = ?", (iri,)).fetchone()
        return found[0] if found else -1

    def _write_nodes(self, counts: "array[int]") -> None:
        def rows() -> Iterator[tuple[Any, ...]]:
            for i, text in self.drafts.execute("SELECT i, row FROM node ORDER BY i"):
                row = json.loads(text)
                is_group = self.classes[row[1]].name == "Organization" and i in self.groups
                yield (i, *row[:7], counts[i], self.degrees[i], int(is_group), *map(_dumped, row[7:]))

        self.index.executemany(f"INSERT INTO node VALUES ({', '.join('?' * 14)})", rows())
        self.index.execute("CREATE UNIQUE INDEX node_id ON node (id)")

    def _write_facts(self, settled: "receipts.Settled") -> None:
        def rows() -> Iterator[tuple[Any, ...]]:
            for f, text in self.drafts.execute("SELECT f, row FROM fact ORDER BY f"):
                row = json.loads(text)
                told = [*row["ends"], *settled.told(self.receipt_of[f]), *row["said"].values(), len(row["quotes"])]
                yield f, row["id"], self.receipt_of[f], _dumped(told), _dumped(row["quotes"])

        self.index.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", rows())
        self.index.execute("CREATE INDEX fact_id ON fact (id) WHERE id <> ''")

    def _write_proofs(self) -> None:
        """What quotes prove, and of facts their ends and receipts, as columns."""
        for kind, name in enumerate(("nodes", "facts")):
            pairs = self.index.execute("SELECT q, n FROM proof WHERE kind = ? ORDER BY q, n", (kind,))
            quotes, proved = array("i"), array("i")
            for q, n in pairs:
                quotes.append(q)
                proved.append(n)
            row = (f"proofs of {name}", quotes.tobytes(), proved.tobytes())
            self.index.execute("INSERT INTO piece VALUES (?, ?, ?, NULL)", row)
        ends = (array("i"), array("i"))
        first = "SELECT source, target, min(e) FROM tied GROUP BY fact ORDER BY fact"
        for source, target, _ in self.drafts.execute(first):
            ends[0].append(source)
            ends[1].append(target)
        self.index.execute("INSERT INTO piece VALUES ('ends', ?, ?, NULL)", [end.tobytes() for end in ends])
        self.index.execute("INSERT INTO piece VALUES ('receipts', NULL, ?, NULL)", (self.receipt_of.tobytes(),))

    def _write_links(self, counts: "array[int]") -> None:
        self.drafts.create_function("receipts_of", 1, counts.__getitem__, deterministic=True)
        self.index.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._links())
        hubs = f"(SELECT i FROM node WHERE degree > {HUB})"
        of_hubs = f"FROM link JOIN node ON node.i = other WHERE node IN {hubs}"
        sizes = "count(*), count(DISTINCT other)"
        self.index.execute(
            f"INSERT INTO hub SELECT node, relation, is_out, class, {sizes} {of_hubs} GROUP BY 1, 2, 3, 4"
        )
        self.index.execute(f"INSERT INTO near SELECT node, class, count(DISTINCT other) {of_hubs} GROUP BY 1, 2")

    def _links(self) -> Iterator[tuple[int, ...]]:
        both = (
            "SELECT source, relation, 1, -receipts_of(target), target, e, fact FROM tied UNION ALL "
            "SELECT target, relation, 0, -receipts_of(source), source, e, fact FROM tied WHERE source <> target "
            "ORDER BY 1, 2, 3, 4, 5, 6"
        )
        for row in self.drafts.execute(both):
            yield (*row, self.receipt_of[row[6]])

    def _weight(self, counts: "array[int]") -> "array[int]":
        """What is won or linked more comes first among hits that are as good, as in matching.js."""
        return array("q", (n * 8 + min(degree, 7) for n, degree in zip(counts, self.degrees, strict=True)))

    def _rank(self) -> "array[int]":
        places = [naming.place(kind.name) for kind in self.classes]
        return array("b", (places[kind] for kind in self.class_of))

    def _write_about(self, receipts_met: int) -> None:
        of_class = Counter(self.class_of)
        days = "SELECT min(day), max(day) FROM (SELECT substr(issued, 1, 10) AS day FROM article WHERE issued <> '')"
        period = self.index.execute(days).fetchone()
        about = {
            "format": FORMAT,
            "base": self.base,
            "classes": [[*_flat(kind), of_class[n]] for n, kind in enumerate(self.classes)],
            "relations": [[*_flat(relation), self.of_relation[n]] for n, relation in enumerate(self.relations)],
            "properties": [[name, *words] for name, words in self.properties.items()],
            "traditional": "".join(f"{old}{new}" for old, new in traditional() if new in self.signs),
            "counts": {
                "nodes": len(self.class_of),
                "links": self.of_relation.total(),
                "receipts": receipts_met,
                "articles": self.index.execute("SELECT count(*) FROM article").fetchone()[0],
                "quotes": self.quotes,
            },
            "period": list(period) if period[0] else None,
            "unplaced": self.index.execute(
                "SELECT count(*) FROM quote WHERE article < 0 AND start IS NOT NULL"
            ).fetchone()[0],
            "publishers": self.of_relation[[relation.name for relation in self.relations].index("publishedBy")],
            "isGraded": self.is_graded,
            "kinds": list(self.kinds.values()),
        }
        self.index.execute("INSERT INTO about VALUES (?)", (_dumped(about),))
        self.index.execute("INSERT INTO piece VALUES ('classes', NULL, ?, NULL)", (self.class_of.tobytes(),))


def _flat(words: Iterable[Any]) -> list[Any]:
    return [each for word in words for each in (word if isinstance(word, tuple) else (word,))]


_dumped = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
