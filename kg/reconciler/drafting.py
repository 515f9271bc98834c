"""Proposals for people: as a table, and as the draft of a decisions file, which any spreadsheet opens."""

import csv
import io
from collections.abc import Iterable, Iterator

from kg.errors import one_line
from kg.reconciler.decisions import COLUMNS, Decided
from kg.reconciler.proposals import Proposal, Sentence

_MORE = ("reason", "why", "shared", "likeness", "articles", "other_articles", "sentences", "other_sentences")
_COMPUTED = ("=", "+", "-", "@")


def draft(proposed: Iterable[Proposal], decided: Decided | None = None) -> str:
    """A decisions file: what was decided so far, then the proposals, each a row without a verdict.

    A cell that a spreadsheet would compute begins with an apostrophe, which is taken off when the file is read.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *_MORE))
    for ruling in decided.rulings if decided else ():
        writer.writerow(map(_cell, (*ruling[1:], *("" for _ in _MORE))))
    for each in proposed:
        writer.writerow(map(_cell, (each.name, each.other, "", "", "", "", *_reasons(each))))
    return out.getvalue()


def _reasons(each: Proposal) -> Iterator[str]:
    yield from (each.reason, each.why, str(each.shared), f"{each.likeness:.2f}")
    yield from (str(each.articles), str(each.other_articles), _told(each.sentences), _told(each.other_sentences))


def _told(sentences: Iterable[Sentence]) -> str:
    return " ¶ ".join(f"{said.article}: {said.quote}" for said in sentences)


def _cell(text: str) -> str:
    line = one_line(text)
    return f"'{line}" if line.startswith(_COMPUTED) else line


def lines(number: int, each: Proposal) -> Iterator[str]:
    """A proposal as lines for reading, the sentences of both below."""
    other = f"{each.other} ({each.registry_id})" if each.registry_id else each.other
    yield one_line(f"{number}. {each.name} = {other} ?")
    counts = f"{each.articles} and {each.other_articles} articles, {each.shared} awards told of both"
    yield "   " + one_line(f"{each.reason}: {each.why}; {counts}, {each.likeness:.2f} alike")
    for name, sentences in ((each.name, each.sentences), (each.other, each.other_sentences)):
        yield from ("   " + one_line(f"{name}: {_short(said.quote)} [{said.article}]") for said in sentences)


def _short(quote: str) -> str:
    return quote if len(quote) <= _SHOWN else f"{quote[: _SHOWN - 1]}…"


_SHOWN = 120
"""How many characters of a sentence are shown to people; JSON and the draft have it whole."""
