"""The day of an award: which days of a text are one, and in which year."""

import pytest

import kg
from kg.reader import read_bytes
from kg.terms import FA, date

WON = "太保寿险荣获年度客户服务奖"


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        (f"7月8日，{WON}。", "2021-07-10", "2021-07-08"),
        (f"2021年7月8日，{WON}。", None, "2021-07-08"),
        (f"12月30日，{WON}。", "2022-01-04", "2021-12-30"),
        (f"2021中国保险业飞鱼奖7月8日揭晓。{WON}。", "2021-07-10", "2021-07-08"),
        (f"7月8日，{WON}。", None, None),
        (f"截至7月8日，{WON}。", "2021-07-10", None),
        (f"记者7月8日获悉，{WON}。", "2021-07-10", None),
        (f"据7月8日消息，{WON}。", "2021-07-10", None),
        (f"公司7月8日公告，{WON}。", "2021-07-10", None),
        (f"成立于7月8日的{WON}。", "2021-07-10", None),
        (f"7月8日至9日，{WON}。", "2021-07-10", None),
        (f"7月6日申报，7月8日{WON}。", "2021-07-10", None),
        (f"2月30日，{WON}。", "2021-07-10", None),
        (f"7月8日，天气晴好。{WON}。", "2021-07-10", None),
        (f"9月8日，{WON}。", "2021-07-10", None),
        ("7月8日，太保寿险负责人表示，太保寿险荣获年度客户服务奖。", "2021-07-10", None),
    ],
)
def test_the_day_of_an_award(text: str, published: str | None, day: str | None) -> None:
    head = f"---\ndate: {published}\n---\n" if published else ""
    article = read_bytes(f"{head}{text}\n".encode(), name="a.md")
    [receipt] = kg.extract(article).receipts
    assert (receipt.date and receipt.date.isoformat()) == day
    if day:
        assert any("月" in span.quote for span in receipt.evidence)


@pytest.mark.parametrize(
    ("text", "day", "latest"),
    [
        (f"日前，{WON}。", None, "2021-07-10"),
        (f"近日，2021中国保险业飞鱼奖揭晓，{WON}。", None, "2021-07-10"),
        (f"近日，2021中国保险业飞鱼奖揭晓。{WON}。", None, "2021-07-10"),
        ("太保寿险近日荣获年度客户服务奖。", None, "2021-07-10"),
        (f"不久前，{WON}。", None, "2021-07-10"),
        (f"昨日，{WON}。", "2021-07-09", None),
        (f"今日，{WON}。", "2021-07-10", None),
        (f"昨天下午，2021中国保险业飞鱼奖在京颁奖，{WON}。", "2021-07-09", None),
        (f"7月8日，{WON}。近日，公司发布年报。", "2021-07-08", None),
        (f"近日，2021中国保险业飞鱼奖于7月8日揭晓，{WON}。", "2021-07-08", None),
        (f"7月18日前，{WON}。", None, None),
        (f"截至目前，{WON}。", None, None),
        (f"近日，公司理赔超过百万件，{WON}。", None, None),
        (f"近日，此前{WON}。", None, None),
        (f"记者近日获悉，{WON}。", None, None),
        (f"近日，公司发布年报。{WON}，客户满意。", None, None),
        (f"今天的保险业需要创新，{WON}。", None, None),
        (f"当日，{WON}。", None, None),
        (f"近期的服务得到好评，{WON}。", None, None),
        (f"公司十分重视服务，近日{WON}。", None, None),
        (f"近日，{WON}，此前还获得年度理赔奖。", None, None),
    ],
)
def test_words_for_days_count_from_the_day_of_publication(text: str, day: str | None, latest: str | None) -> None:
    article = read_bytes(f"---\ndate: 2021-07-10\n---\n{text}\n".encode(), name="a.md")
    receipts = kg.extract(article).receipts
    assert receipts
    for receipt in receipts:
        assert (receipt.date and receipt.date.isoformat()) == day
        assert (receipt.announced_not_after and receipt.announced_not_after.isoformat()) == latest
        if latest or day:
            assert any(word in span.quote for span in receipt.evidence for word in ("日", "近", "前", "昨"))


def test_without_a_day_of_publication_a_word_says_nothing() -> None:
    [receipt] = kg.extract(read_bytes(f"昨日，{WON}。\n".encode(), name="a.md")).receipts
    assert (receipt.date, receipt.announced_not_after) == (None, None)


def test_the_last_day_that_a_word_can_mean_stands_in_the_graph() -> None:
    article = read_bytes(f"---\ndate: 2021-07-10\n---\n日前，{WON}。\n".encode(), name="a.md")
    quads = kg.convert(kg.resolve(kg.extract(article)))
    assert [quad.object for quad in quads if quad.predicate == FA.announcedNotAfter] == [date("2021-07-10")]
    assert not [quad for quad in quads if quad.predicate == FA.awardedOn]
