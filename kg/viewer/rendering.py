"""The page put together: template, style, scripts and data in one text, under a policy that lets nothing else run."""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.article import Article
from kg.errors import OutputError
from kg.viewer import vis
from kg.viewer.legend import Words
from kg.viewer.payload import payload, visible

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
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


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
    data = _dumped(payload(graph, articles, labels, with_text=with_text))
    is_packed = graph.number_of_nodes() >= _PACKED_FROM
    return _rendered(
        title=visible(title),
        style=_inline(_part("page.css"), "style"),
        library=_inline(vis.script(), "script"),
        script=_inline(_own_script(), "script"),
        data=_packed(data) if is_packed else data,
        is_packed=is_packed,
    )


def _dumped(value: object) -> str:
    """JSON that no HTML parser can leave: `<`, `>`, `&` and the line ends of JavaScript are escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _packed(data: str) -> str:
    return base64.b64encode(gzip.compress(data.encode("utf-8"), mtime=0)).decode("ascii")


def _part(name: str) -> str:
    return files("kg.viewer").joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _own_script() -> str:
    """The page's own script: its parts in order, in one function, so that they leave no name behind."""
    parts = "\n".join(_part(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _inline(text: str, tag: str) -> str:
    """A script or style that can stand in its tag as it is."""
    if f"</{tag}" in text.lower() or "<!--" in text or "\r" in text:
        raise OutputError(f"<{tag}>", "the text would end its own tag", "install the distribution anew")
    return text


def _rendered(*, style: str, library: str, script: str, data: str, **values: object) -> str:
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string(_part("page.html.j2"))
    parts = {"style": style, "library": library, "script": script, "data": data}
    # What stands as it is was checked by `_inline` or escaped by `_dumped`; the title is escaped by the template.
    trusted = {name: Markup(text) for name, text in parts.items()}
    return template.render(policy=_policy(style, (library, script)), **trusted, **values)


def _policy(style: str, scripts: tuple[str, ...]) -> str:
    """The Content-Security-Policy: these scripts, this style, and nothing from anywhere."""
    allowed = " ".join(_digest(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
