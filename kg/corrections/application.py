"""Applies the corrections of one article to its facts: first what is added, then what is edited, then the rest.

All corrections are about the facts as they were found, so that their order in the file does not matter. One that does
not fit changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue, ValidationError

from kg.article import sha256
from kg.corrections import editions
from kg.corrections.claims import recounted
from kg.corrections.draft import Draft
from kg.corrections.keys import Keyed
from kg.corrections.misfit import Misfit
from kg.corrections.models import MODELS, Correction
from kg.corrections.orphans import Node
from kg.corrections.places import locate, named
from kg.corrections.references import ZH, Referred, refer
from kg.errors import FactsError
from kg.facts import (
    ArticleFacts,
    Award,
    AwardReceipt,
    Decision,
    Fact,
    Figure,
    Kind,
    Organization,
    ParentBasis,
    Span,
    Verdict,
    ground,
)
from kg.facts.documents import first_fault

_ORDER = (Verdict.ADDED, Verdict.EDITED, Verdict.REJECTED, Verdict.ACCEPTED)
_MADE_FIRST = (Kind.ORGANIZATION, Kind.AWARD, Kind.CASE, Kind.FIGURE, Kind.RECEIPT)


class Said(NamedTuple):
    """What there is to say of a correction, in English and Chinese; nothing, as a rule."""

    english: str = ""
    chinese: str = ""


class Applied(NamedTuple):
    """The corrected facts; and of each correction, in its place, what there is to say, or why it does not fit."""

    facts: ArticleFacts
    said: tuple[Said | Misfit, ...]


_CHANGED = Said("applied, but the text has changed since: look at it again", "已应用，但正文此后有改动，请再看一遍")
_WENT = Misfit(
    "the fact went with another one that is rejected: keep one of the two corrections",
    "该事实已随另一项被否决的事实一起去除：两条更正请留一条",
)


def apply(document: ArticleFacts, text: str, corrections: Sequence[Correction]) -> Applied:
    """Apply corrections to the facts of their article, given its canonical text.

    The facts get a `Decision` for each correction that fits. Without corrections they come back as they are.
    """
    if not corrections:
        return Applied(document, ())
    draft, digest = Draft(document), sha256(text)
    said: list[Said | Misfit] = [Said()] * len(corrections)
    cut: dict[Node, int] = {}
    for number in sorted(range(len(corrections)), key=lambda n: _place(corrections[n])):
        correction, before = corrections[number], draft.references()
        try:
            said[number] = _play(draft, text, correction, number)
            if correction.text_sha256 != digest:
                said[number] = _CHANGED
        except Misfit as misfit:
            said[number] = misfit
        cut.update((each.to, number) for each in sorted(before - draft.references()))
    for number in draft.forget_the_lost():
        said[number] = _WENT
    orphans: dict[int, list[Keyed]] = {}
    for number, gone in draft.remove_orphans(cut):
        orphans.setdefault(number, []).append(gone)
    for number, went in orphans.items():
        said[number] = _with_orphans(said[number], went)
    done = draft.finished()
    checks = recounted(document, done, text)
    return Applied(done.model_copy(update={"checks": checks}), tuple(said))


def _with_orphans(said: Said | Misfit, gone: list[Keyed]) -> Said | Misfit:
    """What there was to say, and what went because nothing refers to it any more."""
    english = f"with it went what nothing else refers to: {', '.join(f'{each.kind} {each.key}' for each in gone)}"
    chinese = f"一并去除再无所指的：{'、'.join(f'{ZH[each.kind]} {each.key}' for each in gone)}"
    return type(said)(
        "; ".join(filter(None, (said.english, english))), "；".join(filter(None, (said.chinese, chinese)))
    )


def _place(correction: Correction) -> tuple[int, int]:
    is_added = correction.verdict is Verdict.ADDED
    return _ORDER.index(correction.verdict), _MADE_FIRST.index(correction.kind) if is_added else 0


def _play(draft: Draft, text: str, correction: Correction, number: int) -> Said:
    span = locate(text, correction)
    if correction.verdict is Verdict.ADDED and span is not None:
        return _add(draft, text, correction, span, number)
    target = draft.find(correction)
    if correction.verdict is Verdict.REJECTED:
        gone = draft.remove(target)
        draft.decide(number, _decision(correction, target, span))
        return Said(f"receipts that went with it: {gone}", f"一并去除的获奖：{gone}") if gone else Said()
    if correction.verdict is Verdict.EDITED:
        target = _edit(draft, text, correction, target, span, number)
    draft.decide(number, _decision(correction, target, span))
    return Said()


def _decision(correction: Correction, target: Keyed, span: Span | None) -> Decision:
    """The record of a correction; that of a figure has the figure's own evidence, by which it is known."""
    is_rejected = correction.verdict is Verdict.REJECTED
    own = target.fact.evidence if isinstance(target.fact, Figure) and not is_rejected else span
    return Decision(
        verdict=correction.verdict,
        kind=target.kind,
        key=correction.key or target.key,
        fact=None if is_rejected else target.id,
        by=correction.by,
        at=correction.at,
        note=correction.note,
        changed=tuple(correction.fact or ()),
        evidence=own,
    )


