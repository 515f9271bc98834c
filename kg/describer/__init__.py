"""What the graph says about one resource: its statements, those about it, and the sentences behind them.

Takes a store and an IRI; gives quads, or a page to read. `description` gathers, `rendering` writes the page.
"""

from kg.describer.description import Description, describe
from kg.describer.rendering import render

__all__ = ["Description", "describe", "render"]
