"""The day of an award: which days of a text are one, and in which year."""

import pytest

import kg
from kg.reader import read_bytes

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
    ],
)
def test_the_day_of_an_award(text: str, published: str | None, day: str | None) -> None:
    head = f"---\ndate: {published}\n---\n" if published else ""
    article = read_bytes(f"{head}{text}\n".encode(), name="a.md")
    [receipt] = kg.extract(article).receipts
    assert (receipt.date and receipt.date.isoformat()) == day
    if day:
        assert any("月" in span.quote for span in receipt.evidence)
