"""What converting costs at least in Python: a bare script that parses facts with orjson and prints their quads.

`python -m tests.benchmarks.yardstick FACTS.jsonl GRAPH.nq` writes, byte for byte, what `kg convert --each` writes of
the documents of `tests/benchmarks/corpus.py`, with f-strings and nothing else: no contract is checked, no character
that RDF forbids is looked for, no spelling of a language, day or address is considered, no decision of a person, no
fault is named. It knows the tables (registry, vocabularies, places) and how names are folded from `kg`.
"""

import base64
import hashlib
import sys
from pathlib import Path
from typing import Any

import orjson

from kg import ontology, registry
from kg.converter import context
from kg.terms import DEFAULT_GRAPH, FA, Quad, Term, norm

BASE = "https://w3id.org/finaward/id/"
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ALT = "<http://www.w3.org/2004/02/skos/core#altLabel>"
CLASSIFICATION = "<http://www.w3.org/ns/org#classification>"
SOURCE = "<http://www.w3.org/ns/oa#hasSource>"
TERMS = "http://purl.org/dc/terms/"
O = "https://w3id.org/finaward/ontology#"  # noqa: E741 (it is in every other line)
V = "https://w3id.org/finaward/vocabulary/"
XSD = "http://www.w3.org/2001/XMLSchema#"
COMPARATORS = {"=": "equal", ">": "more-than", ">=": "at-least", "<": "less-than", "<=": "at-most", "~": "about"}
PERCENTAGES = {"<http://qudt.org/vocab/unit/PERCENT>", f"<{V}unit/percentage-point>", f"<{V}unit/basis-point>"}
TIMES = {f"<http://qudt.org/vocab/unit/{unit}>" for unit in ("YR", "MO", "WK", "DAY", "HR", "MIN", "SEC", "MilliSEC")}

REGISTRY, ONTOLOGY = registry.load(), ontology.load()
ENTRIES = {entry.id: frozenset(entry.names) for entry in REGISTRY}
KINDS = {
    str(iri)[1:-1].rsplit("/", 1)[1]: iri for iri, each in ONTOLOGY.concepts.items() if each.scheme.endswith("/kind>")
}
folded: dict[str, str] = {}
minted: dict[str, str] = {}
used: set[str] = set()


def fold(text: str) -> str:
    if text not in folded:
        if len(folded) > 30_000:
            folded.clear()
        folded[text] = norm(text)
    return folded[text]


def mint(kind: str, *keys: str) -> str:
    joined = "\x1f".join(("norm/1", kind, *keys))
    digest = hashlib.sha256(joined.encode()).digest()
    return f"<{BASE}{kind}/{base64.b32encode(digest[:20])[:26].decode().lower()}>"


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def when(text: str) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(text), "dateTime")
    return f'"{text}"^^<{XSD}{kind}>' if text[:4].isdigit() and "/" not in text else f'"{text}"'


