"""The query page as a text: what it holds, and whom it may ask. Tests in a browser go through the server."""

import json
import re

import kg.ontology
from kg.editor import edit

QUERIES = kg.ontology.load().queries


def page() -> str:
    return edit(QUERIES, endpoint="sparql", resources="id/")


def test_the_page_holds_every_named_query_with_its_question() -> None:
    found = re.search(r'<script id="data"[^>]*>(.*?)</script>', page(), re.DOTALL)
    assert found
    examples = json.loads(found[1])["examples"]
    assert {example["name"]: example["text"] for example in examples} == {query.name: query.text for query in QUERIES}
    assert all(example["zh"] and example["en"] for example in examples)
    assert {e["name"] for e in examples if e["first"]} == {query.name for query in QUERIES if query.parameters}
    assert all(example["first"] in example["text"] for example in examples)


def test_the_page_may_ask_its_own_server_and_nobody_else() -> None:
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page())
    assert found
    policy = dict(rule.strip().split(" ", 1) for rule in found[1].replace("&#39;", "'").split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert not re.search(r'(?:src|href)="(?!data:|\./")', page())
