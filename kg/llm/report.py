"""What asking a model cost and what became of its answers: as a value, and as lines for a person."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from kg.errors import one_line
from kg.llm.answer import Answer, Usage
from kg.llm.model import Model
from kg.terms import plain

_SHOWN = 10
_MILLION = Decimal(1_000_000)


class Prices(BaseModel):
    """What a million tokens cost, read and written, in whatever currency."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Decimal
    completion: Decimal


class Report(BaseModel):
    """A run: the totals, and for each article what was dropped, where the rules differ, and why there is no answer.

    `cost` is in the currency of the prices that were given, None where none were.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    base_url: str
    articles: int
    cached: int
    failed: int
    usage: Usage
    cost: Decimal | None
    answers: tuple[Answer, ...]


def report(answers: Iterable[Answer], model: Model, prices: Prices | None = None) -> Report:
    """Sum up the answers of a run, which leaves their facts out: these stand in their own documents."""
    told = tuple(answer.model_copy(update={"facts": None}) for answer in answers)
    usage = sum((answer.usage for answer in told), Usage())
    cost = (usage.prompt * prices.prompt + usage.completion * prices.completion) / _MILLION if prices else None
    return Report(
        model=model.name,
        base_url=model.base_url,
        articles=len(told),
        cached=sum(answer.cached for answer in told),
        failed=sum(answer.error is not None for answer in told),
        usage=usage,
        cost=cost,
        answers=told,
    )


def render(report: Report) -> str:
    """The report in lines: totals, then what was dropped and where the rules differ, the first few of each."""
    asked = f"articles {report.articles:,}, from the cache {report.cached:,}, without answer {report.failed:,}"
    tokens = f"tokens read {report.usage.prompt:,}, written {report.usage.completion:,}"
    cost = f"; cost {plain(report.cost.quantize(Decimal('0.0001')))}" if report.cost is not None else ""
    dropped = [f"{a.where}: {item}" for a in report.answers for item in a.dropped]
    differing = [f"{a.where}: only by {d.by}: {d.receipt}" for a in report.answers for d in a.differing]
    agreed = sum(a.agreed or 0 for a in report.answers)
    lines = [f"model       {report.model}: {asked}; {tokens}{cost}"]
    if any(a.agreed is not None for a in report.answers):
        lines.append(f"receipts    {agreed:,} found by both, {len(differing):,} by one alone")
        lines += _first(differing)
    lines.append(f"dropped     {len(dropped):,} of what the model said" if dropped else "dropped     nothing")
    return "\n".join((*lines, *_first(dropped)))


def _first(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"            {one_line(line)}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"            and {len(lines) - _SHOWN:,} more"
