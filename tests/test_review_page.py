"""The review page in a real browser, opened from disk: it asks for nothing, and what is decided there can be built."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import kg
from kg.article import Article
from kg.corrections import Correction, apply, dump, parse
from kg.corrections.misfit import Misfit
from kg.facts import ArticleFacts, Kind, Span, Verdict
from kg.reviewer import Reviewed, review
from tests.browsing import FOUND, contrast, started
from tests.decided import ARTICLE, FACTS, MISSED, NOMINATED, NOMINATION, TEXT, WON, add, correct, edit, reject, span
from tests.hostile import PAYLOADS

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(FOUND is None, reason="no Chromium is installed")]

Opened = Callable[..., Page]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from started()


def hostile() -> tuple[Reviewed, list[Correction]]:
    """An article in which every text is a payload."""
    texts = [text for text in PAYLOADS if "\ud83d" not in text and text.strip()][:30]
    text = "\n".join(texts)
    article = Article(id=texts[1], text=text, title=texts[1], url="javascript:window.hit=1", publisher=texts[3])
    named = [{"name": each, "evidence": [{"start": 0, "end": 1, "quote": text[0]}]} for each in texts]
    awards = [{"name": each, "programme": each} for each in texts]
    receipts = [{"award": each, "recipients": [each], "rank": each} for each in texts]
    said = {"article": {"id": article.id}, "organizations": named, "awards": awards, "receipts": receipts}
    told = correct(Verdict.REJECTED, Kind.RECEIPT, key=texts[1], by=texts[1], note=texts[1], article=article.id)
    return Reviewed(article, ArticleFacts.model_validate(said), ()), [told]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on disk: one article undecided and decided, the examples, a hostile one, nothing."""
    folder = tmp_path_factory.mktemp("review")
    told = Reviewed(ARTICLE, FACTS, (span(MISSED),))
    examples = [article for article in kg.read_each(EXAMPLES) if isinstance(article, Article)]
    worst, said = hostile()
    pages = {
        "told": review([told]),
        "decided": review([told], corrections=[reject(), edit(), add()]),
        "built": review(
            [told._replace(facts=apply(FACTS, TEXT, [reject(), edit(), add()]).facts)],
            corrections=[reject(), edit(), add()],
        ),
        "examples": kg.review(*((article, kg.resolve(kg.extract(article))) for article in examples)),
        "hostile": review([worst], corrections=said),
        "barren": review([told._replace(facts=ArticleFacts(article=FACTS.article))]),
        "empty": review([]),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Open a page; at the end, it must have asked for nothing else and complained of nothing."""
    said: list[str] = []
    contexts = []

    def open_page(name: str = "told", address: str = "", scheme: Scheme = "light") -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        start = files[name].as_uri()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url) if request.url.partition("#")[0] != start else None)
        page.goto(start + address)
        expect(page.locator("html[data-ready]")).to_be_attached(timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def card(page: Page, key: str) -> Locator:
    return page.locator(f".card[data-key='{key}']")


def decided(page: Page) -> list[Correction]:
    """What the page would hand out, as the build reads it."""
    return [each for _, each in parse(page.evaluate("window.finaward.yaml()"), where="page")]


def replayed(page: Page) -> ArticleFacts:
    done = apply(FACTS, TEXT, decided(page))
    assert not [str(said) for said in done.said if isinstance(said, Misfit)]
    return done.facts


def sign(page: Page) -> None:
    page.fill("#by", "王敏")
    page.fill("#at", "2026-11-23")


def is_seen(page: Page, selector: str, within: str) -> bool:
    """Whether something stands in the visible part of what scrolls around it."""
    inner, outer = page.locator(selector).first.bounding_box(), page.locator(within).bounding_box()
    assert inner
    assert outer
    return inner["y"] >= outer["y"] - 1 and inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1


# The text


def test_the_whole_text_is_there_with_every_span_marked(opened: Opened) -> None:
    page = opened()
    shown = page.locator("#text .body").inner_text()
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", TEXT)
    marked = "".join(page.locator("#text .mark.receipt").all_inner_texts())
    assert marked == WON + NOMINATED
    assert "".join(page.locator("#text .mark.left").all_inner_texts()) == MISSED


def test_spans_that_overlap_keep_each_its_colour(opened: Opened) -> None:
    page = opened()
    both = page.locator("#text .mark.receipt.award").first
    assert both.inner_text() == "年度服务奖"
    lines = both.evaluate("made => getComputedStyle(made).backgroundImage")
    assert lines.count("gradient") == 1
    assert both.evaluate("made => getComputedStyle(made).backgroundColor") != "rgba(0, 0, 0, 0)"
    kinds = {"receipt", "award", "case", "organization", "figure"}
    colours = page.evaluate(
        "names => names.map((name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim())",
        sorted(kinds),
    )
    assert len(set(colours)) == 5


def test_tables_lists_and_headings_look_like_what_they_are(opened: Opened) -> None:
    page = opened("examples")
    page.locator("#list a", has_text="2024年澜江").click()
    cells = [block for block in kg.read(EXAMPLES / "regional-list.html").blocks if block.table is not None]
    assert page.locator("#text table tr").count() == len({block.rows[0] for block in cells if block.rows})
    assert page.locator("#text td, #text th").count() == len(cells)
    assert page.locator("#text td[rowspan='4']", has_text="优秀案例").count() == 1
    assert page.locator("#text h3").count() >= 1


def test_a_kind_is_hidden_and_shown(opened: Opened) -> None:
    page = opened()
    page.locator(".chip[data-kind=organization]").click()
    assert page.locator("#text .mark.organization, .card.organization").count() == 0
    assert page.locator("#text .mark.award").count() > 0
    page.locator(".chip[data-kind=organization]").click()
    assert page.locator(".card.organization").count() == 3


# From a fact to its sentence and back


def test_a_fact_leads_to_its_sentence_and_a_sentence_to_its_fact(opened: Opened) -> None:
    page = opened("examples")
    page.locator("#list a", has_text="2022").or_(page.locator("#list a", has_text="11则")).first.click()
    last = page.locator(".card.figure .face").last
    last.click()
    assert page.locator("#text .mark.on").count() > 0
    assert is_seen(page, "#text .mark.on", "#text")
    page.locator("#text .mark.receipt").first.click()
    assert page.locator(".card.on").count() == 1
    assert is_seen(page, ".card.on", "#cards")


def test_one_place_of_several_facts_leads_to_each(opened: Opened) -> None:
    page = opened()
    place = page.locator("#text .mark.receipt.award").first
    kinds = []
    for _ in range(3):
        place.click()
        kinds.append(page.locator(".card.on").get_attribute("class"))
    assert "award" in str(kinds[0])
    assert "receipt" in str(kinds[1])
    assert kinds[2] == kinds[0]


def test_what_is_left_is_told_of_and_a_fact_is_made_of_it(opened: Opened) -> None:
    page = opened()
    sign(page)
    page.locator(".card.left .face").click()
    expect(page.locator(".card.left .face")).to_have_text(MISSED)
    page.locator(".card.left .act").click()
    assert page.input_value("textarea[name=quote]") == MISSED
    page.fill("textarea[name=recipients]", "柳湾银行")
    page.fill("input[name=award]", "年度普惠奖")
    page.locator(".form .accept").click()
    [made] = decided(page)
    assert (made.verdict, made.kind, made.quote, made.start) == (
        Verdict.ADDED,
        Kind.RECEIPT,
        MISSED,
        TEXT.index(MISSED),
    )
    assert [each.recipients for each in replayed(page).receipts][-1] == ("柳湾银行",)
    expect(page.locator(".card.added")).to_contain_text("年度普惠奖")


def test_a_passage_that_is_selected_is_the_quote_of_what_is_added(opened: Opened) -> None:
    page = opened()
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector("#text .body"), NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const from = nodes.find((node) => node.data.includes("累计服务"));
          const to = nodes.find((node) => node.data.includes("3.3万人次"));
          getSelection().setBaseAndExtent(from, from.data.indexOf("累计服务"), to, to.data.length);
        }"""
    )
    page.click("#add")
    assert page.input_value("textarea[name=quote]") == "累计服务3.3万人次"


