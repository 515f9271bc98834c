"""Who is who: the registered organizations, their names and where those stand in a text.

Comes from `ontology/organizations.csv` with `confusable.csv` and `boundaries.csv` beside it, goes to the extractor,
the resolver and the converter. `entries` are the rows, `names` how names are compared, `boundaries` where characters
only seem to be a name, `finder` the search in a text, `sources` the files of users, `checking` what clashes between
rows, `explanation` why a name means what it means, `abbreviations` how names are shortened, `registry` all of it
together. Nothing here guesses.
"""

from kg.registry.checking import Clash
from kg.registry.entries import Entry
from kg.registry.explanation import Explanation, explain
from kg.registry.finder import Match
from kg.registry.names import fold, key, simplify, traditional
from kg.registry.registry import Registry, check, files, load

__all__ = [
    "Clash",
    "Entry",
    "Explanation",
    "Match",
    "Registry",
    "check",
    "explain",
    "files",
    "fold",
    "key",
    "load",
    "simplify",
    "traditional",
]
