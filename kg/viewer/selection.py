"""What of a graph goes into one page: everything, or of a larger one what its newest awards have to do with.

A page that people mail stays useful up to some tens of thousands of nodes. What is left out is counted, so that the
page and the caller can say so.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from networkx import MultiDiGraph

LIMIT = 50_000
"""As many nodes as one page can hold and answer at once; measured by `tests/benchmarks/pages.py`."""

_WINS = frozenset({"won", "wonWith"})
_UP = frozenset({"subsidiaryOf", "categoryOf", "editionOf", "publishedBy", "within", "providedBy"})
_OF_CASE = frozenset({"hasFigure", "concerns", "tookPlaceIn"})


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

    A receipt is kept with its winners and those above them, its case, award, edition and programme, the articles that
    tell it, and the figures, products and places of the case; one that does not fit any more is passed over. The same
    graph gives the same selection.
    """
    receipts = _receipts(graph)
    if graph.number_of_nodes() <= limit:
        return _selection(graph, graph, len(receipts), receipts)
    around, above = _neighbours(graph, _OF_CASE), _neighbours(graph, _UP)
    kept: set[str] = set()
    count = 0
    for ends in receipts.values():
        more = _touched(ends, around, above) - kept
        if len(kept) + len(more) <= limit:
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
    """What each receipt ties together and the articles that tell it; the newest receipts first, undated ones last."""
    ends: dict[str, set[str]] = {}
    years: dict[str, str] = {}
    for source, target, said in graph.edges(data=True):
        if said["relation"] in _WINS and said["iri"]:
            told = (evidence.article for evidence in said["evidence"])
            ends.setdefault(said["iri"], set()).update(
                {source, target, said.get("edition", ""), *told} & graph.nodes.keys()
            )
            years[said["iri"]] = said.get("year", "")
    newest = sorted(sorted(ends), key=lambda iri: years[iri], reverse=True)
    return {iri: ends[iri] for iri in newest}


def _neighbours(graph: "MultiDiGraph[str]", relations: frozenset[str]) -> dict[str, set[str]]:
    """Where the edges of some relations lead from each node, in one pass over the graph."""
    found: dict[str, set[str]] = {}
    for source, target, said in graph.edges(data=True):
        if said["relation"] in relations:
            found.setdefault(source, set()).add(target)
    return found


def _touched(ends: set[str], around: dict[str, set[str]], above: dict[str, set[str]]) -> set[str]:
    """These nodes, what hangs on the cases among them, and everything above."""
    seen = ends.union(*(around.get(node, ()) for node in ends))
    queue = list(seen)
    while queue:
        more = above.get(queue.pop(), set()) - seen
        seen |= more
        queue.extend(more)
    return seen
