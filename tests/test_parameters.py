"""Names for the parameters of named queries: as the graph has them, or an error that says what they may mean."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg import ontology, registry
from kg.cli import app
from kg.errors import QueryError
from kg.facts import ArticleFacts
from kg.parameters import settle
from kg.store import Store
from tests.converted import document, whole

REGISTRY = registry.load()
ID = "https://w3id.org/finaward/id/organization/"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.create() as store:
        store.load(whole([document("service-cases")]))
        yield store


def asked(store: Store, query: str, **params: str) -> tuple[dict[str, str], tuple[str, ...]]:
    return tuple(settle(ontology.load().query(query), params, store, REGISTRY))  # type: ignore[return-value]


def refused(store: Store, query: str, **params: str) -> str:
    with pytest.raises(QueryError) as refusal:
        asked(store, query, **params)
    return str(refusal.value)


@pytest.mark.parametrize("name", ["太保寿险", "中国太平洋人寿保险股份有限公司", "太保壽險", "ＣＰＩＣ"])
def test_a_name_becomes_that_of_the_graph(name: str, store: Store) -> None:
    values, remarks = asked(store, "group-total", organization=name)
    assert values["organization"] in ("太保寿险", "中国太保")
    assert remarks == ()


def test_an_ambiguous_name_names_its_candidates_and_how_to_choose(store: Store) -> None:
    said = refused(store, "group-total", organization="太保")
    for name, id in (("中国太保", "cpic"), ("太保寿险", "cpic-life"), ("太保产险", "cpic-pc")):
        assert f"{name} (<{ID}{id}>)" in said
    assert said.startswith("--param organization=太保: this name is ambiguous")
    assert said.endswith("write the one you mean: --param organization=中国太保")


def test_an_ambiguous_name_of_none_in_the_graph(store: Store) -> None:
    assert "中国平安, of which no article of this graph speaks" in refused(store, "group-members", group="平安")


@pytest.mark.parametrize(
    ("query", "params", "nearest"),
    [
        ("group-total", {"organization": "太保人寿险"}, "太保寿险"),
        ("winning-cases", {"award": "年度影响力陪案"}, "年度影响力赔案"),
        ("product-cases", {"product": "野责"}, "野生动物肇事公众责任保险"),
        ("cases-within", {"place": "云南"}, "云南省"),
        ("case-winners", {"case": "养老金发展指数"}, "《养老金发展指数(2020)》"),
        ("is-member", {"organization": "太保产险", "group": "中国太宝"}, "中国太保"),
    ],
)
def test_an_unknown_name_is_said_with_the_nearest(
    query: str, params: dict[str, str], nearest: str, store: Store
) -> None:
    said = refused(store, query, **params)
    assert "of this graph is called so; the nearest: " in said
    assert f"{list(params)[-1]}={nearest}" in said


@pytest.mark.parametrize("name", ["无此机构也无近似之名", "", '"}', "\\", "𠮷"])
def test_a_name_like_nothing_is_said(name: str, store: Store) -> None:
    assert "nor nearly so" in refused(store, "group-total", organization=name)


def test_who_is_known_and_not_in_the_graph_is_a_remark_and_no_error(store: Store) -> None:
    values, [remark] = asked(store, "group-total", organization="中国平安")
    assert values == {"organization": "中国平安"}
    assert "no article of this graph speaks of 中国平安保险" in remark


def two_of_one_name() -> Store:
    told = {
        "article": {"id": "a"},
        "organizations": [
            {"name": "远溪银行", "aliases": ["远溪", "远行"]},
            {"name": "远溪人寿", "aliases": ["远溪"]},
            {"name": "远行", "aliases": []},
        ],
    }
    store = Store.create()
    store.load(whole([ArticleFacts.model_validate(told)]))
    return store


def test_a_name_of_two_in_the_graph_is_ambiguous_unless_it_is_the_own_name_of_one() -> None:
    with two_of_one_name() as store:
        said = refused(store, "group-total", organization="远溪")
        assert "ambiguous: it may mean 远溪人寿 (<" in said
        assert "远溪银行 (<" in said
        values, [remark] = asked(store, "group-total", organization="远行")
        assert values == {"organization": "远行"}
        assert remark.endswith("the answer is of them together")
        assert asked(store, "group-total", organization="遠溪銀行") == ({"organization": "远溪银行"}, ())


def test_a_default_that_means_nothing_here_is_a_remark() -> None:
    with two_of_one_name() as store:
        values, [remark] = asked(store, "case-winners")
    assert values == {}
    assert "give --param case=NAME" in remark


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    told = {"article": {"id": "a"}, "organizations": [{"name": "远溪银行"}]}
    (tmp_path / "x.facts.json").write_text(json.dumps(told), "utf-8")

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments])

    assert run("convert", tmp_path, "-o", tmp_path / "x.nq").exit_code == 0
    query = ("query", tmp_path / "x.nq", "--named", "group-total")
    unknown = run(*query, "-p", "organization=远溪")
    assert (unknown.exit_code, unknown.stdout, unknown.stderr.count("\n")) == (1, "", 1)
    assert "远溪银行" in unknown.stderr
    absent = run(*query, "-p", "organization=中国平安", "--format", "csv")
    assert (absent.exit_code, absent.stdout.split()) == (0, ["receipts", "0"])
    assert "no article of this graph" in absent.stderr
    assert "its own" not in absent.stderr
    silent = run(*query, "--format", "csv")
    assert (silent.exit_code, silent.stdout.split()) == (0, ["receipts", "0"])
    assert "group-total is asked with its own organization=中国太保; --param organization=…" in silent.stderr
