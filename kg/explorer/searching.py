"""Search: names, aliases, codes and pinyin, as matching.js has it; the best first, and no more than asked for.

Each way in which a name may match is a query of its own, from the best to the least; rows come in the order in which
hits that are as good are shown, and nothing is read beyond the limit.
"""

import re
from collections.abc import Iterator

from kg.explorer.folding import fold
from kg.explorer.index import Answer, Index
from kg.explorer.naming import pairs, start, token

_LONGEST, _SPLITS = 200, 64
_LATIN = re.compile("[a-z0-9]+")


def search(index: Index, text: str, limit: int) -> dict[str, object]:
    """The nodes that a text may mean: [{ node, shown }], `shown` is the name that matches, or nothing."""
    answer = Answer(index)
    key = fold(text[:_LONGEST]).replace("\n", "")
    found: dict[int, str] = {}
    for node, shown in _matches(index, key) if key and limit else ():
        found.setdefault(node, shown)
        if len(found) == limit:
            break
    return answer.sealed([{"node": answer.node(node), "shown": shown} for node, shown in found.items()])


def _matches(index: Index, key: str) -> Iterator[tuple[int, str]]:
    """Nodes with what is shown of them, perhaps repeated, best first."""
    is_latin = _LATIN.fullmatch(key) is not None
    whole = "SELECT node, shown FROM name WHERE folded = ? AND is_first = ? ORDER BY n"
    yield from index.rows.execute(whole, (key, 1))
    yield from index.rows.execute(whole, (key, 0))
    if is_latin:
        yield from index.rows.execute("SELECT node, '' FROM sound WHERE initials = ? ORDER BY n", (key,))
    yield from _seek(index, "name", "shown", key, is_start=True)
    if is_latin:
        yield from _seek(index, "sound", "''", key, is_start=True)
        if len(key) > 1:
            yield from _typed(index, key)
    yield from _seek(index, "name", "shown", key, is_start=False)
    if is_latin:
        yield from _seek(index, "sound", "''", key, is_start=False)


def _seek(index: Index, table: str, shown: str, key: str, *, is_start: bool) -> Iterator[tuple[int, str]]:
    """The nodes of names that have the key in them, or begin with it."""
    words = [*(start(key) if is_start else ()), *pairs(key)]
    signs = f"{table}_pairs" if words else f"{table}_signs"
    phrase = f'"{" ".join(words or [token(key)])}"'
    matching = f"{signs} CROSS JOIN {table} ON n = {signs}.rowid WHERE {signs} MATCH ?"
    query = f"SELECT node, {shown} FROM {matching} ORDER BY {signs}.rowid"
    yield from index.rows.execute(query, (phrase,))


def _typed(index: Index, key: str) -> Iterator[tuple[int, str]]:
    """Nodes whose name has syllables in a row that begin with the parts of the key, as in taibaosx, and no other."""
    typed = re.compile("(?:^| )" + "(?:[^ ]* )?".join(map(re.escape, key)))
    ways = (way for way in _splits(index, key) if len(way) < len(key))
    # one part of more than one letter at least: else it is the initials that match
    terms = dict.fromkeys(" AND ".join(f'"{token(part)}" *' for part in way if len(part) > 1) for way in ways)
    if not terms:
        return
    matching = "SELECT rowid FROM sound_syllables WHERE sound_syllables MATCH ? ORDER BY rowid"
    query = f"SELECT node, syllables FROM ({matching}) AS m CROSS JOIN sound ON n = m.rowid"
    for node, syllables in index.rows.execute(query, (" OR ".join(f"({term})" for term in terms),)):
        if typed.search(syllables) and not _is_found(index, node, key):
            yield node, ""


def _is_found(index: Index, node: int, key: str) -> bool:
    """Whether a name, or the initials of one, have the key in them as it stands."""
    names = index.rows.execute("SELECT folded FROM name WHERE node = ?", (node,))
    initials = index.rows.execute("SELECT initials FROM sound WHERE node = ?", (node,))
    return any(key in text for rows in (names, initials) for (text,) in rows)


def _splits(index: Index, key: str) -> list[tuple[str, ...]]:
    """The key in parts that each begin some syllable: those of fewest parts, not all where there are many."""
    ways: list[list[tuple[str, ...]]] = [[] for _ in range(len(key) + 1)]
    ways[0] = [()]
    for at in range(len(key)):
        if not ways[at]:
            continue
        for end in range(at + 1, len(key) + 1):
            part = key[at:end]
            if index.one("SELECT 1 FROM token WHERE text >= ? AND text < ? LIMIT 1", part, f"{part}\U0010ffff") is None:
                break
            ways[end] = sorted({*ways[end], *((*way, part) for way in ways[at])}, key=len)[:_SPLITS]
    return ways[-1]
