"""The tables to N-Triples by morph-kgc, with an RML mapping that names each column."""

import json
import sys
from pathlib import Path

import morph_kgc

HEAD = """
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
TABLE = """
<#t{n}> rml:logicalSource [ rml:source "{path}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rml:reference "s" ; rr:termType rr:IRI ] ;
  rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ rml:reference "o" ; {kind} ] ] .
"""


def kind(table: dict[str, str]) -> str:
    """What the objects of a table are, in R2RML."""
    if table["is_iri"]:
        return "rr:termType rr:IRI"
    if table["language"]:
        return f'rr:termType rr:Literal ; rr:language "{table["language"]}"'
    return (
        f"rr:termType rr:Literal ; rr:datatype <{table['datatype']}>" if table["datatype"] else "rr:termType rr:Literal"
    )


def main(folder: Path, target: str) -> None:
    """Write the triples of a folder of tables."""
    tables = json.loads((folder / "tables.json").read_text("utf-8"))
    parts = [
        TABLE.format(n=n, path=folder / table["file"], predicate=table["predicate"], kind=kind(table))
        for n, table in enumerate(tables)
    ]
    mapping = folder / "mapping.ttl"
    mapping.write_text(HEAD + "".join(parts), "utf-8")
    told = f"[CONFIGURATION]\nna_values=\nlogging_level=ERROR\nnumber_of_processes=1\n[ALL]\nmappings={mapping}\n"
    triples = morph_kgc.materialize_set(told)
    with Path(target).open("w", encoding="utf-8") as file:
        file.writelines(f"{triple} .\n" for triple in triples)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
