"""An answer of the explorer as bytes: what a process of `kg.workers` does when it is asked a question of the view."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.explorer.questions import Explorer
from kg.explorer.texts import Texts
from kg.store import Head, Store
from kg.validator import Report


class Place(BaseModel):
    """Where the index of a graph is, and where a build kept its articles and its report, if any did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: str
    articles: str = ""
    report: str = ""


class Asked(BaseModel):
    """A question of `kg.explorer.QUESTIONS` with its arguments, and where the answer is found."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    explorer: Place
    question: str
    asked: dict[str, Any]


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write the answer to a question into a binary file. Raises `QueryError` where it is none, and `StoreError`.

    The index has all that is asked for; the store is not looked at.
    """
    del store
    asked = Asked.model_validate(arguments)
    answer = opened(asked.explorer).answer(asked.question, asked.asked)
    out.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    return Head(format="json")


@lru_cache(1)
def opened(place: Place) -> Explorer:
    """The explorer of a place, which stays open."""
    texts = Texts(Path(place.articles) if place.articles else None)
    report = _report(Path(place.report)) if place.report else None
    counts, findings = (report.counts, tuple(report.findings)) if report else (None, ())
    return Explorer(Path(place.index), texts, validation=counts, findings=findings)


def _report(path: Path) -> Report | None:
    try:
        return Report.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
