"""What every route is given: the processes that answer, who may do what, and how the service is known."""

import asyncio
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from kg.server.access import Access
from kg.server.following import Following
from kg.terms import BASE
from kg.workers import Answer, Limits, Pool

Answered = tuple[str, bytes]
"""The media type and the bytes of an answer that is worth remembering while the store stays what it is."""


@dataclass(frozen=True)
class Service:
    """A running service: routes read it and change nothing in it but what is `remembered`.

    `base` begins the IRIs that the graph minted.
    `following` knows the index of the graph from which the page of the view is answered, where there is one.
    """

    pool: Pool
    access: Access = field(default_factory=Access)
    base: str = BASE
    following: Following | None = None
    remembered: dict[tuple[object, ...], Answered] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """The bounds of one answer."""
        return self.pool.limits

    async def change(self, job: str, **arguments: Any) -> Answer:  # noqa: ANN401 (any JSON)
        """Let a process do a job that changes the store, while nobody makes an index of it; raises as `Pool.ask`.

        What is begun is done, whoever leaves.
        """
        return await asyncio.shield(asyncio.ensure_future(self._change(job, arguments)))

    async def _change(self, job: str, arguments: dict[str, Any]) -> Answer:
        with self.following.aside() if self.following else nullcontext():
            return await self.pool.ask(job, **arguments)
