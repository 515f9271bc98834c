"""What can be wrong with a graph: each fault seeded into the sound one, with the rule that is there to catch it."""

from decimal import Decimal
from typing import NamedTuple

from kg.article import sha256
from kg.terms import (
    DCTERMS,
    FA,
    FAV,
    OA,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Quad,
    Term,
    date,
    decimal,
    integer,
    literal,
)
from tests.sound_graph import (
    ARTICLE,
    CASE,
    CATEGORY,
    CHECK,
    CLAIM,
    CLEAN,
    CPIC,
    DECIDED,
    DECISION,
    EDITION,
    GROUP,
    JOINT,
    MEASURE,
    MONEY,
    OF_ARTICLE,
    OTHER,
    PAID,
    PARTICIPATION,
    PENSION,
    PERCENT,
    PLACE,
    PRESS,
    PRESS_GROUP,
    PRODUCT,
    PROGRAMME,
    RECEIPT,
    STATED,
    TEXT,
    WON,
    mint,
    span,
    zh,
)


class Fault(NamedTuple):
    """What is taken from the sound graph (all values of a property) and added to it; the quote to be named."""

    shape: str
    quote: str | None
    drop: tuple[tuple[Term, Term], ...] = ()
    add: tuple[tuple[Term, Term, Term], ...] = ()

    def seed(self) -> list[Quad]:
        kept = [quad for quad in CLEAN if (quad.subject, quad.predicate) not in self.drop]
        return [*kept, *(Quad(*triple, OF_ARTICLE) for triple in self.add)]


def drop(shape: str, quote: str | None, subject: Term, predicate: Term) -> Fault:
    return Fault(shape, quote, drop=((subject, predicate),))


def add(shape: str, quote: str | None, subject: Term, predicate: Term, object_: Term) -> Fault:
    return Fault(shape, quote, add=((subject, predicate, object_),))


def change(shape: str, quote: str | None, subject: Term, predicate: Term, object_: Term) -> Fault:
    return Fault(shape, quote, ((subject, predicate),), ((subject, predicate, object_),))


LOST = span(PAID)
START = TEXT.index(PAID)
BLANK = Term("_:b")
SIDES, SIDE = mint.node("contradiction", "x"), mint.node("side", "x")
DISPUTED = (
    (SIDES, RDF.type, FA.Contradiction),
    (SIDES, FA.disputes, FAV["disputed/figure"]),
    (SIDES, FA.hasEvidence, LOST),
    (SIDE, RDF.type, FA.Side),
    (SIDE, FA.hasEvidence, LOST),
)
OTHER_SIDE = ((OTHER, RDF.type, FA.Side), (OTHER, FA.hasEvidence, LOST))

