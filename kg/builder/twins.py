"""What was skipped for the sake of an article of its id: where that one goes, the next one that has the id comes."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.article import Article, Skipped
from kg.builder.origins import Standpoint
from kg.builder.sources import Pair, twin, twin_of
from kg.extraction import Extract
from kg.reader import read_each


class HandedOn(NamedTuple):
    """Articles that come from their twins now, the skipped that stay, and the twins that hold no such article now."""

    pairs: tuple[Pair, ...]
    staying: tuple[Skipped, ...]
    lost: tuple[Skipped, ...]


def hand_on(
    gone: Mapping[str, Pair],
    skipped: Sequence[Skipped],
    point: Standpoint,
    fields: Mapping[str, str],
    extract: Extract | None,
) -> HandedOn:
    """Read the twins of the articles that went, by id, again. Without `extract` they have the facts that were found."""
    taken: dict[str, Pair] = {}
    staying, lost = list[Skipped](), list[Skipped]()
    for item in skipped:
        id = twin_of(item)
        if id is None or id not in gone:
            staying.append(item)
        elif id in taken:
            staying.append(twin(item.where, id, taken[id][0].source or id))
        elif pair := _read_again(item.where, gone[id], point, fields, extract):
            taken[id] = pair
        else:
            what = f"it was left out for {gone[id][0].source or id}, which is gone, and does not hold the same now"
            lost.append(Skipped(where=item.where, what=what, remedy="take it in with `kg update`"))
    return HandedOn(tuple(taken.values()), tuple(staying), tuple(lost))


def _read_again(
    where: str, gone: Pair, point: Standpoint, fields: Mapping[str, str], extract: Extract | None
) -> Pair | None:
    old, document = gone
    read = list(read_each(point.place(where), fields=fields))
    if len(read) != 1 or not isinstance(read[0], Article) or read[0].id != old.id:
        return None
    article = read[0].model_copy(update={"source": where})
    if extract is not None:
        made = next(iter(extract([article])))
        return None if isinstance(made, Skipped) else made
    if article != old.model_copy(update={"source": where}):
        return None
    info = document.article.model_copy(update={"source_path": where})
    return article, document.model_copy(update={"article": info})
