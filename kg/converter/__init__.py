"""From facts to quads: what one article says, and what the registry and the vocabularies add to it.

Takes `ArticleFacts`, gives quads; reads no article and opens no file. The IRI of a node is a function of its
content, so the graph of many articles is the union of theirs. `setting` is where an article is converted and how it
spells terms, `identity` the IRI of each fact, `evidence` the article's own graph; `organizations`, `awards`, `cases`,
`figures` the facts; `conversion` all of it; `context` the graphs of the registry and the vocabularies; `mergers` which
facts became one node and differ; `together` the graph of what articles say together.
"""

from kg.converter.context import context
from kg.converter.conversion import convert
from kg.converter.mergers import Merger, mergers
from kg.converter.together import together

__all__ = ["Merger", "context", "convert", "mergers", "together"]
