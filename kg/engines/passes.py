"""What the documents of one shard contribute at each step, and what becomes of them by the answers that come back.

Every step reads the documents of the step before and writes its own, so that what moves between machines is only what
is said by a key, and a step can be done again anywhere. What is said comes tagged by its kind.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kg import facts
from kg.article import Skipped
from kg.builder.sources import twin
from kg.converter import convert
from kg.converter.setting import Setting
from kg.converter.together import Nodes
from kg.engines.exchange import Item, Node
from kg.engines.reading import documents, ids
from kg.engines.shards import Told, context, knowledge
from kg.engines.storage import Part, Storage
from kg.facts import ArticleFacts
from kg.inference import concerned, relating
from kg.reconciler import awards, cases, kindred, known_here, reprints
from kg.reconciler.contradictions import belonging
from kg.reconciler.days import days, undated
from kg.reconciler.harmony import Common, harmonized
from kg.reconciler.measures import measures, renamed
from kg.reconciler.tellings import Placed, Where, tellings
from kg.reconciler.words import sayings
from kg.terms import Quad

Said = tuple[str, Any]
"""What is said, after its kind."""


class Answer(NamedTuple):
    """What was decided of a document; `kind` says what `value` is."""

    where: Where
    kind: str
    value: Any


class Piece(NamedTuple):
    """A shard that is extracted: its number, by which documents know it, and its id."""

    number: int
    id: str


Answers = Mapping[Where, Mapping[str, list[Any]]]


def _sorted_out(answers: Iterable[Answer]) -> Answers:
    made: dict[Where, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        made[answer.where][answer.kind].append(answer.value)
    return made


def _kept(step: str, piece: Piece, told: Told) -> str:
    return f"work/{told.run}/{step}/{piece.id}.jsonl.gz"


def _read(step: str, piece: Piece, told: Told) -> list[Placed]:
    name = _kept(step, piece, told) if step else f"facts/{piece.id}.jsonl.gz"
    return [(Where(document.article.id, piece.number), document) for document in documents(name, told)]


def _keep(step: str, piece: Piece, told: Told, some: Iterable[Placed]) -> None:
    lines = (facts.dump(document, indent=None) for _, document in some)
    Storage(told.out).write_lines(_kept(step, piece, told), "work", lines)


def _each(some: Iterable[Placed], work: Callable[[Where, ArticleFacts], Iterator[Said]]) -> Iterator[Said]:
    """What is said by each document; one that the work fails on says nothing, and is `lost`."""
    for where, document in some:
        try:
            yield from list(work(where, document))
        except Exception as error:
            what = f"converting it failed ({type(error).__name__}: {str(error)[:80]})"
            named = document.article.source_path or document.article.id
            yield "lost", Skipped(where=named, what=what, remedy="please report it with the article")


def first(told: Told, piece: Piece) -> Iterator[Item]:
    """The articles of a shard by their ids."""
    for id, source in ids(piece.id, told):
        yield Item(id, piece.number, (Where(id, piece.number), source))


def twins(told: Sequence[tuple[Where, str]]) -> Iterator[Said]:
    """What is said of the articles whose id came before in another shard: to people, and to their shards."""
    found: dict[str, str] = {}
    for where, source in told:
        if where.article in found:
            yield "skipped", twin(source, where.article, found[where.article])
            yield "answer", Answer(where, "twin", True)
        else:
            found[where.article] = source


def alone(told: Told, piece: Piece, answers: Iterable[Answer]) -> Iterator[Said]:
    """Each document by itself, those that come a second time left out: what names say of each other, and its text."""
    known, said = knowledge(told), _sorted_out(answers)
    some, namings = list[Placed](), dict[Any, None]()

    def one(where: Where, document: ArticleFacts) -> Iterator[Said]:
        document = known_here(document, known.registry)
        printed = reprints.printed(where, document)
        namings.update(dict.fromkeys(kindred.namings(document, known.registry)))
        some.append((where, document))
        yield "printed", Item(printed.text or tuple(where), printed.rank, printed)

    yield from _each((each for each in _read("", piece, told) if "twin" not in said.get(each[0], ())), one)
    _keep("alone", piece, told, some)
    yield from (("naming", naming) for naming in namings)


def who(told: Told, piece: Piece, kin: Mapping[str, str]) -> Iterator[Item]:
    """What documents say of organizations that are to be looked at together."""
    known = knowledge(told)
    for where, document in _read("alone", piece, told):
        for name, excerpt in kindred.excerpts(document, kin, known.registry):
            yield Item(name, where, (where, excerpt))


def named(told: Told, piece: Piece, answers: Iterable[Answer]) -> Iterator[Said]:
    """Documents with organizations under common names: their receipts, awards and cases."""
    said = _sorted_out(answers)
    some, voted = list[Placed](), list[awards.Named]()

    def one(where: Where, document: ArticleFacts) -> Iterator[Said]:
        here = said.get(where, {})
        document = kindred.reunited(document, here.get("told", []))
        weight = 1 if "repeats" in here else 2
        for telling in tellings(where, document):
            yield "telling", Item(telling.recipients, telling[:2], telling)
        told_here = list(awards.awards(where, document, weight))
        for award in told_here:
            yield "node", Node(("award", *award.at), (), (award,), None)
        for work in cases.works(where, document, weight):
            yield "node", Node(("case", *work.at), (), (work,), None)
            if (main := cases.main(work)) is not None:
                yield "work", Item(main, work.at, work)
        some.append((where, document))
        voted.extend(told_here)

    yield from _each(_read("alone", piece, told), one)
    _keep("named", piece, told, some)
    yield "programmes", awards.votes(voted)


def common(told: Told, piece: Piece, answers: Iterable[Answer]) -> Iterator[Said]:
    """Documents under common names of all kinds: what they measure, and the days that they tell."""
    said, some = _sorted_out(answers), list[Placed]()

    def one(where: Where, document: ArticleFacts) -> Iterator[Said]:
        here = said.get(where, {})
        holds = Common(dict(here.get("award", ())), dict(here.get("case", ())), dict(here.get("added", ())))
        document = harmonized(document, holds)
        weight = 1 if "repeats" in here else 2
        for n, (thing, vote) in enumerate(measures(document, weight)):
            yield "measure", Item(thing, (where, n), (where, thing, vote))
        for n, (receipt, day) in enumerate(days(where, document)):
            yield "day", Item(receipt, (where, n), (receipt, day))
        some.append((where, document))

    yield from _each(_read("named", piece, told), one)
    _keep("common", piece, told, some)


def converted(told: Told, piece: Piece, answers: Iterable[Answer]) -> Iterator[Said]:
    """Documents as they go into the graph: its quads as a part, and what links, context and inferences need of them."""
    known, said = knowledge(told), _sorted_out(answers)
    ontology, registry, mint, _ = known
    before = dict(_read("", piece, told))
    lines = set[str]()

    def one(where: Where, document: ArticleFacts) -> Iterator[Said]:
        here = said.get(where, {})
        same = renamed(document, dict(here.get("measure", ())))
        final = undated(same, here.get("undated", ()))
        nodes = Nodes(Setting.of(final.article, registry, ontology, mint), final)
        for n, (disputed, (thing, word)) in enumerate(sayings(where, same)):
            value = (disputed, (thing, word)), nodes.spoken(word.told)
            yield "saying", Item((disputed.value, thing), (where, n), value)
        yield from (("belonging", pair) for pair in belonging(same))
        yield from (("used", Item(node, (where, 1), ("used", node))) for node in set(nodes.used()))
        for old, new in nodes.before(before[where]):
            yield "used", Item(old, (where, 0), ("before", (old, new)))
        own = list(convert(final, registry=registry, ontology=ontology, mint=mint))
        yield from (("relating", quad) for quad in relating(own))
        yield from needed(told, own)
        lines.update(map(Quad.line, own))

    yield from _each(_read("common", piece, told), one)
    yield "part", write_lines(told, f"articles-{piece.id}", "articles", lines)


def needed(told: Told, quads: Sequence[Quad]) -> Iterator[Said]:
    """What inferences and context need of some quads."""
    yield from (("about", Item(node, (), (node, quad))) for node, quad in concerned(quads, knowledge(told).ontology))
    terms = (term for quad in quads for term in (quad.subject, quad.object))
    yield from (("outside", term) for term in context(told).among(terms))


def write(told: Told, name: str, kind: str, quads: Iterable[Quad]) -> Part:
    """Write a part of the graph, each quad once, in order."""
    return write_lines(told, name, kind, set(map(Quad.line, quads)))


def write_lines(told: Told, name: str, kind: str, lines: Collection[str]) -> Part:
    """Write a part of the graph of its lines, in order."""
    return Storage(told.out).write_lines(f"parts/{told.run}/{name}.nq.gz", kind, sorted(lines))
