"""The evaluator: facts documents compared with gold that a person made, so that their quality is a number.

Gold files and facts documents go in, an `Evaluation` comes out: precision, recall and F1 of receipts, awards,
organizations, parents and figures, the share of grounded spans, what must not have come out, and every error.

The way: `gold` (the files), `pairing` (which facts are of which gold), `claims` (both sides in one form), `likeness`
and `matching` (what agrees), `evaluation`, `scores` (what comes out), `rendering` and `floors`. Whoever wrote the
facts, rules, a model or a person, is judged the same.
"""

from collections.abc import Iterable, Mapping

from kg.article import Skipped
from kg.errors import GoldError
from kg.evaluator.evaluation import judge, total
from kg.evaluator.floors import MEASURES, below, floor, measure
from kg.evaluator.gold import Gold, load_golds
from kg.evaluator.pairing import Candidate, Pairing
from kg.evaluator.scores import Error, Evaluation, Judged, Kind, Score, Tally

__all__ = [
    "MEASURES",
    "Candidate",
    "Error",
    "Evaluation",
    "Gold",
    "Judged",
    "Kind",
    "Score",
    "Tally",
    "below",
    "evaluate",
    "floor",
    "load_golds",
    "measure",
]


def evaluate(
    golds: Mapping[str, Gold], candidates: Iterable[Candidate], *, skipped: Iterable[Skipped] = ()
) -> Evaluation:
    """Compare facts documents with gold, given by the name of the article (`x` for `x.gold.json`).

    An article without facts counts as one in which nothing was found; facts without gold are named and not judged.
    Gold for which there are two documents is skipped. Raises `GoldError` where there are facts, and none of an article
    that there is gold for: most likely the two are of different articles.
    """
    pairing, lost, judged = Pairing(candidates), list(skipped), []
    for name, gold in golds.items():
        try:
            found = pairing.claim(name)
        except GoldError as error:
            lost.append(Skipped(where=error.where, what=error.what, remedy=error.remedy))
        else:
            judged.append(judge(name, gold, found.document if found else None, found.text if found else None))
    if nothing := pairing.nothing_of(golds):
        raise nothing
    return total(judged, unjudged=pairing.unclaimed(), skipped=lost)
