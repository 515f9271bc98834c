"""Site furniture: source lines, share bars, ways back, digests. They leave the text; what they tell of it stays.

A passage goes only where nothing else stands in it, and a cell of a table never does.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.article import BlockKind
from kg.reader.credits import credit, credit_at_end
from kg.reader.metadata import Metadata
from kg.reader.passages import Passage

_LONGEST = 300
_HEAD = 6
_TAIL = 8
_LONGEST_DAY = 40
_MOST_RELATED = 50
_DIGESTS = 3
_BELOW = 8
_SHORTEST_DIGEST = 30
_CUT = re.compile(r"(?:…+|\.{3,}|。{3,})$")
_BACK = (
    r"(?:返回[^\s|｜]{0,20}(?:首[页頁]|新[闻聞]|要[闻聞]|列表|目[录錄]|[顶頂]部|上一?[页頁]|[栏欄]目)"
    r"|返回|回到顶部)"
)
_ORIGINAL = r"(?:查看|阅读|点击查看)原文"
_BUTTON = (
    r"(?:查看|阅读|展开|看|点击查看)全文|打印(?:本页|此页|本文)?|关闭(?:窗口|本页|此页)?|收藏(?:本文|此页)?"
    r"|点赞|举报|纠错|分享|评论|大[\s|｜]*中[\s|｜]*小"
)
_BUTTONS = re.compile(rf"(?>[\s|｜·/•【】\[\]]*(?:{_BACK}|{_ORIGINAL}|{_BUTTON}))++[\s】\]]*")
_ORIGINAL_LINK = re.compile(rf"[【\[]?(?:{_ORIGINAL}|原文链接|原文)[】\]]?")
_BARS = re.compile(
    r"分享(?:到|至|本文到)(?:\s*[:：].{0,40}|[^，。]{0,12})|(?:点击|立即|扫码|免费)下载.{0,30}|下载\S{0,12}(?:APP|客户端)"
    r"|[上下]一[篇页条则]\s*[:：].*|(?:扫一扫|扫描二维码|微信扫一扫|长按识别|关注我们|关注公众号).{0,40}",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"<>|\{[%:].*\}")
"""The empty link of a broken template, and the tags of Liquid and kramdown."""
_LEGAL = re.compile(
    r"(?:版[权權][声聲]明|免[责責][声聲]明|版[权權]所有|未经.{0,10}(?:授权|许可)|违法和不良信息举报|copyright|©|\S?ICP备|友情链接|关于我们\s*[|｜])",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"[【\[]?(?:相关(?:阅读|新闻|报道|文章|推荐|链接)|推荐阅读|延伸阅读|热门(?:推荐|文章|新闻)|猜你喜欢|更多新闻)[】\]]?\s*[:：]?"
)
_ADDRESS = re.compile(
    r"(?:原文链接|原文地址|原文|来源链接|本文链接|链接)?\s*[:：]?\s*<?(?P<url>https?://[^\s<>]+)>?", re.IGNORECASE
)
_BUTTON_AT_END = re.compile(r"\s+(?:看全文|查看全文|查看原文|阅读原文)$")


_NOTHING = Metadata()


class Separated(NamedTuple):
    """The passages that are text, and what the others tell."""

    passages: list[Passage]
    facts: Metadata


def separate(passages: Sequence[Passage]) -> Separated:
    """Part the text of an article from the furniture around it."""
    kept: list[Passage] = []
    facts = _NOTHING
    for number, passage in enumerate(passages):
        told = _told(passages, number)
        if told is None:
            passage, told = _without_end(passage) if number >= len(passages) - _TAIL else (passage, _NOTHING)
            kept.append(passage)
        if told is not _NOTHING:
            facts = facts.completed(told)
    return Separated(_without_digest(kept), facts)


def _without_digest(passages: list[Passage]) -> list[Passage]:
    """The passages without the digest at the head that a passage below it repeats, whole or from its start on."""
    for number, passage in enumerate(passages[:_DIGESTS]):
        digest = _CUT.sub("", passage.text)
        below = passages[number + 1 : number + 1 + _BELOW]
        if passage.kind is BlockKind.PARAGRAPH and len(digest) >= _SHORTEST_DIGEST:
            repeated = any(other.text.startswith(digest) and other.kind is BlockKind.PARAGRAPH for other in below)
            whole = digest != passage.text or any(other.text == digest for other in below)
            if repeated and whole:
                return passages[:number] + passages[number + 1 :]
    return passages


def is_legal(text: str) -> bool:
    """Whether a text begins as the legal lines at the foot of a page do."""
    return _LEGAL.match(text) is not None


def _told(passages: Sequence[Passage], number: int) -> Metadata | None:
    """What a passage tells where it is furniture; None where it is text."""
    passage = passages[number]
    if passage.kind is BlockKind.CELL or len(passage.text) > _LONGEST:
        return None
    told = _credited(passages, number)
    if told is not None:
        return told
    if _ANYWHERE.fullmatch(passage.text) or _is_related(passages, number):
        return _NOTHING
    at_edge = number < _HEAD or number >= len(passages) - _TAIL
    return _told_at_edge(passage, in_tail=number >= len(passages) - _TAIL) if at_edge else None


def _credited(passages: Sequence[Passage], number: int) -> Metadata | None:
    """What a credit line tells; a day alone is one only below the title, and where no other line is a day."""
    found = credit(passages[number].text)
    if found is None or not found.is_day:
        return found.facts if found else None
    below_title = 0 < number < _HEAD and passages[number - 1].kind is BlockKind.HEADING
    return found.facts if below_title and sum(_is_day(passage) for passage in passages) == 1 else None


def _is_day(passage: Passage) -> bool:
    found = credit(passage.text) if len(passage.text) < _LONGEST_DAY else None
    return found is not None and found.is_day


def _is_related(passages: Sequence[Passage], number: int) -> bool:
    """Whether a passage heads a list of links to other articles, or stands in one."""
    following = passages[number + 1] if number + 1 < len(passages) else None
    if _RELATED.fullmatch(passages[number].text):
        return following is not None and following.is_link()
    for before in range(number - 1, max(-1, number - 1 - _MOST_RELATED), -1):
        if not passages[before + 1].is_link():
            return False
        if _RELATED.fullmatch(passages[before].text):
            return True
    return False


def _told_at_edge(passage: Passage, *, in_tail: bool) -> Metadata | None:
    text = passage.text
    address = _ADDRESS.fullmatch(text)
    if address:
        return Metadata(url=address["url"])
    if _ORIGINAL_LINK.fullmatch(text) and passage.links:
        return Metadata(url=next((link for link in passage.links if _ADDRESS.fullmatch(link)), None))
    if _BUTTONS.fullmatch(text) or _BARS.fullmatch(text) or (in_tail and is_legal(text)):
        return _NOTHING
    return None


def _without_end(passage: Passage) -> tuple[Passage, Metadata]:
    """A paragraph without the credit in brackets and the buttons with which it ends."""
    facts = _NOTHING
    while passage.kind is not BlockKind.CELL:
        button, credited = _BUTTON_AT_END.search(passage.text[-_LONGEST_DAY:]), credit_at_end(passage.text)
        if button:
            passage = passage.until(len(passage.text) - len(button[0]))
        elif credited:
            passage, facts = passage.until(credited[0]), facts.completed(credited[1])
        else:
            break
    return passage, facts
