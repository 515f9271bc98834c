"""Awards, programmes and their editions, and who received what."""

from collections.abc import Sequence
from decimal import Decimal

from kg.converter.identity import Identity, receipt
from kg.converter.sheet import Sheet, keys
from kg.facts import Award, AwardReceipt, Span
from kg.terms import FA, RDF, RDFS, Term, date, decimal, literal, norm

_LABEL, _CATEGORY_OF = RDFS.label, FA.categoryOf
_EDITION_OF, _EDITION_YEAR, _ORDINAL = FA.editionOf, FA.editionYear, FA.ordinal
_RECIPIENT, _IN_CATEGORY, _IN_EDITION = FA.recipient, FA.inCategory, FA.inEdition
_AWARD_YEAR, _FOR_CASE = FA.awardYear, FA.forCase
_AN_EDITION, _A_RECEIPT = f"{RDF.type} {FA.AwardEdition} .\n", f"{RDF.type} {FA.AwardReceipt} .\n"


def award(sheet: Sheet, told: Award, identity: Identity) -> None:
    """An award with what it belongs to and who runs it."""
    nodes, evidence = identity.awards[told.id], told.evidence
    sheet.named(nodes.category, FA.AwardCategory, told.name, told.aliases)
    if nodes.programme and told.programme:
        quotes = [norm(span.quote) for span in evidence]
        sheet.named(nodes.programme, FA.AwardProgramme, told.programme)
        sheet.supported(nodes.programme, _saying(evidence, quotes, told.programme))
        sheet.about(nodes.category).append(f"{_CATEGORY_OF} {nodes.programme} .\n")
        if nodes.edition:
            _edition(sheet, told, nodes.edition, nodes.programme)
            sheet.supported(nodes.edition, _saying(evidence, quotes, *filter(None, (told.edition, told.year))))
    for organizer in told.organizers:
        run = nodes.edition or nodes.programme or nodes.category
        sheet.fact(run, FA.organizedBy, identity.organizations[organizer])
    sheet.supported(nodes.category, evidence, keys((told.name, *told.aliases)))


def _edition(sheet: Sheet, told: Award, node: Term, programme: Term) -> None:
    about = sheet.about(node)
    about += (_AN_EDITION, f"{_LABEL} {sheet.label(edition_name(told))} .\n", f"{_EDITION_OF} {programme} .\n")
    if told.year:
        about.append(f"{_EDITION_YEAR} {date(str(told.year))} .\n")
    if told.edition:
        about.append(f"{_ORDINAL} {literal(told.edition.strip())} .\n")


def _saying(spans: Sequence[Span], quotes: Sequence[str], *words: object) -> list[Span]:
    """The spans that say one of the words, in whatever width it is printed; `quotes` are theirs, folded."""
    said = [norm(str(word)) for word in words]
    return [span for span, quote in zip(spans, quotes, strict=True) if any(map(quote.__contains__, said))]


def edition_name(told: Award) -> str:
    """The name of an edition: 第五届X, else 2021年度X; of a programme that says it already, its own."""
    programme = (told.programme or "").strip()
    which = told.edition.strip() if told.edition else f"{told.year}年度"
    return programme if programme.startswith(which) else f"{which}{programme}"


def conferral(sheet: Sheet, told: AwardReceipt, year: int | None, identity: Identity) -> Term:
    """One receipt, as its node; `year` is that of its award."""
    node, nodes = receipt(sheet.setting, told, year, identity), identity.awards[told.award]
    recipients, about = [identity.organizations[each] for each in told.recipients], sheet.about(node)
    sheet.meet(*recipients)
    about += (_A_RECEIPT, f"{_IN_CATEGORY} {nodes.category} .\n")
    about += [f"{_RECIPIENT} {recipient} .\n" for recipient in recipients]
    if nodes.edition:
        about.append(f"{_IN_EDITION} {nodes.edition} .\n")
    if year:
        about.append(f"{_AWARD_YEAR} {date(str(year))} .\n")
    if told.case:
        about.append(f"{_FOR_CASE} {identity.cases[told.case]} .\n")
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
