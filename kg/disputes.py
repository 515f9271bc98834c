"""Disputes: what articles say otherwise of one thing, for people: each side with its articles and their sentences.

A store comes in, `Dispute` values and text go out. What contradicts what is found by `kg.reconciler` and stands in the
graph; nothing is decided here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from kg.ontology import Ontology
from kg.page import visible
from kg.sentences import sentences
from kg.store import Solutions, Store
from kg.terms import value

_QUERY = "contradictions"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Witness(_Value):
    """One article's word: the quote, where it stands (code points), and the sentence where the text is at hand.

    `reprint_of` is the id of the article that this one repeats, so that it is no witness of its own.
    """

    article: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    quote: str
    start: int | None = None
    end: int | None = None
    sentence: str | None = None
    reprint_of: str | None = None


class Side(_Value):
    """A value, and who says so; `independent` counts the articles that repeat no other."""

    value: str
    independent: int
    told: tuple[Witness, ...]


class Dispute(_Value):
    """Something that articles say otherwise: what of (`kind`, in Chinese), what it is about, and the sides."""

    iri: str
    kind: str
    about: str
    sides: tuple[Side, ...]


def disputes(store: Store, ontology: Ontology, texts: Mapping[str, str] | None = None) -> tuple[Dispute, ...]:
    """Every contradiction of a graph, by kind, then by what it is about.

    `texts` are canonical texts by article id, from which the sentences are taken. Raises `QueryError` where the store
    cannot be asked.
    """
    solutions = store.query(ontology.query(_QUERY).text)
    assert isinstance(solutions, Solutions)
    said = [
        dict(zip(solutions.variables, (value(term) if term else "" for term in row), strict=True))
        for row in solutions.rows
    ]
    return tuple(_dispute(list(rows), texts or {}) for _, rows in groupby(said, key=lambda row: row["contradiction"]))


Row = Mapping[str, str]


def _dispute(rows: Sequence[Row], texts: Mapping[str, str]) -> Dispute:
    sides = tuple(_side(list(told), texts) for _, told in groupby(rows, key=lambda row: row["value"]))
    first = rows[0]
    return Dispute(iri=first["contradiction"], kind=first["disputed"], about=first["about"], sides=sides)


def _side(rows: Sequence[Row], texts: Mapping[str, str]) -> Side:
    told = tuple(_witness(row, texts.get(row["article"])) for row in rows)
    return Side(value=rows[0]["value"], independent=len({w.reprint_of or w.article for w in told}), told=told)


def _witness(row: Row, text: str | None) -> Witness:
    start, end = (int(row[name]) if row[name] else None for name in ("start", "end"))
    sentence = _sentence(text, start, end) if text is not None and start is not None and end is not None else None
    told = {name: row[name] for name in ("article", "title", "publisher", "published", "quote")}
    return Witness(**told, start=start, end=end, sentence=sentence, reprint_of=row["reprinted"] or None)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentences that a span touches."""
    touched = [(a, b) for a, b in sentences(text) if a < end and start < b]
    return " ".join(text[touched[0][0] : touched[-1][1]].split()) if touched else text[start:end]


def render(found: Iterable[Dispute]) -> Iterator[str]:
    """The lines of disputes: what they are about, then each side with its articles and sentences."""
    for dispute in found:
        yield f"{dispute.kind}  {visible(dispute.about)}"
        for side in dispute.sides:
            yield f"  {visible(side.value)}  ({counted(side.independent)})"
            for told in side.told:
                where = " ".join(filter(None, (told.publisher, told.published[:10], told.title, f"[{told.article}]")))
                again = f", repeats {told.reprint_of}" if told.reprint_of else ""
                yield f"    {visible(where)}{again}"
                yield f"      {visible(told.sentence or told.quote)}"
        yield ""


def counted(articles: int) -> str:
    """How many independent articles say so."""
    return f"{articles} independent article{'' if articles == 1 else 's'}"
