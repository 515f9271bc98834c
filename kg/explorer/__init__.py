"""The explorer: the interface of the HTML view over a store of any size.

`build` makes the side index of a store, a function of the store; an `Explorer` answers the five questions of the view
from it – about, search, describe, neighbours, table –, each within bounds, with the numbers, names and orders that the
HTML view of the same graph has. The texts of articles are read from where a build kept them, when a sentence is asked
for. The page is `kg.viewer.served_view`.
"""

from kg.explorer.building import build
from kg.explorer.places import Place
from kg.explorer.questions import MOST, QUESTIONS, Explorer
from kg.explorer.texts import Texts

__all__ = ["MOST", "QUESTIONS", "Explorer", "Place", "Texts", "build"]
