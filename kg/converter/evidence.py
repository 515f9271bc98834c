"""The article's own graph: what the article is, what it claims about itself, and the summaries of its cases."""

from kg.converter.identity import place, unregistered
from kg.converter.setting import link
from kg.converter.sheet import Sheet
from kg.facts import Article, Check
from kg.terms import DCTERMS, FA, OA, RDF, RDFS, SCHEMA, date, integer, literal


def article(sheet: Sheet, told: Article) -> None:
    """The article itself, and its publisher where the registry does not know it."""
    setting, node = sheet.setting, sheet.setting.article
    sheet.said(node, RDF.type, FA.Article)
    sheet.said(node, DCTERMS.identifier, literal(told.id))
    if setting.digest:
        sheet.said(node, FA.textDigest, literal(setting.digest))
    if told.title and told.title.strip():
        sheet.said(node, RDFS.label, sheet.label(told.title))
    if told.published:
        sheet.said(node, DCTERMS.issued, date(told.published.strip()))
    if told.language:
        sheet.said(node, DCTERMS.language, literal(told.language))
    if told.url:
        sheet.said(node, SCHEMA.url, link(told.url))
    if told.publisher and told.publisher.strip():
        _publisher(sheet, told.publisher)


def _publisher(sheet: Sheet, name: str) -> None:
    setting = sheet.setting
    entry = setting.registry.resolve(name)
    node = setting.mint.known("organization", entry.id) if entry else unregistered(setting, name)
    sheet.said(setting.article, DCTERMS.publisher, node)
    if entry is None:
        sheet.named(node, FA.Organization, name)


def check(sheet: Sheet, told: Check) -> None:
    """What the article claims about itself, and what was found."""
    setting = sheet.setting
    node = setting.mint.node("check", setting.article, *place(told.claim), str(told.expected))
    sheet.said(node, RDF.type, FA.Check)
    sheet.said(node, FA.expected, integer(told.expected))
    sheet.said(node, FA.found, integer(told.found))
    sheet.said(node, OA.hasSource, setting.article)
    sheet.supported(node, [told.claim])
