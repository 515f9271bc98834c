"""The tables of the side index."""

import sqlite3

FORMAT = 2
"""The number of what stands here: an index of another one is made anew."""
HUB = 500
"""Of nodes with more edges than this, the edges are counted beforehand."""
WINS = frozenset({"won", "wonWith"})
NO_YEAR = "none"
"""What stands for the year of a receipt without one, as on the page."""
COUNTED = frozenset(
    {
        *(
            "organizations",
            "groups",
            "subsidiaries",
            "winners",
            "awards",
            "programmes",
            "editions",
            "cases",
            "articles",
        ),
        *("publishers", "years", "days", "kinds"),
    }
)
"""The tables that count receipts."""

TABLES = """
CREATE TABLE about (said TEXT);
CREATE TABLE node (
    i INTEGER PRIMARY KEY, id TEXT, class INTEGER, label TEXT, english TEXT, has_group INTEGER, zh TEXT, en TEXT,
    receipts INTEGER, degree INTEGER, is_group INTEGER, aliases TEXT, properties TEXT, quotes TEXT
);
CREATE TABLE fact (f INTEGER PRIMARY KEY, id TEXT, receipt INTEGER, said TEXT, quotes TEXT);
CREATE TABLE article (
    a INTEGER PRIMARY KEY, i INTEGER UNIQUE, iri TEXT, identifier TEXT, issued TEXT, file TEXT, place INTEGER,
    placed INTEGER DEFAULT 0
);
CREATE TABLE quote (q INTEGER PRIMARY KEY, article INTEGER, start INTEGER, end INTEGER, text TEXT);
CREATE TABLE proof (q INTEGER, kind INTEGER, n INTEGER, PRIMARY KEY (q, kind, n)) WITHOUT ROWID;
CREATE TABLE link (
    node INTEGER, relation INTEGER, is_out INTEGER, place INTEGER, other INTEGER, edge INTEGER, fact INTEGER,
    receipt INTEGER, PRIMARY KEY (node, relation, is_out, place, other, edge)
) WITHOUT ROWID;
CREATE TABLE hub (
    node INTEGER, relation INTEGER, is_out INTEGER, class INTEGER, edges INTEGER, links INTEGER,
    PRIMARY KEY (node, relation, is_out, class)
) WITHOUT ROWID;
CREATE TABLE near (node INTEGER, class INTEGER, others INTEGER, PRIMARY KEY (node, class)) WITHOUT ROWID;
CREATE TABLE speaks (node INTEGER, receipt INTEGER, PRIMARY KEY (node, receipt)) WITHOUT ROWID;
CREATE TABLE piece (name TEXT PRIMARY KEY, starts BLOB, keys BLOB, words TEXT);
CREATE TABLE name (n INTEGER PRIMARY KEY, node INTEGER, is_first INTEGER, folded TEXT, shown TEXT);
CREATE TABLE sound (n INTEGER PRIMARY KEY, node INTEGER, initials TEXT, syllables TEXT);
CREATE TABLE token (text TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE name_signs USING fts5 (text, content='', detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE name_pairs USING fts5 (text, content='', detail=full, tokenize='ascii');
CREATE VIRTUAL TABLE sound_signs USING fts5 (text, content='', detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE sound_pairs USING fts5 (text, content='', detail=full, tokenize='ascii');
CREATE VIRTUAL TABLE sound_syllables USING fts5 (text, content='', detail=none, tokenize='ascii', prefix='4 6');
"""
"""`placed` is how many quotes of an article say where they stand; `link` has each edge at both of its ends, in the
order in which neighbours are shown; `piece` has columns of receipts and of nodes as arrays of 32-bit numbers."""


def prepare(connection: sqlite3.Connection, script: str) -> None:
    """Run a script, and begin a transaction that the next script, or a commit, ends."""
    connection.executescript(script)
    connection.execute("BEGIN")
