"""An award's programme and year are proved by the words that say them, wherever the article has them."""

import pytest

from kg import extractor, ontology, registry
from kg.extractor.attribution import attribution
from kg.extractor.outline import Region
from kg.reader import read_bytes
from kg.steps import convert
from kg.terms import FA


def region(text: str, words: str) -> Region:
    start = text.index(words)
    return Region(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "programme", "edition", "year", "said"),
    [
        ("近日，2021年度“金穗”评选名单公布。甲保险获“服务奖”。", "“金穗”评选", None, 2021, ["2021年度“金穗”评选"]),
        ("第三届金穗评选落幕。甲保险获“服务奖”。", "金穗评选", "第三届", None, ["第三届金穗评选"]),
        ("２０２１年优秀案例名单公布。甲保险获“服务奖”。", None, None, 2021, ["２０２１年优秀案例名单公布"]),
        ("甲保险2021年、2022年连续获得“服务奖”。", None, None, 2022, ["2022年连续获得“服务奖”"]),
        ("2020年起承保2021户。甲保险获“服务奖”。", None, None, None, []),
        ("甲保险获2021年“服务奖”。", None, None, 1999, []),
    ],
)
def test_the_place_is_the_one_that_says_it(
    text: str, programme: str | None, edition: str | None, year: int | None, said: list[str]
) -> None:
    found = attribution(text, programme, edition, year, (region(text, "“服务奖”"),))
    assert [text[place.start : place.end] for place in found] == said


def test_what_the_award_itself_says_needs_no_other_place() -> None:
    text = "2021年度名单公布。甲保险获“2021年度金穗评选服务奖”。"
    assert not list(attribution(text, "金穗评选", None, 2021, (region(text, "“2021年度金穗评选服务奖”"),)))


def test_editions_and_programmes_have_their_sentences_in_the_graph() -> None:
    text = (
        "金穗评选揭晓\n\n近日，2021年度“金穗”服务案例评选结果公布。"
        "岚序人寿保险股份有限公司凭借“稻田课堂”项目荣获“最佳服务奖”。\n"
    )
    document = extractor.extract(read_bytes(text.encode(), name="a.txt"), registry.load(), ontology.load())
    assert document.awards[0].year == 2021
    assert any("2021" in span.quote for span in document.awards[0].evidence)
    quads = convert(document)
    supported = {quad.subject.split("/")[-2] for quad in quads if quad.predicate == FA.hasEvidence}
    assert {"edition", "programme"} <= supported
