"""The ontology as a page to read: every class, property and concept in Chinese and in English.

Comes from `kg.ontology`, goes to a file or a browser. The page is one HTML file without script that asks nothing of
any network. pyLODE was tried and left: it runs the labels of two languages together in an order that varies, loses
the anchors of terms whose first label is Chinese, and has no concept schemes.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from kg.errors import RegistryError
from kg.ontology import Bilingual, Concept, Ontology
from kg.ontology.turtle import term, triples
from kg.terms import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS, Term, value

_TEMPLATE = Path(__file__).with_name("documentation.html.j2")


class Link(NamedTuple):
    """A term as it is printed, and where it leads: an anchor of the page, an address, or None."""

    text: str
    href: str | None


class Facet(NamedTuple):
    """One line of a description: what it is, and the terms."""

    name: Bilingual
    links: tuple[Link, ...]


class Entry(NamedTuple):
    """A class or property as the page describes it."""

    anchor: str
    iri: str
    label: Bilingual
    definition: Bilingual
    note: Bilingual
    facets: tuple[Facet, ...]


class Section(NamedTuple):
    """A run of entries under one heading."""

    anchor: str
    name: Bilingual
    entries: tuple[Entry, ...]


class Scheme(NamedTuple):
    """A concept scheme and its concepts, each with the anchor of its row."""

    anchor: str
    iri: str
    label: Bilingual
    definition: Bilingual
    concepts: tuple[tuple[str, Concept], ...]


_SECTIONS = (
    ("classes", Bilingual("类", "Classes"), OWL.Class),
    ("object-properties", Bilingual("对象属性", "Object properties"), OWL.ObjectProperty),
    ("datatype-properties", Bilingual("数据属性", "Datatype properties"), OWL.DatatypeProperty),
)
_FACETS = (
    (Bilingual("上位类", "Subclass of"), RDFS.subClassOf, False),
    (Bilingual("下位类", "Superclass of"), RDFS.subClassOf, True),
    (Bilingual("上位属性", "Subproperty of"), RDFS.subPropertyOf, False),
    (Bilingual("下位属性", "Superproperty of"), RDFS.subPropertyOf, True),
    (Bilingual("定义域", "Domain"), RDFS.domain, False),
    (Bilingual("值域", "Range"), RDFS.range, False),
    (Bilingual("逆属性", "Inverse of"), OWL.inverseOf, False),
    (Bilingual("逆属性", "Inverse of"), OWL.inverseOf, True),
    (Bilingual("可由属性链得出", "Follows from the chain"), OWL.propertyChainAxiom, False),
    (Bilingual("作为主语", "Has the properties"), RDFS.domain, True),
    (Bilingual("作为宾语", "Is the value of"), RDFS.range, True),
)
_CHARACTERISTICS = {
    OWL.FunctionalProperty: "函数性 functional",
    OWL.IrreflexiveProperty: "非自反 irreflexive",
    OWL.AsymmetricProperty: "非对称 asymmetric",
    OWL.TransitiveProperty: "可传递 transitive",
}


def document(ontology: Ontology) -> str:
    """Make the page of the ontology and its vocabularies, as HTML.

    The same ontology gives the same page. Raises `RegistryError` where a file of the ontology cannot be used.
    """
    from jinja2 import Environment, StrictUndefined

    facts = _Facts(ontology.ontology_path)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        head=_head(facts),
        sections=tuple(_section(facts, *section) for section in _SECTIONS),
        external=tuple(_external(ontology)),
        schemes=tuple(_schemes(ontology)),
    )


class _Facts:
    """The triples of a file, forwards and backwards, in its order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.links: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        self.sources: defaultdict[tuple[Term, Term], list[Term]] = defaultdict(list)
        self._texts: dict[tuple[Term, Term, str], str] = {}
        for subject, predicate, node in triples(path):
            if isinstance(node, pyoxigraph.Literal):
                self._texts[subject, predicate, node.language or ""] = node.value
            else:
                self.links[subject, predicate].append(term(node))
                self.sources[term(node), predicate].append(subject)

    def text(self, subject: Term, predicate: Term) -> Bilingual:
        """A text in both languages; a text without language is in both; empty where there is none."""
        plain = self._texts.get((subject, predicate, ""), "")
        chinese, english = (self._texts.get((subject, predicate, tag), plain) for tag in ("zh-hans", "en"))
        return Bilingual(chinese, english)

    def only(self, subject: Term, predicate: Term) -> Term:
        """The one value of a property that the page cannot do without. Raises `RegistryError` where it is missing."""
        if not self.links[subject, predicate]:
            raise RegistryError(self._path, f"{_shown(subject)} has no {_shown(predicate)}", "add it")
        return self.links[subject, predicate][0]

    def listed(self, node: Term) -> Iterator[Term]:
        """The members of an RDF list; of anything else, the thing itself."""
        if not self.links[node, RDF.first]:
            yield node
        while node != RDF.nil and self.links[node, RDF.first]:
            yield self.links[node, RDF.first][0]
            node = self.links[node, RDF.rest][0]


