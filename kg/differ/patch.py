"""A difference as an RDF Patch, as Apache Jena defines it: one transaction of deletions and additions.

https://afs.github.io/rdf-delta/rdf-patch.html. Applied to the older graph it gives the newer one.
"""

from collections.abc import Iterator

from kg.differ.comparison import Difference


def patch(difference: Difference) -> Iterator[str]:
    """The lines of the patch: deletions first, each in code point order; the same difference, the same bytes."""
    yield "TX ."
    yield from (f"D {line}" for line in difference.removed)
    yield from (f"A {line}" for line in difference.added)
    yield "TC ."
