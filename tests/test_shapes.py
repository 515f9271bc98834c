"""The shapes file: SHACL, in both languages, in the terms of the ontology, and every rule of it tried."""

import re

import pytest
import rdflib
from pyshacl.entrypoints import meta_validate
from rdflib.namespace import RDF as R
from rdflib.namespace import SH

from kg.ontology import load
from tests.seeded_faults import FAULTS, IN_TEXT

ONTOLOGY = load()


@pytest.fixture(scope="module")
def rules() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY.shapes_path)


def test_every_rule_has_a_fault_that_it_catches(rules: rdflib.Graph) -> None:
    assert shapes(rules).keys() | IN_TEXT == {fault.shape for fault in FAULTS}


def shapes(rules: rdflib.Graph) -> dict[str, rdflib.URIRef]:
    found = {*rules.subjects(R.type, SH.NodeShape), *rules.subjects(R.type, SH.PropertyShape)}
    return {str(shape).rpartition("#")[2]: rdflib.URIRef(str(shape)) for shape in found}


def test_the_shapes_are_shacl(rules: rdflib.Graph) -> None:
    conforms, _, said = meta_validate(rules, inference="none")
    assert conforms, said


def test_every_shape_has_name_message_and_severity_in_both_languages(rules: rdflib.Graph) -> None:
    for name, shape in shapes(rules).items():
        for said in (SH.name, SH.message):
            texts = [text for text in rules.objects(shape, said) if isinstance(text, rdflib.Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh-hans"], name
            assert all(text.strip() for text in texts), name
        assert len(list(rules.objects(shape, SH.severity))) == 1, name


def test_every_term_of_the_shapes_is_in_the_ontology() -> None:
    used = set(re.findall(r"\bfa:(\w+)", ONTOLOGY.shapes_path.read_text("utf-8")))
    defined = set(re.findall(r"^fa:(\w+)", ONTOLOGY.ontology_path.read_text("utf-8"), re.MULTILINE))
    assert used
    assert used <= defined


def test_every_concept_of_the_shapes_is_in_the_vocabularies(rules: rdflib.Graph) -> None:
    known = rdflib.Graph().parse(ONTOLOGY.vocabularies_path)
    for choice in rules.objects(None, SH["in"]):
        for concept in rules.items(choice):
            assert (concept, R.type, None) in known
