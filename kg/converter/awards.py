"""Awards, programmes and their editions, and who received what."""

from collections.abc import Iterable
from decimal import Decimal

from kg.converter.identity import AwardNodes, Identity, receipt
from kg.converter.sheet import Sheet, keys
from kg.facts import Award, AwardReceipt, Span
from kg.terms import FA, RDF, RDFS, Term, date, decimal, literal, norm


def award(sheet: Sheet, told: Award, identity: Identity) -> None:
    """An award with what it belongs to and who runs it."""
    nodes = identity.awards[told.id]
    sheet.named(nodes.category, FA.AwardCategory, told.name, told.aliases)
    if nodes.programme and told.programme:
        sheet.named(nodes.programme, FA.AwardProgramme, told.programme)
        sheet.supported(nodes.programme, _saying(told.evidence, told.programme))
        sheet.fact(nodes.category, FA.categoryOf, nodes.programme)
    _edition(sheet, told, nodes)
    for organizer in told.organizers:
        run = nodes.edition or nodes.programme or nodes.category
        sheet.fact(run, FA.organizedBy, identity.organizations[organizer])
    sheet.supported(nodes.category, told.evidence, keys((told.name, *told.aliases)))


def _edition(sheet: Sheet, told: Award, nodes: AwardNodes) -> None:
    if nodes.edition is None or nodes.programme is None:
        return
    sheet.fact(nodes.edition, RDF.type, FA.AwardEdition)
    sheet.fact(nodes.edition, RDFS.label, sheet.label(edition_name(told)))
    sheet.fact(nodes.edition, FA.editionOf, nodes.programme)
    if told.year:
        sheet.fact(nodes.edition, FA.editionYear, date(str(told.year)))
    if told.edition:
        sheet.fact(nodes.edition, FA.ordinal, literal(told.edition.strip()))
    sheet.supported(nodes.edition, _saying(told.evidence, *filter(None, (told.edition, told.year))))


def _saying(spans: Iterable[Span], *words: object) -> list[Span]:
    """The spans that say one of the words, in whatever width it is printed."""
    said = [norm(str(word)) for word in words]
    return [span for span in spans if any(each in norm(span.quote) for each in said)]


def edition_name(told: Award) -> str:
    """The name of an edition: 第五届X, else 2021年度X; of a programme that says it already, its own."""
    programme = (told.programme or "").strip()
    which = told.edition.strip() if told.edition else f"{told.year}年度"
    return programme if programme.startswith(which) else f"{which}{programme}"


def conferral(sheet: Sheet, told: AwardReceipt, year: int | None, identity: Identity) -> Term:
    """One receipt, as its node; `year` is that of its award."""
    node, nodes = receipt(sheet.setting, told, year, identity), identity.awards[told.award]
    sheet.fact(node, RDF.type, FA.AwardReceipt)
    for recipient in told.recipients:
        sheet.fact(node, FA.recipient, identity.organizations[recipient])
    sheet.fact(node, FA.inCategory, nodes.category)
    if nodes.edition:
        sheet.fact(node, FA.inEdition, nodes.edition)
    if year:
        sheet.fact(node, FA.awardYear, date(str(year)))
    if told.case:
        sheet.fact(node, FA.forCase, identity.cases[told.case])
    if told.date:
        sheet.fact(node, FA.awardedOn, date(told.date.isoformat()))
    if told.announced_not_after and not told.date:
        sheet.fact(node, FA.announcedNotAfter, date(told.announced_not_after.isoformat()))
    if told.rank and told.rank.strip():
        sheet.fact(node, FA.rank, literal(told.rank.strip()))
    if told.confidence is not None:
        sheet.fact(node, FA.confidence, decimal(Decimal(str(told.confidence))))
    sheet.supported(node, told.evidence)
    return node
