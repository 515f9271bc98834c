"""A difference for people: the number of changes of each class, then each with its fields and sentences."""

from collections import Counter
from collections.abc import Iterator

from kg.differ.comparison import Change, Difference, Quote
from kg.page import visible

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WORDS = {
    "AwardReceipt": "receipt",
    "SubsidiaryRelation": "subsidiary",
    "AwardCategory": "award",
    "AwardEdition": "edition",
    "AwardProgramme": "programme",
}


def render(difference: Difference, *, with_quads: bool = False) -> Iterator[str]:
    """The lines of a difference; `+` is only in the newer graph, `-` only in the older, `~` differs."""
    counts: Counter[tuple[str, str]] = Counter((change.kind, change.change) for change in difference.changes)
    for kind in dict.fromkeys(change.kind for change in difference.changes):
        said = ", ".join(f"{counts[kind, how]} {how}" for how in _SIGNS if counts[kind, how])
        yield f"{_word(kind)}: {said}"
    yield f"quads: {len(difference.added)} added, {len(difference.removed)} removed"
    for change in difference.changes:
        yield from _change(change)
    if with_quads:
        yield from (f"- {line}" for line in difference.removed)
        yield from (f"+ {line}" for line in difference.added)


def _word(kind: str) -> str:
    return _WORDS.get(kind, kind.lower())


def _change(change: Change) -> Iterator[str]:
    yield ""
    yield f"{_SIGNS[change.change]} {_word(change.kind)} {_line(change.label)}"
    for field in change.fields:
        before, after = (_line("; ".join(values)) or "–" for values in (field.before, field.after))
        yield f"    {_line(field.name)}: {before} → {after}"
    yield from _quotes(change.lost, "-" if change.change == "changed" else "")
    yield from _quotes(change.gained, "+" if change.change == "changed" else "")


def _quotes(quotes: tuple[Quote, ...], sign: str) -> Iterator[str]:
    for quote in quotes:
        yield f"    {sign + ' ' if sign else ''}“{_line(quote.exact)}” —— {_line(quote.source)}"


def _line(text: str) -> str:
    """A text as part of one line, with nothing in it that hides or reorders what is shown."""
    return visible(" ".join(text.split()))
