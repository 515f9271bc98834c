"""Front matter whole and broken, credit lines, dates, and the pages around an article."""

import re

import pytest

from kg.article import Article
from kg.reader import read_bytes


def post(head: str, body: str = "正文一段。") -> Article:
    return read_bytes(f"---\n{head}\n---\n{body}".encode(), name="a.md")


# --- front matter

LINE_BY_LINE = "the front matter is not YAML"

TITLES = {
    "quoted": ('title: "甲获奖"', "甲获奖"),
    "unquoted": ("title: 甲获奖", "甲获奖"),
    "quotes in quotes": ('title: "甲"好"奖"', '甲"好"奖'),
    "escaped quotes": (r'title: "甲\"好\"奖"', '甲"好"奖'),
    "single quotes in quotes": ("title: '甲''s奖'", "甲's奖"),
    "a colon": ("title: 专访: 甲", "专访: 甲"),
    "a stock": ("title: *ST甲获奖", "*ST甲获奖"),
    "brackets": ("title: [公告]甲获奖", "[公告]甲获奖"),
    "a list": ("title: [公告]", "公告"),
    "no space after the colon": ("title:甲获奖\ndate:2022-03-15", "甲获奖"),
    "a tab": ("title:\t甲获奖\n\tlayout: x", "甲获奖 layout: x"),
    "entities and tags": ("title: <em>A&amp;B</em>　　获奖", "A&B　获奖"),
    "folded lines": ("title: >\n  甲\n  获奖", "甲 获奖"),
    "capital keys": ("Title: 甲获奖", "甲获奖"),
    "a Chinese key": ("标题: 甲获奖", "甲获奖"),
}


@pytest.mark.parametrize("case", TITLES)
def test_titles(case: str) -> None:
    head, title = TITLES[case]
    assert post(head).title == title
    assert post(head).text == "正文一段。"


UNUSUAL = {
    "blank lines before it": (
        "\n \n---\ntitle: 题\n---\n正文",
        "题",
        "正文",
        "blank lines stand before the front matter",
    ),
    "no end, then HTML": ("---\ntitle: 题\n<p>正文</p>", "题", "正文", "the front matter is not closed by a line ---"),
    "no end, then a blank line": (
        "---\ntitle: 题\n\n正文\n\n---\n\n尾",
        "题",
        "正文\n尾",
        "the front matter is not closed by a line ---",
    ),
    "a line that is no field": (
        "---\ntitle: 题\n！！！\n---\n正文",
        "题",
        "正文",
        "line 3 of the front matter is not understood: '！！！'",
    ),
    "three dots": ("---\ntitle: 题\n...\n正文", "题", "正文", "the front matter has no date"),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_unusual_front_matter(case: str) -> None:
    text, title, body, warning = UNUSUAL[case]
    found = read_bytes(text.encode(), name="a.md")
    assert (found.title, found.text) == (title, body)
    assert warning in found.warnings


@pytest.mark.parametrize("text", ["---\n正文\n---\n尾", "正文\n\n---\ntitle: 尾", "---\n\n注意：正文\n", "***\n正文"])
def test_rules_are_no_front_matter(text: str) -> None:
    found = read_bytes(text.encode(), name="a.md")
    assert "正文" in found.text
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("printed", "published", "warning"),
    [
        ("2022-03-15 20:24:46 +0800", "2022-03-15T20:24:46+08:00", None),
        ("2022-03-15T20:24:46Z", "2022-03-15T20:24:46+00:00", None),
        ("2022-03-15T20:24:46.123-05:00", "2022-03-15T20:24:46-05:00", None),
        ("2022/3/5 8:05", "2022-03-05T08:05:00+08:00", "the date has no time zone: +08:00 is assumed"),
        ("2022年3月15日 20时24分", "2022-03-15T20:24:00+08:00", "the date has no time zone: +08:00 is assumed"),
        ("２０２２年３月１５日", "2022-03-15", None),
        ("2022.03.15", "2022-03-15", None),
        ("", None, "the date is empty"),
        ("+0800", None, "the date is empty"),
        ("2022-02-30", None, "the date '2022-02-30' is not in the calendar"),
        ("昨天", None, "the date '昨天' cannot be read"),
    ],
)
def test_dates(printed: str, published: str | None, warning: str | None) -> None:
    found = post(f"title: 题\ndate: {printed}")
    assert found.published == published
    assert found.warnings == ((warning,) if warning else ())


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ("title: 题\ntags: 中国银行保险报新闻", "中国银行保险报"),
        ("title: 题\ntags: 界面新闻新闻", "界面新闻"),
        ("title: 题\ntags: [金融时报新闻]", "金融时报"),
        ("title: 题\ntags: [保险, 金融时报新闻]", None),
        ("title: 题\ntags: 行业新闻", None),
        ("title: 题\nsource: 金融时报\ntags: 证券日报新闻", "金融时报"),
        ("title: 题\nsource: https://example.org/a", None),
    ],
)
def test_publishers_of_front_matter(head: str, publisher: str | None) -> None:
    assert post(head).publisher == publisher


