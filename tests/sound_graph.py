"""A small graph that is sound, made by hand as the model says: one article, one receipt, three figures."""

from decimal import Decimal

from kg.article import sha256
from kg.terms import (
    CUR,
    DCTERMS,
    DEFAULT_GRAPH,
    FA,
    FAV,
    OA,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    UNIT,
    Mint,
    Quad,
    Term,
    date,
    decimal,
    integer,
    literal,
)

TEXT = (
    "长江养老的“养老一站通”荣获2021年度银行业服务评选年度服务案例奖。\n"
    "海报集团旗下海报社参与联合发布。该案例推出安享卡（又称享卡），累计服务超过3.3万人次，赔付3.3亿元，满意度达95%，已在昆明市落地。\n"
    "本次评选共1则案例。"
)
WON, PAID, CLAIM = "“养老一站通”荣获2021年度银行业服务评选年度服务案例奖", "3.3亿元", "共1则案例"
DECIDED = "荣获2021年度"
JOINT, GROUP = "海报社参与联合发布", "海报集团旗下海报社"
TITLE = "年度服务案例揭晓"

mint = Mint()
ARTICLE, OF_ARTICLE = mint.known("article", "NW1"), mint.graph("article", "NW1")
REGISTRY, VOCABULARY = mint.graph("registry"), mint.graph("vocabulary")
CPIC, PENSION = mint.known("organization", "cpic"), mint.known("organization", "changjiang-pension")
PRESS, PRESS_GROUP = mint.node("organization", "海报社"), mint.node("organization", "海报集团")
PROGRAMME, EDITION, CATEGORY = mint.node("programme", "x"), mint.node("edition", "x"), mint.node("category", "x")
CASE, PRODUCT, PLACE = mint.node("case", "x"), mint.node("product", "x"), mint.known("place", "530100")
RECEIPT, PARTICIPATION, CHECK = mint.node("receipt", "x"), mint.node("participation", "x"), mint.node("check", "x")
KNOWN, STATED = mint.node("subsidiary-relation", "registry"), mint.node("subsidiary-relation", "stated")
MONEY, COUNT, PERCENT = (mint.node("figure", quote) for quote in (PAID, "超过3.3万人次", "95%"))
PERSONS = FAV["unit/person-time"]
DECISION, REVIEWER = mint.node("decision", "x"), mint.node("reviewer", "x")
MEASURE, OTHER = mint.node("measure", "赔付"), mint.node("other", "x")


def zh(text: str) -> Term:
    return literal(text, language="zh-hans")


def span(quote: str) -> Term:
    return mint.node("span", quote)


def node(subject: Term, class_: str, *properties: tuple[Term, Term], graph: Term = DEFAULT_GRAPH) -> list[Quad]:
    pairs = ((RDF.type, FA[class_]), *properties)
    return [Quad(subject, predicate, object_, graph) for predicate, object_ in pairs]


def quoted(quote: str, subject: Term, *, mention: bool = False, text: str = TEXT) -> list[Quad]:
    """A span of the text and the node that it supports."""
    start = text.index(quote)
    offsets = ((FA.start, integer(start)), (FA.end, integer(start + len(quote))))
    said = ((FA.exact, literal(quote)), (OA.hasSource, ARTICLE), *offsets)
    mentioned = ((RDF.type, FA.Mention), (FA.mentionOf, subject)) if mention else ()
    quads = node(span(quote), "EvidenceSpan", *said, *mentioned, graph=OF_ARTICLE)
    return [*quads, Quad(subject, FA.hasEvidence, span(quote), OF_ARTICLE)]


def figure(subject: Term, class_: str, quote: str, value: str, unit: Term, comparator: str) -> list[Quad]:
    return [
        *node(
            subject,
            "Figure",
            (RDF.type, FA[class_]),
            (FA.citedIn, CASE),
            (FA.numericValue, decimal(Decimal(value))),
            (FA.comparator, FAV[f"comparator/{comparator}"]),
            (FA.unit, unit),
            (FA.measures, MEASURE),
            (FA.printedText, literal(quote)),
        ),
        *quoted(quote, subject),
    ]


def article_graph() -> list[Quad]:
    return [
        *node(
            ARTICLE,
            "Article",
            (RDFS.label, zh(TITLE)),
            (DCTERMS.identifier, literal("NW1")),
            (DCTERMS.issued, date("2022-03-15T20:24:46+08:00")),
            (FA.textDigest, literal(sha256(TEXT))),
            graph=OF_ARTICLE,
        ),
        *node(
            CHECK,
            "Check",
            (FA.expected, integer(1)),
            (FA.found, integer(1)),
            (OA.hasSource, ARTICLE),
            graph=OF_ARTICLE,
        ),
        *quoted(CLAIM, CHECK),
    ]


