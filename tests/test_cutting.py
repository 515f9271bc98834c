"""Results cut behind a row: what is left is a whole document with exactly the first rows."""

import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.cutting import Cutter, EnoughError
from kg.store.database import ANSWER_FORMATS

LOOKALIKES = [
    '},{"x',
    '},{"',
    "},{",
    '"},{"x":{"',
    "\r\n",
    "\n",
    '"',
    '""',
    ",",
    "<result>",
    "</results>",
    "]}}",
    "\\",
    "[{",
]
TEXTS = st.lists(st.sampled_from([*LOOKALIKES, "a", "乙"]), max_size=4).map("".join)
ROWS = st.lists(st.tuples(TEXTS, TEXTS), max_size=6)


def results(rows: list[tuple[str, str]]) -> ox.QuerySolutions:
    values = " ".join(f"({ox.Literal(x)} {ox.Literal(y)})" for x, y in rows)
    found = ox.Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {values} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found


def cut(rows: list[tuple[str, str]], format: str, most: int, size: int, piece: int) -> tuple[bytes, Cutter]:
    out = io.BytesIO()
    cutter = Cutter(out, format, most, size)
    whole = results(rows).serialize(format=ANSWER_FORMATS[format])
    assert whole is not None
    try:
        for start in range(0, len(whole), piece):
            cutter.write(whole[start : start + piece])
            cutter._due = 0  # look at every piece, as if it were large
    except EnoughError:
        pass
    cutter.finish()
    return cutter.lead + out.getvalue(), cutter


def values(data: bytes, format: str) -> list[list[str]]:
    if format == "csv":  # the one format that the engine does not read
        import csv

        return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))[1:]
    found = ox.parse_query_results(data, format=ANSWER_FORMATS[format])
    assert isinstance(found, ox.QuerySolutions)
    return [[str(term.value) for term in row if isinstance(term, ox.Literal)] for row in found]


@pytest.mark.parametrize("format", sorted(ANSWER_FORMATS))
@given(rows=ROWS, most=st.integers(1, 7), piece=st.integers(1, 400))
def test_exactly_the_first_rows_are_left(format: str, rows: list[tuple[str, str]], most: int, piece: int) -> None:
    data, cutter = cut(rows, format, most, 1 << 20, piece)
    assert values(data, format) == [list(row) for row in rows[:most]]
    assert cutter.truncated == (("rows", most) if len(rows) > most else None)
    assert cutter.count == min(most, len(rows))


@pytest.mark.parametrize("format", sorted(ANSWER_FORMATS))
@given(rows=ROWS, size=st.integers(1, 2000), piece=st.integers(1, 400))
def test_no_more_than_so_many_bytes_are_left(format: str, rows: list[tuple[str, str]], size: int, piece: int) -> None:
    data, cutter = cut(rows, format, 100, size, piece)
    left = values(data, format)
    assert left == [list(row) for row in rows[: len(left)]]
    assert (cutter.truncated == ("bytes", size)) == (len(left) < len(rows))
    assert cutter.count == len(left)
    assert len(data) <= size + 400  # the head and the end of the document


def test_rows_without_any_value_are_cut_as_well() -> None:
    found = ox.Store().query(f"SELECT ?z {{ VALUES ?x {{ {'1 ' * 3000} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    whole = found.serialize(format=ANSWER_FORMATS["json"])
    assert whole is not None
    out = io.BytesIO()
    cutter = Cutter(out, "json", 100_000, 1000)
    cutter._due = 0
    with pytest.raises(EnoughError):
        cutter.write(whole)
    cutter.finish()
    kept = ox.parse_query_results(cutter.lead + out.getvalue(), format=ANSWER_FORMATS["json"])
    assert isinstance(kept, ox.QuerySolutions)
    assert 300 < len(list(kept)) <= 3000
    assert cutter.truncated == ("bytes", 1000)
