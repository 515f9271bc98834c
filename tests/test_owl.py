"""The OWL file itself: complete, bilingual, within OWL 2 RL, consistent, and inferring what it should."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, ORG, PROV, SKOS, VANN, XSD
from rdflib.term import Node

from kg.ontology import load

FA = Namespace("https://w3id.org/finaward/ontology#")
ROOT = Path(__file__).parents[1]
ONTOLOGY = URIRef("https://w3id.org/finaward/ontology")


def words(text: str) -> list[str]:
    return text.split()


CLASSES = words("""
Organization SubsidiaryOrganization SubsidiaryRelation AwardProgramme AwardEdition AwardCategory AwardReceipt Case
Participation Product Place Figure MonetaryFigure PercentageFigure DurationFigure CountFigure Measure Unit Article
EvidenceSpan Mention Check Contradiction Side Decision Reviewer
""")
OBJECT_PROPERTIES = words("""
child parent basis subsidiaryOf hasSubsidiary groupMember editionOf hasEdition categoryOf hasCategory organizedBy
caseOf hasCase concerns tookPlaceIn within ultimatelyWithin providedBy recipient hasReceipt hasGroupReceipt inCategory
inEdition forCase rewardedBy participationIn participant citedIn comparator unit measures hasEvidence hasSummary
mentionOf verdict decidedAbout reprintOf hasSide disputes states
""")
DATATYPE_PROPERTIES = words("""
receiptCount groupReceiptCount editionYear ordinal awardYear awardedOn rank role launchedOn code numericValue upperBound
confidence period printedText exact start end verified textDigest expected found validFrom announcedNotAfter
contentKey reportsYear
""")
WITHOUT_DOMAIN = {FA.organizedBy}
LITERALS = {RDFS.Literal, XSD.string, XSD.decimal, XSD.integer, XSD.boolean}
SIMPLE = (OWL.FunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)


@pytest.fixture(scope="module")
def owl() -> Graph:
    return Graph().parse(load().ontology_path)


def own(graph: Graph, kind: Node) -> set[Node]:
    return {term for term in graph.subjects(RDF.type, kind) if str(term).startswith(FA)}


def test_the_ontology_declares_the_graph_model_and_nothing_else(owl: Graph) -> None:
    assert own(owl, OWL.Class) == {FA[name] for name in CLASSES}
    assert own(owl, OWL.ObjectProperty) == {FA[name] for name in OBJECT_PROPERTIES}
    assert own(owl, OWL.DatatypeProperty) == {FA[name] for name in DATATYPE_PROPERTIES}
    declared = {FA[name] for name in CLASSES + OBJECT_PROPERTIES + DATATYPE_PROPERTIES}
    assert {node for triple in owl for node in triple if isinstance(node, URIRef) and node.startswith(FA)} == declared


def _sources() -> Iterator[Path]:
    for folder, pattern in (
        ("kg", "**/*.py"),
        ("ontology", "**/*.rq"),
        ("ontology", "shapes.ttl"),
        ("examples", "**/*.rq"),
    ):
        yield from sorted((ROOT / folder).glob(pattern))


def test_no_file_uses_a_term_that_the_ontology_does_not_declare() -> None:
    declared = {*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES}
    used = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in _sources()
        for name in re.findall(r"\b(?:FA\.|fa:)([A-Za-z]\w*)", path.read_text(encoding="utf-8"))
    }
    assert {found for found in used if found[1] not in declared} == set()
    assert "recipient" in {name for _, name in used}


def test_every_own_term_has_label_and_definition_in_both_languages(owl: Graph) -> None:
    for name in CLASSES + OBJECT_PROPERTIES + DATATYPE_PROPERTIES:
        for predicate in (RDFS.label, SKOS.definition):
            texts = [text for text in owl.objects(FA[name], predicate) if isinstance(text, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "zh-hans"], name
            assert all(str(text) == str(text).strip() != "" for text in texts), name
        assert owl.value(FA[name], RDFS.isDefinedBy) == ONTOLOGY, name


def test_labels_and_definitions_are_not_shared(owl: Graph) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        seen = [
            (text, kind)
            for kind in (OWL.Class, OWL.ObjectProperty)
            for s in own(owl, kind)
            for text in owl[s:predicate]
        ]
        assert len(seen) == len(set(seen))


def test_every_property_has_domain_and_range_or_a_reason(owl: Graph) -> None:
    for name in OBJECT_PROPERTIES + DATATYPE_PROPERTIES:
        assert len(list(owl.objects(FA[name], RDFS.range))) == 1, name
        assert len(list(owl.objects(FA[name], RDFS.domain))) == (FA[name] not in WITHOUT_DOMAIN), name
    assert all(owl.value(term, SKOS.scopeNote) for term in WITHOUT_DOMAIN)


def test_metadata_is_complete(owl: Graph) -> None:
    """FOOPS! OM1, OM2 and VER1, and the licence that the README names."""
    assert owl.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/0.1.0")
    assert owl.value(ONTOLOGY, OWL.versionInfo) == Literal("0.1.0")
    assert owl.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert owl.value(ONTOLOGY, VANN.preferredNamespaceUri) == Literal(str(FA))
    assert owl.value(ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("fa")
    for predicate in (DCTERMS.creator, DCTERMS.created, DCTERMS.issued):
        assert owl.value(ONTOLOGY, predicate) is not None, predicate
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.bibliographicCitation):
        languages = {text.language for text in owl.objects(ONTOLOGY, predicate) if isinstance(text, Literal)}
        assert languages == {"zh-hans", "en"}, predicate
    assert not list(owl.objects(ONTOLOGY, OWL.imports))


def profile_faults(graph: Graph) -> list[str]:
    """What in a graph is outside OWL 2 RL or against the global restrictions of OWL 2 DL."""
    faults = [
        f"{p.split('#')[1]} to a class expression"
        for p in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.equivalentClass)
        for node in graph.objects(None, p)
        if not isinstance(node, URIRef)
    ]
    forbidden = (
        OWL.unionOf,
        OWL.oneOf,
        OWL.hasSelf,
        OWL.disjointUnionOf,
        OWL.minCardinality,
        OWL.cardinality,
        OWL.minQualifiedCardinality,
        OWL.qualifiedCardinality,
    )
    faults += [str(p) for p in forbidden for _ in graph.subject_objects(p)]
    faults += [str(s) for s in graph.subjects(RDF.type, OWL.ReflexiveProperty)]
    faults += [
        f"range {node}"
        for node in graph.objects(None, RDFS.range)
        if str(node).startswith(str(XSD)) and node not in LITERALS
    ]
    composite = set(graph.subjects(OWL.propertyChainAxiom)) | set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    while (
        more := {
            *(s for c in composite for s in graph.objects(c, RDFS.subPropertyOf)),
            *(s for c in composite for s in (*graph.objects(c, OWL.inverseOf), *graph.subjects(OWL.inverseOf, c))),
        }
        - composite
    ):
        composite |= more
    faults += [
        f"{term} is not simple" for kind in SIMPLE for term in graph.subjects(RDF.type, kind) if term in composite
    ]
    return faults


def test_the_ontology_is_within_the_profile(owl: Graph) -> None:
    assert profile_faults(owl) == []


@pytest.mark.parametrize(
    "seeded",
    [
        "fa:Case rdfs:subClassOf [ a owl:Restriction ; owl:onProperty fa:caseOf ; owl:someValuesFrom owl:Thing ] .",
        "fa:organizedBy rdfs:domain [ owl:unionOf ( fa:AwardEdition fa:AwardProgramme ) ] .",
        "fa:editionYear rdfs:range xsd:gYear .",
        "fa:within a owl:ReflexiveProperty .",
        "fa:subsidiaryOf a owl:TransitiveProperty .",
        "fa:forCase owl:propertyChainAxiom ( fa:inCategory fa:categoryOf ) .",
        "org:transitiveSubOrganizationOf rdfs:subPropertyOf fa:subsidiaryOf .",
    ],
)
def test_a_construct_outside_the_profile_is_found(owl: Graph, seeded: str) -> None:
    graph = Graph(namespace_manager=owl.namespace_manager)
    for triple in owl:
        graph.add(triple)
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in owl.namespaces())
    assert profile_faults(graph.parse(data=head + seeded, format="turtle"))


SAMPLE = """
@prefix : <https://example.org/> .
@prefix fa: <https://w3id.org/finaward/ontology#> .
:life fa:subsidiaryOf :group . :agency fa:subsidiaryOf :life .
:receipt fa:recipient :agency ; fa:forCase :case ; fa:inCategory :category .
:category fa:categoryOf :programme .
:case fa:tookPlaceIn :city . :city fa:within :province .
:figure a fa:CountFigure ; fa:citedIn :case ; fa:numericValue 8.0 ; fa:unit :unit .
:mention a fa:Mention ; fa:mentionOf :agency . :agency fa:hasEvidence :mention .
"""
EX = Namespace("https://example.org/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def closure(owl: Graph, facts: str) -> Graph:
    """The RL closure of the axioms, without labels and definitions, and of some facts."""
    import owlrl

    graph = Graph()
    for subject, predicate, node in owl:
        if not isinstance(node, Literal):
            graph.add((subject, predicate, node))
    graph.parse(data=facts, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def clashes(graph: Graph) -> list[str]:
    return [str(message) for message in graph.objects(None, ERROR)]


@pytest.fixture(scope="module")
def inferred(owl: Graph) -> Graph:
    return closure(owl, SAMPLE)


@pytest.mark.parametrize(
    "expected",
    [
        (EX.group, FA.hasSubsidiary, EX.life),
        (EX.agency, ORG.transitiveSubOrganizationOf, EX.group),
        (EX.group, FA.groupMember, EX.agency),
        (EX.agency, RDF.type, FA.SubsidiaryOrganization),
        (EX.agency, FA.hasReceipt, EX.receipt),
        (EX.agency, FA.hasGroupReceipt, EX.receipt),
        (EX.group, FA.hasGroupReceipt, EX.receipt),
        (EX.case, FA.rewardedBy, EX.receipt),
        (EX.case, FA.caseOf, EX.agency),
        (EX.agency, FA.hasCase, EX.case),
        (EX.programme, FA.hasCategory, EX.category),
        (EX.case, FA.ultimatelyWithin, EX.city),
        (EX.case, FA.ultimatelyWithin, EX.province),
        (EX.figure, RDF.type, FA.Figure),
        (EX.mention, RDF.type, FA.EvidenceSpan),
        (EX.agency, RDF.type, PROV.Entity),
    ],
)
def test_owl_rl_infers(inferred: Graph, expected: tuple[URIRef, URIRef, URIRef]) -> None:
    assert expected in inferred


@pytest.mark.parametrize(
    "unwanted",
    [
        (EX.agency, FA.subsidiaryOf, EX.group),
        (EX.group, FA.hasReceipt, EX.receipt),
        (EX.group, RDF.type, FA.SubsidiaryOrganization),
        (EX.group, FA.hasCase, EX.case),
    ],
)
def test_owl_rl_does_not_infer(inferred: Graph, unwanted: tuple[URIRef, URIRef, URIRef]) -> None:
    assert unwanted not in inferred
    assert clashes(inferred) == []


@pytest.mark.parametrize(
    ("seeded", "said"),
    [
        (":group a fa:Case .", "disjoint"),
        (":figure a fa:MonetaryFigure .", "disjoint"),
        (":group fa:subsidiaryOf :life .", "asymmetric"),
        (":group fa:subsidiaryOf :group .", "irreflexive"),
    ],
)
def test_owl_rl_catches_a_clash(owl: Graph, seeded: str, said: str) -> None:
    assert any(said in message.lower() for message in clashes(closure(owl, SAMPLE + seeded)))


@pytest.mark.java
@pytest.mark.skipif(shutil.which("java") is None, reason="no Java runtime")
@pytest.mark.parametrize("clash", [False, True])
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_hermit_judges_consistency(owl: Graph, tmp_path: Path, clash: bool) -> None:
    import owlready2

    graph = Graph() + owl
    graph.parse(data=SAMPLE, format="turtle")
    if clash:
        graph.add((EX.group, RDF.type, FA.Case))
    graph.serialize(tmp_path / "finaward.nt", format="nt", encoding="utf-8")
    world = owlready2.World(filename=str(tmp_path / "quads.sqlite3"))
    try:
        world.get_ontology((tmp_path / "finaward.nt").as_uri()).load()
        if clash:
            with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
                owlready2.sync_reasoner_hermit(world, debug=0)
        else:
            owlready2.sync_reasoner_hermit(world, debug=0)
            assert list(world.inconsistent_classes()) == []
    finally:
        world.close()


def test_alignments_are_about_our_terms(owl: Graph) -> None:
    alignments = Graph().parse(load().alignments_path)
    vocabularies = Graph().parse(load().vocabularies_path)
    declared = set(owl.subjects()) | set(vocabularies.subjects()) | {URIRef("http://www.w3.org/ns/oa#hasSource")}
    for subject, predicate, node in alignments:
        if str(predicate).startswith(str(SKOS)) or predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            assert subject in declared, subject
            assert isinstance(node, URIRef), node
            assert not str(node).startswith("https://w3id.org/finaward/"), node


def test_disjointness_covers_every_top_class(owl: Graph) -> None:
    members = [set(Collection(owl, node)) for node in owl.objects(None, OWL.members)]
    tops = {
        term for term in own(owl, OWL.Class) if not any(str(up).startswith(FA) for up in owl[term : RDFS.subClassOf])
    }
    assert tops in members
