"""What a build knows before it reads anything."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kg.ontology import Ontology
from kg.ontology import load as load_ontology
from kg.reconciler.decisions import Decided, load_decisions
from kg.registry import Registry
from kg.registry import load as load_registry
from kg.terms import BASE, Mint


class Knowledge(NamedTuple):
    """What a build knows before it reads anything: the ontology, the registry, where IRIs are minted, who is who.

    `decided` is what people decided of who is who across articles.
    """

    ontology: Ontology
    registry: Registry
    mint: Mint
    decided: Decided = Decided()

    @classmethod
    def load(
        cls, *, base: str = BASE, registries: Iterable[str | Path] = (), decisions: str | Path | None = None
    ) -> "Knowledge":
        """Load what is shipped, the organizations of a user's own files besides, and a file of decisions.

        Raises `RegistryError` where organizations clash, `CorrectionsError` where the decisions cannot be used.
        """
        registry = load_registry(more=tuple(map(Path, registries)))
        decided = load_decisions(Path(decisions), registry) if decisions is not None else Decided()
        return cls(load_ontology(), registry, Mint(base), decided)
