"""A small graph for the tests of graph, viewer and page: eleven receipts of one group, as quads made by hand.

Names and titles are those of a real award; every sentence is written for these tests.
"""

from collections.abc import Iterator
from decimal import Decimal

from kg.article import Article
from kg.terms import (
    CUR,
    DCTERMS,
    DEFAULT_GRAPH,
    FA,
    FAV,
    OA,
    ORG,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    Mint,
    Quad,
    Term,
    date,
    decimal,
    integer,
    iri,
    literal,
    norm,
)

MINT = Mint()
PROGRAMME = "银行业保险业服务创新案例"
NEWSPAPER = "中国银行保险报"
CONSUMER, AGEING, SERVICE, CLAIM = AWARDS = (
    "金融消费者权益保护典型案例",
    "金融业适老服务典型案例",
    "保险业客户服务典范案例",
    "年度影响力赔案",
)
ORGANIZATIONS = {
    "cpic": ("中国太保", "中国太平洋保险（集团）股份有限公司", "China Pacific Insurance (Group)", "group", ""),
    "cpic-pc": ("太保产险", "中国太平洋财产保险股份有限公司", "China Pacific Property Insurance", "insurer-pc", "cpic"),
    "cpic-life": ("太保寿险", "中国太平洋人寿保险股份有限公司", "China Pacific Life Insurance", "insurer-life", "cpic"),
    "cpic-health": ("太平洋健康险", "太平洋健康保险股份有限公司", "Pacific Health Insurance", "insurer-health", "cpic"),
    "changjiang-pension": (
        "长江养老",
        "长江养老保险股份有限公司",
        "Changjiang Pension Insurance",
        "pension",
        "cpic-life",
    ),
}
KINDS = {
    "group": ("集团", "group"),
    "insurer-pc": ("财产保险公司", "property insurer"),
    "insurer-life": ("人寿保险公司", "life insurer"),
    "insurer-health": ("健康保险公司", "health insurer"),
    "pension": ("养老金公司", "pension company"),
}
WILDLIFE = "云南野生动物肇事公众责任创新服务案例"
MEDICAL = "长期百万医疗理赔案例：让普通家庭不再为高额治疗费而担忧"
RECEIPTS = (
    (
        "cpic",
        CONSUMER,
        "以“太保服务”纪录片创新与消费者的沟通方式",
        "集团把镜头交给客户，纪录片由此成为第一类名单里的头一个案例。",
    ),
    ("cpic-life", CONSUMER, "消保宣教创新案例", "寿险公司走进社区讲保单，这一宣教做法同样列在消费者保护一类。"),
    ("changjiang-pension", CONSUMER, "《养老金发展指数(2020)》", "长江养老编制的养老金指数也在消费者保护一类之中。"),
    ("cpic", AGEING, "《居民养老规划与风险管理白皮书》", "适老一类里，集团的养老白皮书排在最前。"),
    ("cpic-pc", AGEING, "“长辈服务”专属适老品牌", "产险公司为长辈单设的品牌紧随其后。"),
    ("cpic-life", AGEING, "智慧助老，服务适老——打造老年人专属服务", "寿险公司的助老服务是这一类的第三家。"),
    ("cpic-pc", SERVICE, "“风险雷达”精准风险管理服务", "客户服务一类选了两个，其一是产险公司的风险雷达。"),
    ("cpic-life", SERVICE, "数字化驱动服务“芯”体验", "其二是寿险公司的数字化服务。"),
    ("cpic-pc", CLAIM, WILDLIFE, "赔案一类先讲云南：大象进了玉米地，产险公司替公众埋单。"),
    ("cpic-life", CLAIM, MEDICAL, "接着是寿险公司的长期医疗险，一张保单陪一个家庭走完治疗。"),
    (
        "cpic-health",
        CLAIM,
        "异地冷链配送，守护客户“生命线”——跨省市冷链配送药品案例",
        "最后一个属于健康险公司：药箱跨省，全程不断冷。",
    ),
)
LEAD = "2021年度银行业保险业服务创新案例名单揭晓，中国太保一家集团便有11个案例在内。"
MONEY = "到年底，这项保障累计支付的赔款超过3.3亿元。"
PARTNER = "指数与中国银行保险报联合发布。"
LAST = "名单之外，今年的故事还长。"
TEXT = "\n".join((LEAD, *(sentence for *_, sentence in RECEIPTS), MONEY, PARTNER, LAST))
ARTICLE = Article(
    id="sample-2022-03-15",
    text=TEXT,
    title="十一个案例，四类名单：一家保险集团的一年",
    url="https://example.org/news/1?a=1&b=2",
    publisher=NEWSPAPER,
    published="2022-03-15T20:24:46+08:00",
    language="zh-Hans",
    source="sample.md",
)
ARTICLE_IRI = MINT.known("article", ARTICLE.id)
ARTICLE_GRAPH = MINT.graph("article", ARTICLE.id)
REGISTRY, VOCABULARY, INFERRED = (MINT.graph(name) for name in ("registry", "vocabulary", "inferred"))