# Deciding


def test_decisions_leave_the_page_as_a_file_that_the_build_takes(opened: Opened) -> None:
    page = opened()
    sign(page)
    card(page, NOMINATION).locator(".reject").click()
    card(page, "柳湾银行 | 年度服务奖 | 2021 | 一站通").locator(".accept").click()
    card(page, "年度服务奖 | 2021").locator(".edit").click()
    page.fill("input[name=programme]", "砚舟奖")
    page.fill("input[name=year]", "")
    page.fill("input[name=note]", '见"标题"：\t\u2028\\')
    page.keyboard.press("Control+Enter")
    with page.expect_download() as waited:
        page.click("#download")
    assert waited.value.suggested_filename == "corrections.yaml"
    text = waited.value.path().read_text("utf-8")
    assert text.startswith("# 更正文件")
    told = [each for _, each in parse(text, where="x")]
    assert [each.verdict for each in told] == [Verdict.REJECTED, Verdict.ACCEPTED, Verdict.EDITED]
    assert {(each.by, each.at) for each in told} == {("王敏", "2026-11-23")}
    assert told[2].fact == {"programme": "砚舟奖", "year": None}
    assert told[2].note == '见"标题"：\t\u2028\\'.strip()
    done = replayed(page)
    assert [each.id for each in done.receipts] == ["receipt-1"]
    assert (done.awards[0].programme, done.awards[0].year) == ("砚舟奖", None)


