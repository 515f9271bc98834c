"""Tables of winners: which cells are headings, and who received what for which case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ontology, registry
from kg.article import Article
from kg.extractor import extract
from kg.extractor.grid import names_award, records, tables
from kg.facts import ArticleFacts
from kg.reader import read_bytes

KNOWN, PLACES = registry.load(), ontology.load()
INTRO = "6月3日，2022年度绿色金融案例征集结果揭晓，获奖名单如下："
BANK, OTHER, INSURER = "宁波银行", "杭州银行", "太保产险"


def page(*rows: str, intro: str = INTRO) -> Article:
    """An HTML article with one table: a row is cells parted by `|`; `3>甲` spans columns, `3^甲` rows."""
    return read_bytes(f"<p>{intro}</p>{html(*rows)}".encode(), name="a.html")


def html(*rows: str) -> str:
    cells = ("".join(map(cell, row.split("|"))) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def cell(said: str) -> str:
    for mark, attribute in ((">", "colspan"), ("^", "rowspan")):
        if said[1:2] == mark:
            return f'<td {attribute}="{said[0]}">{said[2:]}</td>'
    return f"<td>{said}</td>"


def markdown(*parts: str) -> Article:
    """A Markdown article of paragraphs, headings and pipe tables."""
    return read_bytes("\n\n".join(parts).encode(), name="a.md")


def pipes(*rows: str) -> str:
    first, *rest = (f"| {row.replace('|', ' | ')} |" for row in rows)
    return "\n".join((first, "|---" * rows[0].count("|") + "|---|", *rest))


def facts(article: Article) -> ArticleFacts:
    return extract(article, KNOWN, PLACES)


def won(article: Article) -> set[tuple[str, str, str]]:
    """Receipts as (winners, award, case)."""
    found = facts(article)
    names = {a.id: a.name for a in found.awards}
    return {("+".join(r.recipients), names[r.award], r.case or "") for r in found.receipts}


TABLES = {
    "captions and subheadings in between": (
        [
            "3>2022年度绿色金融案例征集获奖名单",
            "序号|申报机构|案例名称",
            "3>一、一等奖（1个）",
            "1|宁波银行|“林海贷”",
            "3>二、二等奖（1个）",
            "2|太保产险|“碳汇保”",
            "3>注：排名不分先后。",
        ],
        {(BANK, "一等奖", "“林海贷”"), (INSURER, "二等奖", "“碳汇保”")},
    ),
    "tracks with headings of their own": (
        ["3>银行组", "等次|单位|项目", "一等|宁波银行|林海贷", "3>保险组", "单位|项目|等次", "太保产险|碳汇保|一等"],
        {(BANK, "银行组一等奖", "林海贷"), (INSURER, "保险组一等奖", "碳汇保")},
    ),
    "a track that an award's heading divides": (
        ["组别|一等奖|二等奖", "银行组|宁波银行|杭州银行、江苏银行", "保险组|太保产险（“碳汇保”）|从缺"],
        {
            *((BANK, "银行组一等奖", ""), (OTHER, "银行组二等奖", ""), ("江苏银行", "银行组二等奖", "")),
            (INSURER, "保险组一等奖", "“碳汇保”"),
        },
    ),
    "awards as headings, cases in brackets": (
        [
            "青松奖<br>（创新类）|翠竹奖",
            "宁波银行（“林海贷”）*|杭州银行（茶园贷）",
            "太保产险、江苏银行（“碳汇保”）|&nbsp;",
        ],
        {(BANK, "青松奖", "“林海贷”"), (OTHER, "翠竹奖", "茶园贷"), (f"{INSURER}+江苏银行", "青松奖", "“碳汇保”")},
    ),
    "the case before the bracket": (
        ["一等奖|二等奖", "“林海贷”（宁波银行）|“茶园贷”（杭州银行）、“碳汇保”（太保产险）"],
        {(BANK, "一等奖", "“林海贷”"), (OTHER, "二等奖", "“茶园贷”"), (INSURER, "二等奖", "“碳汇保”")},
    ),
    "columns of those who won together": (
        [
            "第一完成单位|第二完成单位|成果|等级",
            "宁波银行|太保产险|林海碳汇质押方案|特等",
            "杭州银行|—|茶园贷系统|二等",
        ],
        {(f"{BANK}+{INSURER}", "特等奖", "林海碳汇质押方案"), (OTHER, "二等奖", "茶园贷系统")},
    ),
    "merged cells, and winners over the column of cases": (
        [
            "奖　项|获奖单位|获奖项目",
            "2^一等奖|宁波银行|林海贷",
            "太保产险|（项目名称不予公开）",
            "优秀组织奖|2>杭州银行；江苏银行",
            "最佳人气奖|2>空缺",
        ],
        {
            *((BANK, "一等奖", "林海贷"), (INSURER, "一等奖", "")),
            *((OTHER, "优秀组织奖", ""), ("江苏银行", "优秀组织奖", "")),
        },
    ),
    "winners and cases line by line": (
        [
            "单位|案例|奖项",
            "宁波银行<br>杭州银行|《林海贷实践》<br>《茶园贷探索》|一等奖",
            "江苏银行|“甲乙丙”；“丁戊己”|二等奖",
        ],
        {
            *((BANK, "一等奖", "《林海贷实践》"), (OTHER, "一等奖", "《茶园贷探索》")),
            *(("江苏银行", "二等奖", "“甲乙丙”"), ("江苏银行", "二等奖", "“丁戊己”")),
        },
    ),
    "one case of several": (
        ["单位|案例|奖项", "宁波银行、太保产险|碳汇保|一等奖", "杭州银行（联合江苏银行）|茶园贷（联合申报）|二等奖"],
        {(f"{BANK}+{INSURER}", "一等奖", "碳汇保"), (f"{OTHER}+江苏银行", "二等奖", "茶园贷")},
    ),
    "columns of other things": (
        ["推荐单位|获奖单位|所在地区|得分|奖项|备注", "中国银行业协会|宁波银行|浙江省|96|一等奖|杭州银行协助"],
        {(BANK, "一等奖", "")},
    ),
    "no heading": (
        [
            "1|宁波银行|林海碳汇质押贷款|一等奖",
            "2|太保产险|湿地碳汇指数保险|二等奖",
            "3|杭州银行|水权收益质押融资|二等奖",
        ],
        {
            *((BANK, "一等奖", "林海碳汇质押贷款"), (INSURER, "二等奖", "湿地碳汇指数保险")),
            (OTHER, "二等奖", "水权收益质押融资"),
        },
    ),
    "no heading, the award first": (
        ["最佳创新奖|宁波银行、太保产险", "最佳服务奖|杭州银行"],
        {(BANK, "最佳创新奖", ""), (INSURER, "最佳创新奖", ""), (OTHER, "最佳服务奖", "")},
    ),
    "fields in the first column": (
        ["获奖单位|宁波银行|太保产险", "获奖案例|“林海贷”|“碳汇保”", "奖项|最佳创新奖|最佳服务奖", "联系人|张某|李某"],
        {(BANK, "最佳创新奖", "“林海贷”"), (INSURER, "最佳服务奖", "“碳汇保”")},
    ),
    "the winner in the cell of its case": (
        ["序号|案例名称|等级", "1|宁波银行“林海贷”服务|一等奖", "2|太保产险：湿地碳汇指数保险|二等奖"],
        {(BANK, "一等奖", "“林海贷”服务"), (INSURER, "二等奖", "湿地碳汇指数保险")},
    ),
    "ticks": (
        ["单位|最佳创新奖|最佳服务奖", "宁波银行|√|", "太保产险||√"],
        {(BANK, "最佳创新奖", ""), (INSURER, "最佳服务奖", "")},
    ),
    "names that look like nothing": (
        ["奖项|获奖者", "一等奖|蓝鲸启明", "二等奖|九斗鱼、青藤云"],
        {("蓝鲸启明", "一等奖", ""), ("九斗鱼", "二等奖", ""), ("青藤云", "二等奖", "")},
    ),
    "an award and its grade": (
        ["奖项|等级|机构", "科技创新奖|一等奖|宁波银行", "科技创新奖|二等奖|太保产险"],
        {(BANK, "科技创新奖一等奖", ""), (INSURER, "科技创新奖二等奖", "")},
    ),
    "two halves side by side": (
        ["序号|单位|奖项|序号|单位|奖项", "1|宁波银行|最佳创新奖|2|太保产险|最佳服务奖", "3|杭州银行|最佳服务奖|||"],
        {(BANK, "最佳创新奖", ""), (INSURER, "最佳服务奖", ""), (OTHER, "最佳服务奖", "")},
    ),
    "headings over two rows": (
        ["2^单位|2>获奖情况", "奖项|案例", "宁波银行|最佳创新奖|林海贷"],
        {(BANK, "最佳创新奖", "林海贷")},
    ),
    "kinds of winners": (
        ["奖项|银行|保险公司", "最佳创新奖|宁波银行|太保产险", "最佳服务奖|杭州银行|—"],
        {(BANK, "最佳创新奖", ""), (INSURER, "最佳创新奖", ""), (OTHER, "最佳服务奖", "")},
    ),
    "cases with their winners in a list": (
        ["奖项|获奖单位及案例", "一等奖|1.宁波银行“林海贷”；2.杭州银行“茶园贷”", "二等奖|太保产险——湿地碳汇指数保险"],
        {(BANK, "一等奖", "“林海贷”"), (OTHER, "一等奖", "“茶园贷”"), (INSURER, "二等奖", "湿地碳汇指数保险")},
    ),
    "English headings": (["Award|Winner", "Best Bank|宁波银行"], {(BANK, "Best Bank", "")}),
    "persons": (["姓名|单位|奖项", "张三|宁波银行|最佳经理人"], set()),
    "persons by their posts": (["获奖者|所在单位|奖项", "张三|宁波银行|最佳服务奖"], set()),
    "what is still to be won": (["奖项|名额|奖金（万元）", "一等奖|2|5", "二等奖|4|3"], set()),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_tells_who_won_what(name: str) -> None:
    rows, expected = TABLES[name]
    assert won(page(*rows)) == expected


def test_the_awards_of_a_table_are_of_the_programme_announced_above_it() -> None:
    awards = facts(page("奖项|单位", "最佳创新奖|宁波银行", "一等奖|太保产险")).awards
    assert {(a.name, a.programme, a.year) for a in awards} == {
        ("最佳创新奖", "绿色金融案例征集", 2022),
        ("一等奖", "绿色金融案例征集", 2022),
    }


def test_a_table_of_figures_lists_no_winners() -> None:
    announced = "2022年度绿色金融案例征集结果揭晓，杭州银行荣获最佳创新奖。"
    figures = pipes("公司|净利润（亿元）", "太保产险|12.3", "宁波银行|9")
    assert won(markdown(announced, "各家公司的业绩见下表。", figures)) == {(OTHER, "最佳创新奖", "")}


def test_a_caption_names_the_programme_of_its_table() -> None:
    found = page("2>2021年度绿色金融案例征集获奖名单", "单位|奖项", "宁波银行|最佳创新奖", intro="名单公布如下。")
    (award,) = facts(found).awards
    assert (award.programme, award.year) == ("绿色金融案例征集", 2021)


def test_two_tables_have_their_own_columns() -> None:
    announced = "6月3日，2022年度绿色金融案例征集结果揭晓。"
    companies = pipes("类别|奖项|得主", "公司奖|年度卓越公司|宁波银行、杭州银行")
    rows = ("1|太保碳汇一号|太保产险|年度产品奖", "—|另有6只产品见网站||")
    products = pipes("序号|获奖产品|管理人|奖项", *rows)
    assert won(markdown(announced, companies, products)) == {
        (BANK, "年度卓越公司", ""),
        (OTHER, "年度卓越公司", ""),
        (INSURER, "年度产品奖", "太保碳汇一号"),
    }


def test_the_heading_above_a_table_is_its_award() -> None:
    announced = ("# 2022年度绿色金融评选揭晓", "6月3日，2022年度绿色金融评选在京揭晓。")
    banks, others = pipes("序号|单位", "1|宁波银行"), pipes("单位|序号|案例", "太保产险|1|“碳汇保”")
    found = won(markdown(*announced, "## 十佳银行", banks, "## 科技创新奖", others))
    assert found == {(BANK, "十佳银行", ""), (INSURER, "科技创新奖", "“碳汇保”")}


def test_the_sentence_before_a_table_names_its_award() -> None:
    found = page("名次|机构名称|总分", "1|宁波银行|91.2", "2|九斗鱼支付|90", intro="“年度先锋机构”名单如下：")
    receipts = {(r.recipients, r.rank) for r in facts(found).receipts}
    assert receipts == {(("宁波银行",), "第1名"), (("九斗鱼支付",), "第2名")}
    assert {a.name for a in facts(found).awards} == {"年度先锋机构"}


@pytest.mark.parametrize("heading", ["序号", "排名（不分先后）"])
def test_a_number_that_says_nothing_of_order_is_no_rank(heading: str) -> None:
    found = facts(page(f"{heading}|单位|奖项", "1|宁波银行|最佳创新奖", "2|太保产险|最佳创新奖"))
    assert [r.rank for r in found.receipts] == [None, None]


def test_an_award_that_is_left_empty_is_the_one_above() -> None:
    found = won(
        markdown(INTRO, pipes("奖项|单位|案例", "一等奖|宁波银行|林海贷", "|太保产险|碳汇保", "—|杭州银行|茶园贷"))
    )
    assert found == {(BANK, "一等奖", "林海贷"), (INSURER, "一等奖", "碳汇保")}


def test_titles_that_a_line_break_parted_are_told_apart_by_the_text() -> None:
    article = read_bytes(
        (
            f"<p>{INTRO}</p>{html('单位|案例|奖项', '宁波银行<br>太保产险|山林舆情雷达<br>碳汇压力测试平台|一等奖')}"
            "<p>同一格内按上下顺序一一对应。碳汇压力测试平台已上线。</p>"
        ).encode(),
        name="a.html",
    )
    assert won(article) == {(BANK, "一等奖", "山林舆情雷达"), (INSURER, "一等奖", "碳汇压力测试平台")}


def test_names_that_a_line_break_ran_together_are_told_apart() -> None:
    assert won(page("奖项|获奖单位", "一等奖|青禾资产<br>白露资产")) == {
        ("青禾资产", "一等奖", ""),
        ("白露资产", "一等奖", ""),
    }


def test_honours_of_one_organization_are_its_own() -> None:
    rows = (
        "获奖名称|颁奖机构|获奖时间",
        "最佳城商行奖|中国银行业协会|2021年3月",
        "年度普惠金融奖|上海证券报|2022年6月",
    )
    found = facts(page(*rows, intro="宁波银行近年获奖情况如下："))
    years = {a.id: a.year for a in found.awards}
    assert {(r.recipients, years[r.award]) for r in found.receipts} == {(("宁波银行",), 2021), (("宁波银行",), 2022)}


def test_a_table_in_traditional_characters_is_read_as_printed() -> None:
    assert won(page("獎項|得獎機構|項目", "年度創新獎|中銀香港|「跨境匯」", intro="名單如下：")) == {
        ("中銀香港", "年度創新獎", "「跨境匯」")
    }


@pytest.mark.parametrize("nothing", ["从缺", "空缺", "无", "—", "/", "&nbsp;", "暂无", "（空缺）"])
def test_what_says_nobody_is_nobody(nothing: str) -> None:
    found = facts(page("奖项|获奖单位|案例", f"一等奖|{nothing}|{nothing}", "二等奖|宁波银行|无"))
    assert [(r.recipients, r.case) for r in found.receipts] == [(("宁波银行",), None)]
    assert [o.name for o in found.organizations] == ["宁波银行"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("科技创新奖", True),
        ("金融科技奖", True),
        ("一等", True),
        ("年度卓越公司", True),
        ("奖项", False),
        ("银行组", False),
    ],
)
def test_names_of_awards_are_no_headings_of_columns(said: str, expected: bool) -> None:
    assert names_award(said) is expected


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "单位",
                    "案例",
                    "奖项",
                    "宁波银行",
                    "“林海贷”",
                    "一等奖",
                    "银行组",
                    "2>从缺",
                    "2^太保产险、",
                    "（（",
                    "1",
                    "序号|名次",
                ]
            ),
            max_size=5,
        ).map("|".join),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_table_can_be_read(rows: list[str]) -> None:
    article = page(*rows)
    assert facts(article) == facts(article)
    for cells in tables(article.blocks).values():
        for record in records(article.text, cells, lambda _: True):
            assert {*record.winners, *record.cells} <= set(cells)


@pytest.mark.parametrize(
    "said", ["（" * 20_000, "1" * 20_000, "（注" * 9_000, "*" * 20_000, "“" * 20_000, "甲、" * 9_000]
)
def test_a_hostile_cell_costs_no_time(said: str) -> None:
    facts(page("奖项|单位|案例", f"{said}|{said}|{said}", f"一等奖|宁波银行|{said}"))
