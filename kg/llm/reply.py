"""Reads a model's reply: JSON as it was asked for becomes facts whose quotes have no offsets yet.

Nothing here knows the article. A part that is not as asked is dropped, and costs no other part.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from types import UnionType
from typing import Annotated, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import ModelError
from kg.facts import Award, AwardReceipt, Case, Organization, Span
from kg.facts.models import Fact
from kg.llm.answer import Dropped, Usage
from kg.llm.schema import ASKED, OURS

F = TypeVar("F", bound=Fact)
_MOST = 50
"""Items in a list of one fact: no article needs more, and no reply may take hours."""


class Reply(BaseModel):
    """What an endpoint replied: the text of the message, why it ended there, a refusal if it is one, and the cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: str
    finish: str | None = None
    refusal: str = ""
    usage: Usage = Usage()


class Draft(BaseModel):
    """What a model says of an article: facts whose references and quotes nobody has looked at."""

    model_config = ConfigDict(frozen=True)

    organizations: tuple[tuple[str, Organization], ...]
    awards: tuple[tuple[str, Award], ...]
    cases: tuple[tuple[str, Case], ...]
    receipts: tuple[tuple[str, AwardReceipt], ...]
    dropped: tuple[Dropped, ...]


def parse(reply: Reply) -> Draft:
    """Read a reply; each fact comes with its path in it. Raises `ModelError` where it is not what was asked for."""
    another = "try again, or another model"
    if reply.refusal:
        raise ModelError("", f"the model refuses: {reply.refusal[:200]}", "leave the article out, or try another model")
    if reply.finish == "length":
        what = f"the reply is cut off at the model's limit ({reply.usage.completion:,} tokens)"
        raise ModelError("", what, "let it write more (--setting max_tokens=…), or split the article")
    if reply.finish == "content_filter":
        raise ModelError("", "the endpoint's filter stops the reply", "leave the article out, or try another model")
    content = reply.content
    try:
        said = json.loads(content[content.find("{") : content.rfind("}") + 1], parse_float=Decimal)
    except (ValueError, RecursionError):
        raise ModelError(
            "", "the model's reply is no JSON" if content else "the model's reply is empty", another
        ) from None
    if not any(isinstance(said.get(name), list) for name in ASKED):
        raise ModelError("", "the model's reply is not of the form that was asked for", another)
    dropped: list[Dropped] = []
    return Draft(
        organizations=tuple(_read("organizations", Organization, said, dropped)),
        awards=tuple(_read("awards", Award, said, dropped)),
        cases=tuple(_read("cases", Case, said, dropped)),
        receipts=tuple(_read("receipts", AwardReceipt, said, dropped)),
        dropped=tuple(dropped),
    )


def _read(kind: str, model: type[F], said: dict[str, object], dropped: list[Dropped]) -> Iterator[tuple[str, F]]:
    items = said.get(kind)
    for n, item in enumerate(items if isinstance(items, list) else []):
        path = f"{kind}[{n}]"
        shaped = _shaped(model, item)
        if _longest(shaped) > _MOST:
            dropped.append(Dropped(path=path, value=_shown(item), reason=f"has a list of more than {_MOST} items"))
            continue
        if model is AwardReceipt and isinstance(shaped, dict):
            shaped["id"] = path
        if (fact := _valid(model, shaped, path, dropped)) is not None:
            yield path, fact


def _shaped(model: type[Fact], said: object) -> object:
    """What was said of a fact, with the keys of the contract alone and quotes as spans; null is nothing."""
    if model is Span:
        return {"quote": said.get("quote") if isinstance(said, dict) else said}
    if not isinstance(said, dict):
        return said
    made: dict[str, object] = {}
    for name, field in model.model_fields.items():
        value = said.get(name)
        if value is None or name in OURS:
            continue
        part = _part(field.annotation)
        if part and isinstance(value, list):
            made[name] = [_shaped(part, item) for item in value]
        else:
            made[name] = _shaped(part, value) if part else value
    return made


def _longest(said: object) -> int:
    """The length of the longest list in what was said of a fact."""
    inner = list(said.values()) if isinstance(said, dict) else said if isinstance(said, list) else []
    own = len(said) if isinstance(said, list) else 0
    return max((own, *map(_longest, inner)))


def _part(annotation: object) -> type[Fact] | None:
    """The kind of fact that stands in a field, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Fact):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType, Annotated):
        return next((part for inner in get_args(annotation) if (part := _part(inner))), None)
    return None


def _valid(model: type[F], said: object, path: str, dropped: list[Dropped]) -> F | None:
    """The fact, without those of its parts that are not as asked; nothing where it cannot be without them."""
    while True:
        try:
            return model.model_validate(said)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False)
        for fault in faults:
            where = path + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault["loc"])
            dropped.append(Dropped(path=where, value=_shown(fault["input"]), reason=f"is not as asked: {fault['msg']}"))
        cuts = {_cut(fault["loc"]) for fault in faults}
        if not all(_without(said, cut) for cut in sorted(cuts, reverse=True)):
            return None


def _cut(path: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """What is taken out for a fault: the innermost list item around it, else the key; all winners for one of them."""
    items = [n for n, step in enumerate(path) if isinstance(step, int)]
    return path[: items[-1] + 1] if items and path[0] != "recipients" else path[:1]


def _without(said: object, path: tuple[int | str, ...]) -> bool:
    """Take out what stands at a path; whether there was anything."""
    at = said
    for step in path[:-1]:
        at = at[step]  # type: ignore[index]
    if not path or (isinstance(at, dict) and path[-1] not in at):
        return False
    del at[path[-1]]  # type: ignore[attr-defined]
    return True


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
