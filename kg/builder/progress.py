"""How far a build is: which step it does, and of how many articles it is done."""

from collections.abc import Callable
from typing import NamedTuple


class Step(NamedTuple):
    """Where a build stands: the step that it does, and in that of articles how many are done.

    `total` is None where nobody knows; `resumed` of them were done before a build that was interrupted, and `name` is
    the last one's source.
    """

    step: str
    done: int = 0
    total: int | None = None
    resumed: int = 0
    article: str = ""


OnStep = Callable[[Step], None]
"""Who is told of each step as it begins, and of each article as it is done."""


class Progress:
    """Tells somebody how far a build is; nobody where nobody asks."""

    def __init__(self, told: OnStep | None) -> None:
        self._told, self._step = told, Step("")

    def begin(self, name: str, total: Callable[[], int | None] = lambda: None) -> None:
        """A step begins; how much there is to do is counted where somebody wants to know."""
        if self._told is not None:
            self._step = Step(name, total=total())
            self._told(self._step)

    def advance(self, article: str) -> None:
        """Another article is done."""
        if self._told is not None:
            step = self._step
            done = step.done + 1
            total = None if step.total is None else max(step.total, done)
            self._step = step._replace(done=done, total=total, article=article)
            self._told(self._step)

    def recall(self) -> None:
        """An article was done before."""
        self._step = self._step._replace(resumed=self._step.resumed + 1)
