"""What every route is given: the processes that answer, who may do what, and how the service is known."""

from dataclasses import dataclass, field

from kg.server.access import Access
from kg.terms import BASE
from kg.workers import Limits, Pool

Answered = tuple[str, bytes]
"""The media type and the bytes of an answer that is worth remembering while the store stays what it is."""


@dataclass(frozen=True)
class Service:
    """A running service: routes read it and change nothing in it but what is `remembered`.

    `base` begins the IRIs that the graph minted.
    `has_explorer` says that the processes know an index of the graph, from which the page of the view is answered.
    """

    pool: Pool
    access: Access = field(default_factory=Access)
    base: str = BASE
    has_explorer: bool = False
    remembered: dict[tuple[object, ...], Answered] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """The bounds of one answer."""
        return self.pool.limits
