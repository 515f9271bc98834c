"""Writes a corrections file: a head that says in Chinese and English what belongs in it, and corrections as YAML."""

from collections.abc import Iterable

import yaml

from kg.corrections.models import Correction

HEAD = """\
# 更正文件：人对抽取结果的裁定。  Corrections: what people decide about facts that were found.
#
#   kg review OUT                                   生成审阅页和本文件  makes the review page and this file
#   kg build ARTICLE… --corrections corrections.yaml  每次构建时重放  replays it on every build
#
# 本文件不会被程序覆盖。每条更正写明：           No program overwrites this file. A correction says:
#   verdict      accepted | rejected | edited | added   接受、否决、修改、新增
#   article      文章编号                           the id of the article
#   text_sha256  审阅时正文的摘要值                 the digest of the text that was read
#   kind         organization | award | case | figure | receipt   机构、奖项、案例、数据、获奖
#   key          事实的内容键（新增可不写）         what the fact is called by its content (none for added)
#   quote        依据的原文；start 为其起点，可不写  the passage it rests on; start, its offset, may be left out
#   fact         修改或新增的字段                   the fields that are edited or added
#   by, at       裁定人、日期                       who, and when: 2026-11-23
#   note         说明（可不写）                     why, if you like
#
# 键的写法  Keys, the parts that are there joined by " | ":
#   organization 名称 name
#   award        名称 name | 评选 programme | 届次 edition | 年度 year
#   case         标题 title
#   figure       案例 case | 原文 as printed | 指标 measure
#   receipt      获奖者 winners (、) | 奖项 award | 届次 edition | 年度 year | 案例 case | 名次 rank
#
# 例  Examples:
#
# - verdict: rejected
#   article: NW202203152310483576
#   text_sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
#   kind: receipt
#   key: 稻溪农商银行 | 年度服务奖 | 2021
#   quote: 稻溪农商银行获年度服务奖提名
#   by: 王敏
#   at: 2026-11-23
#   note: 提名不是获奖
#
# - verdict: added
#   article: NW202203152310483576
#   text_sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
#   kind: receipt
#   quote: 年度服务奖由柳湾银行摘得
#   fact: {award: 年度服务奖, recipients: [柳湾银行], case: 一站通}
#   by: 王敏
#   at: 2026-11-23

corrections:
"""
"""The head of a corrections file, up to where the first correction stands."""


def dump(corrections: Iterable[Correction]) -> str:
    """Write a whole corrections file. Reading it gives the same corrections."""
    return HEAD + "".join(f"\n{_item(each)}" for each in corrections)


def _item(correction: Correction) -> str:
    said = {name: value for name, value in correction.model_dump(mode="json").items() if value is not None}
    return yaml.dump([said], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


class _Dumper(yaml.SafeDumper):
    """Escapes whatever does not print, so that no line end is folded and no sign of direction is taken for text."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)
