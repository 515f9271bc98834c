"""An evaluation for people: the rows of its tables, and its errors as text."""

from collections.abc import Iterator

from kg.errors import one_line
from kg.evaluator.pairing import few
from kg.evaluator.scores import Error, Evaluation, Judged, Kind, Score, Tally

TOTAL_COLUMNS = ("score", "precision", "recall", "F1", "hit", "found", "gold")
DOCUMENT_COLUMNS = ("document", "errors", *(f"{kind} F1" for kind in Kind), "grounded")


def total_rows(tally: Tally) -> Iterator[tuple[str, ...]]:
    """A row of `TOTAL_COLUMNS` for each kind of fact."""
    for kind in Kind:
        score = tally.scores[kind]
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        yield (kind, *shares, str(score.hit), str(score.predicted), str(score.gold))


def document_rows(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    """A row of `DOCUMENT_COLUMNS` for each document, those with the most errors first."""
    for one in evaluation.documents:
        scores = (_f1(one.tally.scores[kind]) for kind in Kind)
        checked = one.tally.grounding.checked
        grounded = f"{one.tally.grounding.share:.3f}" if checked else "–"
        yield (one_line(one.document), str(len(one.errors)), *scores, grounded)


def _f1(score: Score) -> str:
    return f"{score.f1:.3f}" if score.predicted or score.gold else "–"


def remarks(evaluation: Evaluation) -> Iterator[str]:
    """What the scores do not say: grounding, forbidden names, years, and which documents were not compared."""
    tally, grounding = evaluation.total, evaluation.total.grounding
    unchecked = f"; {grounding.unchecked:,} have no text to check them in" if grounding.unchecked else ""
    yield f"grounded       {grounding.grounded:,} of {grounding.checked:,} spans stand in their text{unchecked}"
    yield f"forbidden      {tally.must_not} (names that must not come out)"
    yield f"year invented  {tally.year_invented} (receipts with a year that the gold does not give)"
    missing = [one.document for one in evaluation.documents if one.missing]
    if missing:
        yield f"no facts       of {few(missing)}"
    if evaluation.unjudged:
        yield f"no gold        for {few(evaluation.unjudged)}"


def errors(evaluation: Evaluation, documents: int) -> Iterator[str]:
    """The errors of the worst documents as lines of text: kind and fact, and for what was found its sentences."""
    wrong = [one for one in evaluation.documents if one.errors]
    for one in wrong[:documents]:
        yield from _document(one)
    if wrong[documents:]:
        count = sum(len(one.errors) for one in wrong[documents:])
        yield f"and {count:,} more errors in {len(wrong) - documents:,} more documents"


def _document(judged: Judged) -> Iterator[str]:
    count = len(judged.errors)
    said = "; there are no facts of it" if judged.missing else ""
    yield f"{one_line(judged.document)}: {count} {'error' if count == 1 else 'errors'}{said}"
    for error in judged.errors:
        yield from _error(error)


def _error(error: Error) -> Iterator[str]:
    yield f"  {error.side:<11} {error.kind:<13} {one_line(error.what)}"
    yield from (f"  {'':<11} {'':<13} “{one_line(cited)}”" for cited in error.cites[:_MOST_CITED])


_MOST_CITED = 2
