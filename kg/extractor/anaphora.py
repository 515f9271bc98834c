"""Words that stand for an organization named before: 该行, 本公司, 前者, 后者.

Goes from the mentions by name to more mentions, each of the entity that its paragraph was last about. A word that
could mean several, or none, stays a word.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extractor.patterns import led


class Named(NamedTuple):
    """A mention by name: where, and of which entity (an index)."""

    start: int
    end: int
    entity: int


_STANDING_IN = (
    r"(?P<pair>前者|后者)|(?P<it>(?:(?<![\u4e00-\u9fff])|(?<=[\d月]日)|(?<=[予给])|(?<=给了)|(?<=近日)|(?<=日前))它"
    r"(?=在|于|从|凭|以|[荣喜又再也还]?获|被|[摘夺捧斩拿领赢入]|[，。；！]))"
    r"|(?P<this>(?:这家(?:公司|银行|机构|企业|险企|券商|保险公司|金融机构)|该(?:行|公司|集团|机构|企业|险企|券商|社|司|保险公司|银行|基金公司|支行|分行"
    r"|分公司))(?![业长员为])"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=\d[年月日]))(?:公司|集团)(?=的?[“《「]|凭|以其?[“《「]|曾|还|再[获度次]|荣|获"
    r"|被[评授认]|成功|一举|先后|也|此前|参与|申报|报送|完成))"
    r"|(?P<own>我们(?=的?[“「]|拿|获|荣|被评|凭|曾获|摘|斩)|本行|我行|我司|本公司|本集团|我公司|我集团)"
)
_WORDS = re.compile(led(_STANDING_IN, by="前后它这该公集我本"))


def stand_ins(text: str, named: Sequence[Named]) -> Iterator[Named]:
    """Find the words that stand for one of the named organizations, in order of the text."""
    if not named:
        return
    words = list(_WORDS.finditer(text))
    own = _most_named(text, named) if words else None
    ours = _most_named(text, [n for n in named if _is_bank(text, n)]) if words else None
    for match in words:
        until = bisect_left(named, (match.end(),))
        if until and named[until - 1].end > match.start():
            continue  # part of a name
        plain = match[0] in ("公司", "集团")
        wins = plain or match[0][0] in "它这"
        entity = None if match["own"] else _meant(text, match, named, until, speaks=wins)
        speaker = ours if match[0] in ("本行", "我行") else own
        entity = speaker if entity is None and (match["own"] or plain) else entity
        if entity is not None:
            yield Named(*match.span(), entity)


_CONFERS = re.compile(
    r"(?:协会|学会|联合会|商会|促进会|联盟|财经|周刊|频道|通讯社|报社?|杂志社?|电视台|政府|[局厅委网》]"
    r"|新闻|报道|观察|论坛|组委会|委员会|传媒|卫视|工会|人民银行|交易所|(?:交易|拆借|结算|登记)中心)$"
)


def confers(text: str, start: int, end: int) -> bool:
    """Whether a name is of those who confer or report more often than they win: associations, offices, media."""
    return text[start - 1 : start] == "《" or _CONFERS.search(text, start, end) is not None


def _most_named(text: str, named: Sequence[Named]) -> int | None:
    """The entity that the text names most often, of those that may speak of themselves as 我们 or 公司."""
    times = Counter(n.entity for n in named if not confers(text, n.start, n.end))
    return times.most_common(1)[0][0] if times else None


def _is_bank(text: str, name: Named) -> bool:
    words = text[name.start : name.end]
    return re.search("行(?!业)|社|农信", words) is not None and not confers(text, name.start, name.end)


def _meant(text: str, word: re.Match[str], named: Sequence[Named], until: int, *, speaks: bool) -> int | None:
    """The entity that 该行, 公司, 前者 or 后者 means: among those that its paragraph, or the one before, names last."""
    start = text.rfind("\n", 0, max(0, text.rfind("\n", 0, word.start()))) + 1
    before = named[bisect_left(named, (start,)) : until]
    near = [n for n in before if not (speaks and confers(text, n.start, n.end))]
    if word["pair"]:
        last = list(dict.fromkeys(n.entity for n in reversed(near)))[:2]
        return None if len(last) < 2 else last[1 if word[0] == "前者" else 0]
    bank = word[0] in ("该行", "该银行", "该支行", "该分行")
    fitting = [n for n in near if not bank or _is_bank(text, n)]
    return fitting[-1].entity if fitting else None
