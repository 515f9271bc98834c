"""The page of a graph, put together: what it knows, its parts in order, and the library that draws the network."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.article import Article
from kg.page import compose
from kg.viewer import vis
from kg.viewer.legend import Words
from kg.viewer.payload import payload

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_NO_ARTICLES: Mapping[str, Article] = MappingProxyType({})
_NO_LABELS: Mapping[str, Words] = MappingProxyType({})
_PACKED_FROM = 1000
"""From this many nodes on, the data is compressed."""

_SCRIPTS = (
    "words",
    "data",
    "search",
    "filters",
    "shapes",
    "panel",
    "placing",
    "network",
    "routing",
    "lanes",
    "table",
    "main",
)


def view(
    graph: "MultiDiGraph[str]",
    *,
    articles: Mapping[str, Article] = _NO_ARTICLES,
    labels: Mapping[str, Words] = _NO_LABELS,
    title: str = "获奖知识图谱",
    with_text: bool = False,
) -> str:
    """Make the whole page of a property graph; the caller writes it as UTF-8.

    `articles` are the articles at hand by their id: evidence is shown among the sentences around it where the
    article is there, else as the quote alone. `with_text` puts whole articles into the page. `labels` are words
    in Chinese and English for classes, relations and properties by their local name in the ontology. The same
    input gives the same text. Raises `MissingExtraError` where vis-network is not installed.
    """
    return compose(
        "kg.viewer",
        title=title,
        style="page.css",
        scripts=_SCRIPTS,
        libraries={"library": vis.script()},
        data=payload(graph, articles, labels, with_text=with_text),
        is_packed=graph.number_of_nodes() >= _PACKED_FROM,
    )
