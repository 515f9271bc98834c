"""Tables that white space prints, and tables of one organization's honours. Every text is invented."""

import pytest

import kg
from kg import registry
from kg.reader import read_bytes

KNOWN = registry.load()

GRADES = {
    ("青桐财险", "金奖", 2021, "智能查勘系统"),
    ("远山人寿", "银奖", 2021, "数字化核保平台"),
    ("海棠健康险", "铜奖", 2021, "慢病管理小程序"),
}

PRINTED = {
    "tabs": "奖项\t获奖单位\t项目名称\n金奖\t青桐财险\t智能查勘系统\n"
    "银奖\t远山人寿\t数字化核保平台\n铜奖\t海棠健康险\t慢病管理小程序",
    "spaces": """序号  获奖单位        项目名称            奖项
1     青桐财险        智能查勘系统        金奖
2     远山人寿        数字化核保平台      银奖
3     海棠健康险      慢病管理小程序      铜奖
""",
    "no headings": "金奖 青桐财险 智能查勘系统\n银奖 远山人寿 数字化核保平台\n铜奖 海棠健康险 慢病管理小程序",
    "captions": """获奖单位 项目名称
金奖
青桐财险 智能查勘系统
银奖
远山人寿 数字化核保平台
铜奖
海棠健康险 慢病管理小程序
""",
}


def told(text: str, name: str = "x.txt") -> set[tuple[str, str, int | None, str]]:
    """Who received which award, of which year and for which case, by the names as printed."""
    facts = kg.extract(read_bytes(text.encode(), name=name), known=KNOWN)
    names = {o.id: o.name for o in facts.organizations}
    awards, cases = {a.id: a for a in facts.awards}, {c.id: c.title for c in facts.cases}
    return {
        (names[w], awards[r.award].name, awards[r.award].year, cases.get(r.case or "", ""))
        for r in facts.receipts
        for w in r.recipients
    }


@pytest.mark.parametrize("case", PRINTED)
def test_white_space_prints_a_table(case: str) -> None:
    assert told(f"2021年度保险科技创新奖获奖名单\n{PRINTED[case]}\n") == GRADES


def test_a_field_left_out_at_the_left_is_that_of_the_line_above() -> None:
    text = "2021年度金桐奖获奖名单\n奖项 获奖单位 项目名称\n一等奖 青桐财险 智能查勘系统\n远山人寿 数字化核保平台\n"
    assert {(who, award) for who, award, *_ in told(text)} == {("青桐财险", "一等奖"), ("远山人寿", "一等奖")}


def test_a_table_of_honours_is_of_whom_the_page_is_about() -> None:
    text = """| 时间 | 荣誉 | 颁发机构 |
|---|---|---|
| 2023年12月 | 年度最佳民营银行 | 每日经济新闻 |
| 2022年1月 | 服务小微先锋企业 | 经济观察报 |

湖畔银行成立以来，先后获得上述荣誉。
"""
    facts = kg.extract(read_bytes(text.encode(), name="x.md"), known=KNOWN)
    assert told(text, "x.md") == {
        ("湖畔银行", "年度最佳民营银行", 2023, ""),
        ("湖畔银行", "服务小微先锋企业", 2022, ""),
    }
    assert {o.name for o in facts.organizations} == {"湖畔银行", "每日经济新闻", "经济观察报"}


@pytest.mark.parametrize(
    "text",
    [
        "项目名称 主办单位\n第三届金融论坛 澜江银行\n第四届金融论坛 北陵银行\n",
        "姓名 获奖单位 奖项\n李明 澜江银行 优秀员工奖\n王芳 北陵银行 优秀员工奖\n",
        "单位 地区 电话\n澜江银行 澜江 12345\n北陵银行 北陵 23456\n湖畔银行 湖畔 34567\n",
    ],
)
def test_columns_that_tell_of_no_winner(text: str) -> None:
    assert told(text) == set()
