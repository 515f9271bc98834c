"""Facts documents that nobody would write, for property tests: any text in every field, any structure that is valid."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from kg.facts import Article, ArticleFacts, Comparator, ParentBasis

_NASTY = st.sampled_from(
    [
        "中国太保",
        "中国银行保险报",
        "西双版纳",
        'a"b\\c\n\r\t',
        "<script>&]]></script>",
        "https://example.org/图 1.png?a=[1]#b#c",
        "http://example.org/%zz",
        "javascript:alert(1)",
        "\x00\x01\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff",
        "\U0001f3c6\U00020bb7",
        "\u202e反",
        "2021-02-30",
        "2022-03-15T20:24:46+08:00",
        "\x1c",
        "《》",
        "e\u0301",
        "{ } | ^ ` @en ^^<x>",
    ]
)
texts = _NASTY | st.text(max_size=12)
"""Any text, often one that breaks careless writers."""
names = texts.filter(lambda text: text.strip() != "")
spans = texts.filter(bool).map(lambda quote: {"quote": quote}) | st.builds(
    lambda start, quote: {"start": start, "end": start + len(quote), "quote": quote},
    st.integers(0, 10**6),
    texts.filter(bool),
)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3)


def _some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(strategy, max_size=most)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def _figures(draw: st.DrawFn) -> dict[str, Any]:
    value = draw(numbers)
    return {
        "measure": draw(_maybe(names)),
        "value": str(value),
        "upper": draw(_maybe(st.just(str(value + Decimal(1))))),
        "comparator": draw(st.sampled_from(Comparator)).value,
        "unit": draw(texts | st.sampled_from(["CNY", "VND", "%", "个基点", "年", "人次", ""])),
        "period": draw(_maybe(texts)),
        "evidence": draw(spans),
    }


@st.composite
def documents(draw: st.DrawFn, *, article: str | None = None) -> ArticleFacts:
    """A facts document without text, so that its spans cannot be checked."""
    ids = [f"o{n}" for n in range(draw(st.integers(1, 3)))]
    organization = st.sampled_from(ids)
    known = st.sampled_from(["cpic", "cpic-life", "cass", "no-such-id"])
    organizations = [
        {
            "id": key,
            "name": draw(names),
            "aliases": draw(_some(names)),
            "kind": draw(_maybe(st.sampled_from(["bank", "no-such-kind"]))),
            "parent": draw(_maybe(organization)),
            "parent_basis": draw(_maybe(st.sampled_from(ParentBasis))),
            "registry_id": draw(_maybe(known)),
            "evidence": draw(_some(spans)),
        }
        for key in ids
    ]
    awards = [
        {
            "id": f"a{n}",
            "name": draw(names),
            "programme": draw(_maybe(names)),
            "year": draw(_maybe(st.integers(1000, 9999))),
            "edition": draw(_maybe(names)),
            "organizers": draw(_some(organization)),
            "aliases": draw(_some(names)),
            "evidence": draw(_some(spans)),
        }
        for n in range(draw(st.integers(1, 2)))
    ]
    cases = [draw(_cases(n, organization)) for n in range(draw(st.integers(0, 2)))]
    receipts = [
        {
            "award": draw(st.sampled_from(awards))["id"],
            "recipients": draw(st.lists(organization, min_size=1, max_size=3)),
            "case": draw(st.sampled_from([None, *(case["id"] for case in cases)])),
            "date": draw(_maybe(st.dates().map(str))),
            "rank": draw(_maybe(texts)),
            "evidence": draw(_some(spans)),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    return ArticleFacts.model_validate(
        {
            "article": Article(
                id=article or draw(names),
                title=draw(_maybe(texts)),
                url=draw(_maybe(texts)),
                publisher=draw(_maybe(texts)),
                published=draw(_maybe(texts)),
                language=draw(_maybe(texts | st.sampled_from(["zh-CN", "zh-Hant", "en-US", "de", "x-a", "zh-x"]))),
            ),
            "organizations": organizations,
            "awards": awards,
            "cases": cases,
            "receipts": receipts,
            "checks": draw(_some(st.fixed_dictionaries({"claim": spans, "expected": st.just(2), "found": st.just(1)}))),
        }
    )


@st.composite
def _cases(draw: st.DrawFn, number: int, organization: st.SearchStrategy[str]) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "title": draw(names),
        "kind": draw(_maybe(st.sampled_from(["claim", "no-such-kind"]))),
        "owners": draw(_some(organization)),
        "partners": draw(
            _some(
                st.fixed_dictionaries(
                    {"organization": organization, "role": _maybe(texts), "evidence": _some(spans)},
                )
            )
        ),
        "summary": draw(_maybe(spans)),
        "products": [
            {
                "id": f"p{number}-{n}",
                "name": draw(names),
                "aliases": draw(_some(names)),
                "provider": draw(_maybe(organization)),
                "launched": draw(_maybe(texts)),
                "evidence": draw(_some(spans)),
            }
            for n in range(draw(st.integers(0, 2)))
        ],
        "places": draw(_some(names)),
        "images": draw(_some(texts)),
        "figures": draw(_some(_figures())),
        "aliases": draw(_some(names)),
        "evidence": draw(_some(spans)),
    }
