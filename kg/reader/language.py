"""The language of an article, by the characters that it is written in."""

import re

_PAIRS = (
    "国國际際会會业業务務发發银銀险險财財产產团團与與为為获獲奖獎颁頒评評选選创創"
    "优優优優项項个個应應对對们們这這来來时時动動实實现現开開关關门門东東车車书書"
    "见見观觀规規计計认認议議设設证證诉訴说說读讀课課谁誰调調谈談请請资資质質购購"
    "贷貸费費贵貴贸貿赔賠过過还還进進远遠连連达達运運适適长長间間问問闻聞阅閱队隊"
    "阳陽难難随隨页頁顶頂顺順须須顾顧预預领領频頻题題额額风風飞飛马馬验驗鱼魚鸟鳥"
    "龙龍龄齡万萬专專两兩严嚴丰豐临臨举舉义義乐樂习習买買乱亂争爭亚亞亲親亿億仅僅"
    "从從仓倉价價众眾传傳伤傷体體债債单單卖賣卫衛华華协協历歷压壓厅廳县縣参參双雙"
    "变變号號叶葉员員响響园園围圍图圖圆圓场場块塊坚堅处處备備复復头頭奋奮妇婦学學"
    "宁寧宝寶审審层層属屬岁歲岛島师師带帶帮幫张張强強归歸录錄态態总總恶惡户戶"
    "扩擴扫掃报報护護担擔择擇挂掛损損换換据據数數断斷无無旧舊显顯权權条條构構标標"
)
_SIMPLIFIED = frozenset(a for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if a != b)
_TRADITIONAL = frozenset(b for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if a != b)
_HAN = re.compile("[\u4e00-\u9fff]+")
_LATIN = re.compile("[A-Za-z]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SCRIPTS = {"zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}
_SAMPLE = 1000
"""About how many characters of a text are looked at, one as far from the next as the other."""
_LETTERS_A_HAN = 8
"""From how many Latin letters for each Chinese character on a text counts as English: names are quoted in both."""


def language(text: str, hint: str | None = None) -> str | None:
    """The BCP 47 tag of a text: zh-Hans, zh-Hant or en; where the text shows nothing, what the page says.

    >>> language("香港保險業創科大獎揭曉"), language("中国太保获奖"), language("Best ESG Adviser")
    ('zh-Hant', 'zh-Hans', 'en')
    """
    text = text[:: 1 + len(text) // _SAMPLE]
    han, latin = (sum(map(len, script.findall(text))) for script in (_HAN, _LATIN))
    said = normalized(hint)
    if han == 0 and latin == 0:
        return said
    if latin > _LETTERS_A_HAN * han:
        return said if said and not said.startswith("zh") else "en"
    characters = set(text)
    traditional, simplified = len(characters & _TRADITIONAL), len(characters & _SIMPLIFIED)
    if traditional == simplified:
        return said if said and said.startswith("zh") else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def normalized(tag: str | None) -> str | None:
    """A language tag in the form that articles have, or None where it is none.

    >>> normalized("zh-CN"), normalized("zh_TW"), normalized("en-us"), normalized("中文")
    ('zh-Hans', 'zh-Hant', 'en-us', None)
    """
    plain = (tag or "").strip().replace("_", "-")
    if not _TAG.fullmatch(plain):
        return None
    if plain.lower().split("-")[0] == "zh":
        return next((script for start, script in _SCRIPTS.items() if plain.lower().startswith(start)), "zh-Hans")
    return plain