def test_the_source_in_the_text_counts_more_than_a_tag() -> None:
    assert post("tags: 东财滚动新闻", "正文。\n\n（文章来源：澎湃新闻）").publisher == "澎湃新闻"


# --- credits and other furniture

LAST = {
    "（文章来源：中国银行保险报）": "中国银行保险报",
    "(来源:《证券日报》)": "证券日报",
    "来源：新华网作者：张三": "新华网",
    "（来源：南方都市报　记者　陈小满　责任编辑　何文）": "南方都市报",
    "（文章來源：香港商報）": "香港商報",
    "责任编辑：何文": None,
    "（供稿：办公室）": None,
    "本报记者 张三 李四 通讯员 王五": None,
    "分享到：微信 微博 QQ": None,
    "【打印本页】【关闭窗口】": None,
    "返回金融时报新闻｜返回首页": None,
    "上一篇：乙公司获奖": None,
    "版权声明：本文版权归某网所有，未经授权不得转载。": None,
    "<>": None,
    "{: .center}": None,
}


@pytest.mark.parametrize("line", LAST)
def test_furniture_goes_and_its_facts_stay(line: str) -> None:
    found = read_bytes(f"　　甲获奖。\n{line}".encode(), name="a.txt")
    assert (found.text, found.publisher) == ("甲获奖。", LAST[line])


TEXT = (
    "来源：公司年报，数据截至2021年。",
    "数据来源：公司年报",
    "记者从主办方获悉，甲获奖。",
    "分享到场嘉宾的经验，甲表示很荣幸。",
    "返回家乡的甲再次获奖。",
    "2021年3月15日",
    "2021年",
    "编者按：",
    "中",
    "一、评论类奖项",
    "联系人：王老师　电话：010-00000000",
)


@pytest.mark.parametrize("line", TEXT)
def test_what_only_looks_like_furniture_stays(line: str) -> None:
    text = f"甲获奖。\n{line}\n乙获奖。"
    assert read_bytes(text.encode(), name="a.txt").text == text


def test_a_credit_at_the_end_of_a_paragraph_goes() -> None:
    found = read_bytes("甲获奖（一等奖）。（来源：南方都市报） （责任编辑：何文 ） 看全文".encode(), name="a.txt")
    assert (found.text, found.publisher) == ("甲获奖（一等奖）。", "南方都市报")


def test_an_address_on_a_line_of_its_own_is_that_of_the_article() -> None:
    found = post("title: 题", "正文\n\n<https://example.org/a?infoCode=NW2022>\n\n[返回首页](/)")
    assert (found.text, found.url, found.id) == ("正文", "https://example.org/a?infoCode=NW2022", "NW2022")
    linked = post("title: 题", "正文\n\n[查看原文](https://example.org/b)")
    assert (linked.text, linked.url) == ("正文", "https://example.org/b")


DIGEST = "近日，甲银行获评年度优秀案例，该行普惠贷款余额突破一百亿元，较年初增长两成"