def _add(draft: Draft, text: str, correction: Correction, span: Span, number: int) -> Said:
    kind = correction.kind
    fields, made = _referred(draft, text, kind, correction.fact or {}, span)
    case = fields.pop("case", None) if kind is Kind.FIGURE else ""
    if not isinstance(case, str):
        raise Misfit("fact.case: name the case that the figure is of", "fact.case：请写明是哪个案例的数据")
    if fields.get("parent"):
        fields.setdefault("parent_basis", ParentBasis.STATED)
    name = str(fields.get("name") or fields.get("title") or "added")
    evidence = span if kind is Kind.FIGURE else (span,)
    own = {} if kind is Kind.FIGURE else {"id": draft.free(kind, name)}
    fact = _checked(kind, {**fields, **own, "evidence": evidence}, text)
    _put_what_it_needs(draft, correction, made, number)
    twin = draft.same(kind, case, fact)
    if twin is not None:
        draft.decide(number, _decision(correction, _edit(draft, text, correction, twin, span, number), span))
        return Said("it was found without the correction", "不经更正也已找到")
    draft.decide(number, _decision(correction, draft.put(kind, case or getattr(fact, "id", ""), fact), span))
    return Said()


def _edit(draft: Draft, text: str, correction: Correction, target: Keyed, span: Span | None, number: int) -> Keyed:
    old, names = target.fact, (*type(target.fact).model_fields, *editions.FIELDS)
    said = {name: value for name, value in (correction.fact or {}).items() if name in names}
    fields, made = _referred(draft, text, correction.kind, said, span, old)
    follow = _following(old, fields) if isinstance(old, Organization) else {}
    changed = {**{name: getattr(old, name) for name in type(old).model_fields}, **follow, **fields}
    fact = _checked(correction.kind, {**changed, "evidence": _evidence(target, span)}, text)
    _put_what_it_needs(draft, correction, made, number)
    return draft.replace(target, fact)


def _referred(
    draft: Draft, text: str, kind: Kind, said: Mapping[str, JsonValue], span: Span | None, old: Fact | None = None
) -> Referred:
    """The fields with ids in the place of names, a receipt with the award of its programme, edition and year."""

    def find(name: str) -> Span | None:
        return named(text, name, span)

    if kind is not Kind.RECEIPT:
        return refer(kind, said, draft.known, find)
    own, wanted = editions.split(said)
    if "award" in own:
        own["award"] = editions.named_so(own["award"], wanted, draft.awards)
    fields, made = refer(kind, own, draft.known, find)
    id = fields.get("award", old.award if isinstance(old, AwardReceipt) else None)
    new = next((fact for target, fact in made if target is Kind.AWARD), None)
    award = new or draft.awards.get(str(id))
    if not wanted or not isinstance(award, Award):
        return Referred(fields, made)

    def make(told: dict[str, object]) -> Award:
        place = find(award.name)
        id = award.id if award is new else draft.free(Kind.AWARD, award.name)
        return _checked_award({**told, "id": id, "evidence": (place,) if place else award.evidence}, text)

    chosen = editions.of_edition(award, wanted, draft.awards, make)
    made = tuple(each for each in made if each[1] is not new)
    if chosen is not draft.awards.get(chosen.id):
        made = (*made, (Kind.AWARD, chosen))
    return Referred({**fields, "award": chosen.id}, made)


def _checked_award(fields: dict[str, object], text: str) -> Award:
    made = _checked(Kind.AWARD, fields, text)
    assert isinstance(made, Award)
    return made


def _put_what_it_needs(draft: Draft, correction: Correction, made: tuple[tuple[Kind, Fact], ...], number: int) -> None:
    """Put in the organizations, awards and cases that a correction names first, as decided by the same person."""
    for kind, fact in made:
        put = draft.put(kind, getattr(fact, "id", ""), fact)
        also = correction.model_copy(update={"verdict": Verdict.ADDED, "kind": kind, "key": put.key, "fact": None})
        draft.decide(number, _decision(also, put, put.evidence[0]))


def _evidence(target: Keyed, span: Span | None) -> Span | tuple[Span, ...]:
    """The evidence of an edited fact: what it had, and the quote of the correction; a figure has the printed one."""
    if isinstance(target.fact, Figure):
        return target.fact.evidence if span is None or span.quote == target.fact.evidence.quote else span
    has_it = span is None or any(told.quote == span.quote for told in target.evidence)
    return target.evidence if has_it or span is None else (*target.evidence, span)


def _following(old: Organization, fields: Mapping[str, object]) -> dict[str, object]:
    """What goes with the fields of an organization that are set: under another name it may be another one."""
    follow: dict[str, object] = {}
    if fields.get("name", old.name) != old.name:
        follow = {"registry_id": None, "kind": None if old.registry_id else old.kind}
        if old.parent_basis is ParentBasis.REGISTRY:
            follow["parent"] = None
            follow["parent_basis"] = None
    if "parent" in fields:
        follow["parent_basis"] = ParentBasis.STATED if fields["parent"] else None
    return follow


def _checked(kind: Kind, fields: dict[str, object], text: str) -> Fact:
    """The fact that has these fields, with every span in the text; `Misfit` where it breaks the contract."""
    try:
        return ground(MODELS[kind].model_validate(fields), text)
    except ValidationError as error:
        what, _ = first_fault(error)
    except FactsError as error:
        what = error.what
    raise Misfit(f"the {kind} would break the contract: {what}", f"{ZH[kind]}不合约定：{what}")
