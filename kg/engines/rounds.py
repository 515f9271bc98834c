"""The order of the steps over all shards: what is said is brought together by key, decided, and the answers go back.

Each function that decides takes all that has some keys, and calls the one of `kg.reconciler` that a build on one
machine calls with everything. What is small goes through the one who asks: the names of organizations and what they
say of each other, the names of programmes, who belongs to whom, and which registered ones occur.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from kg.article import Skipped
from kg.converter.context import Context
from kg.converter.together import Spoken, contradicting, replaced
from kg.engines import passes
from kg.engines.exchange import Bag, Item, Node, exchange, labelled, of, together
from kg.engines.passes import Answer, Piece, write
from kg.engines.repeating import repeats
from kg.engines.shards import Told, knowledge
from kg.engines.storage import Part
from kg.facts import ArticleFacts
from kg.facts.together import Told as Word
from kg.inference import concerned, groups, infer, relating
from kg.reconciler import awards, cases, kindred, receipts
from kg.reconciler.contradictions import Above, above, contradictions
from kg.reconciler.days import disputed
from kg.reconciler.measures import measured
from kg.reconciler.organizations import united
from kg.reconciler.tellings import Telling, Where
from kg.terms import FA, Quad, Term


class Made(NamedTuple):
    """The parts of a graph, and the articles that are in none: those that came before, and those that are lost."""

    parts: list[Part]
    twins: list[Skipped]
    lost: list[Skipped]


def convert(pieces: Sequence[Piece], told: Told) -> Made:
    """The graph of all shards, written in parts: those of articles by shard, links and inferences by bucket."""
    from dask import delayed
    from dask.bag import concat, from_sequence

    ontology, registry, mint, decided = knowledge(told)
    every, buckets = from_sequence(pieces, npartitions=len(pieces)), len(pieces)

    def step(work: Callable[..., Any], *answers: Bag) -> Bag:
        dealt = (each.map_partitions(_by_shard) for each in answers)
        pairs = concat([every.map(_with_number), *dealt])
        return together(pairs, buckets).map(partial(_worked, partial(work, told))).flatten().persist()

    firsts = exchange(every.map(partial(passes.first, told)).flatten(), passes.twins, buckets).persist()
    read = step(passes.alone, of(firsts, "answer"))
    kin = kindred.kindred(of(read, "naming").distinct().compute(), registry, decided)
    excerpts = every.map(partial(passes.who, told), kin=delayed(kin, traverse=False)).flatten()
    called = exchange(excerpts, partial(_who, told), buckets)
    repeated = repeats(of(read, "printed"), told, buckets)

    named = step(passes.named, called, of(repeated, "answer"))
    classes = exchange(of(named, "telling"), _classes, buckets)
    alike = exchange(of(named, "work"), cases.alike, buckets)
    nodes = concat([of(named, "node"), classes.map(_connected).flatten(), alike.map(_paired).flatten()])
    agreed = exchange(labelled(nodes, buckets).map(_by_label), _agreed, buckets).persist()
    said = concat([of(named, "programmes"), of(agreed, "programmes")])
    programmes = awards.programmes(said.reduction(awards.summed, awards.summed).compute())
    renamed = of(agreed, "named").map(awards.in_programmes, names=delayed(programmes, traverse=False))
    titles = exchange(renamed.map(_by_programme), _editions, buckets)

    common = step(passes.common, titles, of(agreed, "answer"), of(repeated, "answer"))
    measures = exchange(of(common, "measure"), _measured, buckets)
    days = exchange(of(common, "day"), _undated, buckets)
    made = step(passes.converted, measures, days)

    groups_told = above(of(made, "belonging").distinct().compute())
    disputes = exchange(
        of(made, "saying"), partial(_contradicting, told), buckets, numbered=True, above=groups_told
    ).persist()
    links = exchange(of(made, "used"), partial(_replacing, told), buckets, numbered=True)

    occurring = concat([of(made, "outside"), of(disputes, "outside")]).distinct().compute()
    noted = Context(registry, ontology, mint)
    noted.note(occurring)
    context = list(noted.quads())
    relations = list(dict.fromkeys((*of(made, "relating").distinct().compute(), *relating(context))))
    above_all = delayed(groups(relations), traverse=False)
    here = [Item(node, (), (node, quad)) for node, quad in concerned(context, ontology)]
    about = [of(made, "about").map(_with_groups, above=above_all).flatten(), of(disputes, "about")]
    about += [from_sequence(here)] if here else []
    inferred = exchange(concat(about), partial(_inferring, told), buckets, numbered=True, relations=relations)
    parts = concat([of(made, "part"), of(repeated, "part"), of(disputes, "part"), links, inferred])
    lost = concat([of(said, "lost") for said in (read, named, common, made)])
    written = [write(told, "context", "context", context), *parts.compute()]
    return Made(sorted(written), of(firsts, "skipped").compute(), lost.compute())


def _by_shard(answers: Iterable[Answer]) -> list[tuple[int, list[Answer]]]:
    made: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        made[answer.where.number].append(answer)
    return list(made.items())


def _with_number(piece: Piece) -> tuple[int, Piece]:
    return piece.number, piece


def _worked(work: Callable[..., Iterable[Any]], group: tuple[int, list[tuple[int, Any]]]) -> list[Any]:
    [piece] = [each for _, each in group[1] if isinstance(each, Piece)]
    return list(work(piece, [answer for _, some in group[1] if not isinstance(some, Piece) for answer in some]))


def _who(told: Told, excerpts: Sequence[tuple[Where, ArticleFacts]]) -> Iterator[Answer]:
    """Who the organizations of excerpts are."""
    known = knowledge(told)
    after = united((excerpt for _, excerpt in excerpts), known.registry, known.decided)
    for (where, before), now in zip(excerpts, after, strict=True):
        yield Answer(where, "told", kindred.told(before, now))


def _classes(tellings: Sequence[Telling]) -> list[list[Telling]]:
    """The receipts that several tell."""
    return [same for same in receipts.classes(tellings) if len(same) > 1]


def _connected(same: Sequence[Telling]) -> Iterator[Node]:
    """The awards and the cases of one receipt, which hang together."""
    yield from _star(sorted({("award", t.document, t.award) for t in same}), ("awards", same))
    if told := sorted({("case", t.document, t.case) for t in same if t.case is not None}):
        yield from _star(told, ("cases", same))


def _paired(pair: tuple[awards.At, awards.At]) -> Iterator[Node]:
    """Two cases that are alike, which hang together."""
    return _star([("case", *at) for at in pair], ("pair", pair))


def _star(names: Sequence[Any], carried: object) -> Iterator[Node]:
    first, *others = names
    yield Node(first, tuple(others), (carried,), None)
    yield from (Node(other, (first,), (), None) for other in others)


def _by_label(node: Node) -> Item:
    return Item(node.label, node.name, node.carried)


def _agreed(carried: Sequence[Sequence[Any]]) -> Iterator[passes.Said]:
    """What awards and cases that hang together are called."""
    said: dict[str, list[Any]] = defaultdict(list)
    for each in (each for some in carried for each in some):
        kind, value = (type(each).__name__, each) if isinstance(each, awards.Named | cases.Work) else each
        said[kind].append(value)
    named = awards.united(said["Named"], sorted(said["awards"]))
    yield from (("named", each) for each in named)
    yield "programmes", awards.votes(named)._replace(votes=Counter(), apart=set())
    common = cases.common(said["Work"], sorted(said["cases"]), sorted(said["pair"]))
    for kind, titled in (("case", common.cases), ("added", common.added)):
        for (where, n), title in titled.items():
            yield "answer", Answer(where, kind, (n, title))


def _by_programme(named: awards.Named) -> Item:
    return Item(named.made.programme or tuple(named.at), named.at, named)


def _editions(named: Sequence[awards.Named]) -> Iterator[Answer]:
    """What the awards of programmes are called."""
    return (Answer(where, "award", (n, called)) for (where, n), called in awards.editions(named).items())


def _measured(told: Sequence[Any]) -> Iterator[Answer]:
    """What measures are called."""
    called = measured((thing, vote) for _, thing, vote in told)
    for where, thing, _ in told:
        if thing in called:
            yield Answer(where, "measure", (thing, called[thing]))


def _undated(told: Sequence[Any]) -> Iterator[Answer]:
    """The receipts whose day is disputed."""
    return (Answer(where, "undated", place) for where, place in disputed(told))


def _part(told: Told, kind: str, number: int, quads: Sequence[Quad]) -> list[Part]:
    return [write(told, f"{kind}-{number:05}", kind, quads)] if quads else []


def _contradicting(told: Told, number: int, said: Sequence[Any], above: Above) -> Iterator[passes.Said]:
    """The contradictions between what is said of some things, and what context and inferences need of them."""
    known = knowledge(told)
    spoken: dict[Word, Spoken] = {word.told: each for (_, (_, word)), each in said}
    found = contradictions((saying for saying, _ in said), above, known.registry)
    quads = [quad for each in found for quad in contradicting(each, spoken, known.mint)]
    yield from (("part", part) for part in _part(told, "contradictions", number, quads))
    yield from passes.needed(told, quads)


def _replacing(told: Told, number: int, said: Sequence[Any]) -> list[Part]:
    """The nodes that stand for nothing any more, among some."""
    pairs = (value for kind, value in said if kind == "before")
    used = (value for kind, value in said if kind == "used")
    return _part(told, "replaced", number, list(replaced(pairs, used, knowledge(told).mint)))


def _inferring(told: Told, number: int, said: Sequence[tuple[Term, Quad]], relations: Sequence[Quad]) -> list[Part]:
    """What follows about some nodes."""
    known = knowledge(told)
    quads = {quad for _, quad in said}.union(relations)
    found = infer(quads, known.ontology, known.mint, about={node for node, _ in said})
    return _part(told, "inferred", number, list(found))


def _with_groups(item: Item, above: Mapping[Term, frozenset[Term]]) -> Iterator[Item]:
    """What is won by a member concerns the groups above it, too."""
    yield item
    node, quad = item.value
    if quad.predicate == FA.recipient and node == quad.object:
        yield from (Item(group, (), (group, quad)) for group in above.get(node, ()))