@pytest.mark.parametrize(
    ("head", "stays"),
    [
        (f"> {DIGEST}。", False),
        (f"{DIGEST}……", False),
        (f"{DIGEST[:-4]}...", False),
        (f"# 题\n\n> {DIGEST}。", False),
        (f"> {DIGEST[:-4]}", True),
        (f"> 本报讯 {DIGEST}。", True),
        (f"- {DIGEST}。", True),
        ("> 近日，甲银行", True),
    ],
)
def test_a_digest_that_the_article_repeats_goes(head: str, stays: bool) -> None:
    found = post("title: 题", f"{head}\n\n{DIGEST}。\n\n乙。")
    assert found.text.endswith(f"{DIGEST}。\n乙。")
    assert (len(found.blocks) - head.startswith("#") == 3) == stays


def test_links_under_related_reading_go() -> None:
    found = post("title: 题", "正文\n\n相关阅读：\n\n[乙获奖](1)\n\n[丙获奖](2)\n\n丁")
    assert found.text == "正文\n丁"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("甲获奖\n正文。", "甲获奖"),
        ("正文。\n乙。", None),
        ("【甲银行荣获年度大奖】5月9日，甲获奖。", "甲银行荣获年度大奖"),
        ("【本报讯】甲获奖。\n乙。", None),
        ("（原标题：乙获奖）\n正文。\n丙。", "乙获奖"),
        ("甲获奖\n（原标题：乙获奖）\n正文。", "甲获奖"),
    ],
)
def test_titles_of_plain_text(text: str, title: str | None) -> None:
    assert read_bytes(text.encode(), name="a.txt").title == title


# --- pages

STORY = "<p>　　近日，甲银行获评年度优秀案例，该行普惠贷款余额突破一百亿元，较年初增长两成。</p>"
MORE = "<p>　　乙银行同时获评年度创新案例，该行的小微企业线上贷款已经服务客户一百万户。</p>"
BOTH = STORY + MORE
LINKS = "<ul>" + "".join(f"<li><a href='/{n}'>乙公司荣获第{n}届大奖</a></li>" for n in range(9)) + "</ul>"

PAGES = {
    "named body": f"<div class='hd'>{LINKS}</div><div id=ContentBody>{BOTH}</div><div class=right>{LINKS}</div>",
    "article": f"<header>{LINKS}</header><article>{BOTH}<footer>来源：甲报</footer></article><aside>乙</aside>",
    "main": f"<div role=navigation>{LINKS}</div><main>{BOTH}<div class='share-bar'>分享到</div></main>",
    "no names": f"<div>{LINKS}</div><div><div>{BOTH}</div><div>{LINKS}</div></div><div>Copyright 2022</div>",
    "nothing but the body": f"{LINKS}{BOTH}{LINKS}<p></p>{LINKS}",
    "tables": f"<table><tr><td>{LINKS}<tr><td><table><tr><td>{LINKS}<td>{BOTH}</table></table>",
    "comments": f"<div class='article-content'>{BOTH}</div><div class=comments>{'<p>网友：不信。</p>' * 50}</div>",
    "WeChat": f"<h1>甲银行获奖</h1><div id=js_content style='visibility: hidden'><section>{BOTH}</section></div>",
}


@pytest.mark.parametrize("case", PAGES)
def test_the_main_content_of_a_page(case: str) -> None:
    found = read_bytes(f"<!DOCTYPE html><html><body>{PAGES[case]}</body></html>".encode(), name="a.html")
    assert found.text == "\n".join(re.sub("<.?p>|　", "", story) for story in (STORY, MORE))


@pytest.mark.parametrize("head", ["<h3>获奖名单</h3>", "<p>获奖名单如下：</p>"])
def test_a_list_of_links_that_is_announced_stays(head: str) -> None:
    page = f"<!DOCTYPE html><html><body>{LINKS}{BOTH}{head}{LINKS}</body></html>"
    assert read_bytes(page.encode(), name="a.html").text.count("乙公司荣获第") == 9


