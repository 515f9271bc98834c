"""Exports: the graph in the RDF formats of others, and as an rdflib `Dataset`.

Quads come in, bytes go out: the same quads give the same bytes, in whatever order they come. `formats` is the table
from a format's name to its writer, `lines`, `turtle`, `rdfxml` and `jsonld` the writers, one a family, `writing` what
puts a file in its place, `dataset` the way to rdflib.
"""

from kg.exporters.dataset import to_dataset
from kg.exporters.formats import FORMATS, Format, format_of, pieces
from kg.exporters.writing import export

__all__ = ["FORMATS", "Format", "export", "format_of", "pieces", "to_dataset"]
