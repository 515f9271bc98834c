"""Inference: what follows from a graph by the rules of the ontology, in a graph of its own.

The rules are the CONSTRUCT queries of `ontology/rules`. Each reads asserted facts alone and none what another rule
makes, so one pass in any order is the whole of it, and the inferred graph is a function of the other graphs. A rule is
about `?this`, which is the subject or the object of each triple that it makes, one a line; `VALUES ?this { UNDEF }`
stands wherever it is bound: any node at all. To bring the inferred graph up to date, the nodes that a change can touch
are put there, and what the rules made about these alone is made again.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.errors import RegistryError
from kg.ontology import NamedQuery, Ontology
from kg.store import Graph, Solutions, Store, construct
from kg.terms import FA, OA, PREFIXES, RDF, Mint, Quad, Term, iri


class Change(NamedTuple):
    """What came to the inferred graph, and what went from it."""

    added: frozenset[Quad]
    removed: frozenset[Quad]


def infer(
    quads: Iterable[Quad], ontology: Ontology, mint: Mint | None = None, about: Collection[Term] | None = None
) -> frozenset[Quad]:
    """Everything that the rules find in a graph and that no graph says yet, as quads of the inferred graph.

    Earlier inferences among the quads are disregarded: with them or without, the result is the same. Where the quads
    are a part of a graph, `about` are the nodes about which everything stands in it (see `concerned`). Raises
    `RegistryError` where a rule is no CONSTRUCT query, `QueryError` where it is no query at all.
    """
    graph = (mint or Mint()).graph("inferred")
    named = _named(ontology)
    told = [quad for quad in quads if (quad[1] in named or quad[2] in named) and quad[3] != graph]
    with Store.create() as store:
        store.load(told)
        found = {quad[:3] for rule in ontology.rules for quad in _about(rule, _apply(rule, store), about)}
    found.difference_update(quad[:3] for quad in told)
    return frozenset(Quad(*triple, graph) for triple in found)


def conclude(store: Store, ontology: Ontology, mint: Mint | None = None) -> Iterator[str]:
    """What `infer` finds in a store that holds asserted quads alone, as lines of N-Quads, in no order.

    It is for graphs of any size: of what is found nothing is held but what one rule makes, so that some of it comes
    repeatedly. Raises as `infer`.
    """
    end = f" {(mint or Mint()).graph('inferred')} .\n"
    for rule in ontology.rules:
        lines = construct(store, rule.text)
        if lines is None:
            raise _misfit(rule)
        asserted = {
            f"{quad.subject} {quad.predicate} {quad.object}"
            for _, predicate, object in _template(rule)
            for quad in store.quads(predicate=predicate, object=object)
        }
        yield from (f"{line}{end}" for line in lines if line not in asserted)


def _about(rule: NamedQuery, quads: Iterable[Quad], nodes: Collection[Term] | None) -> Iterable[Quad]:
    """What a rule makes about some nodes, of all that it makes."""
    if nodes is None:
        return quads
    is_subject = {predicate: subject == "?this" for subject, predicate, _ in _template(rule)}
    return (quad for quad in quads if (quad.subject if is_subject[quad.predicate] else quad.object) in nodes)


_RELATING = frozenset((FA.child, FA.parent, FA.within))


def relating(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads that any node may need: who belongs to whom, which place is in which."""
    return (quad for quad in quads if quad.predicate in _RELATING)


def concerned(quads: Iterable[Quad], ontology: Ontology) -> Iterator[tuple[Term, Quad]]:
    """The quads of an article that rules may need, each with every node for which they may.

    What is won by a member concerns the groups above it, too (see `groups`); `relating` quads concern all. Evidence
    concerns its article alone, and only that of receipts which have a year.
    """
    named = _named(ontology)
    told = [quad for quad in quads if quad[1] in named or quad[2] in named]
    cases = {quad.subject: quad.object for quad in told if quad.predicate == FA.forCase}
    years = {quad.subject: quad for quad in told if quad.predicate == FA.awardYear}
    sources = {quad.subject: quad for quad in told if quad.predicate == OA.hasSource}
    for quad in told:
        if quad.predicate == FA.hasEvidence and quad.subject in years and (source := sources.get(quad.object)):
            yield from ((source.object, each) for each in (years[quad.subject], quad, source))
        if quad.predicate in (FA.hasEvidence, OA.hasSource):
            continue
        yield quad.subject, quad
        if quad.predicate in (FA.recipient, FA.forCase, FA.child, FA.parent):
            yield quad.object, quad
        if quad.predicate == FA.recipient and quad.subject in cases:
            yield cases[quad.subject], quad


def groups(relations: Iterable[Quad]) -> dict[Term, frozenset[Term]]:
    """Who belongs to whom at any height, of the `relating` quads of a graph."""
    ends: dict[Term, tuple[set[Term], set[Term]]] = defaultdict(lambda: (set(), set()))
    for quad in relations:
        if quad.predicate in (FA.child, FA.parent):
            ends[quad.subject][quad.predicate == FA.parent].add(quad.object)
    above: dict[Term, set[Term]] = defaultdict(set)
    for children, parents in ends.values():
        for child in children:
            above[child] |= parents
    return {child: _all_above(child, above) for child in above}