def organization(key: str) -> Term:
    return MINT.known("organization", key)


def case(title: str, owner: str) -> Term:
    return MINT.node("case", norm(title), organization(owner))


def award(name: str) -> Term:
    return MINT.node("category", programme(), norm(name))


def programme() -> Term:
    return MINT.node("programme", norm(PROGRAMME))


def edition() -> Term:
    return MINT.node("edition", programme(), "2021", "")


def receipt(owner: str, name: str, title: str) -> Term:
    return MINT.node("receipt", award(name), edition(), "2021", case(title, owner), organization(owner))


def zh(text: str) -> Term:
    return literal(text, language="zh-Hans")


def quads() -> list[Quad]:
    """The whole sample, as a store would hold it."""
    return [*_registry(), *_vocabulary(), *_awards(), *_receipts(), *_wildlife(), *_article()]


def evidence(node: Term, quote: str, *, text: str = TEXT, article: Term = ARTICLE_IRI) -> Iterator[Quad]:
    start = text.index(quote)
    end = start + len(quote)
    span = MINT.node("span", article, str(start), str(end))
    yield Quad(node, FA.hasEvidence, span, ARTICLE_GRAPH)
    yield Quad(span, RDF.type, FA.EvidenceSpan, ARTICLE_GRAPH)
    yield Quad(span, FA.exact, literal(quote), ARTICLE_GRAPH)
    yield Quad(span, FA.start, integer(start), ARTICLE_GRAPH)
    yield Quad(span, FA.end, integer(end), ARTICLE_GRAPH)
    yield Quad(span, OA.hasSource, article, ARTICLE_GRAPH)


def _registry() -> Iterator[Quad]:
    for key, (short, legal, english, kind, parent) in ORGANIZATIONS.items():
        node = organization(key)
        yield Quad(node, RDF.type, FA.Organization, REGISTRY)
        yield Quad(node, SKOS.prefLabel, zh(short), REGISTRY)
        yield Quad(node, SKOS.prefLabel, literal(english, language="en"), REGISTRY)
        yield Quad(node, SCHEMA.legalName, zh(legal), REGISTRY)
        yield Quad(node, ORG.classification, FAV[f"kind/{kind}"], REGISTRY)
        if parent:
            yield from _subsidiary(node, organization(parent))
    yield Quad(organization("cpic"), SKOS.altLabel, zh("太保集团"), REGISTRY)
    for code in ("601601.SH", "02601.HK"):
        yield Quad(organization("cpic"), SCHEMA.tickerSymbol, literal(code), REGISTRY)
    yield Quad(organization("cpic-life"), SKOS.altLabel, zh("太平洋寿险"), REGISTRY)
    yield from evidence(organization("cpic"), "中国太保一家集团")


def _subsidiary(child: Term, parent: Term) -> Iterator[Quad]:
    relation = MINT.node("subsidiary-relation", child, parent, "registry")
    yield Quad(relation, RDF.type, FA.SubsidiaryRelation, REGISTRY)
    yield Quad(relation, FA.child, child, REGISTRY)
    yield Quad(relation, FA.parent, parent, REGISTRY)
    yield Quad(relation, FA.basis, FAV["basis/registry"], REGISTRY)


def _vocabulary() -> Iterator[Quad]:
    for key, (chinese, english) in KINDS.items():
        yield Quad(FAV[f"kind/{key}"], RDF.type, SKOS.Concept, VOCABULARY)
        yield Quad(FAV[f"kind/{key}"], SKOS.prefLabel, zh(chinese), VOCABULARY)
        yield Quad(FAV[f"kind/{key}"], SKOS.prefLabel, literal(english, language="en"), VOCABULARY)


