"""Statements kept as the lines of N-Quads that they will be, subject by subject."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from kg.terms import Quad, Term


class Statements:
    """Statements by what they are about: for each subject, its lines without it.

    Most lines of a node differ in their ends alone; here the subject is written once, when all is said, and the order
    of lines is that of the subjects and within each of a few short texts. What is said twice counts once.
    """

    def __init__(self, graph: Term) -> None:
        self._graph = graph
        self.end = f" {graph} .\n" if graph else " .\n"
        self._about: defaultdict[Term, list[str]] = defaultdict(list)
        self._objects: list[Term] = []

    def fact(self, subject: Term, predicate: Term, object: Term) -> None:
        """Say something in the default graph."""
        self._objects.append(object)
        self._about[subject].append(f"{predicate} {object} .\n")

    def said(self, subject: Term, predicate: Term, object: Term) -> None:
        """Say something in the graph."""
        self._objects.append(object)
        self._about[subject].append(f"{predicate} {object}{self.end}")

    def about(self, subject: Term) -> list[str]:
        """What is said of a subject, to be added to: `predicate object .` and a line feed, the graph before the dot."""
        return self._about[subject]

    def nodes(self) -> Iterator[Term]:
        """Whatever something is said of, and the objects of `fact` and `said`; some of it repeatedly."""
        return chain(self._about, self._objects)

    def text(self) -> str:
        """All of it as N-Quads, each line once, in the order of `in_order`."""
        about = self._about
        return "".join([f"{each} {f'{each} '.join(sorted(set(about[each])))}" for each in sorted(about)])

    def quads(self) -> Iterator[Quad]:
        """All of it as quads, each once, what is about one subject together."""
        for subject, said in self._about.items():
            for rest in dict.fromkeys(said):
                predicate, _, tail = rest.partition(" ")  # no IRI has a space in it, and no literal ends in " <…>"
                if tail.endswith(self.end):
                    yield Quad(subject, Term(predicate), Term(tail.removesuffix(self.end)), self._graph)
                else:
                    yield Quad(subject, Term(predicate), Term(tail.removesuffix(" .\n")))
