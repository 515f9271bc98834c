"""Names of the index: cut into signs and pairs of signs, so that any part of a name is found as a phrase.

Rows stand in the order in which hits that are equally good are shown, so that the first rows that match are the best.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.explorer.folding import fold, order
from kg.viewer.payload import Told

_BEFORE = ("Organization", "AwardCategory", "AwardProgramme", "Case", "", "Article", "Figure")
_CODES = frozenset({"tickerSymbol", "code", "identifier"})


def place(kind: str) -> int:
    """Which class comes first among hits that are as good; any other before articles."""
    return _BEFORE.index(kind if kind in _BEFORE else "")


def draft(drafts: sqlite3.Connection, i: int, told: Told) -> None:
    """Keep all names of a node, as one may ask for them, and what puts it in order."""
    names = [told.label, told.english, *told.aliases]
    for name, said, *_ in told.properties:
        if name == "legalName":
            names.append(said)
        if name in _CODES:
            names += [said, said.split(".")[0]]
    lines = [(i, n, name, fold(name).replace("\n", "")) for n, name in enumerate(dict.fromkeys(filter(None, names)))]
    drafts.executemany("INSERT INTO line VALUES (?, ?, ?, ?)", lines)
    drafts.executemany("INSERT INTO sound VALUES (?, ?, ?)", ((i, n, text) for n, text in enumerate(told.spelled)))
    keys = order(told.label, by_sound=True), order(told.english or told.label, by_sound=False)
    drafts.execute("INSERT INTO name VALUES (?, ?, ?)", (i, *keys))


def write(drafts: sqlite3.Connection, index: sqlite3.Connection, weight: "array[int]", rank: "array[int]") -> None:
    """Write names and pinyin, the best first, and the places of all nodes in the order of their names."""
    drafts.create_function("weight", 1, weight.__getitem__, deterministic=True)
    drafts.create_function("rank", 1, rank.__getitem__, deterministic=True)
    best = "ORDER BY rank(i), -weight(i), i, n"
    found = drafts.execute(f"SELECT i, n, folded, shown FROM line {best}")
    index.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?, ?)", ((m, i, int(n == 0), *rest) for m, (i, n, *rest) in enumerate(found))
    )
    index.execute("CREATE INDEX name_folded ON name (folded, n)")
    index.execute("CREATE INDEX name_node ON name (node)")
    _write_signs(index, "name", "folded")
    spelled = (
        (m, i, _initials(text), text)
        for m, (i, text) in enumerate(drafts.execute(f"SELECT i, syllables FROM sound {best}"))
    )
    index.executemany("INSERT INTO sound VALUES (?, ?, ?, ?)", spelled)
    index.execute("CREATE INDEX sound_initials ON sound (initials, n)")
    index.execute("CREATE INDEX sound_node ON sound (node)")
    _write_signs(index, "sound", "initials")
    tokens = ((n, text.split()) for n, text in index.execute("SELECT n, syllables FROM sound ORDER BY n"))
    for n, words in tokens:
        index.execute("INSERT INTO sound_syllables (rowid, text) VALUES (?, ?)", (n, " ".join(map(token, words))))
        index.executemany("INSERT OR IGNORE INTO token VALUES (?)", ((word,) for word in words))
    for language in ("zh", "en"):
        _write_order(drafts, index, language, len(weight))


def _write_signs(index: sqlite3.Connection, table: str, column: str) -> None:
    rows = index.execute(f"SELECT n, {column} FROM {table} ORDER BY n")
    for n, text in rows:
        index.execute(f"INSERT INTO {table}_signs (rowid, text) VALUES (?, ?)", (n, " ".join(map(token, text))))
        index.execute(
            f"INSERT INTO {table}_pairs (rowid, text) VALUES (?, ?)", (n, " ".join([*start(text), *pairs(text)]))
        )


def _write_order(drafts: sqlite3.Connection, index: sqlite3.Connection, language: str, count: int) -> None:
    """The place of each node among all by its name; equal names have one place."""
    places, last, at = array("i", bytes(4 * count)), None, -1
    for i, key in drafts.execute(f"SELECT i, {language} FROM name ORDER BY {language}"):
        at, last = at + (key != last), key
        places[i] = at
    index.execute("INSERT INTO piece VALUES (?, NULL, ?, NULL)", (f"by {language}", places.tobytes()))


def _initials(syllables: str) -> str:
    return "".join(word[0] for word in syllables.split())


def token(text: str) -> str:
    """A text as a token that no tokenizer splits or folds.

    >>> token("太a")
    'e5a4aa61'
    """
    return text.encode("utf-8", "surrogatepass").hex()


def start(text: str) -> Iterator[str]:
    """The token of the first sign where it begins a text."""
    return (f"s{token(sign)}" for sign in text[:1])


def pairs(text: Iterable[str]) -> Iterator[str]:
    """The tokens of signs that stand side by side."""
    return (f"{token(one)}g{token(other)}" for one, other in pairwise(text))
