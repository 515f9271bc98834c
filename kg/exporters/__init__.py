"""Exports: the graph in the formats of others, and as an rdflib `Dataset`.

Quads come in, bytes go out: the same quads give the same bytes, in whatever order they come, and memory does not grow
with them unless the table says so. `formats` is the table from a format's name to its writer, `lines`, `turtle`,
`rdfxml` and `jsonld` write RDF; `sorting`, `blocks` and `heads` are how they do with little memory; `packing` packs,
`writing` puts files and folders in their place, `dataset` is the way to rdflib.
"""

from kg.exporters.dataset import to_dataset
from kg.exporters.formats import FORMATS, RDF, Format, format_of, packed, pieces
from kg.exporters.writing import export

__all__ = ["FORMATS", "RDF", "Format", "export", "format_of", "packed", "pieces", "to_dataset"]