def _awards() -> Iterator[Quad]:
    yield Quad(programme(), RDF.type, FA.AwardProgramme)
    yield Quad(programme(), RDFS.label, zh(PROGRAMME))
    yield Quad(edition(), RDF.type, FA.AwardEdition)
    yield Quad(edition(), RDFS.label, zh(f"2021年度{PROGRAMME}"))
    yield Quad(edition(), FA.editionOf, programme())
    yield Quad(edition(), FA.editionYear, date("2021"))
    for name in AWARDS:
        yield Quad(award(name), RDF.type, FA.AwardCategory)
        yield Quad(award(name), RDFS.label, zh(name))
        yield Quad(award(name), FA.categoryOf, programme())


def _receipts() -> Iterator[Quad]:
    for owner, name, title, sentence in RECEIPTS:
        work, fact = case(title, owner), receipt(owner, name, title)
        yield Quad(work, RDF.type, FA.Case)
        yield Quad(work, RDFS.label, zh(title))
        yield Quad(work, FA.caseOf, organization(owner))
        yield Quad(fact, RDF.type, FA.AwardReceipt)
        yield Quad(fact, FA.recipient, organization(owner))
        yield Quad(fact, FA.forCase, work)
        yield Quad(fact, FA.inCategory, award(name))
        yield Quad(fact, FA.inEdition, edition())
        yield Quad(fact, FA.awardYear, date("2021"))
        yield from evidence(fact, sentence)
        yield from evidence(work, sentence)


def _wildlife() -> Iterator[Quad]:
    """A figure, a place, a product and a partner, so that every class is there."""
    work = case(WILDLIFE, "cpic-pc")
    figure, measure, product = (MINT.node(kind, "sample") for kind in ("figure", "measure", "product"))
    yield Quad(figure, RDF.type, FA.Figure)
    yield Quad(figure, RDF.type, FA.MonetaryFigure)
    yield Quad(figure, FA.citedIn, work)
    yield Quad(figure, FA.numericValue, decimal(Decimal(330000000)))
    yield Quad(figure, FA.comparator, FAV["comparator/more-than"])
    yield Quad(figure, FA.unit, CUR.CNY)
    yield Quad(figure, FA.measures, measure)
    yield Quad(figure, FA.printedText, literal("超过3.3亿元"))
    yield Quad(measure, RDF.type, FA.Measure)
    yield Quad(measure, RDFS.label, zh("累计赔款"))
    yield from evidence(figure, "超过3.3亿元")
    yunnan = MINT.known("place", "530000")
    yield Quad(yunnan, RDF.type, FA.Place, VOCABULARY)
    yield Quad(yunnan, SKOS.prefLabel, zh("云南省"), VOCABULARY)
    yield Quad(yunnan, FA.code, literal("530000"), VOCABULARY)
    yield Quad(work, FA.tookPlaceIn, yunnan)
    yield Quad(product, RDF.type, FA.Product)
    yield Quad(product, RDFS.label, zh("野生动物肇事公众责任险"))
    yield Quad(product, FA.providedBy, organization("cpic-pc"))
    yield Quad(work, FA.concerns, product)
    index = case(RECEIPTS[2][2], "changjiang-pension")
    partner = MINT.node("participation", index, newspaper(), norm("联合发布"))
    yield Quad(partner, RDF.type, FA.Participation)
    yield Quad(partner, FA.participationIn, index)
    yield Quad(partner, FA.participant, newspaper())
    yield Quad(partner, FA.role, zh("联合发布"))
    yield from evidence(partner, PARTNER)


def newspaper() -> Term:
    return MINT.node("organization", norm(NEWSPAPER))


def _article() -> Iterator[Quad]:
    yield Quad(ARTICLE_IRI, RDF.type, FA.Article, ARTICLE_GRAPH)
    yield Quad(ARTICLE_IRI, RDFS.label, zh(ARTICLE.title or ""), ARTICLE_GRAPH)
    yield Quad(ARTICLE_IRI, DCTERMS.identifier, literal(ARTICLE.id), ARTICLE_GRAPH)
    yield Quad(ARTICLE_IRI, DCTERMS.issued, date(ARTICLE.published or ""), ARTICLE_GRAPH)
    yield Quad(ARTICLE_IRI, SCHEMA.url, iri(ARTICLE.url or ""), ARTICLE_GRAPH)
    yield Quad(ARTICLE_IRI, DCTERMS.publisher, newspaper(), ARTICLE_GRAPH)
    yield Quad(newspaper(), RDF.type, FA.Organization, DEFAULT_GRAPH)
    yield Quad(newspaper(), RDFS.label, zh(NEWSPAPER), DEFAULT_GRAPH)
