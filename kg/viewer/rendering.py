"""The page of a graph, put together: what it knows, its parts in order, and the library that draws the network."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from kg.article import Article
from kg.findings import Finding
from kg.page import compose
from kg.viewer import vis
from kg.viewer.legend import Words
from kg.viewer.payload import payload
from kg.viewer.selection import LIMIT, Selection, select

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Language = Literal["zh", "en"]

_NO_ARTICLES: Mapping[str, Article] = MappingProxyType({})
_NO_LABELS: Mapping[str, Words] = MappingProxyType({})
_LANGUAGES: Mapping[str, str] = MappingProxyType({"zh": "zh-CN", "en": "en"})
_TITLES: Mapping[str, str] = MappingProxyType({"zh": "获奖知识图谱", "en": "Award knowledge graph"})
_PACKED_FROM = 1000
"""From this many nodes on, the data is compressed."""

_STYLES = ("page", "panel", "pictures", "article", "overview", "print")
EMBEDDED = ("embedded", "counting", "otherwise", "matching")
_SCRIPTS = (
    *("words", "shapes", "state", "findings"),
    *("search", "filters", "limits", "evidence", "panel"),
    *("picking", "drawing", "tracing", "taking", "bars", "list", "placing", "painters", "network", "routing", "lanes"),
    *("tree", "wayfinding", "path", "compare"),
    *("timeline", "matrix", "example", "overview", "article", "main"),
)


def view(
    graph: "MultiDiGraph[str] | Selection",
    *,
    articles: Mapping[str, Article] = _NO_ARTICLES,
    labels: Mapping[str, Words] = _NO_LABELS,
    title: str | None = None,
    lang: Language = "zh",
    validation: Mapping[str, int] | None = None,
    findings: Sequence[Finding] = (),
    with_text: bool = False,
    limit: int = LIMIT,
    on_left_out: Callable[[Selection], None] = lambda _: None,
) -> str:
    """Make the whole page of a property graph, or of what was selected of one; the caller writes it as UTF-8.

    `articles` are the articles at hand by their id: evidence is shown among the sentences around it where the
    article is there, else as the quote alone. `with_text` puts whole articles into the page. `labels` are words
    in Chinese and English for classes, relations and properties by their local name in the ontology. `lang` is the
    language that the page starts in, and of its title where none is given; `validation` are the counts of the report,
    where there is one (`Report.counts`), and `findings` its violations and warnings, of which the page holds the first
    500. Of a graph of more than `limit` nodes, the page has what `select` keeps, says
    so, and `on_left_out` is told. Where no known vis-network is installed, the page draws its networks itself. The
    same input gives the same text.
    """
    selection = graph if isinstance(graph, Selection) else select(graph, limit)
    if not selection.is_whole:
        on_left_out(selection)
    return compose(
        "kg.viewer",
        title=title if title is not None else _TITLES[lang],
        styles=_STYLES,
        scripts=(*EMBEDDED, *_SCRIPTS),
        libraries={"library": vis.script()},
        words={"lang": _LANGUAGES[lang], "query": ""},
        data=payload(selection, articles, labels, validation=validation, findings=findings, with_text=with_text),
        is_packed=selection.nodes >= _PACKED_FROM,
    )


def served_view(address: str, *, query: str = "", title: str | None = None, lang: Language = "zh") -> str:
    """Make the same page over a server: it asks the five questions at `address`, a path that ends with a slash.

    `query` is the address of a page to write queries at, to which it leads. Everything but that and where the page gets
    its data is that of `view`. `kg.explorer` answers.
    """
    return compose(
        "kg.viewer",
        title=title if title is not None else _TITLES[lang],
        styles=_STYLES,
        scripts=("served", *_SCRIPTS),
        libraries={"library": vis.script()},
        words={"lang": _LANGUAGES[lang], "query": query},
        data={"served": address},
        is_packed=False,
        asks_server=True,
    )
