"""Rules that plainly hold, which pySHACL need not look at: it asks of one node at a time, a query of all at once.

A rule is turned into one ASK for a node that may break it. Where there is none, the rule loses its targets; where there
may be one, or where the rule says anything that is not known here, it stays as it is, and pySHACL judges. So findings
are pySHACL's alone, and a query may ask too much but never too little.
"""

import re
from typing import TYPE_CHECKING

from kg.validator.lookup import Lookup

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_SAID = frozenset({"type", "severity", "name", "message", "path", "targetClass", "targetSubjectsOf"})
"""What rules say besides their constraints."""
_LEXICAL = {"decimal": "!isNumeric(?value)", "integer": "!isNumeric(?value)", "string": "false"}
"""By datatype, when a literal of it is not well formed; for others a pattern must say it."""


def release(rules: "rdflib.Graph", lookup: Lookup) -> None:
    """Take the targets from the rules that every node of a graph keeps."""
    from rdflib.namespace import RDF, RDFS, SH

    if _is_true(lookup, f"ASK {{ ?class <{RDFS.subClassOf}> ?other }}"):  # then targets are more than they seem
        return
    declared = rules.objects(None, SH.declare)
    prefixes = {str(rules.value(each, SH.prefix)): str(rules.value(each, SH.namespace)) for each in declared}
    for rule in {*rules.subjects(RDF.type, SH.PropertyShape), *rules.subjects(RDF.type, SH.NodeShape)}:
        broken = _broken(rules, rule)
        query = f"ASK {{ {' UNION '.join(f'{{ {each} }}' for each in broken)} }}"
        if broken and not _is_true(lookup, query, prefixes):
            for target in (SH.targetClass, SH.targetSubjectsOf):
                rules.remove((rule, target, None))


def _is_true(lookup: Lookup, query: str, prefixes: dict[str, str] | None = None) -> bool:
    return bool(lookup.store.query(query, prefixes=prefixes, use_default_graph_as_union=True))


def _broken(rules: "rdflib.Graph", rule: "Node") -> list[str]:
    """Patterns one of which matches where a node may break a rule; none where that cannot be said."""
    from rdflib.namespace import RDF, SH

    targets = [f"?this <{RDF.type}> {_term(each)}" for each in rules.objects(rule, SH.targetClass)]
    targets += [
        # each once: together with a path over the same property it would be as many as the square of its values
        f"{{ SELECT DISTINCT ?this {{ ?this {_term(each)} ?any }} }}"
        for each in rules.objects(rule, SH.targetSubjectsOf)
    ]
    path_node = rules.value(rule, SH.path)
    path = _path(rules, path_node) if path_node is not None else None
    told = {str(p).rpartition("#")[2]: o for p, o in rules.predicate_objects(rule) if str(p).startswith(str(SH))}
    constraints = {name: value for name, value in told.items() if name not in _SAID}
    if "closed" in constraints:
        conditions = _closed(rules, constraints)
    elif "sparql" in constraints:
        conditions = [_query(rules, constraints)]
    else:
        conditions = [_condition(rules, name, value, path, constraints) for name, value in constraints.items()]
    if not targets or not conditions or (path_node is not None and path is None):
        return []
    return [f"{target} . {condition}" for target in targets for condition in conditions if condition] * all(conditions)


def _condition(
    rules: "rdflib.Graph", name: str, value: "Node", path: str | None, told: "dict[str, Node]"
) -> str | None:
    """What is so of `?this` where it may break one constraint; None where that is not known."""
    if path is None and name not in ("class", "nodeKind"):
        return None
    has = f"?this {path} ?value" if path else "BIND(?this AS ?value)"
    if name == "minCount":
        return f"FILTER NOT EXISTS {{ {has} }}" if str(value) == "1" else None
    if name == "maxCount":
        return {"0": has, "1": f"{has} . ?this {path} ?other FILTER(!sameTerm(?value, ?other))"}.get(str(value))
    if name == "class":
        return f"{has} FILTER NOT EXISTS {{ ?value a {_term(value)} }}"
    if name == "disjoint":
        return f"{has} . ?this {_term(value)} ?value"
    if name == "uniqueLang":
        return f"{has} . ?this {path} ?other FILTER(!sameTerm(?value, ?other) && LANG(?value) = LANG(?other))"
    if name in ("lessThan", "lessThanOrEquals"):
        sign = "<" if name == "lessThan" else "<="
        return f"{has} . ?this {_term(value)} ?other FILTER(!COALESCE(?value {sign} ?other, false))"
    if name == "datatype":
        lexical = _LEXICAL.get(str(value).rpartition("#")[2], "false" if "pattern" in told else None)
        return lexical and f"{has} FILTER(COALESCE(DATATYPE(?value) != {_term(value)} || {lexical}, true))"
    flags = f", {_term(told['flags'])}" if "flags" in told else ""
    tests = {
        "pattern": f"!REGEX(STR(?value), {_term(value)}{flags})",
        "flags": "false",
        "minLength": f"STRLEN(STR(?value)) < {value}",
        "minInclusive": f"!(?value >= {value})",
        "nodeKind": "!isIRI(?value)" if str(value).endswith("#IRI") else "true",
    }
    if name in ("in", "languageIn"):
        known = ", ".join(map(_term, rules.items(value)))
        tests[name] = f"{'?value' if name == 'in' else 'LANG(?value)'} NOT IN ({known})"
    return f"{has} FILTER(COALESCE({tests[name]}, true))" if name in tests else None


def _closed(rules: "rdflib.Graph", constraints: "dict[str, Node]") -> list[str | None]:
    if constraints.keys() != {"closed", "ignoredProperties"}:
        return [None]
    known = ", ".join(map(_term, rules.items(constraints["ignoredProperties"])))
    return [f"?this ?property ?value FILTER(?property NOT IN ({known}))"]


_NESTED = re.compile(r"\b(SELECT|MINUS|VALUES|GRAPH|SERVICE)\b", re.IGNORECASE)


def _query(rules: "rdflib.Graph", constraints: "dict[str, Node]") -> str | None:
    """The pattern of a SPARQL constraint, which asks of all nodes what it asks of each."""
    from rdflib.namespace import SH

    select = str(rules.value(constraints["sparql"], SH.select))
    pattern = select.partition("{")[2].rpartition("}")
    if len(constraints) > 1 or _NESTED.search(pattern[0]) or pattern[2].strip():
        return None
    return f"{{ {pattern[0].replace('$this', '?this')} }}"


def _path(rules: "rdflib.Graph", path: "Node") -> str | None:
    """A path as SPARQL writes it: a property, an inverse one, or one of several."""
    import rdflib
    from rdflib.namespace import SH

    if isinstance(path, rdflib.URIRef):
        return _term(path)
    if (inverse := rules.value(path, SH.inversePath)) is not None:
        return f"^{_term(inverse)}" if isinstance(inverse, rdflib.URIRef) else None
    if (parts := rules.value(path, SH.alternativePath)) is not None:
        each = [_path(rules, part) for part in rules.items(parts)]
        return f"({'|'.join(part for part in each if part)})" if all(each) else None
    return None


def _term(node: "Node") -> str:
    return str(node.n3())
