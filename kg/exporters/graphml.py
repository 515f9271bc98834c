"""GraphML: for networkx, yEd and Cytoscape; nodes are named by their IRIs, lists are JSON arrays.

Source: http://graphml.graphdrawing.org/.
"""

from collections.abc import Iterable, Iterator

from kg.exporters.markup import batched, quoted
from kg.exporters.network import Attributes, Kept, joined, network
from kg.terms import Quad

_OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def graphml(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The property graph as GraphML."""
    with network(quads) as graph:
        yield from batched(_lines(graph.nodes, graph.edges))


def _lines(nodes: Kept, edges: Kept) -> Iterator[str]:
    yield _OPENING
    for kept, of in ((nodes, "node"), (edges, "edge")):
        for name, kind in kept.names("id", "source", "target").items():
            type = "long" if kind is int else "string"
            yield f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{type}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in nodes:
        yield f"<node id={quoted(node.pop('id'))}>{_data(node, 'node')}</node>\n"
    for number, edge in enumerate(edges):
        ends = f"source={quoted(edge.pop('source'))} target={quoted(edge.pop('target'))}"
        yield f'<edge id="e{number}" {ends}>{_data(edge, "edge")}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(attributes: Attributes, of: str) -> str:
    return "".join(
        f'<data key="{of}-{name}">{quoted(joined(name, said))[1:-1]}</data>' for name, said in attributes.items()
    )
