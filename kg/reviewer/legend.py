"""What the kinds of facts and their fields are called on the review page, and what a form asks for."""

from typing import NamedTuple

from kg.facts import Comparator, Kind

Words = tuple[str, str]
"""A label in Chinese and in English."""


class Input(NamedTuple):
    """A field of a form: its name in the contract, its words, and what it takes.

    `takes` is `text`, `year`, `number`, `day`, `names` (several) or `choice`; `of` is the kind of facts that it
    refers to, `choices` are what it can be.
    """

    name: str
    words: Words
    takes: str = "text"
    of: str = ""
    choices: tuple[str, ...] = ()


KINDS: dict[Kind, Words] = {
    Kind.RECEIPT: ("获奖", "Receipts"),
    Kind.AWARD: ("奖项", "Awards"),
    Kind.CASE: ("案例", "Cases"),
    Kind.ORGANIZATION: ("机构", "Organizations"),
    Kind.FIGURE: ("数据", "Figures"),
}
"""The kinds in the order in which the page lists them."""

INPUTS: dict[Kind, tuple[Input, ...]] = {
    Kind.RECEIPT: (
        Input("recipients", ("获奖者", "Winners"), "names", Kind.ORGANIZATION),
        Input("award", ("奖项", "Award"), of=Kind.AWARD),
        Input("programme", ("评选", "Programme")),
        Input("year", ("年度", "Year"), "year"),
        Input("edition", ("届次", "Edition")),
        Input("case", ("案例", "Case"), of=Kind.CASE),
        Input("rank", ("名次", "Rank")),
        Input("date", ("授予日期", "Awarded on"), "day"),
    ),
    Kind.AWARD: (
        Input("name", ("名称", "Name")),
        Input("programme", ("评选", "Programme")),
        Input("year", ("年度", "Year"), "year"),
        Input("edition", ("届次", "Edition")),
        Input("organizers", ("主办方", "Organizers"), "names", Kind.ORGANIZATION),
    ),
    Kind.CASE: (
        Input("title", ("标题", "Title")),
        Input("owners", ("所属机构", "Owners"), "names", Kind.ORGANIZATION),
        Input("kind", ("类别", "Kind")),
        Input("places", ("地点", "Places"), "names"),
    ),
    Kind.ORGANIZATION: (
        Input("name", ("名称", "Name")),
        Input("aliases", ("其他称呼", "Also called"), "names"),
        Input("kind", ("类别", "Kind")),
        Input("parent", ("上级机构", "Parent"), of=Kind.ORGANIZATION),
        Input("registry_id", ("名录编号", "Registry id")),
    ),
    Kind.FIGURE: (
        Input("case", ("案例", "Case"), of=Kind.CASE),
        Input("measure", ("指标", "Measure")),
        Input("comparator", ("比较", "Comparator"), "choice", choices=tuple(Comparator)),
        Input("value", ("数值", "Value"), "number"),
        Input("upper", ("上限", "Upper bound"), "number"),
        Input("unit", ("单位", "Unit")),
        Input("period", ("时期", "Period")),
    ),
}
"""What a form asks for, in its order; everything else stays as it was found."""
