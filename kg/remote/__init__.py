"""Stores of others: any SPARQL 1.1 store over HTTP, asked like the store at home and brought to a graph of ours.

`endpoint` is the store itself, over a `connection` that asks again; `kinds` says where each kind takes what, `answers`
reads what comes, `values` compares what stores print in different ways. `sending` brings a store to a graph by what
is different, and `state` is what it writes down there of how far it is. `parts` are files for the
bulk loaders of stores.
"""

from kg.remote.connection import Credentials, Patience
from kg.remote.endpoint import RemoteStore
from kg.remote.kinds import KINDS
from kg.remote.parts import LOADERS, Loader, Parts, command, write_parts
from kg.remote.sending import Place, Sent, send
from kg.remote.values import canonical

__all__ = [
    "KINDS",
    "LOADERS",
    "Credentials",
    "Loader",
    "Parts",
    "Patience",
    "Place",
    "RemoteStore",
    "Sent",
    "canonical",
    "command",
    "send",
    "write_parts",
]
