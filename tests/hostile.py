"""Payloads that must stay text wherever they stand: labels, quotes, titles, addresses, values."""

from networkx import MultiDiGraph

from kg.article import Article
from kg.graph import Evidence, Property

PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</ScRiPt\t><script>window.hit=1</script>",
    "<!--<script>",
    "--><script>window.hit=1</script>",
    "]]><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "<svg><script>window.hit=1</script></svg>",
    "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<body onload=window.hit=1>",
    "<details open ontoggle=window.hit=1>",
    "<input autofocus onfocus=window.hit=1>",
    "<a href='javascript:window.hit=1'>href</a>",
    "href plain words",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "</style><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "</textarea><script>window.hit=1</script>",
    '"><script>window.hit=1</script>',
    "' onmouseover='window.hit=1",
    '" onmouseover="window.hit=1',
    "javascript:window.hit=1",
    "data:text/html,<script>parent.hit=1</script>",
    "{{ 7*7 }}{% raw %}",
    "${window.hit=1}",
    "`${window.hit=1}`",
    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "&#60;script&#62;window.hit=1&#60;/script&#62;",
    "\u2028window.hit=1\u2029",
    "'-window.hit=1-'",
    "\\'-window.hit=1//",
    "\u202e反写\u202c",
    "\u2066\u200f\ufeff",
    "控制\x00\x08\x1b\x7f字符",
    "半个\ud83d字",
    "constructor",
    "__proto__",
    '=HYPERLINK("https://evil.example")',
    "%3Cscript%3E",
    "+1-1",
    "",
    " \u3000 ",
    "长" * 4000,
    "W" * 3000,
    "e\u0301" * 300,
)


def hostile_graph() -> "MultiDiGraph[str]":
    """A graph in which every text is a payload, with one receipt for each."""
    graph: MultiDiGraph[str] = MultiDiGraph()
    article = "https://example.org/id/article/a"
    _add(
        graph, article, "Article", PAYLOADS[1], Property("identifier", "a"), Property("url", "javascript:window.hit=1")
    )
    for n, text in enumerate(PAYLOADS):
        organization, case, award = (
            f"https://example.org/id/{kind}/{n}" for kind in ("organization", "case", "category")
        )
        evidence = (Evidence(article, None, None, text), Evidence(text, 0, 1, text))
        _add(graph, organization, "Organization", text, Property("legalName", text), Property("url", text))
        _add(graph, case, text or "Case", text, Property(text, text, text), evidence=evidence)
        _add(graph, award, "AwardCategory", text)
        fact = {"iri": f"https://example.org/id/receipt/{n}", "evidence": evidence, "year": text, "rank": text}
        graph.add_edge(organization, case, relation="wonWith", **fact)
        graph.add_edge(case, award, relation="won", **fact)
    return graph


def _add(
    graph: "MultiDiGraph[str]", node: str, type_: str, text: str, *said: Property, evidence: tuple[Evidence, ...] = ()
) -> None:
    names = {"label": text, "english": text, "aliases": (text,), "kind": text}
    graph.add_node(node, iri=node, type=type_, properties=said, evidence=evidence, **names)


def hostile_articles() -> dict[str, Article]:
    """The article behind it."""
    text = "\n".join(text for text in PAYLOADS if "\ud83d" not in text)
    return {"a": Article(id="a", text=text, publisher=PAYLOADS[1], title=PAYLOADS[1])}