def test_the_file_of_the_page_and_of_the_program_say_the_same(opened: Opened) -> None:
    page = opened("decided")
    told = [reject(), edit(), add()]
    assert decided(page) == told
    assert page.evaluate("window.finaward.yaml()").partition("\n- ")[0] == dump(told).partition("\n- ")[0]


def test_what_was_decided_before_is_shown(opened: Opened) -> None:
    for name in ("decided", "built"):
        page = opened(name)
        rejected = page.locator(".card.rejected")
        expect(rejected).to_contain_text("王敏")
        expect(rejected).to_contain_text("提名不是获奖")
        rejected.locator(".face").click()
        assert "".join(page.locator("#text .mark.on").all_inner_texts()) == NOMINATED
        expect(page.locator(".card.edited")).to_contain_text("砚舟奖")
        expect(page.locator(".card.added")).to_contain_text("年度普惠奖")
        assert decided(page) == [reject(), edit(), add()]


@pytest.mark.parametrize("name", ["decided", "built"])
def test_a_decision_can_be_taken_back_or_made_anew(opened: Opened, name: str) -> None:
    page = opened(name)
    sign(page)
    for kind in ("rejected", "added"):
        page.locator(f".card.{kind} .face").click()
        page.keyboard.press("u")
    assert [each.verdict for each in decided(page)] == [Verdict.EDITED]
    page.locator(".card.edited .face").click()
    page.keyboard.press("e")
    page.fill("input[name=edition]", "第三届")
    page.keyboard.press("Control+Enter")
    [made] = decided(page)
    assert made.key == "年度服务奖 | 2021"
    assert made.fact == {"programme": "砚舟奖", "edition": "第三届"}


def test_the_keyboard_is_enough(opened: Opened) -> None:
    page = opened()
    sign(page)
    page.locator("#text").focus()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("r")
    assert [each.verdict for each in decided(page)] == [Verdict.ACCEPTED, Verdict.REJECTED]
    page.keyboard.press("k")
    page.keyboard.press("u")
    assert [each.verdict for each in decided(page)] == [Verdict.ACCEPTED]
    page.keyboard.press("e")
    page.keyboard.type("x")
    assert page.locator(".form").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".form").count() == 0
    page.keyboard.press("n")
    assert page.locator(".form select[name=kind]").count() == 1
    page.keyboard.press("Escape")
    page.locator("#search").focus()
    page.keyboard.type("ar")
    assert len(decided(page)) == 1


def test_the_rest_of_a_kind_is_accepted_at_once(opened: Opened) -> None:
    page = opened()
    sign(page)
    page.locator(".group.organization h3 .quiet").click()
    assert [(each.kind, each.verdict) for each in decided(page)] == [(Kind.ORGANIZATION, Verdict.ACCEPTED)] * 3
    assert len(replayed(page).decisions) == 3


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("receipt", {"recipients": "柳湾银行"}, "请填写：奖项"),
        ("receipt", {"recipients": "没有的银行", "award": "年度服务奖"}, "文中没有“没有的银行”这个名称"),
        ("receipt", {"recipients": "柳湾银行", "award": "年度服务奖", "quote": "没有这句"}, "文中没有这段原文"),
        ("award", {"name": "年度普惠奖", "year": "二〇二一"}, "不是数字：二〇二一"),
        ("figure", {"value": "3.3万", "case": "一站通"}, "不是数字：3.3万"),
        ("organization", {}, "请填写：名称"),
    ],
)
def test_the_form_takes_nothing_that_the_build_would_refuse(
    opened: Opened, kind: str, fields: dict[str, str], said: str
) -> None:
    page = opened()
    sign(page)
    page.click("#add")
    page.select_option("select[name=kind]", kind)
    for name, text in {"quote": MISSED, **fields}.items():
        page.fill(f".form [name={name}]", text)
    page.locator(".form .accept").click()
    expect(page.locator(".faults")).to_contain_text(said)
    assert decided(page) == []


