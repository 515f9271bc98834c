"""A pool of small invented articles for tests of update and remove: several tell one fact, some have two versions.

Extraction is real and done once for each; what a test does with the articles costs none.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from kg.article import Article, Skipped
from kg.builder import Knowledge
from kg.corrections import Correction
from kg.extraction import Extracted, by_rules
from kg.facts import Kind, Verdict
from kg.reader import read_bytes

_FAIR = "2023年5月10日，金融风云榜在杭州揭晓，"
_TEXTS = {
    "fair/远溪.md": (
        f"# 风云榜揭晓\n\n{_FAIR}远溪银行股份有限公司荣获“年度最佳零售银行”。",
        f"# 风云榜揭晓（更正）\n\n{_FAIR}远溪银行股份有限公司荣获“年度最佳普惠银行”。",
    ),
    "fair/retold.txt": (
        f"{_FAIR}远溪银行股份有限公司（以下简称“远溪银行”）荣获“年度最佳零售银行”，太保产险荣获“年度理赔服务奖”。",
    ),
    "press/retold.txt": (f"据悉，{_FAIR}太保产险荣获“年度理赔服务奖”。", "太保产险昨日表示，理赔服务如常。"),
    "press/case.md": (
        "# 智慧理赔\n\n太保产险案例《智慧理赔》入选2022年度保险业优秀案例，累计服务客户1200万人次。",
        "# 智慧理赔\n\n太保产险案例《智慧理赔》入选2022年度保险业优秀案例，累计服务客户1300万人次。",
    ),
    "press/Case.md": ("# 再获殊荣\n\n太保寿险案例《银龄相伴》入选2022年度保险业优秀案例。",),
    "wire/朔桐.html": ("<h1>喜报</h1><p>朔桐证券股份有限公司荣获第五届砚舟奖“年度投顾团队”。</p>",),
    "wire/weather.txt": ("今天天气很好，银行照常营业。", "今天有雨。"),
}


def _article(source: str, number: int, text: str) -> Article:
    read = read_bytes(f"{text}\n".encode(), name=source)
    return read.model_copy(update={"id": f"told-{list(_TEXTS).index(source)}"})


POOL: tuple[tuple[Article, ...], ...] = tuple(
    tuple(_article(source, number, text) for number, text in enumerate(texts)) for source, texts in _TEXTS.items()
)
"""The articles by what tells them, in their versions, which have one id."""


@cache
def knowledge() -> Knowledge:
    return Knowledge.load()


@cache
def _extracted(article: Article) -> Extracted:
    return next(by_rules(knowledge().registry, knowledge().ontology)([article]))


def rules(articles: Iterable[Article | Skipped]) -> Iterator[Extracted]:
    """The extractor of the rules, each article but once."""
    return (item if isinstance(item, Skipped) else _extracted(item) for item in articles)


def decided() -> list[Correction]:
    """What a person decided: one award did not happen, one fits the first version alone, one is of no article here."""
    said = {"verdict": Verdict.REJECTED, "kind": Kind.RECEIPT, "by": "王敏", "at": "2023-06-01"}
    first, other = POOL[1][0], POOL[3][0]
    return [
        Correction.model_validate({**said, **told})
        for told in (
            {"article": first.id, "text_sha256": first.text_sha256, "key": "太保产险 | 年度理赔服务奖"},
            {"article": "absent", "text_sha256": "0" * 64, "key": "甲 | 乙 | 2020"},
            {
                "article": other.id,
                "text_sha256": other.text_sha256,
                "key": "太保产险 | 保险业优秀案例 | 2022 | 《智慧理赔》",
                "quote": "累计服务客户1200万人次",
            },
        )
    ]
