"""The difference of two graphs: which facts were added, removed or changed, with their sentences, and which quads.

Quads of both graphs come in, a `Difference` goes out; `render` writes it for people, `patch` as an RDF Patch.
`facts` reads a graph as things that people speak of, `comparison` puts those of two graphs side by side.
"""

from kg.differ.comparison import Change, Difference, Field, Quote, diff
from kg.differ.patch import patch
from kg.differ.rendering import render

__all__ = ["Change", "Difference", "Field", "Quote", "diff", "patch", "render"]