def decimal(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def lines(told: dict[str, Any]) -> list[str]:
    out: list[str] = []
    add = out.append
    about = told["article"]
    digest, graph = about["text_sha256"], f"<{BASE}graph/article/{about['id']}>"
    article = f"<{BASE}article/{about['id']}>"

    def named(node: str, kind: str, name: str, aliases: list[str] = []) -> None:  # noqa: B006
        add(f"{node} {A} <{O}{kind}> .\n")
        add(f'{node} {LABEL} "{escaped(name)}"@zh-hans .\n')
        for alias in aliases:
            if alias != name:
                add(f'{node} {ALT} "{escaped(alias)}"@zh-hans .\n')

    def supported(node: str, spans: list[dict[str, Any]], names: set[str] | frozenset[str] = frozenset()) -> None:
        keys = {fold(name) for name in names}
        for span in spans:
            start, end, quote = span["start"], span["end"], span["quote"]
            there = mint("span", article, digest, str(start), str(end))
            add(f"{node} <{O}hasEvidence> {there} {graph} .\n")
            add(f"{there} {A} <{O}EvidenceSpan> {graph} .\n")
            add(f'{there} <{O}exact> "{escaped(quote)}" {graph} .\n')
            add(f"{there} {SOURCE} {article} {graph} .\n")
            add(f'{there} <{O}start> "{start}"^^<{XSD}integer> {graph} .\n')
            add(f'{there} <{O}end> "{end}"^^<{XSD}integer> {graph} .\n')
            if keys and fold(quote) in keys:
                add(f"{there} {A} <{O}Mention> {graph} .\n")
                add(f"{there} <{O}mentionOf> {node} {graph} .\n")

    add(f"{article} {A} <{O}Article> {graph} .\n")
    add(f'{article} <{TERMS}identifier> "{about["id"]}" {graph} .\n')
    add(f'{article} <{O}textDigest> "{digest}" {graph} .\n')
    add(f'{article} {LABEL} "{escaped(about["title"])}"@zh-hans {graph} .\n')
    add(f"{article} <{TERMS}issued> {when(about['published'])} {graph} .\n")
    add(f'{article} <{TERMS}language> "{about["language"]}" {graph} .\n')
    add(f"{article} <https://schema.org/url> <{about['url']}> {graph} .\n")
    entry = REGISTRY.resolve(about["publisher"])
    publisher = f"<{BASE}organization/{entry.id}>" if entry else mint("organization", fold(about["publisher"]))
    add(f"{article} <{TERMS}publisher> {publisher} {graph} .\n")
    if entry is None:
        named(publisher, "Organization", about["publisher"])
    else:
        used.add(publisher)

    organizations: dict[str, str] = {}
    for each in told.get("organizations", []):
        aliases, key = each.get("aliases", []), each.get("registry_id")
        names = {each["name"], *aliases}
        if key:
            node = f"<{BASE}organization/{key}>"
            names |= ENTRIES[key]
            used.add(node)
        else:
            node = mint("organization", fold(each["name"]))
            named(node, "Organization", each["name"], aliases)
            if "kind" in each:
                add(f"{node} {CLASSIFICATION} {KINDS[each['kind']]} .\n")
                used.add(KINDS[each["kind"]])
        organizations[each["id"]] = node
        supported(node, each.get("evidence", []), names)
    for each in told.get("organizations", []):
        if "parent" in each and organizations[each["parent"]] != organizations[each["id"]]:
            child, parent = organizations[each["id"]], organizations[each["parent"]]
            basis = each.get("parent_basis", "implied")
            node = mint("subsidiary-relation", child, parent, basis)
            add(f"{node} {A} <{O}SubsidiaryRelation> .\n")
            add(f"{node} <{O}child> {child} .\n")
            add(f"{node} <{O}parent> {parent} .\n")
            add(f"{node} <{O}basis> <{V}basis/{basis}> .\n")
            used.add(f"<{V}basis/{basis}>")
            supported(node, each.get("evidence", []))

    awards: dict[str, tuple[str, str, int | None]] = {}
    for each in told.get("awards", []):
        name, programme, aliases = each["name"], each.get("programme"), each.get("aliases", [])
        year, ordinal, evidence = each.get("year"), each.get("edition"), each.get("evidence", [])
        series = mint("programme", fold(programme)) if programme else ""
        category = mint("category", series, fold(name))
        edition = ""
        named(category, "AwardCategory", name, aliases)
        if programme:
            named(series, "AwardProgramme", programme)
            key = fold(programme)
            supported(series, [span for span in evidence if key in fold(span["quote"])])
            add(f"{category} <{O}categoryOf> {series} .\n")
        if programme and (year or ordinal):
            edition = mint("edition", series, str(year or ""), fold(ordinal or ""))
            label = ordinal or f"{year}年度"
            label = programme if programme.startswith(label) else f"{label}{programme}"
            add(f"{edition} {A} <{O}AwardEdition> .\n")
            add(f'{edition} {LABEL} "{escaped(label)}"@zh-hans .\n')
            add(f"{edition} <{O}editionOf> {series} .\n")
            if year:
                add(f'{edition} <{O}editionYear> "{year}"^^<{XSD}gYear> .\n')
            if ordinal:
                add(f'{edition} <{O}ordinal> "{escaped(ordinal)}" .\n')
            sayings = [fold(str(word)) for word in (ordinal, year) if word]
            supported(edition, [span for span in evidence if any(key in fold(span["quote"]) for key in sayings)])
        for organizer in each.get("organizers", []):
            add(f"{edition or series or category} <{O}organizedBy> {organizations[organizer]} .\n")
        supported(category, evidence, {name, *aliases})
        awards[each["id"]] = category, edition, year

    cases: dict[str, str] = {}
    for each in told.get("cases", []):
        title, aliases = each["title"], each.get("aliases", [])
        owners = sorted({organizations[owner] for owner in each.get("owners", [])})
        node = cases[each["id"]] = mint("case", fold(title), *owners)
        named(node, "Case", title, aliases)
        for owner in owners:
            add(f"{node} <{O}caseOf> {owner} .\n")
        if "kind" in each:
            add(f"{node} <{TERMS}type> <{V}case-kind/{each['kind']}> .\n")
            used.add(f"<{V}case-kind/{each['kind']}>")
        for name in each.get("places", []):
            known = ONTOLOGY.place(name)
            place = f"<{BASE}place/{known.code}>" if known else mint("place", fold(name))
            add(f"{node} <{O}tookPlaceIn> {place} .\n")
            if known is None:
                named(place, "Place", name)
            else:
                used.add(place)
        for partner in each.get("partners", []):
            organization, role = organizations[partner["organization"]], partner.get("role")
            part = mint("participation", node, organization, fold(role or ""))
            add(f"{part} {A} <{O}Participation> .\n")
            add(f"{part} <{O}participationIn> {node} .\n")
            add(f"{part} <{O}participant> {organization} .\n")
            if role:
                add(f'{part} <{O}role> "{escaped(role)}"@zh-hans .\n')
            supported(part, partner.get("evidence", []))
        for product in each.get("products", []):
            provider = organizations[product["provider"]] if "provider" in product else ""
            thing = mint("product", fold(product["name"]), provider)
            add(f"{node} <{O}concerns> {thing} .\n")
            named(thing, "Product", product["name"], product.get("aliases", []))
            if provider:
                add(f"{thing} <{O}providedBy> {provider} .\n")
            if "launched" in product:
                add(f"{thing} <{O}launchedOn> {when(product['launched'])} .\n")
            supported(thing, product.get("evidence", []), {product["name"], *product.get("aliases", [])})
        supported(node, each.get("evidence", []), {title, *aliases})
        if "summary" in each:
            span = each["summary"]
            there = mint("span", article, digest, str(span["start"]), str(span["end"]))
            add(f"{node} <{O}hasSummary> {there} {graph} .\n")
            supported(node, [span])
        for figure in each.get("figures", []):
            counter, period, measure = figure["unit"], figure.get("period", ""), figure.get("measure", "")
            value, upper = decimal(figure["value"]), decimal(figure.get("upper", ""))
            number = mint("figure", node, fold(measure), value, upper, figure["comparator"], counter, period)
            known_unit = ONTOLOGY.unit(counter)
            unit = known_unit or mint("unit", fold(counter))
            money = unit.startswith("<http://qudt.org/vocab/currency/")
            kind = (
                "Monetary"
                if money
                else "Percentage"
                if unit in PERCENTAGES
                else "Duration"
                if unit in TIMES
                else "Count"
            )
            comparator = f"<{V}comparator/{COMPARATORS[figure['comparator']]}>"
            add(f"{number} {A} <{O}Figure> .\n")
            add(f"{number} {A} <{O}{kind}Figure> .\n")
            add(f"{number} <{O}citedIn> {node} .\n")
            add(f'{number} <{O}numericValue> "{value}"^^<{XSD}decimal> .\n')
            if upper:
                add(f'{number} <{O}upperBound> "{upper}"^^<{XSD}decimal> .\n')
            add(f"{number} <{O}comparator> {comparator} .\n")
            add(f"{number} <{O}unit> {unit} .\n")
            used.update((comparator, unit))
            if known_unit is None:
                named(unit, "Unit", counter)
            if measure:
                measured = mint("measure", fold(measure))
                add(f"{number} <{O}measures> {measured} .\n")
                named(measured, "Measure", measure)
            if period:
                add(f"{number} <{O}period> {when(period)} .\n")
            add(f'{number} <{O}printedText> "{escaped(figure["evidence"]["quote"])}" .\n')
            supported(number, [figure["evidence"]])

    for each in told.get("receipts", []):
        category, edition, year = awards[each["award"]]
        winners = sorted({organizations[winner] for winner in each["recipients"]})
        case = cases[each["case"]] if "case" in each else ""
        day, latest = each.get("date", ""), each.get("announced_not_after", "")
        time = str(year) if year else "" if edition else f"~{(day or latest or about['published'])[:4]}"
        node = mint("receipt", category, edition, time, case, *winners)
        add(f"{node} {A} <{O}AwardReceipt> .\n")
        for winner in winners:
            add(f"{node} <{O}recipient> {winner} .\n")
        add(f"{node} <{O}inCategory> {category} .\n")
        if edition:
            add(f"{node} <{O}inEdition> {edition} .\n")
        if year:
            add(f'{node} <{O}awardYear> "{year}"^^<{XSD}gYear> .\n')
        if case:
            add(f"{node} <{O}forCase> {case} .\n")
        if day:
            add(f"{node} <{O}awardedOn> {when(day)} .\n")
        elif latest:
            add(f"{node} <{O}announcedNotAfter> {when(latest)} .\n")
        if "rank" in each:
            add(f'{node} <{O}rank> "{escaped(each["rank"])}" .\n')
        if "confidence" in each:
            add(f'{node} <{O}confidence> "{decimal(str(each["confidence"]))}"^^<{XSD}decimal> .\n')
        supported(node, each.get("evidence", []))

    for each in told.get("checks", []):
        claim, expected = each["claim"], each["expected"]
        node = mint("check", article, str(claim["start"]), str(claim["end"]), str(expected))
        add(f"{node} {A} <{O}Check> {graph} .\n")
        add(f'{node} <{O}expected> "{expected}"^^<{XSD}integer> {graph} .\n')
        add(f'{node} <{O}found> "{each["found"]}"^^<{XSD}integer> {graph} .\n')
        add(f"{node} {SOURCE} {article} {graph} .\n")
        supported(node, [claim])
    return sorted(set(out))


def main(source: Path, target: Path) -> None:
    with source.open("rb") as documents, target.open("wb") as file:
        for line in documents:
            file.write("".join(lines(orjson.loads(line))).encode())
        quads = (Quad(Term(term), FA.x, FA.x, DEFAULT_GRAPH) for term in used)
        file.write(
            "".join(sorted(quad.line() for quad in context(quads, registry=REGISTRY, ontology=ONTOLOGY))).encode()
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
