"""The grammar of the rules, on sentences made for it: who received what for which case, and what is no award."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import registry
from kg.article import Article, Block, BlockKind, Emphasis
from kg.extractor.figures import find_figures
from kg.extractor.masking import mask, quotations
from kg.extractor.naming import names
from kg.extractor.outline import Region, outline, sentences
from kg.facts import ArticleFacts, Comparator

KNOWN = registry.load()


@pytest.fixture(scope="module")
def known() -> registry.Registry:
    return KNOWN


def article(*paragraphs: str, title: str = "") -> Article:
    """An article of plain paragraphs; `**X**` is bold, `# X` a heading."""
    text, blocks = "", []
    for paragraph in paragraphs:
        start = len(text) + bool(text)
        heading = paragraph.startswith("# ")
        bold = paragraph.startswith("**")
        plain = paragraph.removeprefix("# ").replace("**", "")
        length = paragraph.index("**", 2) - 2 if bold else 0
        text = f"{text}\n{plain}" if text else plain
        emphases = (Emphasis(start=start, end=start + length),) if bold else ()
        kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind=kind, start=start, end=len(text), level=2 if heading else 0, emphases=emphases))
    return Article(id="test", text=text, blocks=tuple(blocks), title=title)


def won(facts: ArticleFacts) -> set[tuple[str, str, str]]:
    """Receipts as (winners, award, case)."""
    awards = {a.id: a.name for a in facts.awards}
    return {("+".join(r.recipients), awards[r.award], r.case or "") for r in facts.receipts}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("宁波银行荣获“小微金融先锋奖”。", {("宁波银行", "小微金融先锋奖", "")}),
        ("会上，宁波银行凭借多年深耕，获颁“小微金融先锋奖”称号。", {("宁波银行", "小微金融先锋奖", "")}),
        ("太保产险凭借“风险雷达”平台荣获年度科技创新奖。", {("太保产险", "年度科技创新奖", "“风险雷达”平台")}),
        ("太保产险的“风险雷达”服务入选年度典型案例。", {("太保产险", "年度典型案例", "“风险雷达”服务")}),
        (
            "太保产险“甲乙丙”服务和太保寿险“丁戊己”体验双双获评年度典范案例。",
            {("太保产险", "年度典范案例", "“甲乙丙”服务"), ("太保寿险", "年度典范案例", "“丁戊己”体验")},
        ),
        (
            "工银瑞信和国民养老分获年度养老管理奖、年度养老创新奖。",
            {("工银瑞信", "年度养老管理奖", ""), ("国民养老", "年度养老创新奖", "")},
        ),
        (
            "宁波银行、杭州银行和江苏银行均荣获“最佳实践奖”。",
            {("宁波银行", "最佳实践奖", ""), ("杭州银行", "最佳实践奖", ""), ("江苏银行", "最佳实践奖", "")},
        ),
        ("年度绿色银行奖授予兴业银行。", {("兴业银行", "年度绿色银行奖", "")}),
        ("年度理财公司奖被颁给了招银理财。", {("招银理财", "年度理财公司奖", "")}),
        ("年度信托品牌奖花落建信信托。", {("建信信托", "年度信托品牌奖", "")}),
        ("中信证券将年度券商奖收入囊中。", {("中信证券", "年度券商奖", "")}),
        ("斩获一等奖的是宁波银行《汇率研究报告》。", {("宁波银行", "一等奖", "《汇率研究报告》")}),
        ("金奖1名，由众安保险的“智能核保引擎”摘得。", {("众安保险", "金奖", "“智能核保引擎”")}),
        (
            "人保财险与上海农商银行共同完成的“知信保”项目获得二等奖。",
            {("人保财险+上海农商银行", "二等奖", "“知信保”项目")},
        ),
        ("宁波银行可视化平台凭借可信数据荣获年度科技金奖。", {("宁波银行", "年度科技金奖", "")}),
        ("宁波银行荣获年度科技创新奖，其项目成功中标某市工程。", {("宁波银行", "年度科技创新奖", "")}),
        ("宁波银行荣获“抽奖系统创新奖”。", {("宁波银行", "抽奖系统创新奖", "")}),
        ("宁波银行荣获“甲乙奖”“丙丁奖”两项大奖。", {("宁波银行", "甲乙奖", ""), ("宁波银行", "丙丁奖", "")}),
        ("平安银行荣获Best Auto Finance Product in China。", {("平安银行", "Best Auto Finance Product in China", "")}),
    ],
)
def test_a_sentence_that_confers(sentence: str, expected: set[tuple[str, str, str]], known: registry.Registry) -> None:
    assert won(kg.extract(article(sentence), known=known)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "宁波银行力争在明年荣获“小微金融先锋奖”。",
        "宁波银行正在准备参评年底的“金诺奖”。",
        "宁波银行没能获得“小微金融先锋奖”。",
        "某公司业务员冒用荣誉，宣称宁波银行荣获“最佳银行奖”，经核查该奖项并不存在。",
        "杭州银行成功中标财政专户资金存放项目。",
        "宁波银行主体信用等级获评AAA级。",
        "中信证券授予激励对象限制性股票一千万股。",
        "宁波银行员工小周个人荣获“年度暖心人物”称号。",
        "宁波银行获得市场的热烈反响。",
        "喜讯：宁波银行再获殊荣，斩获多项荣誉。",
        "企业获得了宁波银行的贷款支持。",
    ],
)
def test_a_sentence_that_confers_nothing(sentence: str, known: registry.Registry) -> None:
    assert won(kg.extract(article(sentence), known=known)) == set()


def test_lists_under_headings(known: registry.Registry) -> None:
    facts = kg.extract(
        article(
            "名单如下。",
            "# 年度品牌奖",
            "富国基金 “富小二”",
            "博时基金：“财商课”",
            "# 内容创新奖",
            "嘉实基金——《三十六问》",
        ),
        known=known,
    )
    assert won(facts) == {
        ("富国基金", "年度品牌奖", "“富小二”"),
        ("博时基金", "年度品牌奖", "“财商课”"),
        ("嘉实基金", "内容创新奖", "《三十六问》"),
    }


def test_what_is_told_twice_is_one_misprints_included(known: registry.Registry) -> None:
    facts = kg.extract(
        article(
            "其中，交通银行“天罡”反欺诈平台获评智能风控创新案例。",
            "**智能风控风控创新案例**",
            "**“天罡”交易反欺诈平台：**交通银行为客户挽回损失2.6亿元。",
        ),
        known=known,
    )
    assert len(facts.receipts) == len(facts.awards) == len(facts.cases) == 1
    assert facts.awards[0].aliases == ("智能风控风控创新案例",)
    assert facts.cases[0].aliases == ("“天罡”交易反欺诈平台",)
    assert facts.cases[0].figures[0].value == Decimal(260_000_000)


def test_years_come_from_the_programme_and_from_recollection(known: registry.Registry) -> None:
    facts = kg.extract(
        article(
            "“2023年度绿色金融评选”揭晓。兴业银行荣获“绿色卓越机构”。",
            "早在2021年，兴业银行就曾获评“绿色先锋机构”。",
            "去年，兴业银行曾获评“绿色银行奖”。",
        ),
        known=known,
    )
    assert {(a.name, a.year) for a in facts.awards} == {
        ("绿色卓越机构", 2023),
        ("绿色先锋机构", 2021),
        ("绿色银行奖", None),
    }


def test_a_programme_that_is_only_named_later_is_not_tied(known: registry.Registry) -> None:
    facts = kg.extract(
        article("宁波银行荣获“年度创新奖”。", "“2023年度绿色金融评选”近日启动报名。"),
        known=known,
    )
    assert [(a.name, a.year, a.programme) for a in facts.awards] == [("年度创新奖", None, None)]


def test_a_claim_counts_for_whom_it_speaks(known: registry.Registry) -> None:
    facts = kg.extract(
        article(
            "宁波银行共有2个项目获奖。杭州银行共有3个项目获奖。",
            "# 年度创新奖",
            "宁波银行：“甲乙丙”平台",
            "宁波银行：“丁戊己”系统",
            "杭州银行：“庚辛壬”系统",
        ),
        known=known,
    )
    assert [(c.expected, c.found) for c in facts.checks] == [(2, 2), (3, 1)]


def table(*rows: tuple[str, ...], spans: int = 1) -> Article:
    """An article that is one table, the first row its header; each cell of the others spans so many rows."""
    text, blocks = "", []
    for n, row in enumerate(rows):
        for column, cell in enumerate(row):
            start = len(text) + bool(text)
            text = f"{text}\n{cell}" if text else cell
            at = (n, n + (spans if n else 1))
            where = {"table": 0, "rows": at, "columns": (column, column + 1), "header": n == 0}
            blocks.append(Block(kind=BlockKind.CELL, start=start, end=len(text), **where))
    return Article(id="table", text=text, blocks=tuple(blocks))


@pytest.mark.parametrize("header", ["获奖单位", "获奖机构", "单位名称", "公司", "申报单位"])
@pytest.mark.parametrize("spans", [1, 2])
def test_a_table_is_read_by_its_header(header: str, spans: int, known: registry.Registry) -> None:
    made = table((header, "奖项"), ("太保产险", "科技创新奖"), spans=spans)
    assert won(kg.extract(made, known=known)) == {("太保产险", "科技创新奖", "")}


def test_a_table_that_spans_the_world_is_no_work(known: registry.Registry) -> None:
    cell = {"table": 0, "rows": (0, 10_000), "columns": (0, 1_000), "header": False}
    made = Article(id="bomb", text="太保产险", blocks=(Block(kind=BlockKind.CELL, start=0, end=4, **cell),))
    assert won(kg.extract(made, known=known)) == set()


WORDS = """
    中国太保 太保产险 宁波银行 荣获 获评 授予 分别 均 凭借 “风险雷达”平台 《白皮书》 年度创新奖 一等奖 2023年度 3.3亿元
    十来万 一三十二 子公司 旗下 联合 （以下简称“甲”） 第五届 评选 3个项目 该奖项 深圳分公司 依次为 前者 Awards
