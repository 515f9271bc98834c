"""The view: one HTML file that opens from disk, asks no network for anything, and shows the sentence behind each fact.

A property graph (`kg.graph.project`) and the articles at hand come in; the text of the page goes out, and the
caller writes it as UTF-8. `selection` says what of a large graph one page holds, `choosing` does so before it is
projected, `legend` what things are called and look like, `payload` and `quotations` what the page knows, `rendering`
puts it together; the page itself is `page/*`, `notebook` makes a pyvis network.
"""

from kg.viewer.choosing import choose
from kg.viewer.notebook import to_pyvis
from kg.viewer.rendering import Language, served_view, view
from kg.viewer.selection import LIMIT, Selection, select

__all__ = ["LIMIT", "Language", "Selection", "choose", "select", "served_view", "to_pyvis", "view"]
