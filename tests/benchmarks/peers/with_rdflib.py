"""The tables to N-Triples by rdflib, triple by triple."""

import csv
import json
import sys
from pathlib import Path

from rdflib import Graph, Literal, URIRef


def main(folder: Path, target: str) -> None:
    """Write the triples of a folder of tables."""
    graph = Graph()
    for table in json.loads((folder / "tables.json").read_text("utf-8")):
        predicate = URIRef(table["predicate"])
        datatype = URIRef(table["datatype"]) if table["datatype"] else None
        with (folder / table["file"]).open(encoding="utf-8", newline="") as file:
            for s, o in list(csv.reader(file))[1:]:
                made = URIRef(o) if table["is_iri"] else Literal(o, table["language"], datatype, normalize=False)
                graph.add((URIRef(s), predicate, made))
    graph.serialize(target, format="nt", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