@pytest.mark.parametrize("kind", [*Kind])
def test_a_fact_of_every_kind_is_added(opened: Opened, kind: Kind) -> None:
    fields = {
        Kind.RECEIPT: {
            "recipients": "柳湾银行\n柳湾集团",
            "award": "年度普惠奖",
            "rank": "第1名",
            "date": "2022-03-01",
        },
        Kind.AWARD: {"name": "年度普惠奖", "year": "2021", "organizers": "柳湾集团"},
        Kind.CASE: {"title": "年度普惠", "owners": "柳湾银行", "places": "昆明"},
        Kind.ORGANIZATION: {"name": "年度普惠", "parent": "柳湾集团"},
        Kind.FIGURE: {"case": "一站通", "value": "1", "unit": "项"},
    }
    page = opened()
    sign(page)
    page.click("#add")
    page.select_option("select[name=kind]", kind.value)
    for name, text in {**fields[kind], "quote": MISSED}.items():
        page.fill(f".form [name={name}]", text)
    page.locator(".form .accept").click()
    expect(page.locator(".form")).to_have_count(0)
    assert kind in [decision.kind for decision in replayed(page).decisions]


def test_what_goes_with_a_rejected_fact_needs_no_decision_of_its_own(opened: Opened) -> None:
    page = opened()
    sign(page)
    while page.locator(".card:is(.receipt, .figure) .accept").count():
        page.locator(".card:is(.receipt, .figure) .accept").first.click()
    card(page, "年度服务奖 | 2021").locator(".reject").click()
    card(page, "一站通").locator(".reject").click()
    expect(page.locator(".card.goes")).to_have_count(6)
    assert [(each.kind, each.verdict) for each in decided(page)] == [
        (Kind.AWARD, Verdict.REJECTED),
        (Kind.CASE, Verdict.REJECTED),
    ]
    assert replayed(page).receipts == ()
    card(page, "年度服务奖 | 2021").locator(".undo").click()
    expect(page.locator(".card.goes")).to_have_count(1)
    assert page.locator(".card.receipt.open").count() == 2


def test_what_nothing_refers_to_any_more_goes_on_the_page_as_in_the_build(opened: Opened) -> None:
    page = opened()
    sign(page)
    card(page, NOMINATION).locator(".reject").click()
    expect(page.locator(".card.goes")).to_have_count(1)
    expect(card(page, "朔桐证券")).to_have_class(re.compile(r"\bgoes\b"))
    card(page, "柳湾银行 | 年度服务奖 | 2021 | 一站通").locator(".reject").click()
    expect(page.locator(".card.goes")).to_have_count(6)
    done = replayed(page)
    assert not [*done.organizations, *done.awards, *done.cases]
    expect(page.locator("#open")).to_have_text("全部裁定")
    card(page, NOMINATION).locator(".undo").click()
    card(page, "朔桐证券").locator(".accept").click()
    card(page, NOMINATION).locator(".reject").click()
    assert [each.name for each in replayed(page).organizations] == ["朔桐证券"]
    expect(card(page, "朔桐证券")).to_have_class(re.compile(r"\baccepted\b"))


def test_an_article_without_facts_has_nothing_to_decide(opened: Opened) -> None:
    page = opened("barren")
    expect(page.locator("#open")).to_have_text("没有可裁定的事实")
    expect(page.locator("#list .count").first).to_contain_text("没有可裁定的事实")
    page.click("#language")
    expect(page.locator("#open")).to_have_text("No facts to decide")


