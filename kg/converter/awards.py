"""Awards, programmes and their editions, and who received what."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.converter.evidence import supported
from kg.converter.identity import AwardNodes, Identity, receipt
from kg.converter.setting import Setting, fact
from kg.facts import Award, AwardReceipt, Span
from kg.terms import FA, RDF, RDFS, Quad, date, decimal, literal, norm


def award(setting: Setting, told: Award, identity: Identity) -> Iterator[Quad]:
    """An award with what it belongs to and who runs it."""
    nodes = identity.awards[told.id]
    yield from setting.named(nodes.category, FA.AwardCategory, told.name, told.aliases)
    if nodes.programme and told.programme:
        yield from setting.named(nodes.programme, FA.AwardProgramme, told.programme)
        yield from supported(setting, nodes.programme, _saying(told.evidence, told.programme))
        yield fact(nodes.category, FA.categoryOf, nodes.programme)
    yield from _edition(setting, told, nodes)
    for organizer in told.organizers:
        run = nodes.edition or nodes.programme or nodes.category
        yield fact(run, FA.organizedBy, identity.organizations[organizer])
    yield from supported(setting, nodes.category, told.evidence, (told.name, *told.aliases))


def _edition(setting: Setting, told: Award, nodes: AwardNodes) -> Iterator[Quad]:
    if nodes.edition is None or nodes.programme is None:
        return
    yield fact(nodes.edition, RDF.type, FA.AwardEdition)
    yield fact(nodes.edition, RDFS.label, setting.text(edition_name(told)))
    yield fact(nodes.edition, FA.editionOf, nodes.programme)
    if told.year:
        yield fact(nodes.edition, FA.editionYear, date(str(told.year)))
    if told.edition:
        yield fact(nodes.edition, FA.ordinal, literal(told.edition.strip()))
    yield from supported(setting, nodes.edition, _saying(told.evidence, *filter(None, (told.edition, told.year))))


def _saying(spans: Iterable[Span], *words: object) -> Iterator[Span]:
    """The spans that say one of the words, in whatever width it is printed."""
    keys = [norm(str(word)) for word in words]
    return (span for span in spans if any(key in norm(span.quote) for key in keys))


def edition_name(told: Award) -> str:
    """The name of an edition: 第五届X, else 2021年度X; of a programme that says it already, its own."""
    programme = (told.programme or "").strip()
    which = told.edition.strip() if told.edition else f"{told.year}年度"
    return programme if programme.startswith(which) else f"{which}{programme}"


def conferral(setting: Setting, told: AwardReceipt, year: int | None, identity: Identity) -> Iterator[Quad]:
    """One receipt; `year` is that of its award."""
    node, nodes = receipt(setting, told, year, identity), identity.awards[told.award]
    yield fact(node, RDF.type, FA.AwardReceipt)
    for recipient in told.recipients:
        yield fact(node, FA.recipient, identity.organizations[recipient])
    yield fact(node, FA.inCategory, nodes.category)
    if nodes.edition:
        yield fact(node, FA.inEdition, nodes.edition)
    if year:
        yield fact(node, FA.awardYear, date(str(year)))
    if told.case:
        yield fact(node, FA.forCase, identity.cases[told.case])
    if told.date:
        yield fact(node, FA.awardedOn, date(told.date.isoformat()))
    if told.announced_not_after and not told.date:
        yield fact(node, FA.announcedNotAfter, date(told.announced_not_after.isoformat()))
    if told.rank and told.rank.strip():
        yield fact(node, FA.rank, literal(told.rank.strip()))
    if told.confidence is not None:
        yield fact(node, FA.confidence, decimal(Decimal(str(told.confidence))))
    yield from supported(setting, node, told.evidence)
