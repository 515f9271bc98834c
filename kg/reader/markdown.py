"""Markdown to HTML: CommonMark with tables, as Chinese posts are written.

Three things differ. Indented text is no code. A line break inside a paragraph is a line break, as in Hexo, except
where a sentence runs on. Bold works beside Chinese punctuation, where CommonMark leaves the asterisks in the text
(`**案例：**中国太保`), and the `*` of a stock's name (`*ST`) is no markup.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.spacing import is_wide, runs_on

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_DEEPEST = 100
_MOST_BRACKETS = 2000
_NEAR = 20
_MARKUP = re.compile(r"[\\`*_\[<&\n]")
_BOLD = re.compile(r"(?<![\\*])\*\*(?=[^\s*])([^*\n]*[^\s*\\])\*\*(?!\*)")
_STOCK = re.compile(r"(?<![\\*])\*(?=ST)")


class Rendered(NamedTuple):
    """HTML, and what could not be taken over."""

    html: str
    warnings: tuple[str, ...] = ()


def render(text: str) -> Rendered:
    r"""Render Markdown (with HTML in it) as HTML; HTML stands as it is.

    >>> render("**案例：**中国太保")
    Rendered(html='<p><strong>案例：</strong>中国太保</p>\n', warnings=())
    """
    many, warnings = text.count("[") > _MOST_BRACKETS, []  # brackets that never close cost quadratic time
    parser = _parser(links=not many)
    if many:
        warnings.append(f"more than {_MOST_BRACKETS} square brackets: Markdown links are left as they are")
    tokens = parser.parse(text)
    if any(token.level >= _DEEPEST - 2 for token in tokens):
        warnings.append(f"Markdown nested deeper than {_DEEPEST} levels is left out")
    return Rendered(parser.renderer.render(tokens, parser.options, {}), tuple(warnings))


@cache
def _parser(*, links: bool) -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST})
    parser.enable("table").disable("code")
    if not links:
        parser.disable(["link", "image"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are read, never followed
    parser.normalizeLink = str  # type: ignore[method-assign,assignment]
    parser.core.ruler.at("inline", _read_inline)
    parser.core.ruler.before("inline", "chinese_bold", _mark_bold)
    parser.core.ruler.after("inline", "line_breaks", _break_lines)
    return parser


def _read_inline(state: "StateCore") -> None:
    """Read the markup inside lines; most lines of an article have none, and need no parser to say so."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if _MARKUP.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            else:
                token.children.append(Token("text", "", 0, content=token.content))


def _mark_bold(state: "StateCore") -> None:
    for token in state.tokens:
        if token.type == "inline" and "*" in token.content:
            token.content = _STOCK.sub("&#42;", _BOLD.sub(r"<strong>\1</strong>", token.content))


def _break_lines(state: "StateCore") -> None:
    for token in state.tokens:
        children = token.children or []
        for number, child in enumerate(children):
            if child.type == "softbreak" and not _runs_on(children, number):
                child.type = "hardbreak"
                child.tag = "br"


def _runs_on(children: "list[Token]", number: int) -> bool:
    before = _text(children[max(0, number - _NEAR) : number][::-1])[-1:]
    after = _text(children[number + 1 : number + 1 + _NEAR])[:1]
    if not before or not after:
        return False
    return before in "，、" or runs_on(before, after) or not (is_wide(before) or is_wide(after))


def _text(children: "list[Token]") -> str:
    """The text of the first child that is text."""
    return next((child.content.strip() for child in children if child.type == "text" and child.content.strip()), "")
