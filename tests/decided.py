"""A told article for tests of corrections: an invented text, its facts, and corrections of them."""

from decimal import Decimal

from kg.article import Article
from kg.corrections import Correction, Keyed, keyed
from kg.facts import (
    Article as Told,
)
from kg.facts import (
    ArticleFacts,
    Award,
    AwardReceipt,
    Case,
    Figure,
    Kind,
    Organization,
    ParentBasis,
    Span,
    Verdict,
)

TEXT = (
    "砚舟奖揭晓\n"
    "柳湾集团旗下柳湾银行凭“一站通”荣获2021年度服务奖，朔桐证券获年度服务奖提名。"
    "“一站通”累计服务3.3万人次。柳湾银行还拿下了年度普惠奖。"
)
ARTICLE = Article(id="told-1", text=TEXT, title="砚舟奖揭晓", published="2022-03-15", language="zh-CN")


def span(quote: str) -> Span:
    """The first place of a quote in the text."""
    start = TEXT.index(quote)
    return Span(start=start, end=start + len(quote), quote=quote)


def organization(name: str, parent: str | None = None) -> Organization:
    basis = ParentBasis.STATED if parent else None
    return Organization(id=name, name=name, kind="bank", parent=parent, parent_basis=basis, evidence=(span(name),))


def receipt(number: int, award: str, winner: str, quote: str, case: str | None = None) -> AwardReceipt:
    return AwardReceipt(id=f"receipt-{number}", award=award, recipients=(winner,), case=case, evidence=(span(quote),))


WON, NOMINATED, MISSED = (
    "柳湾银行凭“一站通”荣获2021年度服务奖",
    "朔桐证券获年度服务奖提名",
    "柳湾银行还拿下了年度普惠奖",
)
FACTS = ArticleFacts(
    article=Told(id=ARTICLE.id, title=ARTICLE.title, published=ARTICLE.published, text_sha256=ARTICLE.text_sha256),
    organizations=(organization("柳湾集团"), organization("柳湾银行", "柳湾集团"), organization("朔桐证券")),
    awards=(Award(id="服务奖", name="年度服务奖", year=2021, evidence=(span("年度服务奖"),)),),
    cases=(
        Case(
            id="一站通",
            title="一站通",
            owners=("柳湾银行",),
            figures=(Figure(measure="累计服务", value=Decimal(33000), unit="人次", evidence=span("3.3万人次")),),
            evidence=(span("一站通"),),
        ),
    ),
    receipts=(receipt(1, "服务奖", "柳湾银行", WON, "一站通"), receipt(2, "服务奖", "朔桐证券", NOMINATED)),
)
"""The second receipt is wrong (a nomination), and one is missing."""

NOMINATION = "朔桐证券 | 年度服务奖 | 2021"


def correct(verdict: Verdict, kind: Kind, **more: object) -> Correction:
    """A correction of the article, signed."""
    known = {"article": ARTICLE.id, "text_sha256": ARTICLE.text_sha256, "by": "王敏", "at": "2026-11-23"}
    return Correction.model_validate({**known, "verdict": verdict, "kind": kind, **more})


def reject() -> Correction:
    return correct(Verdict.REJECTED, Kind.RECEIPT, key=NOMINATION, quote=NOMINATED, note="提名不是获奖")


def add() -> Correction:
    fact = {"award": "年度普惠奖", "recipients": ["柳湾银行"]}
    return correct(Verdict.ADDED, Kind.RECEIPT, quote=MISSED, fact=fact)


def edit(kind: Kind = Kind.AWARD, key: str = "年度服务奖 | 2021", **fact: object) -> Correction:
    return correct(Verdict.EDITED, kind, key=key, fact=fact or {"programme": "砚舟奖"}, quote=WON)


def by_key(document: ArticleFacts) -> dict[tuple[Kind, str], Keyed]:
    return {(each.kind, each.key): each for each in keyed(document)}
