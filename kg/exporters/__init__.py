"""Exports: the graph in the formats of others, and as an rdflib `Dataset`.

Quads come in, bytes go out: the same quads give the same bytes, in whatever order they come, and memory does not grow
with them. `formats` is the table from a format's name to its writer: `lines`, `turtle`, `rdfxml` and `jsonld` write
RDF, `csv`, `parquet` and `workbook` the tables that `tables` defines, `graphml`, `gexf` and `neo4j` the property graph
that `network` gives. `sorting`, `blocks`, `heads` and `described` are how they do with little memory; `markup` is XML
line by line, `characters` replaces what some cannot hold, `packing` packs, `writing` puts files in their place,
`dataset` is the way to rdflib.
"""

from kg.exporters.dataset import to_dataset
from kg.exporters.formats import FORMATS, RDF, Format, format_of, packed, pieces
from kg.exporters.neo4j import import_command
from kg.exporters.writing import export

__all__ = ["FORMATS", "RDF", "Format", "export", "format_of", "import_command", "packed", "pieces", "to_dataset"]
