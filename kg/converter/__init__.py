"""From facts to quads: what one article says, and what the registry and the vocabularies add to it.

Takes `ArticleFacts`, gives quads; reads no article and opens no file. The IRI of a node is a function of its
content, so the graph of many articles is the union of theirs. `setting` is where an article is converted and how it
names things, `identity` the IRI of each fact, `sheet` what is said of an article's facts, `spans` of the passages that
they rest on, `evidence` what the article says of itself; `organizations`, `awards`, `cases`, `figures` the facts;
`conversion` all of it; `context` the graphs of the registry and the vocabularies; `mergers` which facts became one node
and differ; `stream` articles one by one, as N-Quads; `together` the graph of what articles say together.
"""

from kg.converter.context import context
from kg.converter.conversion import convert
from kg.converter.mergers import Merger, mergers
from kg.converter.stream import Converted, Stream
from kg.converter.together import together

__all__ = ["Converted", "Merger", "Stream", "context", "convert", "mergers", "together"]
