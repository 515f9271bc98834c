"""What the classes, relations and properties of the property graph are called and look like.

One table for the page and for notebooks. The ontology's own labels replace these words where the caller gives
them. Colours are Okabe and Ito's, which colour-blind readers can tell apart; every class has a shape as well.
"""

from collections.abc import Mapping
from typing import NamedTuple

Words = tuple[str, str]
"""A label in Chinese and in English."""


class Class(NamedTuple):
    """A class of nodes: its name in the ontology, its words, colour, vis-network shape, and whether it starts shown."""

    name: str
    words: Words
    colour: str
    shape: str
    size: int
    is_shown: bool = True


class Relation(NamedTuple):
    """A relation: what an edge is called, and the heading over its ends as seen from its source and its target."""

    name: str
    words: Words
    from_source: Words
    from_target: Words


CLASSES = (
    Class("Organization", ("机构", "Organization"), "#0072B2", "dot", 13),
    Class("Case", ("案例", "Case"), "#009E73", "square", 9),
    Class("AwardCategory", ("奖项", "Award"), "#E69F00", "star", 14),
    Class("AwardProgramme", ("评选", "Programme"), "#D55E00", "diamond", 11),
    Class("AwardEdition", ("届次", "Edition"), "#CC79A7", "hexagon", 11, is_shown=False),
    Class("Product", ("产品", "Product"), "#56B4E9", "triangle", 10),
    Class("Place", ("地点", "Place"), "#8C8C8C", "triangleDown", 9),
    Class("Figure", ("数字", "Figure"), "#B8A800", "dot", 6, is_shown=False),
    Class("Article", ("报道", "Article"), "#6B7280", "square", 8, is_shown=False),
)

RELATIONS = (
    Relation("subsidiaryOf", ("隶属", "subsidiary of"), ("上级", "Parent"), ("下属机构", "Subsidiaries")),
    Relation("wonWith", ("凭此获奖", "won with"), ("获奖案例", "Award-winning cases"), ("获奖机构", "Winners")),
    Relation("won", ("获得", "won"), ("所获奖项", "Awards won"), ("获奖者", "Won by")),
    Relation("hasCase", ("案例", "case of"), ("其他案例", "Other cases"), ("所属机构", "Owner")),
    Relation("participatedIn", ("参与", "took part in"), ("参与的案例", "Took part in"), ("合作方", "Partners")),
    Relation("categoryOf", ("属于", "category of"), ("所属评选", "Programme"), ("奖项", "Awards")),
    Relation("inEdition", ("届次", "in edition"), ("届次", "Editions"), ("本届奖项", "Awards")),
    Relation("editionOf", ("属于", "edition of"), ("所属评选", "Programme"), ("历届", "Editions")),
    Relation("organizedBy", ("主办", "organized by"), ("主办方", "Organizers"), ("主办的评选", "Organizes")),
    Relation("concerns", ("涉及产品", "concerns"), ("产品", "Products"), ("相关案例", "Cases")),
    Relation("tookPlaceIn", ("发生于", "took place in"), ("地点", "Places"), ("当地案例", "Cases")),
    Relation("hasFigure", ("数字", "figure"), ("数字", "Figures"), ("出自案例", "Of the case")),
    Relation("providedBy", ("由…提供", "provided by"), ("提供方", "Provider"), ("产品", "Products")),
    Relation("within", ("位于", "within"), ("上级地区", "Within"), ("下级地区", "Contains")),
    Relation("publishedBy", ("发布", "published by"), ("发布者", "Publisher"), ("发布的报道", "Published")),
    Relation("reportedIn", ("见于", "reported in"), ("报道", "Articles"), ("报道内容", "Reports on")),
)

PROPERTIES: dict[str, Words] = {
    "legalName": ("法定名称", "legal name"),
    "classification": ("类别", "kind"),
    "type": ("类型", "kind"),
    "tickerSymbol": ("股票代码", "stock code"),
    "leiCode": ("法人机构识别编码", "legal entity identifier"),
    "changeNote": ("曾用名", "former name"),
    "receiptCount": ("获奖次数", "awards"),
    "groupReceiptCount": ("集团获奖次数", "awards of the group"),
    "editionYear": ("年度", "year"),
    "ordinal": ("届次", "edition"),
    "launchedOn": ("推出时间", "launched"),
    "code": ("行政区划代码", "GB/T 2260 code"),
    "printedText": ("原文", "as printed"),
    "measures": ("指标", "measure"),
    "comparator": ("比较", "comparator"),
    "numericValue": ("数值", "value"),
    "upperBound": ("上限", "upper bound"),
    "unit": ("单位", "unit"),
    "period": ("时期", "period"),
    "issued": ("发布时间", "published"),
    "language": ("语言", "language"),
    "url": ("链接", "link"),
    "identifier": ("编号", "identifier"),
}


def renamed(labels: Mapping[str, Words]) -> tuple[tuple[Class, ...], tuple[Relation, ...], dict[str, Words]]:
    """The classes, relations and properties with the given labels, which go by the ontology's local names."""
    classes = tuple(c._replace(words=_titled(labels.get(c.name, c.words))) for c in CLASSES)
    relations = tuple(r._replace(words=labels.get(r.name, r.words)) for r in RELATIONS)
    return classes, relations, {name: labels.get(name, words) for name, words in PROPERTIES.items()}


def _titled(words: Words) -> Words:
    return words[0], words[1][:1].upper() + words[1][1:]
