"""The graph for agents: a small set of bounded tools that only read, by the Model Context Protocol.

`answers` are what the tools say, `asking` asks the graph in bounded processes (`kg.workers`), `tools` are the tools as
functions, `serving` offers them on standard input and output. Every answer carries the sentences that it rests on and
says whether it is complete.
"""

from kg.agents.asking import Asker
from kg.agents.serving import serve
from kg.agents.tools import Tools

__all__ = ["Asker", "Tools", "serve"]
