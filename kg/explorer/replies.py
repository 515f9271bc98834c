"""An answer of the explorer as bytes: what a process of `kg.workers` does when it is asked a question of the view."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.explorer.places import Place
from kg.explorer.questions import Explorer
from kg.explorer.texts import Texts
from kg.store import Head, Store
from kg.validator import Report


class Asked(BaseModel):
    """A question of `kg.explorer.QUESTIONS` with its arguments, and where the answer is found.

    `is_older` says that this is of an older state than the store; the answer to `about` says so, too.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    explorer: Place
    question: str
    asked: dict[str, Any]
    is_older: bool = False


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write the answer to a question into a binary file. Raises `QueryError` where it is none, and `StoreError`.

    The index has all that is asked for; the store is not looked at.
    """
    del store
    asked = Asked.model_validate(arguments)
    answer = opened(asked.explorer).answer(asked.question, asked.asked)
    if asked.question == "about" and isinstance(said := answer["answer"], dict):
        answer["answer"] = {**said, "isOlder": asked.is_older}
    out.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    return Head(format="json")


@lru_cache(1)
def opened(place: Place) -> Explorer:
    """The explorer of a place, which stays open."""
    texts = Texts(Path(place.articles) if place.articles else None, lambda: place.is_built)
    report = _report(place) if place.report else None
    counts, findings = (report.counts, tuple(report.findings)) if report else (None, ())
    return Explorer(Path(place.index), texts, validation=counts, findings=findings)


def _report(place: Place) -> Report | None:
    """The report of the build that the index is of, where that still stands there."""
    try:
        report = Report.model_validate_json(Path(place.report).read_bytes())
    except (OSError, ValidationError):
        return None
    return report if place.is_built else None
