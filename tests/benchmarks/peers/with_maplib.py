"""The tables to N-Triples by maplib, a template of one triple for each table.

Integers are written as such; language tags and other datatypes are left out, which spares it more.
"""

import json
import sys
from pathlib import Path

import polars as pl
from maplib import Model

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
PREFIXES = "@prefix ottr: <http://ns.ottr.xyz/0.4/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "


def main(folder: Path, target: str) -> None:
    """Write the triples of a folder of tables."""
    model = Model()
    for n, table in enumerate(json.loads((folder / "tables.json").read_text("utf-8"))):
        is_integer = table["datatype"] == INTEGER
        types = {"s": pl.String, "o": pl.Int64 if is_integer else pl.String}
        kind = "ottr:IRI" if table["is_iri"] else "xsd:integer" if is_integer else "xsd:string"
        made = f"ottr:Triple(?s, <{table['predicate']}>, ?o)"
        model.add_template(f"{PREFIXES}<urn:t:{n}> [ ottr:IRI ?s, {kind} ?o ] :: {{ {made} }} .")
        model.map(f"urn:t:{n}", pl.read_csv(folder / table["file"], schema_overrides=types))
    model.write(target, format="ntriples")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
