"""The description of a resource as bytes: what a process of `kg.workers` does when it is asked for one."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from kg import ontology
from kg.describer.description import describe
from kg.describer.rendering import render
from kg.errors import InputError, NotFoundError
from kg.store import Head, Store, write_graph
from kg.terms import iri, value

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class Resource(BaseModel):
    """A resource by its IRI, and the format of its description: `html`, or one of `kg.store.GRAPH_FORMATS`.

    `place` is where the resources whose IRIs begin with `base` are on this service; `others` is the beginning of
    the address of any other one, to which its IRI is added, percent-encoded. `forms` are the names and addresses of
    other forms, for the page. Each way at most `statements` are told.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    iri: str
    format: str
    base: str
    place: str
    others: str
    forms: tuple[tuple[str, str], ...] = ()
    statements: int = 1000
    rows: int = 100_000
    bytes: int = 1 << 26


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write the description of a `Resource` into a binary file.

    Raises `NotFoundError` where the store has none, `InputError` where it is named by no IRI.
    """
    asked = Resource.model_validate(arguments)
    node = iri(asked.iri)
    if not _ABSOLUTE.fullmatch(value(node)):
        raise InputError("resource", "this is no IRI", "name the resource by an absolute IRI")
    found = describe(store, node, limit=asked.statements)
    if found is None:
        raise NotFoundError("resource", "nothing is known of it", "look at its spelling, or search for its name")
    truncated = None if found.is_whole else ("statements", asked.statements)
    if asked.format != "html":
        return write_graph(found.quads(), asked.format, out).model_copy(update={"truncated": truncated})

    def address(to: str) -> str:
        if to.startswith(asked.base):
            return asked.place + quote(to.removeprefix(asked.base), safe="/")
        return asked.others + quote(to, safe="") if to.startswith(("http://", "https://")) else ""

    out.write(render(found, labels=ontology.load().labels, address=address, links=asked.forms).encode())
    return Head(format="html", truncated=truncated)
