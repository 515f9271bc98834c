"""The words of a report, in Chinese and in English."""

from typing import NamedTuple

LANGUAGES = ("zh", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("获奖报告", "Award report"),
    "overview": ("概览", "Overview"),
    "contents": ("目录", "Contents"),
    "groups": ("集团", "Groups"),
    "organizations": ("机构", "Organizations"),
    "awards": ("奖项", "Awards"),
    "programmes": ("评选", "Programmes"),
    "years": ("年份", "Years"),
    "peers-years": ("同业对照：各年", "Peers by year"),
    "peers-programmes": ("同业对照：各评选", "Peers by programme"),
    "changes": ("同比变化", "Year on year"),
    "cases": ("案例与数据", "Cases and figures"),
    "findings-list": ("校验发现", "Findings of validation"),
    "severity": ("级别", "Severity"),
    "violation": ("违规", "violation"),
    "warning": ("警告", "warning"),
    "problem": ("问题", "What is wrong"),
    "concerned": ("所涉", "About"),
    "findings-list remark": (
        "校验认定有误（违规）或可疑（警告）之处；提示不列。",
        "What validation found wrong (violations) or doubtful (warnings); notices are not listed.",
    ),
    "findings cut": ("只列最要紧的 {0} 处，共 {1} 处。", "The worst {0} of {1} are listed."),
    "found in it": ("⚠ {0} 处", "⚠ {0}"),
    "sources": ("来源", "Sources"),
    "receipts": ("获奖记录", "Receipts"),
    "figures": ("数据", "Figures"),
    "notes": ("凭证", "Evidence"),
    "lists": ("凭证清单", "Lists of receipts"),
    "articles": ("报道", "Articles"),
    "rank": ("名次", "Rank"),
    "group": ("集团", "Group"),
    "members": ("其中获奖成员", "Members that won"),
    "own": ("自身获奖", "Of its own"),
    "by members": ("成员获奖", "Of its members"),
    "total": ("获奖", "Awards won"),
    "sum": ("合计", "Total"),
    "share": ("占全部", "Share of all"),
    "share of programme": ("占该评选", "Share of programme"),
    "organization": ("机构", "Organization"),
    "award": ("奖项", "Award"),
    "programme": ("评选", "Programme"),
    "organizers": ("主办方", "Organizers"),
    "year": ("年份", "Year"),
    "before": ("上年获奖", "Year before"),
    "change": ("同比", "Change"),
    "case": ("案例", "Case"),
    "winner": ("获奖机构", "Winner"),
    "winners": ("获奖机构", "Winners"),
    "case count": ("案例", "Cases"),
    "owners": ("机构", "Organizations"),
    "won": ("所获奖项", "Awards won"),
    "article": ("报道", "Article"),
    "publisher": ("发布者", "Publisher"),
    "published": ("发布日期", "Published"),
    "link": ("链接", "Link"),
    "receipt": ("获奖", "Receipt"),
    "figure": ("数据", "Figure"),
    "number": ("凭证号", "Evidence no."),
    "refs": ("凭证", "Evidence"),
    "kind": ("类别", "Kind"),
    "edition": ("届次", "Edition"),
    "measure": ("指标", "Measure"),
    "printed": ("原文数据", "As printed"),
    "sentence": ("原文", "Sentence"),
    "quote": ("引文", "Quote"),
    "unknown year": ("年份未知", "Year unknown"),
    "unknown programme": ("未说明评选", "No programme given"),
    "unknown award": ("未说明奖项", "No award given"),
    "nobody": ("未说明获奖者", "No winner given"),
    "up to": ("{0} 年及以前", "{0} and before"),
    "separator": ("、", ", "),
    "colon": ("：", ": "),
    "read it": ("原文", "source"),
    "cited by": ("见于", "Counted in"),
    "unchecked": ("正文不在手边，只列引文", "The text was not at hand; the quote alone is shown"),
    "no evidence": ("没有证据句", "No sentence of evidence"),
    "list": ("清单", "List"),
    "nothing": ("没有记录", "Nothing on record"),
    "to read": (
        "每个数字后的方括号是凭证号：数一数所列凭证，就得到这个数字。凭证写明原文句子及出处，并可回到引用它的表格。",
        "The brackets after a number name its evidence: count what they list and the number comes out. "
        "Each piece of evidence gives the sentence and its source, and leads back to the tables that count it.",
    ),
    "years known": ("获奖年份：{0}。", "Years of the awards: {0}."),
    "no years": ("没有一条获奖记录载明年份。", "No receipt has a year."),
    "published between": ("报道发布于 {0} 至 {1}。", "Articles published from {0} to {1}."),
    "conforms": ("校验：图谱符合要求", "Validation: the graph conforms"),
    "does not conform": ("校验：图谱不符合要求", "Validation: the graph does not conform"),
    "findings": (
        "；违规 {0} 项，警告 {1} 项，提示 {2} 项。",
        "; {0} violations, {1} warnings, {2} notices.",
    ),
    "spans": ("{1} 段引文中有 {0} 段与正文逐字相符。", "{0} of {1} quotes stand in the texts word for word."),
    "not validated": ("这份图谱未经校验。", "This graph was not validated."),
    "undated": ("年份未知的获奖记录：", "Receipts without a year: "),
    "groups remark": (
        "集团连同各级下属机构一并计算，联合获奖在一个集团内只算一次；没有上级的机构自成一行。",
        "A group is counted with all that belongs to it, at any depth; a joint win counts once in a group. "
        "An organization without a parent has a row of its own.",
    ),
    "organizations remark": (
        "每家机构自身的获奖；联合获奖计入每一获奖者，因此各行之和可能大于获奖总数。",
        "What each organization won itself; a joint win counts for each winner, so rows may add up to more than all.",
    ),
    "awards remark": ("一个奖项可以颁给多家机构、多个案例。", "An award may go to many organizations and cases."),
    "programmes remark": (
        "按评选活动计；报道未说明评选的奖项另列一行。",
        "By award programme; awards whose programme no article names have a row of their own.",
    ),
    "years remark": (
        "按奖项所属年度计；同比与上一历年相比；两年中有一年在图谱中不足 5 条获奖记录的不比，以免把收录少当作下降。",
        "By the year of the award; changes are against the calendar year before; where the graph has fewer than "
        "5 receipts of one of the two, none is given: little on record is no decline.",
    ),
    "peers-years remark": (
        "每格是该集团（含成员）在该年度的获奖。0 表示图谱中没有记录，不等于没有获奖。",
        "Each cell is what the group, members included, won in that year. 0 means that nothing is on record, "
        "not that nothing was won.",
    ),
    "peers-programmes remark": (
        "同一评选中各集团（含成员）的获奖，以及占该评选全部获奖的比例；联合获奖计入每一集团。",
        "What each group, members included, won in one programme, and its share of that programme; a joint win counts "
        "for each group.",
    ),
    "changes remark": (
        "只有当年和上一历年在图谱中都有至少 5 条获奖记录（不限集团）时才算同比，"
        "以免把收录少当作下降；年份未知的获奖无法比较，单列一行。",
        "A change is given where the graph has at least 5 receipts of both that year and the one before, of all "
        "groups: little on record is no decline; receipts without a year cannot be compared and have a row of "
        "their own.",
    ),
    "cases remark": (
        "数据照原文抄录，冒号前是指标；每个数据都有自己的凭证。",
        "Figures are as printed, after the name of what they measure; each has evidence of its own.",
    ),
    "sources remark": ("每篇报道所证明的获奖。", "The receipts that each article speaks for."),
}


class Words(NamedTuple):
    """The words of one language.

    >>> Words("en")("up to", 2014)
    '2014 and before'
    """

    language: str

    def __call__(self, key: str, *values: object) -> str:
        """The words for a key, with the values put in."""
        return _WORDS[key][LANGUAGES.index(self.language)].format(*values)

    def listed(self, names: tuple[str, ...] | list[str]) -> str:
        """Names, one after the other."""
        return self("separator").join(names)
