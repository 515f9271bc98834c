"""The five questions of the view: frozen arguments in, JSON out, each within its bounds.

They are those of `embedded.js`, by name: `about`, `search`, `describe`, `neighbours`, `table`. An answer is
`{"answer": …, "nodes": [row, …], "facts": [row, …]}`: in it `{"n#": 5}` is the node of number 5, `{"f#": 7}` the
fact of number 7, whose rows stand beside it, once each, and `{"r#": 2}` a relation of the legend; `served.js` makes
objects of them.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import QueryError
from kg.explorer import tables
from kg.explorer.counting import Language, Order
from kg.explorer.describing import describe
from kg.explorer.filtering import Filter, Passing
from kg.explorer.index import Answer, Index
from kg.explorer.neighbours import neighbours
from kg.explorer.schema import COUNTED
from kg.explorer.searching import search
from kg.explorer.texts import Texts
from kg.findings import Finding

MOST = 5000
"""As many rows or links stand in one answer."""
_FILTERS = 60
_ROWS = 24
_T = TypeVar("_T")
_Key = Field(max_length=2000)


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class About(_Question):
    """What the graph is."""


class Search(_Question):
    """Which nodes a text may mean."""

    text: str = Field(max_length=2000)
    limit: int = Field(12, ge=0, le=100)


class Describe(_Question):
    """All that is known of nodes and facts, by their ids."""

    ids: tuple[str, ...] = Field(max_length=200)


class Neighbours(_Question):
    """The links of a node; `among` keeps those to some nodes."""

    id: str = _Key
    filter: Filter | None = None
    relation: str = Field("", max_length=100)
    isOut: bool | None = None
    among: tuple[str, ...] | None = Field(None, max_length=1000)
    skip: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(60, ge=0, le=MOST)


class Table(_Question):
    """A page of a table."""

    name: Literal["receipts", "figures", "quotes", "findings", "matrix", "classes", "nodes"] | str = Field(
        max_length=40
    )
    filter: Filter | None = None
    beside: tuple[Filter, Filter] | None = None
    part: Literal["all", "both", "first", "second"] = "all"
    sort: str = Field("", max_length=40)
    isDown: bool = False
    lang: Language = "zh"
    isWhole: bool = False
    by: str = Field("groups", max_length=40)
    across: str = Field("awards", max_length=40)
    wide: int = Field(12, ge=1, le=100)
    skip: int = Field(0, ge=0, le=10_000_000)
    limit: int = Field(200, ge=0, le=MOST)


class Explorer:
    """The view of a graph: asks its index, and the texts of its articles where they are at hand.

    `validation` are the counts of the report of validation and `findings` its violations and warnings, where there is
    one. Raises `StoreError` where the index cannot be read.
    """

    def __init__(
        self,
        path: Path,
        texts: Texts | None = None,
        *,
        validation: Mapping[str, int] | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        self.index = Index(path, texts or Texts(), findings)
        self._validation = validation
        self._passing: OrderedDict[str, Passing] = OrderedDict()
        self._rows: OrderedDict[str, tables.Rows] = OrderedDict()

    def answer(self, name: str, arguments: Mapping[str, Any]) -> dict[str, object]:
        """Answer a question by its name. Raises `QueryError` where it is none, or its arguments are none of its."""
        if name not in _QUESTIONS:
            raise QueryError("explore", f"there is no question {name!r}", f"ask one of {' '.join(_QUESTIONS)}")
        try:
            question = _QUESTIONS[name].model_validate(dict(arguments))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise QueryError(f"explore {name}", f"{where}: {first['msg']}", "see `kg.explorer.questions`") from None
        answer: dict[str, object] = getattr(self, f"_{name}")(question)
        return answer

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _about(self, _: About) -> dict[str, object]:
        said = {name: each for name, each in self.index.said.items() if name not in ("format", "unplaced")}
        validation, found = self._validation, self.index.findings
        warned = validation["violations"] + validation["warnings"] if validation else 0
        counts = {**said["counts"], "unchecked": self._unchecked()}
        more = {"counts": counts, "validation": validation, "findings": {"shown": len(found), "all": warned}}
        return Answer(self.index).sealed({**said, **more})

    def _unchecked(self) -> int:
        """Of how many quotes that say where they stand the text is not at hand."""
        rows = self.index.rows.execute("SELECT file, placed FROM article WHERE placed > 0")
        return int(self.index.said["unplaced"]) + sum(int(n) for file, n in rows if not self.index.texts.has(file))

    def _search(self, asked: Search) -> dict[str, object]:
        return search(self.index, asked.text, asked.limit)

    def _describe(self, asked: Describe) -> dict[str, object]:
        return describe(self.index, asked.ids)

    def _neighbours(self, asked: Neighbours) -> dict[str, object]:
        page = {"skip": asked.skip, "limit": asked.limit}
        return neighbours(
            self.index,
            self._let(asked.filter),
            asked.id,
            relation=asked.relation,
            is_out=asked.isOut,
            among=asked.among,
            **page,
        )

    def _table(self, asked: Table) -> dict[str, object]:
        answer, passing = Answer(self.index), self._let(asked.filter)
        if asked.name == "matrix":
            return self._matrix(answer, passing, asked)
        rows, shown = self._all_rows(asked, passing)
        part = slice(None) if asked.name == "classes" else slice(asked.skip, asked.skip + asked.limit)
        page = [shown(answer, row) for row in rows[part]]
        more = {} if asked.beside or asked.name in ("classes", "nodes") else {"sum": len(passing.receipts)}
        return answer.sealed({"total": len(rows), **more, "rows": page})

    def _all_rows(self, asked: Table, passing: Passing) -> tables.Rows:
        """The rows of a table, of which some of the last ones asked for are held: pages are turned."""
        key = asked.model_copy(update={"skip": 0, "limit": 0}).model_dump_json()
        return _held(self._rows, key, lambda: self._made(asked, passing), _ROWS)

    def _made(self, asked: Table, passing: Passing) -> tables.Rows:
        wanted = Order(asked.sort, asked.isDown, asked.lang)
        name, index = asked.name, self.index
        drawn = self._let((asked.filter or Filter()).drawn)
        if name in COUNTED:
            if asked.beside:
                return tables.beside(index, name, [self._let(each) for each in asked.beside], asked.part)
            return tables.counted_rows(index, name, passing, wanted, is_whole=asked.isWhole)
        if name == "receipts":
            return tables.receipt_rows(index, passing, wanted)
        made = {
            "figures": lambda: tables.figure_rows(index, drawn),
            "quotes": lambda: tables.quote_rows(index, drawn),
            "findings": lambda: tables.finding_rows(index, drawn),
            "nodes": lambda: tables.node_rows(index, passing),
            "classes": lambda: tables.class_rows(index, drawn),
        }
        if name not in made:
            raise QueryError(
                "explore table", f"there is no table {name!r}", f"ask for one of {' '.join(sorted(COUNTED))}"
            )
        return made[name]()

    def _matrix(self, answer: Answer, passing: Passing, asked: Table) -> dict[str, object]:
        for name in (asked.by, asked.across):
            if name not in COUNTED:
                raise QueryError(
                    "explore table", f"nothing is counted by {name!r}", f"ask for one of {' '.join(sorted(COUNTED))}"
                )
        size, (rows, shown), columns = tables.matrix(
            self.index, passing, asked.by, asked.across, asked.limit, asked.wide
        )
        heads = [tables.row_of(self.index, answer, asked.across, column) for column in columns]
        return answer.sealed({**size, "columns": heads, "rows": [shown(answer, row) for row in rows]})

    def _let(self, filter: Filter | None) -> Passing:
        """What a filter lets through; of those used lately, some are held."""
        wanted = filter or Filter()
        return _held(self._passing, wanted.model_dump_json(), lambda: Passing(self.index, wanted), _FILTERS)


def _held(store: "OrderedDict[str, _T]", key: str, make: Callable[[], _T], most: int) -> _T:
    if key in store:
        store.move_to_end(key)
        return store[key]
    made = store[key] = make()
    if len(store) > most:
        store.popitem(last=False)
    return made


_QUESTIONS: Mapping[str, type[_Question]] = MappingProxyType(
    {"about": About, "search": Search, "describe": Describe, "neighbours": Neighbours, "table": Table}
)
QUESTIONS = tuple(_QUESTIONS)
"""The names of the questions."""
