"""The same graph as a pyvis `Network`, for people who work in notebooks.

`to_pyvis` fills the network; `network` makes its page, which is `page/*`: pyvis's own page asks the network for its
libraries and lets headings and options through as markup.
"""

from typing import TYPE_CHECKING

from kg.page import visible
from kg.viewer.legend import CLASSES, RELATIONS
from kg.viewer.notebook.network import offline

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pyvis.network import Network

_REACH = 14


def to_pyvis(graph: "MultiDiGraph[str]") -> "Network":
    """Make a pyvis `Network` of the property graph, with the colours and shapes of the page.

    It shows itself in a notebook, and its `generate_html`, `write_html` and `show` make a page that asks no network
    for anything and in which every text, heading and option is data. Its menus and DOT files are refused there
    (`FormatError`): they need what pyvis loads from the network.
    """
    classes = {c.name: c for c in CLASSES}
    relations = {r.name: r.words[0] for r in RELATIONS}
    network = offline()(directed=True, height="720px", width="100%", cdn_resources="in_line")
    for iri, said in sorted(graph.nodes.items()):
        look = classes.get(said["type"], CLASSES[0])
        title = _plain(f"{look.words[0]}：{said['label']}", *(e.quote for e in said["evidence"]))
        label = _plain(_short(said["label"]))
        network.add_node(iri, label=label, title=title, color=look.colour, shape=look.shape, size=look.size)
    for source, target, said in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["relation"])):
        words = relations.get(said["relation"], said["relation"])
        tip = _plain(" ".join(filter(None, (words, said.get("year", "")))), *(e.quote for e in said["evidence"]))
        network.add_edge(source, target, title=tip)
    return network


def _short(label: str) -> str:
    return label if len(label) <= _REACH else f"{label[:_REACH]}…"


def _plain(*lines: str) -> str:
    """Lines of text: vis-network shows a title as text."""
    return "\n".join(map(visible, lines))
