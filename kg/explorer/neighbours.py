"""Neighbours: the links of a node, those to one node by one relation as one, as embedded.js has them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from kg.explorer.filtering import Passing
from kg.explorer.index import Answer, Index
from kg.explorer.schema import HUB

Edge = tuple[int, int, int, int, int]
"""Relation, whether it leads out, the other end, the fact, its receipt or -1."""

_EDGES = "SELECT relation, is_out, other, fact, receipt FROM link WHERE node = ?"
_IN_ORDER = "ORDER BY relation, is_out, place, other, edge"


def neighbours(
    index: Index,
    passing: Passing,
    key: str,
    *,
    relation: str,
    is_out: bool | None,
    among: Sequence[str] | None,
    skip: int,
    limit: int,
) -> dict[str, object]:
    """{ total, nodes, links: [{ node, relation, isOut, facts }] }; `nodes` is how many there are at their ends."""
    i = index.at(key)
    answer = Answer(index)
    if i < 0:
        return answer.sealed({"total": 0, "nodes": 0, "links": []})
    wanted = _wanted(index, passing, relation, is_out)
    isolated = among is None and passing.is_open and index.is_hub(i)
    if isolated:
        total, nodes = _counted(index, passing, i, wanted)
        links = list(islice(_links(_of_hub(index, passing, i, wanted)), skip, skip + limit))
    else:
        found = (
            _between(index, i, {index.at(other) for other in among}, wanted)
            if among is not None
            else _edges(index, i, wanted)
        )
        every = list(_links(edge for edge in found if _passes(passing, i, edge)))
        total, nodes, links = len(every), len({link[0][2] for link in every}), every[skip : skip + limit]
    shown = [
        {
            "node": answer.node(head[2]),
            "relation": {"r#": head[0]},
            "isOut": bool(head[1]),
            "facts": [answer.fact(f) for f in facts],
        }
        for head, facts in links
    ]
    return answer.sealed({"total": total, "nodes": nodes, "links": shown})


def _wanted(index: Index, passing: Passing, relation: str, is_out: bool | None) -> str:
    """What the edges that are asked for have in common, for a WHERE."""
    every = range(len(index.relations))
    chosen = [n for n in every if (not relation or index.relations[n] == relation) and n not in passing.cut]
    way = "" if is_out is None else f" AND is_out = {int(is_out)}"
    return f" AND relation IN ({', '.join(map(str, chosen))}){way}"


def _edges(index: Index, i: int, wanted: str) -> Iterable[Edge]:
    return index.rows.execute(f"{_EDGES}{wanted} {_IN_ORDER}", (i,))


def _links(edges: Iterable[Edge]) -> Iterator[tuple[tuple[int, int, int], list[int]]]:
    """Edges side by side between the same two nodes by one relation, with their facts, each once."""
    for head, same in groupby(edges, key=lambda edge: edge[:3]):
        yield head, list(dict.fromkeys(edge[3] for edge in same))


def _passes(passing: Passing, i: int, edge: Edge) -> bool:
    relation, is_out, other, _, receipt = edge
    source, target = (i, other) if is_out else (other, i)
    return passing.link(source, target, relation, receipt)


def _between(index: Index, i: int, others: set[int], wanted: str) -> list[Edge]:
    """The edges of a node to some nodes: looked up one by one where the node has many more than these."""
    if not index.is_hub(i):
        return [edge for edge in _edges(index, i, wanted) if edge[2] in others]
    groups = f"SELECT DISTINCT relation, is_out FROM hub WHERE node = ?{wanted} ORDER BY relation, is_out"
    found = []
    for relation, is_out in index.rows.execute(groups, (i,)).fetchall():
        to = sorted(
            (-int(index.one("SELECT receipts FROM node WHERE i = ?", other)), other) for other in others if other >= 0
        )
        for place, other in to:
            query = f"{_EDGES} AND relation = ? AND is_out = ? AND place = ? AND other = ? ORDER BY edge"
            found += index.rows.execute(query, (i, relation, is_out, place, other)).fetchall()
    return found


def _counted(index: Index, passing: Passing, i: int, wanted: str) -> tuple[int, int]:
    """How many links a hub has, and to how many nodes, of the classes that are drawn."""
    if index.class_of[i] in passing.hidden:
        return 0, 0
    drawn = ", ".join(str(n) for n in range(len(index.classes)) if n not in passing.hidden)
    rows = index.rows.execute(
        f"SELECT relation, is_out, sum(links) FROM hub WHERE node = ? AND class IN ({drawn}){wanted} GROUP BY 1, 2",
        (i,),
    ).fetchall()
    total = sum(links for *_, links in rows)
    if len(rows) < 2:
        return total, total
    ways = index.one("SELECT count(*) FROM (SELECT DISTINCT relation, is_out FROM hub WHERE node = ?)", i)
    if len(rows) == ways:
        return total, index.one(f"SELECT sum(others) FROM near WHERE node = ? AND class IN ({drawn})", i)
    others = f"SELECT DISTINCT other FROM link WHERE node = ?{wanted}"
    return total, index.one(f"SELECT count(*) FROM ({others}) JOIN node ON i = other WHERE class IN ({drawn})", i)


def _of_hub(index: Index, passing: Passing, i: int, wanted: str) -> Iterator[Edge]:
    """The edges of a hub one by one, without those that lead to hidden classes alone."""
    if index.class_of[i] in passing.hidden:
        return
    hidden = ", ".join(map(str, passing.hidden)) or "-1"
    drawn = f"max(class NOT IN ({hidden}))"
    groups = f"SELECT relation, is_out, {drawn} FROM hub WHERE node = ?{wanted} GROUP BY 1, 2"
    for relation, is_out, is_drawn in index.rows.execute(groups, (i,)).fetchall():
        if is_drawn:
            found = index.rows.execute(f"{_EDGES} AND relation = ? AND is_out = ? {_IN_ORDER}", (i, relation, is_out))
            yield from (edge for edge in found if index.class_of[edge[2]] not in passing.hidden)


__all__ = ["HUB", "neighbours"]
