"""A build past one machine: the steps of a build on Dask, from files anywhere to parts of a graph and a manifest.

`build_on` is the door. What each article says by itself is found by the shard; what articles say together is found by
the functions of `kg.reconciler` that a build on one machine calls, each for what belongs together, which the engine
brings together. The union of the parts is the graph of `kg build`.

::

    program      what runs, the same in every process
    storage      files by URL: listed, read, written whole or not at all
    shards       the input in pieces, each known by what is in it
    reading      a shard: read, extracted, committed; what cannot be used comes back as data
    gathering    all shards on the engine; one that kills its process is halved down to a file or 4 KiB of one
    exchange     what has one key in one place; what hangs together under one label
    passes       what a shard's documents contribute at each step, and what becomes of them
    rounds       the order of the steps over all shards
    building     the order of it all, and the manifest, which is the commit
"""

from kg.engines.building import SHARD, Built, build_on

__all__ = ["SHARD", "Built", "build_on"]
