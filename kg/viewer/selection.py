"""What of a graph goes into one page: everything, or of a larger one what its newest awards have to do with.

A page that people mail stays useful up to some tens of thousands of nodes. What is left out is counted, so that the
page and the caller can say so.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from networkx import MultiDiGraph

LIMIT = 50_000
"""As many nodes as one page can hold and answer at once; measured by `tests/benchmarks/pages.py`."""

_WINS = frozenset({"won", "wonWith"})
_UP = {"subsidiaryOf", "categoryOf", "editionOf", "publishedBy", "within"}
_AROUND = {"hasFigure", "concerns", "tookPlaceIn", "reportedIn", "providedBy", "inEdition"}


class Selection(NamedTuple):
    """A graph that fits, and how many receipts and nodes of how many it holds."""

    graph: "MultiDiGraph[str]"
    receipts: int
    all_receipts: int
    nodes: int
    all_nodes: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return self.nodes == self.all_nodes

    def __str__(self) -> str:
        kept = (
            f"the newest {self.receipts:,} of {self.all_receipts:,} awards ({self.nodes:,} of {self.all_nodes:,} nodes)"
        )
        return f"the page holds {kept}, so that browsers keep up; ask the rest with kg query"


def select(graph: "MultiDiGraph[str]", limit: int = LIMIT) -> Selection:
    """Keep at most `limit` nodes: those of the newest receipts, whole, then others while there is room.

    A receipt is kept with its winners and those above them, its case, award, edition, programme and articles, and
    the figures, products and places of the case. The same graph gives the same selection.
    """
    receipts = _receipts(graph)
    if graph.number_of_nodes() <= limit:
        return _selection(graph, graph, len(receipts), receipts)
    kept: set[str] = set()
    count = 0
    for ends in receipts.values():
        more = set(_touched(graph, ends)) - kept
        if len(kept) + len(more) > limit:
            break
        kept |= more
        count += 1
    won = {node for ends in receipts.values() for node in ends}
    for node in sorted(set(graph) - kept - won):
        if len(kept) == limit:
            break
        kept.add(node)
    return _selection(graph, graph.subgraph(kept).copy(), count, receipts)


def _selection(
    graph: "MultiDiGraph[str]", part: "MultiDiGraph[str]", count: int, receipts: dict[str, set[str]]
) -> Selection:
    return Selection(part, count, len(receipts), part.number_of_nodes(), graph.number_of_nodes())


def _receipts(graph: "MultiDiGraph[str]") -> dict[str, set[str]]:
    """The nodes that each receipt ties together, the newest receipts first and those without a year last."""
    ends: dict[str, set[str]] = {}
    years: dict[str, str] = {}
    for source, target, said in graph.edges(data=True):
        if said["relation"] in _WINS and said["iri"]:
            ends.setdefault(said["iri"], set()).update({source, target, *filter(None, [said.get("edition", "")])})
            years[said["iri"]] = said.get("year", "")
    newest = sorted(sorted(ends), key=lambda iri: years[iri], reverse=True)
    return {iri: ends[iri] for iri in newest}


def _touched(graph: "MultiDiGraph[str]", ends: Iterable[str]) -> Iterator[str]:
    """These nodes, what stands around them, and everything above."""
    seen: set[str] = set()
    queue = [(node, True) for node in ends if node in graph]
    while queue:
        node, is_end = queue.pop()
        if node in seen:
            continue
        seen.add(node)
        yield node
        wanted = _UP | _AROUND if is_end else _UP
        queue.extend((to, False) for _, to, said in graph.out_edges(node, data=True) if said["relation"] in wanted)
