"""From the bytes of one article to the article: the order in which everything here works."""

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from kg.article import Article, BlockKind, sha256
from kg.errors import InputError
from kg.reader import boilerplate, docx, encoding, fields, frontmatter, pages, pdf
from kg.reader.forms import Form, form, is_page
from kg.reader.furniture import separate
from kg.reader.language import language
from kg.reader.markdown import render
from kg.reader.markup import Reading, read_tree
from kg.reader.metadata import Metadata
from kg.reader.passages import Passage, lay_out
from kg.reader.plain import read_plain
from kg.reader.records import read_record
from kg.reader.spacing import clean
from kg.reader.trees import parse
from kg.reader.visibility import reveal

_DOCUMENTS = ((b"%PDF-", "pdf", pdf.read_pdf), (b"PK\x03\x04", "docx", docx.read_docx))
"""The documents that are no text: how they begin, what they are called, and who reads them."""
_INFO_CODE = re.compile(r"[?&]infoCode=([A-Za-z0-9._-]{4,64})(?![A-Za-z0-9._-])", re.IGNORECASE)
_COUNTER = re.compile(r"[0-9]{1,11}(\.0)?")
"""An id that counts the rows of one file or table, so that another file has it as well; longer ones are codes."""
_LEAD = re.compile(r"【([^【】]{8,60})】")
_SENTENCE = re.compile(r"[。；！？.!?;][”’」』）)]*$")
_HIDDEN = "all text of the page is hidden until a script shows it; what it hides is read"
_LONGEST_TITLE = 60
_HEAD = 5


def _refuse_json(text: str, name: str) -> None:
    """JSON is no article, whatever it is called: most likely somebody took `build` for `convert`."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return
        remedy = "facts documents go to `kg convert`; articles, one a line, into a .jsonl file"
        raise InputError(name, "this is JSON and no article", remedy)


class _Body(NamedTuple):
    """What the body of an article gives: its passages and images, what it states, and what it lets guess."""

    reading: Reading
    stated: Metadata = Metadata()
    guessed: Metadata = Metadata()

    def after(self, stated: Metadata) -> "_Body":
        """This body, with what is stated before it and outside it."""
        return self._replace(stated=stated.completed(self.stated))


def assemble(raw: bytes, *, name: str) -> Article:
    """Read the bytes of one article.

    The order: decode; find the form; take the front matter off; read the body into passages; part them from the
    furniture; lay the text out; gather the metadata, the more explicit before the less. Raises `InputError`.
    """
    for begin, codec, read in _DOCUMENTS:
        if raw.startswith(begin):
            return _finished(_Body(Reading(read(raw, where=name), [])), codec, name)
    text, codec, decoding = encoding.decode(raw, where=name)
    _refuse_json(text, name)
    text, dropped = _cleaned(text)
    body = _read_body(text, form(text, name), name)
    return _finished(body.after(Metadata(warnings=(*decoding, *dropped))), codec, name)


def assemble_record(raw: bytes, *, name: str, fields: Mapping[str, str]) -> Article:
    """Read a line of a JSON Lines file; see `records` for `fields`. Raises `InputError`."""
    record = read_record(raw, where=name, fields=fields)
    text, dropped = _cleaned(record.body)
    body = _read_html(text, name) if record.is_html else _read_body(text, form(text, ""), name)
    stated = record.facts._replace(warnings=(*record.facts.warnings, *dropped))
    return _finished(body.after(stated), record.encoding, name)


def _cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    text, controls = clean(text)
    return text, (f"{controls} control characters are dropped",) if controls else ()


def _finished(body: _Body, codec: str, name: str) -> Article:
    passages, told = separate(body.reading.passages)
    canonical, blocks = lay_out(passages)
    if not canonical:
        raise InputError(name, "there is no text in it", "put an article into it or leave it out")
    facts = _gathered(body, told, passages)
    return Article(
        id=_id(facts, canonical),
        text=canonical,
        blocks=blocks,
        title=facts.title,
        url=facts.url,
        publisher=facts.publisher,
        published=facts.published,
        language=language(canonical, facts.language),
        images=tuple(dict.fromkeys(body.reading.images)),
        source=name,
        encoding=codec,
        warnings=facts.warnings,
    )


def _read_body(text: str, written: Form, name: str) -> _Body:
    """Read a text in one of the forms."""
    if written is Form.PLAIN:
        return _Body(Reading(read_plain(text), []))
    if written is Form.HTML:
        return _read_html(text, name)
    front = frontmatter.split(text)
    rendered = render(front.body)
    stated = fields.metadata(front.fields)
    warnings = (*front.warnings, *stated.warnings, *rendered.warnings)
    return _Body(_read_rendered(rendered.html, name), stated._replace(warnings=warnings), fields.hints(front.fields))


def _read_html(text: str, name: str) -> _Body:
    root = parse(text, where=name)
    if root is None:
        return _Body(Reading([], []))
    hidden = Metadata(warnings=(_HIDDEN,) if reveal(root) else ())
    if not is_page(text):
        return _Body(read_tree(root), hidden)
    main = boilerplate.main_content(root)
    return _Body(read_tree(main), pages.metadata(root, main).completed(hidden), pages.site(root))


def _read_rendered(html: str, name: str) -> Reading:
    root = parse(html, where=name)
    return Reading([], []) if root is None else read_tree(root)


def _id(facts: Metadata, text: str) -> str:
    """The source's own id, else a digest of the text; before it one of the publisher, so that a reprint is an article.

    A number that only counts gets a digest too, of the address or the text.
    """
    if facts.id and not _COUNTER.fullmatch(facts.id):
        return facts.id
    if match := _INFO_CODE.search(facts.url or ""):
        return match[1]
    if facts.id:
        return f"{facts.id}-{sha256(facts.url or text)[:16]}"
    return f"{sha256(facts.publisher)[:6]}-{sha256(text)[:16]}" if facts.publisher else sha256(text)[:16]


def _gathered(body: _Body, told: Metadata, passages: list[Passage]) -> Metadata:
    """The metadata, the more explicit before the less: an older title in the furniture only where there is no other."""
    stated = body.stated.completed(told._replace(title=None))
    return stated.completed(body.guessed).completed(_from_text(passages)).completed(Metadata(title=told.title))


def _from_text(passages: list[Passage]) -> Metadata:
    """The title that the text begins with: a heading, a short line that is no sentence, or a headline in 【】."""
    first, lead = passages[0], _LEAD.match(passages[0].text)
    top = next(
        (passage for passage in passages[:_HEAD] if (passage.kind, passage.level) == (BlockKind.HEADING, 1)), None
    )
    if top or first.kind is BlockKind.HEADING or _is_title(first, len(passages)):
        return Metadata(title=(top or first).text)
    return Metadata(title=lead[1]) if lead else Metadata()


def _is_title(first: Passage, count: int) -> bool:
    short = first.kind is BlockKind.PARAGRAPH and len(first.text) <= _LONGEST_TITLE
    return short and count > 1 and not first.is_link() and not _SENTENCE.search(first.text)
