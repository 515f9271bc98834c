"""The cases of a draft, examined: title, owners, partners, products, places and figures."""

from collections.abc import Collection, Iterator, Sequence

from kg import facts
from kg.llm.examination import Examination, Known
from kg.llm.figures import fault, prints
from kg.llm.location import Stretch
from kg.llm.reply import Draft


def examine_cases(exam: Examination, draft: Draft, kinds: Collection[str]) -> list[facts.Case]:
    """The cases whose titles the text prints."""
    made: list[facts.Case] = []
    told = {
        name: [place for span in receipt.evidence for place in exam.printed.places(span.quote)[:1]]
        for _, receipt in draft.receipts
        if (name := receipt.case)
    }
    for path, said in draft.cases:
        forms = exam.names(path, said.title, said.aliases)
        if not forms:
            continue
        quotes = exam.evidence(path, said.evidence, forms)
        summary = exam.located(f"{path}.summary", [said.summary] if said.summary else [])
        known = Known(forms[0], forms, (*quotes, *summary))
        if not exam.introduce("case", path, known.id, (said.id, said.title), (*said.aliases, *forms), known):
            continue
        around = (*known.quotes, *told.get(said.id, ()), *told.get(said.title, ()))
        made.append(
            facts.Case(
                id=known.id,
                title=known.id,
                kind=one_of(exam, f"{path}.kind", said.kind, kinds),
                owners=exam.mentioned(f"{path}.owners", said.owners, around),
                partners=tuple(_partners(exam, path, said.partners)),
                summary=exam.printed.span(summary[0]) if summary else None,
                products=tuple(_products(exam, path, said.products, around, made)),
                places=tuple(_places(exam, path, said.places)),
                figures=tuple(_figures(exam, path, said.figures, known.quotes)),
                aliases=forms[1:],
                evidence=exam.spans(quotes),
            )
        )
    return made


def one_of(exam: Examination, path: str, said: str | None, words: Collection[str]) -> str | None:
    """A kind that the vocabulary knows."""
    if said is None or said in words:
        return said
    exam.drop(path, said, "is no kind that the vocabulary knows")
    return None


def _partners(exam: Examination, path: str, said: Sequence[facts.Partner]) -> Iterator[facts.Partner]:
    for n, partner in enumerate(said):
        here = f"{path}.partners[{n}]"
        quotes = exam.located(f"{here}.evidence", partner.evidence)
        if ids := exam.mentioned(here, [partner.organization], quotes):
            role = exam.name(f"{here}.role", partner.role)
            yield facts.Partner(organization=ids[0], role=role, evidence=exam.spans(quotes))


def _products(
    exam: Examination,
    path: str,
    said: Sequence[facts.Product],
    around: Sequence[Stretch],
    cases: Sequence[facts.Case],
) -> Iterator[facts.Product]:
    """The products that the text names; each stands in the document once."""
    taken = {product.name for case in cases for product in case.products}
    for n, product in enumerate(said):
        here = f"{path}.products[{n}]"
        forms = exam.names(here, product.name, product.aliases)
        if not forms or forms[0] in taken:
            continue
        taken.add(forms[0])
        quotes = exam.evidence(here, product.evidence, forms)
        provider = exam.mentioned(here, [product.provider] if product.provider else [], (*quotes, *around))
        launched = product.launched
        if launched and not any(prints(launched, exam.printed.text[q.start : q.end]) for q in (*quotes, *around)):
            exam.drop(f"{here}.launched", launched, "no quote prints it")
            launched = None
        yield facts.Product(
            id=forms[0],
            name=forms[0],
            aliases=forms[1:],
            provider=provider[0] if provider else None,
            launched=launched,
            evidence=exam.spans(quotes),
        )


def _places(exam: Examination, path: str, said: Sequence[str]) -> Iterator[str]:
    found = (exam.name(f"{path}.places[{n}]", place) for n, place in enumerate(said))
    return (place for place in dict.fromkeys(found) if place)


def _figures(
    exam: Examination, path: str, said: Sequence[facts.Figure], about: Sequence[Stretch]
) -> Iterator[facts.Figure]:
    """The figures that their quotes print, each where it stands nearest to what is said of the case."""
    text = exam.printed.text
    for n, figure in enumerate(said):
        here = f"{path}.figures[{n}]"
        places = exam.printed.places(figure.evidence.quote)
        faults = {place: fault(figure, text, place) for place in places}
        good = [place for place in places if faults[place] is None]
        if not good:
            why = next(iter(faults.values()), None) or "does not stand in the article"
            exam.drop(here, figure.evidence.quote, why)
            continue
        place = min(good, key=lambda p: min((_distance(p, passage) for passage in about), default=0))
        line = text[text.rfind("\n", 0, place.start) + 1 : place.end]
        period = figure.period
        if period is not None and not prints(period, line):
            exam.drop(f"{here}.period", period, "is not printed before the figure in its paragraph")
            period = None
        measure = exam.name(f"{here}.measure", figure.measure)
        yield figure.model_copy(update={"measure": measure, "period": period, "evidence": exam.printed.span(place)})


def _distance(place: Stretch, passage: Stretch) -> int:
    return max(passage.start - place.end, place.start - passage.end, 0)
