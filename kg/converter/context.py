"""What quads need from outside of the articles: the registered organizations, concepts and places in them."""

from collections.abc import Iterable, Iterator

from kg.ontology import Ontology, Place
from kg.registry import Entry, Registry
from kg.terms import FA, FAV, ORG, RDF, SCHEMA, SKOS, Mint, Quad, Term, date, iri, literal

_CHINESE, _ENGLISH = "zh-hans", "en"
_WIKIDATA = "http://www.wikidata.org/entity/"


def context(
    quads: Iterable[Quad], *, registry: Registry, ontology: Ontology, mint: Mint | None = None
) -> Iterator[Quad]:
    """The registry graph and the vocabulary graph of a set of quads, each quad once.

    The registry graph has every registered organization that occurs, what it is a part of at any height, and the
    relations between them; the vocabulary graph the concepts and the coded places that occur, and what is around
    those. Reads the quads once, keeping only which of these occur.
    """
    known = Context(registry, ontology, mint or Mint())
    known.note(term for quad in quads for term in (quad.subject, quad.object))
    return known.quads()


class Context:
    """Which organizations of the registry, concepts and coded places occur in a graph, and what is said of these."""

    def __init__(self, registry: Registry, ontology: Ontology, mint: Mint) -> None:
        self._registry, self._ontology, self._mint = registry, ontology, mint
        self._entries = {mint.known("organization", entry.id): entry for entry in registry}
        self._places = {mint.known("place", place.code): place for place in ontology.places.values()}
        self._offered = frozenset((*self._entries, *self._places, *ontology.concepts))
        self._used: set[Term] = set()

    def among(self, terms: Iterable[Term]) -> frozenset[Term]:
        """Those of some terms that registry and vocabularies have."""
        return self._offered.intersection(terms)

    def note(self, terms: Iterable[Term]) -> None:
        """Keep which of these terms are among those of registry and vocabularies."""
        self._used.update(self.among(terms))

    def quads(self) -> Iterator[Quad]:
        """The registry graph and the vocabulary graph of all that was noted, each quad once."""
        ontology, mint, used = self._ontology, self._mint, set(self._used)
        registered = tuple(_registered(used, self._entries, self._registry, ontology, mint))
        yield from registered
        used.update(self._offered.intersection(quad.object for quad in registered))
        yield from _concepts(sorted(used & ontology.concepts.keys()), ontology, mint)
        yield from _places([self._places[term] for term in sorted(used & self._places.keys())], ontology, mint)


def _registered(
    used: set[Term], entries: dict[Term, Entry], registry: Registry, ontology: Ontology, mint: Mint
) -> Iterator[Quad]:
    graph = mint.graph("registry")
    occurring = [entries[term] for term in sorted(used & entries.keys())]
    needed = dict.fromkeys(each for entry in occurring for each in (entry, *registry.ancestors(entry.id)))
    for entry in needed:
        node = mint.known("organization", entry.id)
        for predicate, object in _described(entry, ontology):
            yield Quad(node, predicate, object, graph)
        if entry.parent is not None:
            yield from _relation(node, mint.known("organization", entry.parent), entry.parent_since, graph, mint)


def _described(entry: Entry, ontology: Ontology) -> Iterator[tuple[Term, Term]]:
    yield RDF.type, FA.Organization
    yield SKOS.prefLabel, literal(entry.short_name, language=_CHINESE)
    if entry.english_name:
        yield SKOS.prefLabel, literal(entry.english_name, language=_ENGLISH)
    for name in dict.fromkeys((*entry.aliases, *entry.formerly)):
        if name != entry.short_name:
            yield SKOS.altLabel, literal(name, language=_CHINESE)
    yield SCHEMA.legalName, literal(entry.legal_name, language=_CHINESE)
    for code in entry.stock_codes:
        yield SCHEMA.tickerSymbol, literal(code)
    for former in entry.former_names:
        if former.until:
            yield SKOS.changeNote, literal(f"{former.name}（至{former.until}年）", language=_CHINESE)
    if entry.lei:
        yield SCHEMA.leiCode, literal(entry.lei)
    if entry.wikidata:
        yield SKOS.exactMatch, iri(f"{_WIKIDATA}{entry.wikidata}")
    if kind := ontology.concept("kind", entry.kind):
        yield ORG.classification, kind


def _relation(child: Term, parent: Term, since: int | None, graph: Term, mint: Mint) -> Iterator[Quad]:
    node = mint.node("subsidiary-relation", child, parent, "registry")
    yield Quad(node, RDF.type, FA.SubsidiaryRelation, graph)
    yield Quad(node, FA.child, child, graph)
    yield Quad(node, FA.parent, parent, graph)
    yield Quad(node, FA.basis, FAV["basis/registry"], graph)
    if since is not None:
        yield Quad(node, FA.validFrom, date(str(since)), graph)


def _concepts(used: Iterable[Term], ontology: Ontology, mint: Mint) -> Iterator[Quad]:
    graph = mint.graph("vocabulary")
    for term in used:
        concept = ontology.concepts[term]
        for kind in concept.types:
            yield Quad(term, RDF.type, kind, graph)
        yield Quad(term, SKOS.inScheme, concept.scheme, graph)
        yield Quad(term, SKOS.prefLabel, literal(concept.label.zh, language=_CHINESE), graph)
        yield Quad(term, SKOS.prefLabel, literal(concept.label.en, language=_ENGLISH), graph)


def _places(used: Iterable[Place], ontology: Ontology, mint: Mint) -> Iterator[Quad]:
    graph = mint.graph("vocabulary")
    for place in dict.fromkeys(each for inner in used for each in (inner, *ontology.around(inner))):
        node = mint.known("place", place.code)
        yield Quad(node, RDF.type, FA.Place, graph)
        yield Quad(node, SKOS.prefLabel, literal(place.name, language=_CHINESE), graph)
        for alias in place.aliases:
            yield Quad(node, SKOS.altLabel, literal(alias, language=_CHINESE), graph)
        yield Quad(node, FA.code, literal(place.code), graph)
        if place.parent:
            yield Quad(node, FA.within, mint.known("place", place.parent), graph)
