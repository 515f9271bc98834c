"""Query solutions as a table for people: prefixed names, plain literals, columns of the right width in Chinese too."""

from typing import TextIO

from kg.store import Solutions
from kg.terms import BASE, PREFIXES, Term, value

_PREFIXES = sorted(((iri, f"{prefix}:") for prefix, iri in {**PREFIXES, "id": BASE}.items()), key=lambda p: -len(p[0]))


def print_solutions(solutions: Solutions, stream: TextIO) -> None:
    """Print the solutions of a SELECT query, one a row, and how many there are."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for variable in solutions.variables:
        table.add_column(Text(variable), overflow="fold")
    rows = 0
    for row in solutions.rows:
        table.add_row(*(Text(shown(term)) for term in row))
        rows += 1
    wide = None if stream.isatty() else 10_000
    Console(file=stream, width=wide, highlight=False).print(table)
    stream.write(f"{rows} {'row' if rows == 1 else 'rows'}\n")


def shown(term: Term | None) -> str:
    """A term as a person reads it.

    >>> shown(Term("<https://w3id.org/finaward/ontology#Case>")), shown(Term('"11"^^<http://…#integer>')), shown(None)
    ('fa:Case', '11', '')
    """
    if term is None:
        return ""
    text = "".join(c if c.isprintable() else "�" for c in value(term))
    if not term.startswith("<"):
        return text
    prefix = next(((iri, short) for iri, short in _PREFIXES if text.startswith(iri)), None)
    return f"{prefix[1]}{text[len(prefix[0]) :]}" if prefix else text