def test_a_page_of_links_alone_is_read() -> None:
    page = f"<!DOCTYPE html><html><body><p>名单</p>{LINKS}</body></html>"
    assert read_bytes(page.encode(), name="a.html").text.count("乙公司荣获第") == 9


def test_text_after_what_is_left_out_stays_on_a_line_of_its_own() -> None:
    page = f"<!DOCTYPE html><html><body>{STORY}甲&#1;<nav>乙</nav>丙&#12;<aside>丁</aside>戊{MORE}</body></html>"
    assert read_bytes(page.encode(), name="a.html").text.split("\n")[1:-1] == ["甲", "丙", "戊"]


def test_a_list_of_winners_is_the_main_content() -> None:
    page = (
        f"<html><body><nav>{LINKS}</nav><div class='rank list'><h2>名单</h2><ol><li>甲<li>乙</ol></div></body></html>"
    )
    assert read_bytes(page.encode(), name="a.html").text == "名单\n甲\n乙"


def test_what_the_head_of_a_page_states() -> None:
    page = f"""<!doctype html><html lang="zh-CN"><head><title>甲银行获奖_银行频道_某某网</title>
        <meta property="article:published_time" content="2024-01-02T03:04:05+08:00"/>
        <meta property="og:site_name" content="界面新闻"><link rel="canonical" href="https://example.org/a">
        </head><body><main>{STORY}</main></body></html>"""
    found = read_bytes(page.encode(), name="a.html")
    assert (found.title, found.publisher) == ("甲银行获奖_银行频道_某某网", "界面新闻")
    assert (found.published, found.url) == ("2024-01-02T03:04:05+08:00", "https://example.org/a")
    assert (found.language, found.warnings) == ("zh-Hans", ())


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>甲银行再获年度大奖 - 某某网</title>", "甲银行再获年度大奖"),
        ("<title>甲银行再获年度大奖-金融时报</title>", "甲银行再获年度大奖"),
        ("<title>甲银行再获年度大奖-乙银行次之</title>", "甲银行再获年度大奖-乙银行次之"),
        ("<title>喜报|甲银行再获年度大奖</title>", "喜报|甲银行再获年度大奖"),
        ("<meta property=og:title content='甲银行再获年度大奖'><title>某某网</title>", "甲银行再获年度大奖"),
    ],
)
def test_titles_of_pages(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{STORY}</body></html>"
    assert read_bytes(page.encode(), name="a.html").title == title


def test_the_line_below_the_title_is_read_and_left_out() -> None:
    page = (
        f"<html><body><h1>甲获奖</h1><div>2024年4月18日 10:26　来源：国际金融报　浏览：12次</div>{STORY}</body></html>"
    )
    found = read_bytes(page.encode(), name="a.html")
    assert (found.published, found.publisher) == ("2024-04-18T10:26:00+08:00", "国际金融报")
    assert "来源" not in found.text


def test_a_day_below_the_title_is_the_date_but_a_timeline_stays() -> None:
    assert read_bytes(b"<h1>T</h1><h3>2018-6-25</h3><p>x</p>", name="a.html").published == "2018-06-25"
    timeline = "".join(f"<div>2018年1月{day}日</div><div>获奖{day}</div>" for day in range(1, 4))
    found = read_bytes(f"<h2>足迹</h2>{timeline}".encode(), name="a.html")
    assert found.text.count("2018年1月") == 3
    assert found.published is None


# --- languages


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<p>香港保險業創科大獎揭曉</p>", "zh-Hant"),
        ("<p>中国太保获奖</p>", "zh-Hans"),
        ("<html lang=zh-TW><body><p>甲乙丙</p></body></html>", "zh-Hant"),
        ("<html lang=zh-TW><body><p>中国太保获奖</p></body></html>", "zh-Hans"),
        ("<p>Best ESG Adviser in China: CICC (中金)</p>", "en"),
        ("<html lang=fr><body><p>Meilleure banque</p></body></html>", "fr"),
        ("<p>2022</p>", None),
    ],
)
def test_languages(page: str, language: str | None) -> None:
    assert read_bytes(page.encode(), name="a.html").language == language
