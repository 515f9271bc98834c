"""A newsroom: invented events, each told by four outlets in their own words, with the truth about all of them.

Winners are organizations of the registry under any of their names, and invented ones. Some outlets misprint an award,
shorten a programme or a case, leave out the year; some reprint another; some contradict another. Everything that is
told here is invented.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from kg.registry import Registry


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


OUTLETS = ("金融晨报", "华东商报", "南方经济网", "西部财经")
_STARS = _words("云帆 星河 海纳 明德 远航 恒泰 博闻 天衡 启明 同舟 瀚海 青禾 听涛 长风 望岳 临川 怀远 安澜 景行 思源")
_TRADES = _words("数字科技 智能科技 信息技术 健康管理 融资担保 保险经纪 供应链管理")
_FORMS = _words("股份有限公司 有限公司")
_BEASTS = _words("青鸾 白泽 麒麟 鲲鹏 玄武 凤鸣 乘黄 獬豸 天禄 重明 云鹤 金翼 银帆 铁肩 春申 磐石")
_FIELDS = ("中国保险业", "中国银行业", "长三角金融业", "中国财富管理", "数字金融")
_CATEGORIES = _words(
    """
    年度客户服务奖 年度社会责任奖 年度数字化转型奖 年度普惠金融奖 年度品牌影响力奖 卓越风险管理奖
    卓越绿色金融奖 最佳养老服务创新奖 最佳乡村振兴贡献奖 最佳消费者权益保护奖 优秀科技应用案例奖
    优秀健康管理案例奖
    """
)
_SUBJECTS = _words(
    """
    社区养老 智慧理赔 乡村振兴 反诈宣传 绿色出行 车险直赔 普惠小微 健康守护 数字风控 适老服务 青年安居
    农险遥感
    """
)
_WORKS = _words("服务平台 一站式服务 管理系统 行动计划 综合服务方案 助力工程 实验室")
_PLACES = _words("云岭 海陵 江左 河套 岭南 渝东 浦江 秦川 辽东 闽南")
_MEASURES = (("累计服务客户{n}万人次", 40, 900), ("覆盖{n}个县区", 20, 300), ("处理赔案{n}万件", 11, 99))
_MISPRINTS = {
    "服务": "服物",
    "责任": "责仁",
    "转型": "转形",
    "普惠": "普会",
    "案例": "案列",
    "管理": "管里",
    "创新": "创心",
    "保护": "保户",
}


@dataclass(frozen=True)
class Winner:
    """An organization with the names that outlets may use for it; the first is the full one."""

    id: str
    names: tuple[str, ...]
    is_registered: bool


@dataclass(frozen=True)
class Event:
    """Who won what, where and for what."""

    number: int
    winner: Winner
    programme: str
    category: str
    year: int
    day: date
    work: str | None
    figure: tuple[str, int] | None


@dataclass
class Telling:
    """One article: its bytes as Markdown, and what it really says."""

    name: str
    event: int
    outlet: str
    markdown: str
    winner: str
    called: str
    reprint_of: str | None = None
    contradicts: str | None = None


@dataclass
class Newsroom:
    """Everything that was told, and the truth: contradictions as (event, what is disputed)."""

    events: list[Event]
    tellings: list[Telling]
    contradictions: set[tuple[int, str]] = field(default_factory=set)


def newsroom(registry: Registry, *, events: int = 500, seed: int = 5) -> Newsroom:
    """The news of some events, four articles each, the same for the same seed."""
    chance = random.Random(seed)
    winners = [*_registered(registry, chance), *_invented(chance)]
    made = list(_events(winners, events, chance))
    room = Newsroom(made, [])
    for event in made:
        _tell(event, room, winners, chance)
    return room


def _registered(registry: Registry, chance: random.Random) -> list[Winner]:
    kinds = {"insurer-life", "insurer-pc", "bank", "broker", "fund-manager", "insurer-health"}
    entries = [entry for entry in registry if entry.kind in kinds]
    return [
        Winner(entry.id, (entry.legal_name, entry.short_name, *(n for n in entry.aliases if len(n) > 3)), True)
        for entry in chance.sample(entries, 120)
    ]


def _invented(chance: random.Random) -> list[Winner]:
    pairs = chance.sample([(star, trade) for star in _STARS for trade in _TRADES], 60)
    made = []
    for star, trade in pairs:
        full = f"{star}{trade}{chance.choice(_FORMS)}"
        made.append(Winner(f"invented {star}{trade}", (full, f"{star}{trade}"), False))
    return made


def _events(winners: list[Winner], count: int, chance: random.Random) -> Iterator[Event]:
    programmes = [f"{chance.choice(_FIELDS)}{beast}奖" for beast in _BEASTS]
    works = [f"{place}{subject}{work}" for place in _PLACES for subject in _SUBJECTS for work in _WORKS]
    chance.shuffle(works)
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        winner, programme = chance.choice(winners), chance.choice(programmes)
        year = chance.choice((2021, 2022, 2023))
        if (winner.id, programme) in seen:
            continue
        seen.add((winner.id, programme))
        day = date(year, 1, 10) + timedelta(days=chance.randrange(320))
        work = works.pop() if chance.random() < 0.7 else None
        measure, low, high = chance.choice(_MEASURES)
        figure = (measure, chance.randrange(low, high)) if work else None
        yield Event(len(seen) - 1, winner, programme, chance.choice(_CATEGORIES), year, day, work, figure)


def _tell(event: Event, room: Newsroom, winners: list[Winner], chance: random.Random) -> None:
    fault = chance.choice(("figure", "year", "winner", None, None, None, None, None)) if event.work else None
    liar = chance.randrange(1, 3) if fault else None
    reprinted = chance.random() < 0.25
    misprinter = chance.randrange(4) if chance.random() < 0.25 else None
    for n, outlet in enumerate(OUTLETS):
        day = event.day + timedelta(days=n)
        name = f"e{event.number:03d}-{n}"
        if n == 3 and reprinted:
            first = room.tellings[-3]
            text = first.markdown.replace(f"source: {first.outlet}", f"source: {outlet}")
            text = text.replace(f"date: {event.day}", f"date: {day}")
            room.tellings.append(Telling(name, event.number, outlet, text, first.winner, first.called, first.name))
            continue
        told = event
        if n == liar and fault == "figure" and event.figure:
            told = _with(event, figure=(event.figure[0], event.figure[1] + chance.randrange(7, 30)))
        elif n == liar and fault == "year":
            told = _with(event, year=event.year - 1)
        elif n == liar and fault == "winner":
            told = _with(event, winner=_stranger(event, room, winners, chance))
        if n == liar and fault:
            room.contradictions.add((event.number, fault))
        called = chance.choice(told.winner.names)
        category = _misprinted(event.category) if n == misprinter else event.category
        text = _article(told, category, called, n, day, chance, fault == "year")
        room.tellings.append(
            Telling(name, event.number, outlet, text, told.winner.id, called, None, fault if n == liar else None)
        )


def _with(event: Event, **changes: object) -> Event:
    return Event(**{**event.__dict__, **changes})


def _stranger(event: Event, room: Newsroom, winners: list[Winner], chance: random.Random) -> Winner:
    """Somebody who won nothing of the programme."""
    won = {each.winner.id for each in room.events if each.programme == event.programme}
    return chance.choice([each for each in winners if not each.is_registered and each.id not in won])


def _misprinted(category: str) -> str:
    for right, wrong in _MISPRINTS.items():
        if right in category:
            return category.replace(right, wrong, 1)
    return category


def _article(event: Event, category: str, called: str, n: int, day: date, chance: random.Random, dated: bool) -> str:
    winner, full = called, event.winner.names[0]
    work = event.work and (event.work if n != 2 or chance.random() < 0.7 else f"{event.work}——让服务更有温度")
    number = event.figure and event.figure[0].format(n=event.figure[1])
    said = dated or chance.random() < 0.75
    programme = f"{event.year}{event.programme}" if said else event.programme
    short = event.programme[-3:] if n == 3 and not dated and chance.random() < 0.3 else None
    if not event.winner.is_registered and called != full:
        winner = f"{full}（以下简称“{called}”）"
    on = f"{event.day.month}月{event.day.day}日"
    body = (
        f"{on}，{programme}评选结果揭晓，{winner}" + (f"凭借“{work}”项目" if work else "") + f"荣获“{category}”。"
        f"业内人士表示，行业竞争已进入新阶段。",
        f"近日，{programme}颁奖典礼在上海举行。{winner}" + (f"的“{work}”" if work else "") + f"获评{category}。"
        f"主办方称，本届评选历时三个月。",
        f"在日前举行的{programme}颁奖典礼上，{winner}" + (f"申报的“{work}”" if work else "") + f"被授予“{category}”。"
        f"多家机构代表参加了活动。",
        f"记者{on}获悉，{winner}" + (f"以“{work}”" if work else "") + f"摘得{short or programme}“{category}”。"
        f"这是对其工作的肯定。",
    )[n]
    more = f"据介绍，“{work}”{number}。" if work and number else ""
    title = f"{called}获{category}"
    return f"---\ntitle: {title}\ndate: {day}\nsource: {OUTLETS[n]}\n---\n{body}\n\n{more}\n"
