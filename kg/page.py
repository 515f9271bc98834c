"""Pages that open from disk: template, style, scripts and data in one text, under a policy that lets nothing else run.

A page is a Jinja template with the parts that `compose` gives it; `page.css` and `page.js` beside this file are what
all pages share. Text of articles reaches a page in its data block only, and there as JSON that no parser can leave.
"""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

from kg.errors import OutputError

_PACKED_FROM = 400_000
"""From this many characters on, the data is compressed."""

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def compose(
    room: str,
    *,
    title: str,
    styles: Iterable[str],
    scripts: Iterable[str],
    data: object,
    libraries: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
    is_packed: bool | None = None,
    asks_server: bool = False,
) -> str:
    """Compose the page of a room, whose folder `page` holds `page.html.j2`, the styles and the scripts named.

    The scripts become one function with those of all pages before them, so that they leave no name behind;
    `libraries` are other scripts by the names that the template has for them (an empty one is left out), `words` other
    texts that it has a name for, which are escaped. The template gets `policy`, `title`,
    `style`, `script`, `data` and `is_packed`. A page that `asks_server` may send requests to the server that it comes
    from, and to nobody else; any other page sends none. The same input gives the same text, to be written as UTF-8.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    sheet = _inline(
        "".join([_part("kg", "page.css"), *(_part(room, "page", f"{name}.css") for name in styles)]), "style"
    )
    own = "\n".join([_part("kg", "page.js"), *(_part(room, "page", f"{name}.js") for name in scripts)])
    parts = {name: _inline(text, "script") for name, text in (libraries or {}).items() if text}
    parts["script"] = _inline(f'(() => {{\n"use strict";\n{own}}})();\n', "script")
    dumped = _dumped(data)
    packs = len(dumped) >= _PACKED_FROM if is_packed is None else is_packed
    # What stands as it is was checked by `_inline` or escaped by `_dumped`; the title is escaped by the template.
    trusted = {name: Markup("") for name in libraries or {}} | {name: Markup(text) for name, text in parts.items()}
    trusted |= {"style": Markup(sheet), "data": Markup(_packed(dumped) if packs else dumped)}
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string(_part(room, "page", "page.html.j2"))
    own_words = {name: visible(text) for name, text in (words or {}).items()} | {"title": visible(title)}
    return template.render(policy=_policy(sheet, parts.values(), asks_server), is_packed=packs, **own_words, **trusted)


def render(room: str, *, title: str, style: str, values: Mapping[str, object], is_framed: bool = False) -> str:
    """Render a page without any script: the template of a room as above, which escapes all values that it shows.

    The template gets `policy`, `title`, `style`, `is_framed` and the values. Nothing runs in such a page, and it asks
    for nothing. A framed page is one for the `srcdoc` of a frame: there, links within a page need a base of their own.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    sheet = _inline(_part("kg", "page.css") + _part(room, "page", style), "style")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_part(room, "page", "page.html.j2"))
    policy = _policy(sheet, ())
    policy = policy.replace("base-uri 'none'", "base-uri about:") if is_framed else policy
    return template.render(values, policy=policy, title=visible(title), style=Markup(sheet), is_framed=is_framed)


def visible(text: str) -> str:
    r"""Put U+FFFD for each character that would hide or reorder what is shown: controls, bidi marks, what no text has.

    >>> visible("a\u202eb")
    'a\ufffdb'
    """
    return _HIDDEN.sub("\ufffd", text)


def _dumped(value: object) -> str:
    """JSON that no HTML parser can leave: `<`, `>`, `&` and the line ends of JavaScript are escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _packed(data: str) -> str:
    return base64.b64encode(gzip.compress(data.encode("utf-8"), mtime=0)).decode("ascii")


def _part(room: str, *names: str) -> str:
    return files(room).joinpath(*names).read_text(encoding="utf-8").replace("\r\n", "\n")


def _inline(text: str, tag: str) -> str:
    """A script or style that can stand in its tag as it is."""
    if f"</{tag}" in text.lower() or "<!--" in text or "\r" in text:
        raise OutputError(f"<{tag}>", "the text would end its own tag", "install the distribution anew")
    return text


def _policy(style: str, scripts: Iterable[str], asks_server: bool = False) -> str:
    """The Content-Security-Policy: these scripts, this style, and nothing from anywhere, or from its server alone."""
    asked = "; connect-src 'self'" if asks_server else ""
    allowed = " ".join(_digest(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; "
        f"img-src data:; base-uri 'none'; form-action 'none'{asked}"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
