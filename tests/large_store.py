"""A large store of invented news, made line by line: skewed groups, awards and years, each fact with its sentence.

`quads` yields it without holding it; `articles` are the texts that its sentences stand in.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

from kg.article import Article
from kg.terms import BASE, DCTERMS, FA, OA, RDF, SCHEMA, SKOS, Quad, Term, date, integer, iri, literal

_PLACES = "澄瀚沧朔铭岚翊禾岑衡湛徽稷砚漪骞笙璟渊珩"
_FIELDS = ("农商银行", "人寿保险", "财产保险", "证券", "基金管理", "信托", "期货", "养老保险", "消费金融", "资产管理")
_AWARDS = ("普惠金融创新奖", "年度客户服务奖", "绿色金融典型案例", "养老金融先锋奖", "科技金融领航奖", "乡村振兴贡献奖")
_WORKS = ("惠农直通车", "云端理赔", "银发守护计划", "碳账户", "知识产权质押", "智慧风控", "社区金融驿站", "跨境结算通")
_YEARS = range(2015, 2025)


class News(NamedTuple):
    """An article with the quads that it gives."""

    article: Article
    quads: list[Quad]


def quads(nodes: int, seed: int = 7) -> Iterator[Quad | Article]:
    """Quads of about so many nodes, and each article before what it says."""
    chance = random.Random(seed)
    organizations, awards = max(20, nodes // 100), max(12, nodes // 500)
    yield from _organizations(organizations, chance)
    yield from _awards(awards)
    made, n = organizations + awards * 5, 0
    while made < nodes:
        news, count = _news(n, organizations, awards, chance)
        yield news.article
        yield from news.quads
        made, n = made + count + 1, n + 1


def _thing(path: str) -> Term:
    return iri(f"{BASE}{path}")


def _named(node: Term, kind: Term, label: str) -> Iterator[Quad]:
    yield Quad(node, RDF.type, kind)
    yield Quad(node, SKOS.prefLabel, literal(label, language="zh-Hans"))


def _organization(n: int) -> str:
    return f"{_PLACES[n % 20]}{_PLACES[n // 20 % 20]}{_FIELDS[n % 10]}{f'第{n // 400}' if n >= 400 else ''}"


def _award(n: int) -> str:
    return f"{_PLACES[n % 20]}{_PLACES[n // 20 % 20]}{_AWARDS[n % 6]}{n // 400 if n >= 400 else ''}"


def _organizations(count: int, chance: random.Random) -> Iterator[Quad]:
    for n in range(count):
        node = _thing(f"organization/o{n:07}")
        yield from _named(node, FA.Organization, _organization(n))
        yield Quad(node, SKOS.altLabel, literal(f"{_organization(n)}股份有限公司"))
        if n % 8:
            relation, parent = (
                _thing(f"subsidiary/s{n:07}"),
                _thing(f"organization/o{int(n * chance.random() ** 3):07}"),
            )
            yield Quad(relation, RDF.type, FA.SubsidiaryRelation)
            yield Quad(relation, FA.child, node)
            yield Quad(relation, FA.parent, parent)


def _awards(count: int) -> Iterator[Quad]:
    for n in range(count):
        award, programme = _thing(f"category/a{n:06}"), _thing(f"programme/p{n // 6:06}")
        yield from _named(award, FA.AwardCategory, _award(n))
        yield Quad(award, FA.categoryOf, programme)
        if n % 6 == 0:
            yield from _named(programme, FA.AwardProgramme, f"第{n // 6}金穗评选")
            for year in _YEARS:
                edition = _thing(f"edition/e{n // 6:06}-{year}")
                yield from _named(edition, FA.AwardEdition, f"{year}年度第{n // 6}金穗评选")
                yield Quad(edition, FA.editionOf, programme)


def _news(number: int, organizations: int, awards: int, chance: random.Random) -> tuple[News, int]:
    key, year = f"t{number:07}", chance.choice(_YEARS)
    title = f"{chance.choice(_WORKS)}评选揭晓，一批金融机构榜上有名（{key}）"
    node, graph = _thing(f"article/{key}"), _thing(f"graph/{key}")
    text, said = f"{title}\n", [*_named(node, FA.Article, title)]
    said.append(Quad(node, DCTERMS.identifier, literal(key)))
    said.append(Quad(node, DCTERMS.issued, date(f"{year + 1}-03-{number % 28 + 1:02}")))
    said.append(Quad(node, SCHEMA.url, literal(f"https://news.example/{key}")))
    said.append(
        Quad(node, DCTERMS.publisher, _thing(f"organization/o{int(chance.random() ** 2 * 40) % organizations:07}"))
    )
    count = chance.randint(4, 12)
    for n in range(count):
        winner = 0 if chance.random() < 0.05 else int(organizations * chance.random() ** 3)
        award = int(awards * chance.random() ** 3)
        work = f"{chance.choice(_WORKS)}之{key}{n}号案例"
        told = (
            f"{_organization(winner)}申报的“{work}”凭借覆盖{chance.randint(2, 90)}万名客户的成效，荣获{_award(award)}。"
        )
        span = _thing(f"span/{key}-{n}")
        start, text = (
            len(text),
            text + told + "评审认为，该项目在便民、惠民和风险管理方面具有示范意义，值得同业借鉴。\n",
        )
        case, receipt, figure = (_thing(f"{kind}/{key}-{n}") for kind in ("case", "receipt", "figure"))
        said += [Quad(span, OA.hasSource, node, graph), Quad(span, FA.exact, literal(told[:-1]), graph)]
        said += [Quad(span, FA.start, integer(start), graph), Quad(span, FA.end, integer(start + len(told) - 1), graph)]
        said += [
            *_named(case, FA.Case, work),
            Quad(receipt, RDF.type, FA.AwardReceipt),
            Quad(receipt, FA.forCase, case),
        ]
        said += [Quad(receipt, FA.recipient, _thing(f"organization/o{winner:07}"))]
        said += [Quad(receipt, FA.inCategory, _thing(f"category/a{award:06}"))]
        said += [Quad(receipt, FA.inEdition, _thing(f"edition/e{award // 6:06}-{year}"))]
        said += [Quad(receipt, FA.awardYear, literal(str(year)))]
        said += [Quad(figure, RDF.type, FA.Figure), Quad(figure, FA.citedIn, case)]
        said += [Quad(figure, FA.printedText, literal(f"{len(work)}万"))]
        said += [Quad(each, FA.hasEvidence, span, graph) for each in (case, receipt, figure)]
    return News(Article(id=key, text=text, title=title, publisher=""), said), 2 * count
