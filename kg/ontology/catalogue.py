"""The ontology folder: where it is and what it offers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from kg.errors import QueryError, RegistryError
from kg.ontology.places import Gazetteer, Place, read_places
from kg.ontology.queries import NamedQuery, read_queries
from kg.ontology.vocabulary import Bilingual, Concept, read_concepts, read_labels
from kg.terms import FAV, UNIT, Term

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ontology:
    """The ontology in the folder `root`. Parts are read when first asked for; each raises `RegistryError` if broken."""

    root: Path

    def __reduce__(self) -> tuple[type["Ontology"], tuple[Path]]:
        """Another process reads the parts that it needs itself."""
        return Ontology, (self.root,)

    @property
    def ontology_path(self) -> Path:
        """The OWL ontology, Turtle."""
        return self.root / "finaward.ttl"

    @property
    def alignments_path(self) -> Path:
        """How its terms stand to those of others, Turtle."""
        return self.root / "alignments.ttl"

    @property
    def vocabularies_path(self) -> Path:
        """The SKOS concept schemes, Turtle."""
        return self.root / "vocabularies.ttl"

    @property
    def shapes_path(self) -> Path:
        """The SHACL shapes, Turtle."""
        return self.root / "shapes.ttl"

    @property
    def context_path(self) -> Path:
        """The context of JSON-LD documents, published for others: prefixes, and the type of each property's values."""
        return self.root / "context.jsonld"

    @cached_property
    def context(self) -> Mapping[str, str | Mapping[str, str]]:
        """What stands in that context."""
        try:
            return MappingProxyType(json.loads(self.context_path.read_bytes())["@context"])
        except (OSError, ValueError, KeyError, TypeError):
            raise RegistryError(self.context_path, "this is no JSON-LD context", "restore the file") from None

    @property
    def organizations_path(self) -> Path:
        """The registry of organizations, CSV."""
        return self.root / "organizations.csv"

    @property
    def places_path(self) -> Path:
        """The places, CSV."""
        return self.root / "places.csv"

    @cached_property
    def labels(self) -> Mapping[Term, Bilingual]:
        """The labels of the classes and properties that the graph uses, own and external, by IRI."""
        return MappingProxyType(read_labels(self.ontology_path))

    @cached_property
    def concepts(self) -> Mapping[Term, Concept]:
        """The concepts of all schemes by IRI, in the order of the file."""
        return MappingProxyType(read_concepts(self.vocabularies_path))

    def concept(self, scheme: str, slug: str) -> Term | None:
        """The IRI of `fav:SCHEME/SLUG`, None where the vocabulary has no such concept."""
        term = FAV[f"{scheme}/{slug}"]
        return term if term in self.concepts else None

    def notated(self, scheme: str, notation: str) -> Term | None:
        """The IRI of the concept that has this notation in `fav:SCHEME`: comparator `>=`, unit 人次."""
        return self._notations.get((FAV[scheme], notation))

    def unit(self, counter: str) -> Term | None:
        """The IRI of a unit by its counter as printed, `%` or ISO 4217 code; of `""`, that of numbers without unit."""
        return self.notated("unit", counter) if counter else UNIT.UNITLESS

    @cached_property
    def _notations(self) -> dict[tuple[Term, str], Term]:
        return {(c.scheme, notation): c.iri for c in self.concepts.values() for notation in c.notations}

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The places by code, in the order of the file."""
        return MappingProxyType(read_places(self.places_path))

    def place(self, name: str) -> Place | None:
        """The place of a name: 普洱, 普洱市, 云南省普洱市; None where it is unknown or ambiguous."""
        return self._gazetteer.find(name)

    def place_names(self) -> frozenset[str]:
        """The names by which a text may name a place."""
        return self._gazetteer.names()

    def place_by_code(self, code: str) -> Place | None:
        """The place of a GB/T 2260 code or region code."""
        return self.places.get(code)

    def around(self, place: Place) -> tuple[Place, ...]:
        """What a place lies in, from the nearest to the widest."""
        return self._gazetteer.around(place)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer(self.places)

    @cached_property
    def queries(self) -> tuple[NamedQuery, ...]:
        """The named queries, sorted by name."""
        return read_queries(self.root / "queries")

    @cached_property
    def rules(self) -> tuple[NamedQuery, ...]:
        """The rules of inference (CONSTRUCT), sorted by name."""
        return read_queries(self.root / "rules")

    def query(self, name: str) -> NamedQuery:
        """The named query of this name. Raises `QueryError` that lists the names."""
        for query in self.queries:
            if query.name == name:
                return query
        known = ", ".join(query.name for query in self.queries) or "none"
        raise QueryError(name, "no named query has this name", f"the names are: {known}")


def load(root: Path | None = None) -> Ontology:
    """Find the ontology: the folder `root`, else the copy in the wheel, else that of the checkout.

    Reads nothing yet. Raises `RegistryError` where there is none.
    """
    folders = [root] if root is not None else [_PACKAGE / "_ontology", _PACKAGE.parent / "ontology"]
    for folder in folders:
        if (folder / "finaward.ttl").is_file():
            return Ontology(folder)
    remedy = "name the folder that holds it" if root is not None else "install the distribution again"
    raise RegistryError(folders[-1], "there is no finaward.ttl in this folder", remedy)