def organizations() -> list[Quad]:
    quads: list[Quad] = []
    for organization, name in ((CPIC, "中国太保"), (PENSION, "长江养老")):
        known = ((SKOS.prefLabel, zh(name)), (ORG.classification, FAV["kind/pension"]))
        quads += node(organization, "Organization", *known, graph=REGISTRY)
    for organization, name in ((PRESS, "海报社"), (PRESS_GROUP, "海报集团")):
        quads += node(organization, "Organization", (RDFS.label, zh(name)), (ORG.classification, FAV["kind/media"]))
        quads += quoted(name, organization, mention=True)
    links = ((KNOWN, PENSION, CPIC, "registry", REGISTRY), (STATED, PRESS, PRESS_GROUP, "stated", DEFAULT_GRAPH))
    for relation, child, parent, basis, graph in links:
        said = ((FA.child, child), (FA.parent, parent), (FA.basis, FAV[f"basis/{basis}"]))
        quads += node(relation, "SubsidiaryRelation", *said, graph=graph)
    ticker = Quad(CPIC, SCHEMA.tickerSymbol, literal("601601.SH"), REGISTRY)
    return [*quads, ticker, *quoted("长江养老", PENSION, mention=True), *quoted(GROUP, STATED)]


def award() -> list[Quad]:
    year = date("2021")
    return [
        *node(PROGRAMME, "AwardProgramme", (RDFS.label, zh("银行业服务评选"))),
        *node(EDITION, "AwardEdition", (FA.editionOf, PROGRAMME), (FA.editionYear, year), (RDFS.label, zh("2021年度"))),
        *node(CATEGORY, "AwardCategory", (FA.categoryOf, PROGRAMME), (RDFS.label, zh("年度服务案例奖"))),
        *quoted("年度服务案例奖", CATEGORY, mention=True),
        *node(
            RECEIPT,
            "AwardReceipt",
            (FA.recipient, PENSION),
            (FA.inCategory, CATEGORY),
            (FA.inEdition, EDITION),
            (FA.awardYear, year),
            (FA.forCase, CASE),
        ),
        *quoted(WON, RECEIPT),
    ]


def decision() -> list[Quad]:
    decided = (
        *((FA.verdict, FAV["verdict/accepted"]), (FA.decidedAbout, RECEIPT), (FA.contentKey, literal("长江养老"))),
        *((PROV.wasAttributedTo, REVIEWER), (DCTERMS.date, date("2026-11-23")), (OA.hasSource, ARTICLE)),
    )
    return [
        *node(DECISION, "Decision", *decided, graph=OF_ARTICLE),
        *quoted(DECIDED, DECISION),
        *node(REVIEWER, "Reviewer", (RDFS.label, zh("王敏"))),
    ]


def case() -> list[Quad]:
    owned = ((FA.caseOf, PENSION), (FA.concerns, PRODUCT), (FA.tookPlaceIn, PLACE))
    named = ((RDFS.label, zh("安享卡")), (SKOS.altLabel, zh("享卡")))
    return [
        *node(CASE, "Case", (RDFS.label, zh("养老一站通")), *owned),
        *quoted("养老一站通", CASE, mention=True),
        *node(PRODUCT, "Product", *named, (FA.providedBy, PENSION)),
        *quoted("安享卡", PRODUCT, mention=True),
        *quoted("享卡", PRODUCT, mention=True),
        *node(PLACE, "Place", (SKOS.prefLabel, zh("昆明市")), graph=VOCABULARY),
        *node(PARTICIPATION, "Participation", (FA.participationIn, CASE), (FA.participant, PRESS)),
        *quoted(JOINT, PARTICIPATION),
        *node(CUR.CNY, "Unit", (SKOS.prefLabel, zh("人民币")), graph=VOCABULARY),
        *node(PERSONS, "Unit", (SKOS.prefLabel, zh("人次")), graph=VOCABULARY),
        *node(UNIT.PERCENT, "Unit", (SKOS.prefLabel, zh("百分比")), graph=VOCABULARY),
        *node(MEASURE, "Measure", (RDFS.label, zh("赔付"))),
        *figure(MONEY, "MonetaryFigure", PAID, "330000000", CUR.CNY, "equal"),
        *figure(COUNT, "CountFigure", "超过3.3万人次", "33000", PERSONS, "more-than"),
        *figure(PERCENT, "PercentageFigure", "95%", "95", UNIT.PERCENT, "equal"),
    ]


CLEAN = tuple({*article_graph(), *organizations(), *award(), *decision(), *case()})
