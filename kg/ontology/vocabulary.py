"""SKOS concepts and the labels of classes and properties, from Turtle."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from kg.errors import RegistryError
from kg.ontology.turtle import triples
from kg.terms import RDF, RDFS, SKOS, Term, iri

CHINESE, ENGLISH = "zh-hans", "en"
"""The language tags of labels and definitions."""


class Bilingual(NamedTuple):
    """A text in simplified Chinese and in English."""

    zh: str
    en: str


class Concept(NamedTuple):
    """A SKOS concept. `types` are its classes, skos:Concept among them; a unit's `notations` are what is printed."""

    iri: Term
    scheme: Term
    label: Bilingual
    definition: Bilingual
    notations: tuple[str, ...]
    types: tuple[Term, ...]


_Texts = dict[Term, dict[str, str]]


def read_concepts(path: Path) -> dict[Term, Concept]:
    """Read the concepts of all schemes, in the order of the file.

    Raises `RegistryError` where the file cannot be parsed, or a concept lacks a label or definition in a language.
    """
    labels: _Texts = defaultdict(dict)
    definitions: _Texts = defaultdict(dict)
    notations: dict[Term, list[str]] = defaultdict(list)
    links: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
    for subject, predicate, node in triples(path):
        if isinstance(node, pyoxigraph.NamedNode):
            links[subject, predicate].append(iri(node.value))
        elif isinstance(node, pyoxigraph.Literal) and predicate == SKOS.notation:
            notations[subject].append(node.value)
        elif isinstance(node, pyoxigraph.Literal) and node.language:
            texts = {SKOS.prefLabel: labels, SKOS.definition: definitions}.get(predicate)
            if texts is not None:
                texts[subject][node.language] = node.value
    return {
        subject: Concept(
            iri=subject,
            scheme=schemes[0],
            label=_bilingual(labels[subject], path, subject, "prefLabel"),
            definition=_bilingual(definitions[subject], path, subject, "definition"),
            notations=tuple(notations[subject]),
            types=tuple(sorted(links[subject, RDF.type])),
        )
        for (subject, predicate), schemes in list(links.items())
        if predicate == SKOS.inScheme
    }


def read_labels(path: Path) -> dict[Term, Bilingual]:
    """Read the labels of the classes and properties of an OWL file. Raises `RegistryError`."""
    labels: _Texts = defaultdict(dict)
    for subject, predicate, node in triples(path):
        if predicate == RDFS.label and isinstance(node, pyoxigraph.Literal) and node.language:
            labels[subject][node.language] = node.value
    return {subject: _bilingual(texts, path, subject, "label") for subject, texts in labels.items()}


def _bilingual(texts: dict[str, str], path: Path, subject: Term, what: str) -> Bilingual:
    missing = next((tag for tag in (CHINESE, ENGLISH) if not texts.get(tag, "").strip()), None)
    if missing:
        raise RegistryError(path, f"{subject} has no {what} in {missing}", "add it")
    return Bilingual(texts[CHINESE], texts[ENGLISH])
