"""What every route is given: the processes that answer, who may do what, and how the service is known."""

from dataclasses import dataclass, field

from kg.server.access import Access
from kg.terms import BASE
from kg.workers import Limits, Pool


@dataclass(frozen=True)
class Service:
    """A running service: routes read it and change nothing in it. `base` begins the IRIs that the graph minted.

    `has_explorer` says that the processes know an index of the graph, from which the page of the view is answered.
    """

    pool: Pool
    access: Access = field(default_factory=Access)
    base: str = BASE
    has_explorer: bool = False

    @property
    def limits(self) -> Limits:
        """The bounds of one answer."""
        return self.pool.limits
