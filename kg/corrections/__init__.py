"""Corrections: what people decide about facts, kept in a file and replayed on every build.

Comes after resolving, before conversion. `reading` and `writing` are the file, `models` what stands in it, `keys` what
facts are called in it; `replaying` and `application` make facts of facts. What a person decided stands in the facts
afterwards, as `Decision`. Nothing here knows a clock: who and when are what the person wrote.
"""

from kg.corrections.application import Applied, apply
from kg.corrections.keys import Keyed, keyed
from kg.corrections.models import Correction, Outcome, Status, fields
from kg.corrections.reading import Corrections, load, parse
from kg.corrections.replaying import replay
from kg.corrections.writing import HEAD, dump

__all__ = [
    "HEAD",
    "Applied",
    "Correction",
    "Corrections",
    "Keyed",
    "Outcome",
    "Status",
    "apply",
    "dump",
    "fields",
    "keyed",
    "load",
    "parse",
    "replay",
]