def test_a_receipt_says_of_which_programme_year_and_edition_its_award_is(opened: Opened) -> None:
    page = opened()
    sign(page)
    card(page, NOMINATION).locator(".edit").click()
    assert page.input_value("input[name=year]") == "2021"
    page.fill("input[name=award]", "年度普惠奖")
    page.fill("input[name=edition]", "第三届")
    page.fill("input[name=programme]", "砚舟奖")
    page.locator(".form .accept").click()
    [made] = decided(page)
    assert made.fact == {"award": "年度普惠奖", "programme": "砚舟奖", "year": "2021", "edition": "第三届"}
    award = replayed(page).awards[-1]
    assert (award.name, award.programme, award.year, award.edition) == ("年度普惠奖", "砚舟奖", 2021, "第三届")
    page.click("#add")
    page.fill("input[name=award]", "年度服务奖")
    page.locator("input[name=award]").blur()
    assert page.input_value("input[name=year]") == "2021"


def test_offsets_are_code_points_whatever_stands_before(browser: Browser, tmp_path: Path) -> None:
    text = f"\U0001f3c6\U00020bb7{TEXT}"
    article = ARTICLE.model_copy(update={"text": text})
    at = text.index(MISSED)
    facts = ArticleFacts.model_validate({"article": {"id": ARTICLE.id}})
    left = (Span(start=at, end=at + len(MISSED), quote=MISSED),)
    (tmp_path / "wide.html").write_text(review([Reviewed(article, facts, left)]), encoding="utf-8", newline="\n")
    page = browser.new_page()
    page.goto((tmp_path / "wide.html").as_uri())
    sign(page)
    page.locator(".card.left .act").click()
    page.fill("textarea[name=recipients]", "柳湾银行")
    page.fill("input[name=award]", "年度普惠奖")
    page.locator(".form .accept").click()
    [made] = decided(page)
    assert made.start == at
    assert apply(facts, text, [made]).facts.receipts[0].evidence == left
    page.close()


def test_nothing_is_handed_out_without_a_name(opened: Opened) -> None:
    page = opened()
    page.fill("#by", "")
    card(page, NOMINATION).locator(".reject").click()
    page.click("#download")
    expect(page.locator("#notice")).to_contain_text("请先写明审阅人")
    assert page.evaluate("document.activeElement.id") == "by"
    sign(page)
    page.click("#copy")
    expect(page.locator("#notice")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    [(_, made)] = parse(copied, where="x")
    assert (made.by, made.verdict) == ("王敏", Verdict.REJECTED)


def test_where_nothing_can_be_copied_the_text_is_there_to_take(opened: Opened) -> None:
    page = opened("decided")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.click("#copy")
    assert [each for _, each in parse(page.input_value("#yaml"), where="x")] == [reject(), edit(), add()]


def test_a_draft_is_kept_until_it_is_discarded(opened: Opened) -> None:
    page = opened()
    sign(page)
    card(page, NOMINATION).locator(".reject").click()
    expect(page.locator("#kept")).to_have_text("未下载的裁定：1")
    page.reload()
    expect(page.locator("#notice")).to_contain_text("已恢复上次未下载的 1 条裁定")
    assert len(decided(page)) == 1
    expect(card(page, NOMINATION)).to_contain_text("已否决")
    page.locator("#notice button").click()
    assert decided(page) == []
    page.reload()
    assert decided(page) == []


# Finding one's way


def test_articles_are_found_filtered_and_left_when_decided(opened: Opened) -> None:
    page = opened("examples")
    assert page.locator("#list li").count() == 4
    page.fill("#search", "汀澜")
    assert page.locator("#list li").count() == 1
    page.fill("#search", "")
    page.locator("#list a", has_text="汀澜").click()
    while page.locator(".group h3 .quiet").count():
        page.locator(".group h3 .quiet").first.click()
    while page.locator(".card .accept").count():
        page.locator(".card .accept").first.click()
    expect(page.locator("#open")).to_have_text("全部裁定")
    page.locator("#undecided").check()
    page.locator("#list a", has_text="麦穗杯").click()
    assert page.locator("#list li").count() == 3
    page.locator(".card.award .accept").first.click()
    page.locator("#undecided").uncheck()
    page.locator("#undecided").check()
    assert page.locator(".card.award.open").count() == 3


def test_the_address_names_the_article(opened: Opened) -> None:
    page = opened("examples")
    first = page.evaluate("window.finaward.state().article")
    page.locator("#list a").nth(2).click()
    third = page.evaluate("window.finaward.state().article")
    assert first != third
    page.reload()
    assert page.evaluate("window.finaward.state().article") == third
    page.locator("#text").focus()
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("[")
    page.wait_for_function("ids => !ids.includes(window.finaward.state().article)", arg=[first, third])
    page.evaluate("location.hash = '#%E0%A4%A'")
    page.wait_for_function("id => window.finaward.state().article === id", arg=first)


def test_english(opened: Opened) -> None:
    page = opened("decided")
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#download")).to_have_text("Download corrections.yaml")
    expect(page.locator(".card.rejected")).to_contain_text("Rejected")
    page.click("#add")
    assert page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN/g)") is None
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_nothing_to_review_is_said(opened: Opened) -> None:
    page = opened("empty")
    expect(page.locator("#text .empty")).to_have_text("没有文章。")
    page.keyboard.press("a")
    page.keyboard.press("n")
    page.click("#language")
    expect(page.locator("#add")).to_be_disabled()


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(opened: Opened, scheme: Scheme) -> None:
    page = opened(scheme=scheme)
    names = ["ground", "surface", "raised", "wash", "receipt-wash", "selected", "ink", "quiet", "accent", "warning"]
    names += ["receipt", "award", "case", "organization", "figure", "product", "good", "bad", "selected-ink"]
    found = page.evaluate(
        "names => names.map((name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim())",
        names,
    )
    colour = dict(zip(names, found, strict=True))
    for ground in ("ground", "surface"):
        for ink in (
            "ink",
            "quiet",
            "accent",
            "warning",
            "receipt",
            "award",
            "case",
            "organization",
            "figure",
            "good",
            "bad",
        ):
            assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
    for ink in ("ink", "bad"):
        assert contrast(colour[ink], colour["wash"]) >= 4.5, ink
    assert contrast(colour["ink"], colour["receipt-wash"]) >= 4.5
    assert contrast(colour["selected-ink"], colour["selected"]) >= 4.5
    assert contrast(colour["surface"], colour["accent"]) >= 4.5
    for line in ("award", "case", "organization", "figure", "product"):
        assert contrast(colour[line], colour["receipt-wash"]) >= 3, line


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 700), (390, 844)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_fits_its_window(opened: Opened, width: int, height: int, language: str) -> None:
    page = opened("examples")
    if language == "en":
        page.click("#language")
    page.set_viewport_size({"width": width, "height": height})
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert wide <= width
    assert tall <= height or width < 760
    for selector, around in (("#download", "body"), ("#by", "body"), ("#search", "#articles"), ("#add", "#facts")):
        inner, outer = page.locator(selector).bounding_box(), page.locator(around).bounding_box()
        assert inner
        assert outer
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] <= width