def _head(facts: _Facts) -> dict[str, object]:
    subject = next(iter(facts.sources[OWL.Ontology, RDF.type]), Term("<>"))
    names = ("title", "description", "bibliographicCitation", "created", "issued")
    return {
        **{name: facts.text(subject, DCTERMS[name]) for name in names},
        "version": facts.text(subject, OWL.versionInfo).en,
        "creator": facts.text(facts.only(subject, DCTERMS.creator), RDFS.label),
        "licence": value(facts.only(subject, DCTERMS.license)),
        "version_iri": value(facts.only(subject, OWL.versionIRI)),
        "iri": value(subject),
        "namespace": PREFIXES["fa"],
    }


def _section(facts: _Facts, anchor: str, name: Bilingual, kind: Term) -> Section:
    own = (subject for subject in facts.sources[kind, RDF.type] if _is_own(subject))
    return Section(anchor, name, tuple(_entry(facts, subject) for subject in own))


def _entry(facts: _Facts, subject: Term) -> Entry:
    return Entry(
        anchor=_anchor(subject),
        iri=value(subject),
        label=facts.text(subject, RDFS.label),
        definition=facts.text(subject, SKOS.definition),
        note=facts.text(subject, SKOS.scopeNote),
        facets=tuple(facet for facet in _facets(facts, subject) if facet.links),
    )


def _facets(facts: _Facts, subject: Term) -> Iterator[Facet]:
    traits = [_CHARACTERISTICS[kind] for kind in facts.links[subject, RDF.type] if kind in _CHARACTERISTICS]
    yield Facet(Bilingual("特征", "Characteristics"), tuple(Link(trait, None) for trait in traits))
    for name, predicate, backwards in _FACETS:
        found = (facts.sources if backwards else facts.links)[subject, predicate]
        nodes = [member for node in found for member in facts.listed(node)]
        yield Facet(name, tuple(_link(node) for node in nodes if node.startswith("<")))


def _external(ontology: Ontology) -> Iterator[tuple[Link, Bilingual]]:
    return ((_link(subject), label) for subject, label in ontology.labels.items() if _is_foreign(subject))


def _schemes(ontology: Ontology) -> Iterator[Scheme]:
    concepts: defaultdict[Term, list[Concept]] = defaultdict(list)
    for concept in ontology.concepts.values():
        concepts[concept.scheme].append(concept)
    facts = _Facts(ontology.vocabularies_path)
    for scheme, members in concepts.items():
        yield Scheme(
            anchor=_anchor(scheme),
            iri=value(scheme),
            label=facts.text(scheme, SKOS.prefLabel),
            definition=facts.text(scheme, SKOS.definition),
            concepts=tuple((_anchor(concept.iri), concept) for concept in members),
        )


def _is_own(subject: Term) -> bool:
    return value(subject).startswith(PREFIXES["fa"])


def _is_foreign(subject: Term) -> bool:
    return not value(subject).startswith("https://w3id.org/finaward/")


def _anchor(subject: Term) -> str:
    """The fragment of an own term; of anything else, its name with prefix."""
    return value(subject).removeprefix(PREFIXES["fa"]) if _is_own(subject) else _shown(subject)


def _link(subject: Term) -> Link:
    address = value(subject)
    href = f"#{_anchor(subject)}" if _is_own(subject) else address if address.startswith("http") else None
    return Link(_shown(subject), href)


def _shown(subject: Term) -> str:
    """A term with its prefix.

    >>> from kg.terms import FA
    >>> _shown(FA.Case), _shown(Term("<https://example.org/>"))
    ('fa:Case', 'https://example.org/')
    """
    address = value(subject)
    prefix = next((p for p, namespace in PREFIXES.items() if address.startswith(namespace)), None)
    return f"{prefix}:{address.removeprefix(PREFIXES[prefix])}" if prefix else address