def _all_above(child: Term, above: Mapping[Term, set[Term]]) -> frozenset[Term]:
    found, waiting = set[Term](), [child]
    while waiting:
        fresh = above.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def update(
    store: Store, ontology: Ontology, *, added: Iterable[Quad], removed: Iterable[Quad], mint: Mint | None = None
) -> Change:
    """Change the asserted quads of a store, and bring its inferred graph up to what `infer` would make of the whole.

    The store holds asserted quads and what was inferred of them; it must have been opened for writing. Quads that are
    added though they are there, or removed though they are not, do nothing; what is both added and removed is there in
    the end. Raises as `infer`, and `StoreError` where the store cannot be written; then it may be changed in part.
    """
    graph = (mint or Mint()).graph("inferred")
    named = _named(ontology)
    added, removed = ([quad for quad in quads if quad.graph != graph] for quads in (added, removed))
    changed = [quad for quad in (*added, *removed) if quad[1] in named or quad[2] in named]
    subjects = {quad.subject for quad in changed}
    touched = {term for quad in changed for term in (quad.subject, quad.object) if term.startswith("<")}
    touched |= _reached(store, subjects)
    store.change(added=added, removed=removed)
    touched |= _reached(store, subjects)
    before = {quad for rule in ontology.rules for quad in _made(rule, store, graph, touched)}
    store.change(removed=before)
    found = {
        quad._replace(graph=graph)
        for nodes in _batches(touched)
        for rule in ontology.rules
        for quad in _apply(rule, store, nodes)
    }
    after = set(store.absent(found))
    store.change(added=after)
    return Change(frozenset(after - before), frozenset(before - after))


_REACH = """
fa:forCase | fa:hasEvidence/oa:hasSource | (fa:recipient|fa:parent)/(^fa:child/fa:parent)* |
fa:child/(^fa:parent/fa:child)*/^fa:recipient? | ^fa:within*/^fa:tookPlaceIn
"""
"""How to get from the subject of a changed quad to the nodes about which a rule may now find something else.

Those are, besides the quad's own subject and object: of a receipt its case, its articles, its recipients and all groups
above them; of a subsidiary relation all groups above its parent, and all members from its child down with their
receipts; of a place the cases within it. Whichever triple of a rule a quad matches, its `?this` is among them.
"""

_MOST = 16_384
"""How many characters of nodes stand in one query, up to three times; a store takes no query of more than 64 KiB."""

_ANY = "VALUES ?this { UNDEF }"
_NAME = re.compile(r"\b(\w+):(\w+)|<([^<>\s]+)>")


def _named(ontology: Ontology) -> frozenset[Term]:
    """What the rules speak of: only quads with such a predicate or object matter to them."""
    found = (match for rule in ontology.rules for match in _NAME.finditer(rule.text))
    return frozenset(
        iri(match[3] or PREFIXES[match[1]] + match[2]) for match in found if match[3] or match[1] in PREFIXES
    )


def _reached(store: Store, subjects: Iterable[Term]) -> set[Term]:
    found: set[Term] = set()
    for nodes in _batches(subjects):
        result = store.query(
            f"SELECT DISTINCT ?this {{ VALUES ?changed {{ {' '.join(nodes)} }} ?changed {_REACH} ?this }}"
        )
        assert isinstance(result, Solutions)
        found.update(term for (term,) in result.rows if term)
    return found


_MADE = re.compile(r"^ +(\?\w+) (\S+) (\S+) \.$", re.MULTILINE)


def _made(rule: NamedQuery, store: Store, graph: Term, nodes: Iterable[Term]) -> Iterator[Quad]:
    """What a graph holds that a rule could have made about some nodes."""
    for subject, predicate, _ in _template(rule):
        for node in nodes:
            about = {"subject": node} if subject == "?this" else {"object": node}
            yield from store.quads(graph, predicate=predicate, **about)


def _template(rule: NamedQuery) -> Iterator[tuple[str, Term, Term | None]]:
    """The subject and the predicate of each triple that a rule makes, and its object where that is always the same."""
    for subject, name, object in _MADE.findall(rule.text.partition("WHERE")[0]):
        yield subject, RDF.type if name == "a" else _spelled(name), None if object[0] == "?" else _spelled(object)


def _spelled(name: str) -> Term:
    prefix, _, local = name.partition(":")
    return iri(PREFIXES[prefix] + local)


def _batches(nodes: Iterable[Term]) -> Iterator[list[Term]]:
    batch, size = list[Term](), 0
    for node in sorted(nodes):
        if batch and size + len(node) > _MOST:
            yield batch
            batch, size = [], 0
        batch.append(node)
        size += len(node)
    if batch:
        yield batch


def _apply(rule: NamedQuery, store: Store, nodes: Iterable[Term] = ()) -> Iterator[Quad]:
    """What a rule concludes about some nodes, or about all."""
    about = f"VALUES ?this {{ {' '.join(nodes) or 'UNDEF'} }}"
    result = store.query(rule.text.replace(_ANY, about))
    if not isinstance(result, Graph):
        raise _misfit(rule)
    return result.quads


def _misfit(rule: NamedQuery) -> RegistryError:
    return RegistryError(f"rules/{rule.name}.rq", "a rule must be a CONSTRUCT query", "write what it concludes")