def test_every_control_is_reached_by_the_keyboard_and_has_a_name(opened: Opened) -> None:
    page = opened("decided")
    page.click("#add")
    page.locator("body").evaluate("made => made.focus()")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(at => at.id || at.getAttribute('name') || at.dataset.kind || at.className)(document.activeElement)"
            )
        )
    assert {
        "by",
        "at",
        "copy",
        "download",
        "language",
        "search",
        "undecided",
        "text",
        "add",
        "receipt",
        "face",
    } <= reached
    assert {"recipients", "award", "quote", "note", "kind"} <= reached
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, textarea, a")]
          .filter((made) => made.checkVisibility())
          .filter((made) => !(made.innerText || made.getAttribute("aria-label") || made.labels?.length)).length"""
    )
    assert nameless == 0


def test_only_one_card_is_in_the_way_of_the_tab_key(opened: Opened) -> None:
    page = opened("examples")
    assert page.locator(".card .face[tabindex='0']").count() == 1
    page.locator("#text").focus()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert page.locator(".card .face[tabindex='0']").count() == 1
    assert page.evaluate("document.activeElement.classList.contains('face')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('accept')")


def test_nothing_hostile_runs(opened: Opened) -> None:
    page = opened("hostile")
    sign(page)
    for n in range(0, page.locator(".card .face").count(), 5):
        page.locator(".card .face").nth(n).dispatch_event("click")
        page.keyboard.press("e")
        page.keyboard.press("Escape")
    page.locator(".group h3 .quiet").first.click()
    page.click("#language")
    page.fill("#search", PAYLOADS[1])
    assert page.evaluate("window.hit") is None
    assert page.locator("script").count() == 2
    assert page.locator("iframe, base, object, embed, img, svg").count() == 0
    assert all(re.match(r"#|https?://", link.get_attribute("href") or "") for link in page.locator("a[href]").all())
    assert len(decided(page)) > 20
