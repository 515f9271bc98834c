"""Statements kept as the lines of N-Quads that they will be, subject by subject."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from kg.terms import Quad, Term


class Statements:
    """Statements by what they are about: for each subject, its lines without it, or all of its lines as a block.

    Most lines of a node differ in their ends alone; here the subject is written once, when all is said, and the order
    of lines is that of the subjects and within each of a few short texts. What is said twice counts once.
    """

    def __init__(self, graph: Term) -> None:
        self._graph = graph
        self.end = f" {graph} .\n" if graph else " .\n"
        self._about: defaultdict[Term, list[str]] = defaultdict(list)
        self._blocks: dict[Term, tuple[str, ...]] = {}
        self._met: list[Term] = []

    def fact(self, subject: Term, predicate: Term, object: Term) -> None:
        """Say something in the default graph."""
        self._met.append(object)
        self._about[subject].append(f"{predicate} {object} .\n")

    def said(self, subject: Term, predicate: Term, object: Term) -> None:
        """Say something in the graph."""
        self._met.append(object)
        self._about[subject].append(f"{predicate} {object}{self.end}")

    def meet(self, *nodes: Term) -> None:
        """Note nodes that stand in what is added to `about`, where registry or vocabularies may tell of them."""
        self._met += nodes

    def about(self, subject: Term) -> list[str]:
        """What is said of a subject, to be added to: `predicate object .` and a line feed, the graph before the dot."""
        return self._about[subject]

    def block(self, subject: Term, pieces: tuple[str, ...]) -> None:
        """All that is said of a subject: whole lines, in order and each once, cut into pieces wherever one likes.

        A piece of nothing but ASCII is encoded in no time: what may have other characters is better a piece by itself.
        """
        self._blocks[subject] = pieces

    def nodes(self) -> Iterator[Term]:
        """Whatever something is said of, the objects of `fact` and `said` and what was met; some of it repeatedly."""
        return chain(self._about, self._met)

    def content(self) -> bytes:
        """All of it as N-Quads, each line once, in the order of `in_order`."""
        about, blocks = self._about, self._blocks
        pieces: list[bytes] = []
        for each in sorted([*about, *blocks]):
            if each in blocks:
                pieces += map(str.encode, blocks[each])
            else:  # encoded one by one: most lines are ASCII
                begins = f"{each} ".encode()
                pieces += begins, begins.join(map(str.encode, sorted(set(about[each]))))
        return b"".join(pieces)

    def quads(self) -> Iterator[Quad]:
        """All of it as quads, each once, what is about one subject together."""
        for subject, said in self._about.items():
            for rest in dict.fromkeys(said):
                yield self._quad(subject, rest)
        for subject, pieces in self._blocks.items():
            for line in "".join(pieces).split("\n")[:-1]:
                yield self._quad(subject, f"{line[len(subject) + 1 :]}\n")

    def _quad(self, subject: Term, rest: str) -> Quad:
        predicate, _, tail = rest.partition(" ")  # no IRI has a space in it, and no literal ends in " <…>"
        if tail.endswith(self.end):
            return Quad(subject, Term(predicate), Term(tail.removesuffix(self.end)), self._graph)
        return Quad(subject, Term(predicate), Term(tail.removesuffix(" .\n")))
