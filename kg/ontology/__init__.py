"""The ontology folder as data: vocabularies, labels, places, named queries and rules.

Comes from `ontology/` of the distribution, goes to whoever needs a concept, a place or a query. `catalogue` finds the
folder and offers its parts, each read when it is first asked for; `vocabulary`, `places` and `queries` read them.
Nothing here reasons or queries.
"""

from kg.ontology.catalogue import Ontology, load
from kg.ontology.places import Place
from kg.ontology.queries import NamedQuery, Parameter, read_query
from kg.ontology.vocabulary import Bilingual, Concept

__all__ = ["Bilingual", "Concept", "NamedQuery", "Ontology", "Parameter", "Place", "load", "read_query"]