FAULTS = (
    drop("ReceiptRecipient", WON, RECEIPT, FA.recipient),
    add("ReceiptRecipient", WON, RECEIPT, FA.recipient, CASE),
    drop("ReceiptCategory", WON, RECEIPT, FA.inCategory),
    add("ReceiptEdition", WON, RECEIPT, FA.inEdition, OTHER),
    add("ReceiptCase", WON, RECEIPT, FA.forCase, OTHER),
    change("ReceiptYear", WON, RECEIPT, FA.awardYear, literal("2021")),
    add("ReceiptNotAfter", WON, RECEIPT, FA.announcedNotAfter, literal("近日")),
    add("ReceiptDate", WON, RECEIPT, FA.awardedOn, literal("去年")),
    drop("ReceiptEvidence", "养老一站通", RECEIPT, FA.hasEvidence),
    change("ReceiptProgramme", WON, CATEGORY, FA.categoryOf, OTHER),
    drop("ReceiptProgramme", WON, CATEGORY, FA.categoryOf),
    change("ReceiptEditionYear", WON, RECEIPT, FA.awardYear, date("2020")),
    add("ReceiptClosed", WON, RECEIPT, FA.role, zh("主办")),
    drop("EditionProgramme", WON, EDITION, FA.editionOf),
    add("EditionYear", WON, EDITION, FA.editionYear, date("2022")),
    drop("EditionWhich", WON, EDITION, FA.editionYear),
    add("CategoryProgramme", "年度服务案例奖", CATEGORY, FA.categoryOf, OTHER),
    add("Organizer", WON, EDITION, FA.organizedBy, CASE),
    drop("CaseTitle", "养老一站通", CASE, RDFS.label),
    drop("CaseEvidence", WON, CASE, FA.hasEvidence),
    add("CaseOwner", "养老一站通", CASE, FA.caseOf, PLACE),
    add("CaseProduct", "养老一站通", CASE, FA.concerns, PLACE),
    add("CasePlace", "养老一站通", CASE, FA.tookPlaceIn, PRODUCT),
    drop("ParticipationCase", JOINT, PARTICIPATION, FA.participationIn),
    drop("ParticipationParticipant", JOINT, PARTICIPATION, FA.participant),
    drop("ParticipationEvidence", "养老一站通", PARTICIPATION, FA.hasEvidence),
    add("ProductProvider", "安享卡", PRODUCT, FA.providedBy, CPIC),
    add("PlaceWithin", "养老一站通", PLACE, FA.within, CASE),
    drop("RelationChild", GROUP, STATED, FA.child),
    drop("RelationParent", GROUP, STATED, FA.parent),
    change("RelationParent", GROUP, STATED, FA.parent, PRESS),
    change("RelationBasis", GROUP, STATED, FA.basis, FAV["basis/guessed"]),
    add("RelationSince", GROUP, STATED, FA.validFrom, literal("去年")),
    drop("RelationEvidence", "海报社", STATED, FA.hasEvidence),
    Fault(
        "Acyclic",
        "长江养老",
        add=(
            (OTHER, RDF.type, FA.SubsidiaryRelation),
            (OTHER, FA.child, CPIC),
            (OTHER, FA.parent, PENSION),
            (OTHER, FA.basis, FAV["basis/registry"]),
        ),
    ),
    add("Acyclic", "海报集团", PRESS_GROUP, FA.subsidiaryOf, PRESS_GROUP),
    add("OrganizationTicker", "长江养老", PENSION, SCHEMA.tickerSymbol, literal("SH601601")),
    drop("OrganizationKind", "海报社", PRESS, ORG.classification),
    add("OrganizationUnresolved", "长江养老", PENSION, RDFS.label, zh("长江养老")),
    drop("FigureValue", PAID, MONEY, FA.numericValue),
    add("FigureValue", PAID, MONEY, FA.numericValue, decimal(Decimal(1))),
    change("FigureValue", PAID, MONEY, FA.numericValue, literal("330000000")),
    add("FigureUpper", PAID, MONEY, FA.upperBound, literal("330000001")),
    add("FigureRange", PAID, MONEY, FA.upperBound, decimal(Decimal(600))),
    drop("FigureUnit", PAID, MONEY, FA.unit),
    change("FigureComparator", PAID, MONEY, FA.comparator, FAV["comparator/roughly"]),
    drop("FigureCase", PAID, MONEY, FA.citedIn),
    change("FigureText", PAID, MONEY, FA.printedText, literal("")),
    drop("FigureEvidence", "养老一站通", MONEY, FA.hasEvidence),
    drop("FigureMeasure", PAID, MONEY, FA.measures),
    change("FigureScale", PAID, MONEY, FA.numericValue, decimal(Decimal("3.3"))),
    change("MoneyUnit", PAID, MONEY, FA.unit, FAV["unit/piece"]),
    change("PercentageRange", "95%", PERCENT, FA.numericValue, decimal(Decimal(95_000))),
    add("FigureClosed", PAID, MONEY, FA.role, zh("主办")),
    drop("SpanSource", PAID, LOST, OA.hasSource),
    add("SpanText", PAID, LOST, FA.exact, literal("5.7亿元")),
    change("SpanStart", PAID, LOST, FA.start, integer(1000)),
    add("SpanEnd", PAID, LOST, FA.end, integer(1000)),
    drop("SpanStartKnown", PAID, LOST, FA.start),
    drop("SpanEndKnown", PAID, LOST, FA.end),
    add("SpanVerified", PAID, LOST, FA.verified, literal("true", datatype=XSD.boolean)),
    change("SpanLength", PAID, LOST, FA.end, integer(START + len(PAID) + 1)),
    change("SpanUsed", WON, RECEIPT, FA.hasEvidence, span("养老一站通")),
    add("SpanClosed", PAID, LOST, FA.role, zh("主办")),
    add("EvidenceSpan", "养老一站通", CASE, FA.hasEvidence, ARTICLE),
    drop("NameEvidence", "养老一站通", PRODUCT, FA.hasEvidence),
    drop("MentionTarget", "养老一站通", span("养老一站通"), FA.mentionOf),
    change("MentionSpan", "养老一站通", span("养老一站通"), RDF.type, FA.Mention),
    add("ArticleIdentifier", None, ARTICLE, DCTERMS.identifier, literal("NW2")),
    add("ArticleDigest", None, ARTICLE, FA.textDigest, literal("sha1")),
    drop("ArticleDigestKnown", None, ARTICLE, FA.textDigest),
    change("ArticleIssued", None, ARTICLE, DCTERMS.issued, literal("昨天")),
    drop("CheckExpected", CLAIM, CHECK, FA.expected),
    change("CheckFound", CLAIM, CHECK, FA.found, literal("一")),
    drop("CheckEvidence", None, CHECK, FA.hasEvidence),
    Fault(
        "CheckAgrees",
        CLAIM,
        ((CHECK, FA.expected), (CHECK, FA.found)),
        ((CHECK, FA.expected, integer(11)), (CHECK, FA.found, integer(10))),
    ),
    Fault("Contradicted", PAID, add=(*DISPUTED, (SIDES, FA.hasSide, SIDE), (SIDES, FA.hasSide, OTHER), *OTHER_SIDE)),
    Fault("ContradictionSides", PAID, add=(*DISPUTED, (SIDES, FA.hasSide, SIDE))),
    Fault("SideEvidence", PAID, add=(*DISPUTED, (SIDES, FA.hasSide, OTHER), (OTHER, RDF.type, FA.Side))),
    drop("DecisionVerdict", DECIDED, DECISION, FA.verdict),
    change("DecisionVerdict", DECIDED, DECISION, FA.verdict, FAV["verdict/perhaps"]),
    drop("DecisionAbout", DECIDED, DECISION, FA.decidedAbout),
    change("DecisionAbout", DECIDED, DECISION, FA.decidedAbout, OTHER),
    change("DecisionAbout", DECIDED, DECISION, FA.verdict, FAV["verdict/rejected"]),
    drop("DecisionReviewer", DECIDED, DECISION, PROV.wasAttributedTo),
    change("DecisionReviewer", DECIDED, DECISION, PROV.wasAttributedTo, PENSION),
    change("DecisionDate", DECIDED, DECISION, DCTERMS.date, literal("昨天")),
    add("DecisionSource", DECIDED, DECISION, OA.hasSource, OTHER),
    drop("DecisionKey", DECIDED, DECISION, FA.contentKey),
    drop("Named", "年度服务案例奖", PROGRAMME, RDFS.label),
    drop("Named", PAID, MEASURE, RDFS.label),
    add("PreferredLabel", "长江养老", PENSION, SKOS.prefLabel, zh("长江养老保险")),
    add("LabelText", "养老一站通", CASE, RDFS.label, zh("养老一站通 ")),
    add("LabelText", "养老一站通", CASE, RDFS.label, zh("")),
    add("LabelLanguage", "养老一站通", CASE, RDFS.label, literal("养老一站通")),
    add("LabelOnce", "长江养老", PENSION, SKOS.altLabel, zh("长江养老")),
    Fault("NoBlank", PAID, add=((BLANK, RDF.type, FA.Measure), (BLANK, FA.hasEvidence, LOST))),
    change("ArticleText", None, ARTICLE, FA.textDigest, literal(sha256("另一篇"))),
    change("SpanQuote", "3.8亿元", LOST, FA.exact, literal("3.8亿元")),
    Fault(
        "SpanQuote",
        PAID,
        ((LOST, FA.start), (LOST, FA.end)),
        ((LOST, FA.start, integer(START + 1)), (LOST, FA.end, integer(START + 1 + len(PAID)))),
    ),
    add("AliasMention", "安享卡", PRODUCT, SKOS.altLabel, zh("安享百万")),
    Fault(
        "CheckHeld",
        CLAIM,
        ((CHECK, FA.expected), (CHECK, FA.found)),
        ((CHECK, FA.expected, integer(11)), (CHECK, FA.found, integer(11))),
    ),
)

IN_TEXT = {"ArticleText", "SpanQuote", "AliasMention", "CheckHeld"}
