"""What a build knows before it reads anything."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kg.ontology import Ontology
from kg.ontology import load as load_ontology
from kg.registry import Registry
from kg.registry import load as load_registry
from kg.terms import BASE, Mint


class Knowledge(NamedTuple):
    """What a build knows before it reads anything: the ontology, the registry, and where IRIs are minted."""

    ontology: Ontology
    registry: Registry
    mint: Mint

    @classmethod
    def load(cls, *, base: str = BASE, registries: Iterable[str | Path] = ()) -> "Knowledge":
        """Load what is shipped with the distribution, and the organizations of a user's own files besides."""
        return cls(load_ontology(), load_registry(more=tuple(map(Path, registries))), Mint(base))
