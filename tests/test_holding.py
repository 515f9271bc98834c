"""Rules that every node keeps are not asked of pySHACL; whatever it would have found is found."""

import random

import pytest
import rdflib
from rdflib.namespace import SH

from kg.ontology import load
from kg.terms import RDFS, XSD, Quad, Term, iri, literal
from kg.validator import shapes, validate
from kg.validator.holding import release
from kg.validator.lookup import Lookup
from tests.seeded_faults import FAULTS, IN_TEXT, Fault
from tests.sound_graph import CLEAN

ONTOLOGY = load()


def asked(quads: list[Quad]) -> set[str]:
    """The rules that are left for pySHACL."""
    rules = rdflib.Graph().parse(ONTOLOGY.shapes_path)
    release(rules, Lookup(quads))
    left = {*rules.subjects(SH.targetClass, None), *rules.subjects(SH.targetSubjectsOf, None)}
    return {str(rule).rpartition("#")[2] for rule in left}


def test_of_a_sound_graph_few_rules_are_left() -> None:
    assert len(asked(list(CLEAN))) < 12
    subclass = Quad(iri("https://example.org/a"), RDFS.subClassOf, iri("https://example.org/b"))
    assert len(asked([*CLEAN, subclass])) > 60, "targets are more than they seem"


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.shape not in IN_TEXT], ids=lambda fault: fault.shape)
def test_a_rule_that_is_broken_stays(fault: Fault) -> None:
    rule = rdflib.URIRef(f"https://w3id.org/finaward/shapes#{fault.shape}")
    rules = rdflib.Graph().parse(ONTOLOGY.shapes_path)
    if (rule, SH.targetObjectsOf, None) not in rules:
        assert fault.shape in asked(fault.seed())


ODD: tuple[Term, ...] = (
    literal(""),
    literal(" 获奖 "),
    literal("x", language="de"),
    literal("twelve", datatype=XSD.integer),
    literal("1.0", datatype=XSD.integer),
    literal("-5", datatype=XSD.decimal),
    literal("2021-02-31", datatype=XSD.date),
    literal("20211", datatype=XSD.gYear),
    literal("yes", datatype=XSD.boolean),
    iri("https://example.org/nothing"),
)


def damaged(rng: random.Random) -> list[Quad]:
    """A sound graph in which some statements are missing, and others have another value, or another one besides."""
    quads = [quad for quad in sorted(CLEAN) if rng.random() > 0.02]
    for quad in rng.sample(quads, 12):
        alike = [term for term in (*ODD, rng.choice(quads).object) if term[0] == quad.object[0]]
        quads.append(quad._replace(object=rng.choice(alike)))
        if rng.random() < 0.5:
            quads.remove(quad)
    return quads


@pytest.mark.parametrize("seed", range(12))
def test_the_report_is_that_of_all_rules(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    quads = damaged(random.Random(seed))
    report = validate(quads, ontology=ONTOLOGY)
    monkeypatch.setattr(shapes, "release", lambda rules, lookup: None)
    assert validate(quads, ontology=ONTOLOGY) == report
    assert not report.conforms
