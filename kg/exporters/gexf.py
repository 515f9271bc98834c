"""GEXF 1.2: for Gephi; nodes are named by their IRIs, lists are JSON arrays.

Source: https://gexf.net/.
"""

from collections.abc import Iterable, Iterator

from kg.exporters.markup import batched, quoted
from kg.exporters.network import Attributes, Kept, joined, network
from kg.terms import Quad

_OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<graph defaultedgetype="directed" mode="static">
"""


def gexf(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The property graph as GEXF."""
    with network(quads) as graph:
        yield from batched(_lines(graph.nodes, graph.edges))


def _lines(nodes: Kept, edges: Kept) -> Iterator[str]:
    yield _OPENING
    for kept, of in ((nodes, "node"), (edges, "edge")):
        yield f'<attributes class="{of}" mode="static">\n'
        for name, kind in kept.names("id", "label", "source", "target").items():
            yield f'<attribute id="{name}" title="{name}" type="{"long" if kind is int else "string"}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in nodes:
        head = f"id={quoted(node.pop('id'))} label={quoted(node.pop('label', ''))}"
        yield f"<node {head}>{_values(node)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(edges):
        ends = f"source={quoted(edge.pop('source'))} target={quoted(edge.pop('target'))}"
        yield f'<edge id="{number}" {ends}>{_values(edge)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(attributes: Attributes) -> str:
    values = (f'<attvalue for="{name}" value={quoted(joined(name, said))}/>' for name, said in attributes.items())
    return f"<attvalues>{''.join(values)}</attvalues>"
