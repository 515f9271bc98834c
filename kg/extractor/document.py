"""Writes the facts document: what was found, in the words of the contract, each fact with its spans.

Goes from the findings of all other parts to `ArticleFacts`. Only organizations that take part in an award are
written: winners, partners, organizers, and the parents that the article prints.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

from kg import facts
from kg.article import Article
from kg.extractor.assembly import Findings, Honour, Work
from kg.extractor.attribution import attribution
from kg.extractor.claims import Claim
from kg.extractor.dating import Day
from kg.extractor.details import Details
from kg.extractor.figures import Quantity
from kg.extractor.organizations import ASIDE, Mention, Roster
from kg.extractor.orthography import Print, spell
from kg.extractor.outline import Region
from kg.registry import Registry
from kg.terms import norm

_KINDS = (
    ("insurer-life", r"人寿(?:保险)?|寿险"),
    ("insurer-pc", r"财产保险|财险|产险|农业保险|农险"),
    ("insurer-health", r"健康(?:保)?险|健康保险"),
    ("pension", r"养老(?:保险|险|金)?(?:管理)?"),
    ("reinsurer", r"再保险?"),
    ("bank", r"银行|农商行|信用社|联合社"),
    ("broker", r"证券"),
    ("fund", r"基金(?:管理)?"),
    ("trust", r"信托"),
    ("wealth-manager", r"理财"),
    ("leasing", r"租赁|金租"),
    ("asset-manager", r"资产(?:管理)?|资管"),
    ("consumer-finance", r"消费金融|消金"),
    ("association", r"协会|学会|公会|商会|联合会"),
    ("academic", r"大学|学院|研究院|研究所|研究中心"),
    ("media", r"报社?|杂志社?|周刊|电视台|通讯社|传媒"),
    ("infrastructure", r"交易所"),
    ("regulator", r"监管局|管理局|金融局"),
    ("group", r"集团"),
    ("tech", r"科技|数科"),
)
_KIND_ENDINGS = tuple((kind, re.compile(rf"(?:{ending})$")) for kind, ending in _KINDS)
_LEGAL_END = re.compile(r"(?:股份|有限责任|有限|控股|集团|总)*公司$|（集团）")
_CASE_KINDS = (
    ("report", re.compile(r"白皮书|报告|指数|研究|课题|论文|》$")),
    ("claim", re.compile(r"赔案|理赔")),
    ("brand", re.compile(r"品牌")),
    ("technology", re.compile(r"平台|系统|机器人|数字员工|引擎|大模型|APP|小程序|程式")),
    ("campaign", re.compile(r"宣教|纪录片|宣传|公益|行动|社区行|课堂|夜校")),
    ("project", re.compile(r"项目|计划|計劃|工程")),
    ("service", re.compile(r"服务|体验|直通车|热线|柜面")),
    ("product", re.compile(r"产品|保险|险$|贷$|信托|债券?$")),
)


def write(
    article: Article,
    printed: Print,
    registry: Registry,
    roster: Roster,
    findings: Findings,
    details: tuple[Details, ...],
    organizers: dict[int, tuple[Mention, ...]],
    parents: dict[int, Mention],
    claims: tuple[Claim, ...],
    given_on: Mapping[int, Day],
    extraction: facts.Extraction,
) -> facts.ArticleFacts:
    """Write the facts document of an article."""
    pen = _Pen(article.text, printed, registry, roster, parents)
    taking_part = pen.with_parents(_participants(findings, details, organizers))
    award_ids = _unique([pen.titled(h) for h in findings.honours])
    case_ids = _unique([printed(w.title, w.evidence[0].start) for w in findings.works])
    return facts.ArticleFacts(
        article=facts.describe(article),
        organizations=tuple(pen.organization(e, taking_part) for e in sorted(taking_part)),
        awards=tuple(
            pen.award(i, h, organizers.get(n, ()))
            for n, (h, i) in enumerate(zip(findings.honours, award_ids, strict=True))
        ),
        cases=tuple(pen.case(i, w, d) for w, d, i in zip(findings.works, details, case_ids, strict=True)),
        receipts=tuple(
            facts.AwardReceipt(
                id=f"receipt-{n + 1}",
                award=award_ids[r.honour],
                recipients=tuple(pen.name(e) for e in r.recipients),
                case=case_ids[r.work] if r.work is not None else None,
                date=given_on[n].day if n in given_on and given_on[n].is_exact else None,
                announced_not_after=given_on[n].day if n in given_on and not given_on[n].is_exact else None,
                rank=r.rank,
                evidence=pen.spans((*r.evidence, *_beyond(r.evidence, given_on.get(n)))),
            )
            for n, r in enumerate(findings.receipts)
        ),
        checks=tuple(facts.Check(claim=pen.span(c.region), expected=c.expected, found=c.found) for c in claims),
        extraction=extraction,
    )


def _beyond(evidence: Iterable[Region], day: Day | None) -> tuple[Region, ...]:
    """Where a day is printed, unless the evidence of the receipt shows it."""
    if day is None or any(r.start <= day.region.start and day.region.end <= r.end for r in evidence):
        return ()
    return (day.region,)


def _participants(
    findings: Findings, details: tuple[Details, ...], organizers: dict[int, tuple[Mention, ...]]
) -> set[int]:
    return {
        *(e for r in findings.receipts for e in r.recipients),
        *(e for w in findings.works for e in w.owners),
        *(e for d in details for e, _, _ in d.partners),
        *(p.provider for d in details for p in d.products if p.provider is not None),
        *(m.entity for ms in organizers.values() for m in ms),
    }


def _unique(names: list[str]) -> list[str]:
    """Names as ids: a name that stands twice gets its number."""
    times: Counter[str] = Counter()
    made: list[str] = []
    for name in names:
        times[name] += 1
        made.append(name if times[name] == 1 else f"{name}#{times[name]}")
    return made


class _Pen:
    """Knows the text and the roster, and writes one fact after another."""

    def __init__(
        self, text: str, printed: Print, registry: Registry, roster: Roster, parents: dict[int, Mention]
    ) -> None:
        self._text, self._printed, self._registry = text, printed, registry
        self._roster, self._parents = roster, parents
        named = groupby(sorted(roster.mentions + roster.nested, key=lambda m: (m.entity, m)), key=lambda m: m.entity)
        self._mentions = {e: tuple(m for m in group if m.start not in roster.words) for e, group in named}
        self._forms = {entity: self._printed_forms(entity) for entity in range(len(roster.entities))}
        self._names = self._all_names()
        self._ids = {e.registry_id: n for n, e in enumerate(roster.entities) if e.registry_id}
        self._spans: dict[Region, facts.Span] = {}

    def _all_names(self) -> dict[int, str]:
        """The fullest printed form of each entity; where two entities print the same, the key is added."""
        names: dict[str, int] = {}
        for entity, forms in self._forms.items():
            name = max(forms, key=len)
            names[name if name not in names else f"{name}#{entity}"] = entity
        return {entity: name for name, entity in names.items()}

    def _printed_forms(self, entity: int) -> list[str]:
        """Every form of an entity's name that the article prints, each once, in order."""
        printed = dict.fromkeys(self._text[m.start : m.end] for m in self._mentions[entity])
        return list(dict.fromkeys(ASIDE.sub("", form) for form in printed))

    def name(self, entity: int) -> str:
        """The id under which an entity stands in the document."""
        return self._names[entity]

    def span(self, region: Region) -> facts.Span:
        """A region as evidence."""
        if region not in self._spans:  # many facts rest on the same passage
            start, end = region
            self._spans[region] = facts.Span(start=start, end=end, quote=self._text[start:end])
        return self._spans[region]

    def spans(self, regions: Iterable[Region]) -> tuple[facts.Span, ...]:
        """Regions as evidence, each once, in order."""
        return tuple(self.span(r) for r in sorted(set(regions)) if r.end > r.start)

    def with_parents(self, entities: set[int]) -> set[int]:
        """The entities and all their parents that the article prints."""
        found = set(entities)
        while True:
            more = {p for e in found for p in self._printed_parents(e)} - found
            if not more:
                return found
            found |= more

    def _printed_parents(self, entity: int) -> set[int]:
        own = self._roster.entities[entity]
        stated = {self._parents[entity].entity} if entity in self._parents else set()
        within = {own.within} if own.within is not None else set()
        above = self._registry.ancestors(own.registry_id) if own.registry_id else ()
        return stated | within | {self._ids[a.id] for a in above if a.id in self._ids}

    def organization(self, entity: int, taking_part: set[int]) -> facts.Organization:
        """Write an organization; a parent of the registry's is left to the resolver."""
        own = self._roster.entities[entity]
        forms = self._forms[entity]
        name = max(forms, key=len)
        stated = self._parents.get(entity)
        parent, basis = own.within, facts.ParentBasis.IMPLIED
        if parent is None and stated is not None:
            parent, basis = stated.entity, facts.ParentBasis.STATED
        entry = self._registry.get(own.registry_id) if own.registry_id else None
        return facts.Organization(
            id=self.name(entity),
            name=name,
            aliases=tuple(f for f in forms if f != name),
            kind=entry.kind if entry else _kind(spell(name)),
            parent=self.name(parent) if parent in taking_part and parent is not None else None,
            parent_basis=basis if parent in taking_part else None,
            registry_id=own.registry_id,
            evidence=self.spans(Region(m.start, m.end) for m in self._mentions[entity]),
        )

    def titled(self, honour: Honour) -> str:
        """An award's name with its year, which tells it from those of other years."""
        name = self._printed(honour.name, honour.evidence[0].start)
        return name if honour.year is None else f"{name}（{honour.year}）"

    def award(self, id: str, honour: Honour, organizers: tuple[Mention, ...]) -> facts.Award:
        """Write an award; where its own words are only a grade, the spans are those words."""
        at = honour.evidence[0].start
        programme = honour.programme if honour.programme and norm(honour.programme) != norm(honour.name) else None
        return facts.Award(
            id=id,
            name=self._printed(honour.name, at),
            programme=self._printed(programme) if programme else None,
            year=honour.year,
            edition=self._printed(honour.edition) if honour.edition else None,
            organizers=tuple(dict.fromkeys(self.name(m.entity) for m in organizers)),
            aliases=tuple(self._printed(alias) for alias in honour.aliases),
            evidence=self.spans((*honour.evidence, *self._attributed(honour, programme))),
        )

    def _attributed(self, honour: Honour, programme: str | None) -> tuple[Region, ...]:
        return tuple(attribution(self._printed.spelled, programme, honour.edition, honour.year, honour.evidence))

    def case(self, id: str, work: Work, details: Details) -> facts.Case:
        """Write a case with its details."""
        titles = [self._text[r.start : r.end].strip("：:，, ") for r in details.titles]
        title = self._printed(work.title, work.evidence[0].start)
        aliases = dict.fromkeys(t for t in (*map(self._printed, work.aliases), *titles) if t and t != title)
        return facts.Case(
            id=id,
            title=title,
            kind=_case_kind(work.title),
            owners=tuple(self.name(o) for o in work.owners),
            partners=tuple(
                facts.Partner(organization=self.name(e), role=role, evidence=self.spans((region,)))
                for e, role, region in details.partners
            ),
            summary=self.span(details.summary) if details.summary else None,
            products=tuple(
                facts.Product(
                    id=f"{title}/{p.name}",
                    name=self._printed(p.name, p.evidence[0].start),
                    aliases=tuple(self._printed(alias) for alias in p.aliases),
                    provider=self.name(p.provider) if p.provider is not None else None,
                    launched=p.launched,
                    evidence=self.spans(p.evidence),
                )
                for p in details.products
            ),
            places=details.places,
            figures=tuple(self.figure(q) for q in details.figures),
            aliases=tuple(aliases),
            evidence=self.spans((*work.evidence, *details.titles)),
        )

    def figure(self, quantity: Quantity) -> facts.Figure:
        """Write a figure."""
        return facts.Figure(
            measure=self._printed(quantity.measure, max(0, quantity.start - 40)) if quantity.measure else None,
            value=quantity.value,
            upper=quantity.upper,
            comparator=quantity.comparator,
            unit=self._unit(quantity),
            period=quantity.period,
            evidence=self.span(Region(quantity.start, quantity.end)),
        )

    def _unit(self, quantity: Quantity) -> str:
        """A counter as it is printed; what stands for money or a ratio is no counter."""
        inside = self._printed(quantity.unit, quantity.start) if quantity.unit else ""
        return inside if inside in self._text[quantity.start : quantity.end] else quantity.unit


def _kind(name: str) -> str | None:
    """The kind that an organization's name shows."""
    bare = _LEGAL_END.sub("", re.sub(r"[^司行]{2,8}(?:分公司|分行|支行)$", "", name)) or name
    return next((kind for kind, ending in _KIND_ENDINGS if ending.search(bare)), None)


def _case_kind(title: str) -> str | None:
    return next((kind for kind, words in _CASE_KINDS if words.search(title)), None)
