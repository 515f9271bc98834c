"""What a graph says of each of its subjects, looked up in a temporary file: for writers that must join."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import TypeAlias

from kg.exporters.sorting import sort
from kg.folder import temporary
from kg.terms import FA, RDF, RDFS, SKOS, Quad, Term, value

Description: TypeAlias = dict[Term, list[Term]]
"""The objects of a subject by predicate, sorted."""

_NAMES = (SKOS.prefLabel, RDFS.label)
_INVERSE = {FA.participationIn: FA["participationIn-inverse"], FA.child: FA["child-inverse"]}
PARTICIPATIONS, RELATIONS = _INVERSE[FA.participationIn], _INVERSE[FA.child]
"""By what a case leads to its participations and an organization to its relations: in the graph they lead to it."""


class Described:
    """The union of all graphs of some quads, by subject. Memory does not grow with it.

    `connection` is to the temporary file, where others may have tables of their own.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.name = lru_cache(1 << 14)(self._name)

    def of_class(self, kind: Term) -> Iterator[Term]:
        """The subjects of a class, in order."""
        found = self.connection.execute("SELECT subject FROM class WHERE class = ? ORDER BY subject", (kind,))
        return (Term(subject) for (subject,) in found)

    def said(self, predicate: Term) -> Iterator[tuple[Term, Term]]:
        """The subjects and objects of a predicate, in order."""
        query = "SELECT subject, object FROM said WHERE predicate = ? ORDER BY subject, object"
        return ((Term(subject), Term(found)) for subject, found in self.connection.execute(query, (predicate,)))

    def about(self, subject: Term) -> Description:
        """What is said of a subject."""
        description: Description = {}
        query = "SELECT predicate, object FROM said WHERE subject = ? ORDER BY predicate, object"
        for predicate, found in self.connection.execute(query, (subject,)):
            description.setdefault(Term(predicate), []).append(Term(found))
        return description

    def turn(self, kind: Term, predicate: Term, inverse: Term) -> None:
        """Let what a predicate of the things of a class leads to lead back to them."""
        self.connection.execute(
            "INSERT OR IGNORE INTO said SELECT object, ?, subject FROM said JOIN class USING (subject) "
            "WHERE class = ? AND predicate = ?",
            (inverse, kind, predicate),
        )

    def _name(self, subject: Term) -> str:
        """The name of a thing, Chinese and preferred ones first; the end of its IRI where it has none."""
        return name_in(self.about(subject)) or tail(subject)


@contextmanager
def described(quads: Iterable[Quad]) -> Iterator[Described]:
    """What quads say by subject, until the block is left. Raises `OutputError` where the temporary file has no room."""
    # a temporary file, of which memory holds some pages
    with temporary(sqlite3.OperationalError), closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute(
            "CREATE TABLE said (subject, predicate, object, PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID"
        )
        connection.execute("CREATE TABLE class (class, subject, PRIMARY KEY (class, subject)) WITHOUT ROWID")
        connection.execute("BEGIN")
        rows = (line[:-1].split("\t", 2) for line in sort(_keys(quads)))
        connection.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        connection.execute("INSERT INTO class SELECT object, subject FROM said WHERE predicate = ?", (RDF.type,))
        yield Described(connection)


def _keys(quads: Iterable[Quad]) -> Iterator[str]:
    for subject, predicate, object_, _ in quads:
        yield f"{subject}\t{predicate}\t{object_}\n"
        if inverse := _INVERSE.get(predicate):
            yield f"{object_}\t{inverse}\t{subject}\n"


def name_in(description: Description) -> str:
    """The name that a description gives, or nothing."""
    ranked = [(rank, name) for rank, predicate in enumerate(_NAMES) for name in description.get(predicate, ())]
    return value(min(ranked, key=_preference)[1]) if ranked else ""


def _preference(ranked: tuple[int, Term]) -> tuple[bool, int, bool, Term]:
    rank, name = ranked
    return is_english(name), rank, not name.endswith("@zh-hans"), name


def is_english(name: Term) -> bool:
    """Whether a literal is tagged as English."""
    return name.endswith("@en")


def tail(term: Term) -> str:
    """The last part of an IRI."""
    return value(term).rstrip("/#").replace("#", "/").rpartition("/")[2]
