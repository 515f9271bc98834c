"""Lists of winners in plain texts, where no markup says what is a heading. Every text is invented."""

import pytest

from tests.test_columns import told

LISTS = {
    "award: winner": (
        "年度十佳城商行：澜江银行；年度十佳农商行：东港农商银行；年度十佳民营银行：湖畔银行。",
        {("澜江银行", "年度十佳城商行"), ("东港农商银行", "年度十佳农商行"), ("湖畔银行", "年度十佳民营银行")},
    ),
    "winner award": (
        "金融榜单揭晓\n澜江银行 年度最佳零售银行\n北陵银行 年度最佳对公业务银行\n青桐财险 年度最佳理赔服务",
        {("澜江银行", "年度最佳零售银行"), ("北陵银行", "年度最佳对公业务银行"), ("青桐财险", "年度最佳理赔服务")},
    ),
    "award/winner": (
        "最佳银行榜单\n最佳零售银行/澜江银行\n最佳交易银行/北陵银行\n最佳直销银行/东港农商银行",
        {("澜江银行", "最佳零售银行"), ("北陵银行", "最佳交易银行"), ("东港农商银行", "最佳直销银行")},
    ),
    "award above winner": (
        "第五届金穗奖榜单\n年度卓越银行\n澜江银行\n年度卓越保险公司\n青桐财险\n年度卓越证券公司\n云杉证券",
        {("澜江银行", "年度卓越银行"), ("青桐财险", "年度卓越保险公司"), ("云杉证券", "年度卓越证券公司")},
    ),
    "grade above winners with cases": (
        "普惠金融服务案例名单\n一等奖（2个）\n澜江银行    “江小贷”\n北陵银行    “陵易融”\n"
        "二等奖（1个）\n青桐财险    茶叶指数保险",
        {("澜江银行", "一等奖"), ("北陵银行", "一等奖"), ("青桐财险", "二等奖")},
    ),
    "reasons in between": (
        "最佳农商行：东港农商银行\n获奖理由：东港农商银行深耕县域，服务三农。\n最佳村镇银行：南溪村镇银行\n"
        "获奖理由：南溪村镇银行2021年涉农贷款占比超九成。",
        {("东港农商银行", "最佳农商行"), ("南溪村镇银行", "最佳村镇银行")},
    ),
    "candidates": ("候选名单\n最佳零售银行奖：澜江银行、北陵银行\n最佳私人银行奖：南浔银行\n请投票！", set()),
    "candidates, then winners": (
        "候选名单\n最佳零售银行奖：澜江银行、北陵银行\n获奖名单\n最佳零售银行奖：澜江银行",
        {("澜江银行", "最佳零售银行奖")},
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_of_winners(case: str) -> None:
    text, expected = LISTS[case]
    assert {(who, award) for who, award, *_ in told(text)} == expected