"""
PIECES = st.sampled_from([*"，。；：、“”《》（）\n 的和与获奖将由是车再达到", *WORDS.split()])


@given(st.lists(PIECES, max_size=60), st.lists(st.sampled_from(BlockKind), min_size=1, max_size=6))
@settings(max_examples=150)
def test_whatever_an_article_says_its_facts_keep_the_contract(pieces: list[str], kinds: list[BlockKind]) -> None:
    lines = [line.strip() for line in "".join(pieces).split("\n") if line.strip()]
    text, blocks = "\n".join(lines), []
    for n, line in enumerate(lines):
        start = sum(len(x) + 1 for x in lines[:n])
        cell = {"table": 0, "rows": (n, n + 1), "columns": (0, 1)} if kinds[n % len(kinds)] is BlockKind.CELL else {}
        blocks.append(Block(kind=kinds[n % len(kinds)], start=start, end=start + len(line), **cell))
    made = kg.extract(Article(id="any", text=text, blocks=tuple(blocks)), known=KNOWN)
    for where, span in made.spans():
        assert text[span.start : span.end] == span.quote, where


def test_claims_are_checked(known: registry.Registry) -> None:
    facts = kg.extract(
        article(
            "宁波银行共有3个项目获奖。",
            "# 年度创新奖",
            "宁波银行：“甲乙丙”平台",
            "宁波银行：“丁戊己”系统",
        ),
        known=known,
    )
    assert [(c.claim.quote, c.expected, c.found) for c in facts.checks] == [("3个项目", 3, 2)]


def test_names_declared_short_and_branches(known: registry.Registry) -> None:
    facts = kg.extract(
        article(
            "澜江人寿保险股份有限公司（以下简称“澜江人寿”）荣获“年度服务奖”。",
            "澜江人寿禾川分公司荣获“年度理赔奖”。",
        ),
        known=known,
    )
    company = next(o for o in facts.organizations if o.name == "澜江人寿保险股份有限公司")
    branch = next(o for o in facts.organizations if o.name == "澜江人寿禾川分公司")
    assert company.aliases == ("澜江人寿",)
    assert (branch.parent, branch.parent_basis) == (company.id, "implied")


def test_a_newspaper_that_reports_and_a_bank_inside_its_name_win_nothing(known: registry.Registry) -> None:
    facts = kg.extract(article("《中国银行保险报》报道，太保产险荣获“年度服务奖”。"), known=known)
    assert {o.name for o in facts.organizations} == {"太保产险"}


@pytest.mark.parametrize(
    ("printed", "value", "upper", "comparator", "unit"),
    [
        ("累计赔付超过3.3亿元", "330000000", None, ">", "CNY"),
        ("服务800多名老人", "800", None, ">", "名"),
        ("覆盖近4200万人", "42000000", None, "<", "人"),
        ("替代率提升至90.34%", "90.34", None, "=", "%"),
        ("降到三成以下", "30", None, "<=", "%"),
        ("退保率降低近两个百分点", "2", None, "<", "个百分点"),
        ("40-50岁客户", "40", "50", "=", "岁"),
        ("带来贷款400万至600万元", "4000000", "6000000", "=", "CNY"),
        ("柜面两千三百余个", "2300", None, ">", "个"),
        ("报告十一万份", "110000", None, "=", "份"),
        ("床位３，２００张", "3200", None, "=", "张"),
        ("每单最低4分钱", "0.04", None, "=", "CNY"),
        ("保费超过11亿港元", "1100000000", None, ">", "HKD"),
        ("连续服务十年", "10", None, "=", "年"),
        ("风险保障2.1万亿元", "2100000000000", None, "=", "CNY"),
        ("大样本1117万老年客户", "11170000", None, "=", ""),
        ("贷款余额2157.84亿元", "215784000000", None, "=", "CNY"),
        ("约十来个项目", "10", None, "~", "个"),
        ("参与1000-2000人", "1000", "2000", "=", "人"),
    ],
)
def test_a_figure(printed: str, value: str, upper: str | None, comparator: str, unit: str) -> None:
    (found,) = find_figures(printed, mask(printed, quotations(printed), ()), Region(0, len(printed)))
    assert (found.value, found.comparator, found.unit) == (Decimal(value), Comparator(comparator), unit)
    assert found.upper == (Decimal(upper) if upper else None)


@pytest.mark.parametrize(
    "printed",
    [
        "2021年8月上市",
        "3月15日",
        "第三届",
        "三大特色",
        "五大主题",
        "一站式服务",
        "H2019A",
        "“安享百万”",
        "两地",
        "2023年度",
        "一件件",
    ],
)
def test_no_figure(printed: str) -> None:
    assert list(find_figures(printed, mask(printed, quotations(printed), ()), Region(0, len(printed)))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由上海保险交易所股份有限公司申报", "上海保险交易所股份有限公司"),
        ("3日，稻溪农商银行表示", "稻溪农商银行"),
        ("由中国互联网金融协会主办", "中国互联网金融协会"),
        ("多家银行业金融机构", None),
        ("各商业银行", None),
        ("购买意外保险产品", None),
    ],
)
def test_names_by_their_form(text: str, expected: str | None) -> None:
    certain = [text[r.start : r.end] for r, sure in names(text) if sure]
    assert max(certain, key=len, default=None) == expected


def test_quotations_nest_and_never_run_away() -> None:
    text = "获“甲‘乙’奖”和《丙》，“不收尾的引号\n下一行"
    assert [text[a:b] for a, b in quotations(text)] == ["“甲‘乙’奖”", "《丙》"]
    assert len(mask(text, quotations(text), ((0, 1),))) == len(text)


def test_the_outline_knows_headings_titles_and_numbers() -> None:
    made = article("# 大标题", "**示范案例**", "**“村务”平台：**正文在这里。", "（一）农业银行：“村务”平台")
    lines = outline(made.text, made.blocks)
    assert [bool(line.rank) for line in lines] == [True, True, False, False]
    assert [made.text[line.lead.start : line.lead.end] for line in lines if line.lead] == ["“村务”平台", "农业银行"]
    assert lines[2].under == (0, 1)


def test_sentences_do_not_end_inside_quotes() -> None:
    text = "他说：“好。很好。”然后走了。下一句"
    assert [text[s.start : s.end] for s in sentences(text, Region(0, len(text)))] == [
        "他说：“好。很好。”然后走了。",
        "下一句",
    ]
