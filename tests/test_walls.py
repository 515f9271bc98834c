"""Walls of honours: award after award without a verb, by whomever they are given. Every text is invented."""

import pytest

import kg
from kg import registry
from kg.reader import read_bytes

KNOWN = registry.load()


def told(text: str, name: str = "x.txt") -> set[tuple[str, str, int | None]]:
    """Who received which award, and of which year, by the names as printed."""
    facts = kg.extract(read_bytes(text.encode(), name=name), known=KNOWN)
    names = {o.id: o.name for o in facts.organizations}
    awards = {a.id: a for a in facts.awards}
    return {
        ("+".join(names[r] for r in receipt.recipients), awards[receipt.award].name, awards[receipt.award].year)
        for receipt in facts.receipts
    }


def organizers(text: str) -> set[str]:
    facts = kg.extract(read_bytes(text.encode(), name="x.txt"), known=KNOWN)
    names = {o.id: o.name for o in facts.organizations}
    return {names[o] for award in facts.awards for o in award.organizers}


def test_the_press_beside_an_award_gives_it() -> None:
    wall = """云杉证券股份有限公司 - 公司荣誉
2020年 最佳财富管理品牌奖 证券时报
2020年 十佳投行奖 国际金融报
2018年 最具成长性券商 每日经济新闻
"""
    who = "云杉证券股份有限公司"
    assert told(wall) == {
        (who, "最佳财富管理品牌奖", None),
        (who, "十佳投行奖", None),
        (who, "最具成长性券商", None),
    }
    assert organizers(wall) == {"证券时报", "国际金融报", "每日经济新闻"}


def test_who_runs_the_award_may_stand_before_it() -> None:
    page = """<h1>公司荣誉</h1><div><p>远舟信托有限责任公司</p><ul>
<li>《证券时报》2019年度优秀信托公司</li>
<li>《21世纪经济报道》2019年度“金贝奖”最具财富管理能力信托公司</li>
<li>澜江银行第四届金眼奖2014“年度最佳管理人”</li>
<li>第一财经阳光理财2010、2012年度最佳管理人金樽奖</li></ul></div>"""
    who = "远舟信托有限责任公司"
    assert told(page, "x.html") == {
        (who, "优秀信托公司", 2019),
        (who, "最具财富管理能力信托公司", 2019),
        (who, "年度最佳管理人", 2014),
        (who, "最佳管理人金樽奖", 2010),
        (who, "最佳管理人金樽奖", 2012),
    }


def test_a_heading_names_the_edition_of_the_awards_under_it() -> None:
    wall = """東嶼區漁會歷年獲獎紀錄
112年第十七屆農金獎
漁會金融服務獎－優等獎
營運卓越獎乙組－特優獎
111年第十六屆農金獎
漁會金融服務獎－甲等獎
110年第十五屆農金獎入圍
營運卓越獎入圍
"""
    assert told(wall) == {
        ("東嶼區漁會", "漁會金融服務獎－優等獎", 2023),
        ("東嶼區漁會", "營運卓越獎乙組－特優獎", 2023),
        ("東嶼區漁會", "漁會金融服務獎－甲等獎", 2022),
    }


def test_markup_shows_the_edition_as_well() -> None:
    wall = """# 奖项与荣誉

## 2022 中国金融机构金牌榜
- 年度最佳民营银行
- 年度最佳科技金融银行

## 2021 第十二届金鼎奖
- 最具竞争力互联网银行

## 2020 金鼎奖提名
- 最具成长性银行

湖畔银行感谢社会各界支持。
"""
    assert told(wall, "x.md") == {
        ("湖畔银行", "年度最佳民营银行", 2022),
        ("湖畔银行", "年度最佳科技金融银行", 2022),
        ("湖畔银行", "最具竞争力互联网银行", 2021),
    }


def test_a_page_may_name_its_organization_in_each_line() -> None:
    wall = """荣誉
东岭金融网-2014年度优秀企业奖
东岭金融网-杰出互联网金融创新者
东岭金融网-支付协会会员单位
东岭金融网-年度领军人物大奖
东岭金融网-优秀网贷平台创新奖
"""
    assert told(wall) == {
        ("东岭金融网", "优秀企业奖", 2014),
        ("东岭金融网", "杰出互联网金融创新者", None),
        ("东岭金融网", "优秀网贷平台创新奖", None),
    }


def test_what_somebody_gives_is_won_whatever_it_is_called() -> None:
    wall = """荣誉
云澜通成立于2010年，云澜通在各地展业。
2018年6月
Computer Weekly Awards 2018颁发年度科技公司大奖、外包与管理服务供应商及平台供应商
2017年3月
某某协会颁发数码科技领导奖 2016/2017
"""
    assert told(wall) == {
        ("云澜通", "年度科技公司", 2018),
        ("云澜通", "外包与管理服务供应商", 2018),
        ("云澜通", "平台供应商", 2018),
        ("云澜通", "数码科技领导奖", None),
    }


@pytest.mark.parametrize(
    "page",
    [
        "奖项设置\n最佳零售银行奖 10名\n最佳私人银行奖 5名\n主办单位：澜江银行业协会\n承办单位：澜江日报社\n",
        "合作伙伴\n澜江银行\n北陵银行\n湖畔银行\n友情链接：金融时报 证券时报\n资质：高新技术企业证书\n",
        "荣誉资质\n质量管理体系认证\n系统安全等级保护备案\n支付业务许可证\n支付协会会员单位\n云帆科技 版权所有\n",
        "2022年最佳投行提名\n澜江证券\n最佳研究奖提名\n云杉证券\n最佳营业部候选名单\n东岭证券\n",
    ],
)
def test_lists_on_which_nothing_is_won(page: str) -> None:
    assert told(page) == set()


def test_bold_lines_above_dates_and_buttons_are_of_the_wall() -> None:
    lines = (
        "2018年亚洲营销大奖 ― 内容营销创新奖、社交媒体营销创新奖",
        "中小企资讯大奖2017 颁发最佳外判服务及最佳数据分析方案两大奖项",
        "Biz Excellence 2016颁发杰出商业应用方案奖项（智能影像方案）",
    )
    bold = "".join(f"<p>2018年6月</p><p><strong>{line}</strong></p><p>了解更多</p>" for line in lines)
    page = f"<h1>奖项</h1><p>云澜通成立于2010年，云澜通在各地展业。</p>{bold}"
    assert told(page, "x.html") == {
        ("云澜通", "内容营销创新奖", 2018),
        ("云澜通", "社交媒体营销创新奖", 2018),
        ("云澜通", "最佳外判服务", 2017),
        ("云澜通", "最佳数据分析方案", 2017),
        ("云澜通", "杰出商业应用方案", 2016),
    }
