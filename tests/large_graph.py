"""Graphs of any size in the shape of real ones: few groups with many members, skewed degrees, Chinese names, sentences.

One award has a third of all receipts, one organization a quarter: what walks a hub again for each of its links is slow.
The same size gives the same graph and the same articles.
"""

import random
from collections.abc import Iterator

from networkx import MultiDiGraph

from kg.article import Article
from kg.graph import Evidence, Property

BASE = "https://example.org/id/"
_PLACES = "沧澜云岫砚舟朔桐稻溪岚序澄江瀚野霁川槐安枫浦栎川麓北汀南"
_FIELDS = (
    "人寿保险",
    "财产保险",
    "健康保险",
    "养老保险",
    "农商银行",
    "城市商业银行",
    "基金管理",
    "证券",
    "信托",
    "消费金融",
)
_WORKS = (
    "适老服务",
    "绿色信贷",
    "普惠融资",
    "智能理赔",
    "乡村振兴",
    "消费者教育",
    "风险减量",
    "数字员工",
    "科技保险",
    "养老规划",
)
_AWARDS = (
    "年度服务创新案例",
    "消费者权益保护典型案例",
    "最佳数字化转型奖",
    "年度社会责任奖",
    "金融科技优秀奖",
    "普惠金融先锋",
)
_HOSTS = ("澜江日报", "桐声财经周刊", "砥石金融研究院", "北岸时报", "麓山保险网")
_YEARS = range(2015, 2025)


def large_graph(size: int) -> tuple["MultiDiGraph[str]", dict[str, Article]]:
    """A graph of about `size` nodes, and the articles (by id) that its evidence quotes."""
    maker = _Maker(size)
    maker.make()
    return maker.graph, maker.articles


class _Maker:
    def __init__(self, size: int) -> None:
        self.size, self.random = size, random.Random(size)
        self.graph: MultiDiGraph[str] = MultiDiGraph()
        self.articles: dict[str, Article] = {}

    def make(self) -> None:
        organizations = self._organizations(max(6, self.size // 10))
        awards = list(self._awards(max(3, self.size // 60)))
        hosts = [self._node("organization", f"host-{n}", "Organization", name) for n, name in enumerate(_HOSTS)]
        while self.graph.number_of_nodes() < self.size:
            self._article(organizations, awards, hosts)

    def _node(self, path: str, key: str, kind: str, label: str, **said: object) -> str:
        iri = f"{BASE}{path}/{key}"
        blank = {"english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        self.graph.add_node(iri, iri=iri, type=kind, label=label, **(blank | said))
        return iri

    def _link(self, source: str, target: str, relation: str, fact: str = "", **said: object) -> None:
        iri = f"{BASE}{fact}" if fact else ""
        self.graph.add_edge(source, target, relation=relation, iri=iri, **({"evidence": ()} | said))

    def _organizations(self, count: int) -> list[str]:
        made: list[str] = []
        for n in range(count):
            name = f"{_PLACES[2 * (n % 13) : 2 * (n % 13) + 2]}{_FIELDS[n % 10]}{f'第{n // 130}' if n >= 130 else ''}"
            kind = Property("classification", _FIELDS[n % 10], f"kind {n % 10}")
            aliases = (f"{name}股份有限公司",)
            iri = self._node("organization", f"o{n:05}", "Organization", name, aliases=aliases, properties=(kind,))
            if n % 8:
                parent = made[int(len(made) * self.random.random() ** 3)]
                self._link(iri, parent, "subsidiaryOf", f"subsidiary/s{n:05}", basis="registry")
            made.append(iri)
        return made

    def _awards(self, count: int) -> Iterator[tuple[str, list[str]]]:
        for n in range(count):
            label = f"{_PLACES[2 * (n % 13) : 2 * (n % 13) + 2]}{_AWARDS[n % 6]}{n // 6 if n >= 6 else ''}"
            award = self._node("category", f"a{n:05}", "AwardCategory", label)
            programme = self._node("programme", f"p{n // 6:05}", "AwardProgramme", f"第{n // 6}金穗评选")
            self._link(award, programme, "categoryOf")
            yield award, [self._edition(programme, n // 6, year) for year in _YEARS[: 2 + n % 4]]

    def _edition(self, programme: str, number: int, year: int) -> str:
        label = f"{year}年度第{number}金穗评选"
        iri = self._node("edition", f"e{number:05}-{year}", "AwardEdition", label)
        self._link(iri, programme, "editionOf")
        return iri

    def _article(self, organizations: list[str], awards: list[tuple[str, list[str]]], hosts: list[str]) -> None:
        key = f"t{len(self.articles):05}"
        year, label = self.random.choice(_YEARS), f"{self.random.choice(_WORKS)}评选揭晓，一批金融机构榜上有名（{key}）"
        said = (Property("identifier", key), Property("issued", f"{year + 1}-03-15T09:00:00+08:00"))
        iri = self._node(
            "article", key, "Article", label, properties=(*said, Property("url", f"https://news.example/{key}"))
        )
        self._link(iri, self.random.choice(hosts), "publishedBy")
        text = f"{label}\n"
        for n in range(self.random.randint(3, 9)):
            share = self.random.random
            winner = organizations[0 if share() < 1 / 4 else int(len(organizations) * share() ** 2)]
            award, editions = awards[0 if share() < 1 / 3 else int(len(awards) * share() ** 2)]
            work = f"{self.random.choice(_WORKS)}之{key}{n}号案例"
            names = (self.graph.nodes[winner]["label"], self.graph.nodes[award]["label"])
            told = f"{names[0]}申报的“{work}”凭借覆盖{self.random.randint(2, 90)}万名客户的成效，荣获{names[1]}。"
            span = Evidence(iri, len(text), len(text) + len(told) - 1, told[:-1])
            text += told + "评审认为，该项目在便民、惠民和风险管理方面具有示范意义，值得同业借鉴。\n"
            self._receipt(f"{key}-{n}", winner, work, award, self.random.choice(editions), span)
        self.articles[key] = Article(id=key, text=text, title=label, publisher="")

    def _receipt(self, key: str, winner: str, work: str, award: str, edition: str, span: Evidence) -> None:
        case = self._node("case", f"c{key}", "Case", work, evidence=(span,))
        receipt = f"receipt/r{key}"
        said = {"evidence": (span,), "year": edition[-4:], "edition": edition}
        self._link(winner, case, "wonWith", receipt, **said)
        self._link(case, award, "won", receipt, **said)
        self._link(award, edition, "inEdition")
        figure = self._node("figure", f"f{key}", "Figure", f"客户数：{len(work)}万", evidence=(span,))
        self._link(case, figure, "hasFigure", evidence=(span,))
        self._link(case, span.article, "reportedIn", evidence=(span,))
