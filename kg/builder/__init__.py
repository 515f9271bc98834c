"""The order of a build: read, extract, resolve, convert, infer, validate, view.

Sources come in, an output folder goes out (see `kg.folder`), with the store, the graph, the view and the report in
it. This is the only room that knows the order; each step can also be called alone. `update` and `remove` take articles
into an output folder and out of it, which is then what a build from scratch gives.
"""

from kg.builder.building import build
from kg.builder.conversion import assert_each, convert_all, merged
from kg.builder.keeping import Told, told_to
from kg.builder.knowledge import Knowledge
from kg.builder.losing import losing
from kg.builder.output import labels
from kg.builder.progress import Progress, Step
from kg.builder.result import Build
from kg.builder.resuming import count_kept
from kg.builder.revision import Revision, remove, update
from kg.builder.sources import Source, expected, extract_all, extract_each

__all__ = [
    "Build",
    "Knowledge",
    "Progress",
    "Revision",
    "Source",
    "Step",
    "Told",
    "assert_each",
    "build",
    "convert_all",
    "count_kept",
    "expected",
    "extract_all",
    "extract_each",
    "labels",
    "losing",
    "merged",
    "remove",
    "told_to",
    "update",
]
