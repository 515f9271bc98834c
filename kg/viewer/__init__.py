"""The view: one HTML file that opens from disk, asks no network for anything, and shows the sentence behind each fact.

A property graph (`kg.graph.project`) and the articles at hand come in; the text of the page goes out, and the
caller writes it as UTF-8. `legend` says what things are called and look like, `payload` what the page knows,
`rendering` puts it together; the page itself is `page/*`, `notebook` makes a pyvis network.
"""

from kg.viewer.notebook import to_pyvis
from kg.viewer.rendering import view

__all__ = ["to_pyvis", "view"]
