"""The store: the graph in an embedded SPARQL engine (Oxigraph), on disk or in memory; the one thing that changes.

Takes quads, answers queries over the union of all graphs. `database` is the store itself, `admission` refuses the
queries that could reach out or crash the process, `evaluation` runs the rest so that ctrl-C stops them; `replies`
writes their results within limits, and `cutting` cuts them there; `graphs` are whole graphs, read and written,
`files` graph files as quads, without a store, which `opening` unpacks. `record` says what a store was made of,
`checking` proves a store against it by `walking` through every order of the engine, and `upkeep` looks at stores,
compacts and copies them.
"""

from kg.store.checking import Check, check
from kg.store.database import ANSWER_FORMATS, Store
from kg.store.evaluation import Graph, Solutions
from kg.store.files import read_file, read_graph
from kg.store.record import Record, Tally, load_record, seal
from kg.store.replies import GRAPH_FORMATS, Head, construct, write_graph
from kg.store.upkeep import Info, backup, compact, info

__all__ = [
    "ANSWER_FORMATS",
    "GRAPH_FORMATS",
    "Check",
    "Graph",
    "Head",
    "Info",
    "Record",
    "Solutions",
    "Store",
    "Tally",
    "backup",
    "check",
    "compact",
    "construct",
    "info",
    "load_record",
    "read_file",
    "read_graph",
    "seal",
    "write_graph",
]
