"""The index of all texts: FTS5 over words and pairs of characters, without the texts themselves.

An index without texts takes a third of the room, but cannot take a text out again: a changed article gets a new row,
and the old one is passed over because it is none of the `documents`. When there are too many such rows, all is indexed
anew.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from sqlite3 import Connection

from reader.library import pinyin, titles
from reader.library.database import Database
from reader.library.listing import Flag, View
from reader.library.nodes import numbers_as_text
from reader.library.schema import ROOTS
from reader.library.texts import Text, Unindexed

_NOT_FROM_TEXT = int(Flag.DRAFT | Flag.UNDATED)
_MOST_PASSED_OVER = 1_000
"""Rows that are passed over, from which on they are compared with the others."""
_BATCH = 5_000


class FullText:
    """The index in a catalogue's database, as its writer sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._syllables: frozenset[str] | None = None

    def count(self) -> tuple[int, int]:
        """How many articles are indexed, and how many there are."""
        with self._database.reading() as connection:
            unindexed, articles = connection.execute(
                "SELECT (SELECT count(*) FROM articles WHERE document IS NULL), count FROM nodes WHERE id = ?",
                (ROOTS[View.DATE],),
            ).fetchone()
        return articles - unindexed, articles

    def unindexed(self) -> Iterator[Unindexed]:
        """The articles that are not indexed, as they are when they are asked for: the oldest first.

        So of two documents the one with the higher number is mostly the newer one.
        """
        with self._database.reading() as connection:
            found = connection.execute("SELECT id FROM articles WHERE document IS NULL ORDER BY date, id")
            articles = array("q", (article for (article,) in found))
        for begin in range(0, len(articles), _BATCH):
            with self._database.reading() as connection:
                rows = connection.execute(
                    "SELECT a.id, a.body_hash, d.path, a.name, a.title FROM articles a "
                    "JOIN directories d ON d.id = a.directory "
                    "WHERE a.document IS NULL AND a.id IN (SELECT value FROM json_each(?)) ORDER BY a.date, a.id",
                    (f"[{numbers_as_text(articles[begin : begin + _BATCH])}]",),
                ).fetchall()
            for article, body_hash, directory, name, title in rows:
                yield Unindexed(article, body_hash, directory + b"/" + name if directory else name, title)

    def put(self, texts: Sequence[Text]) -> None:
        """Index texts, in one transaction."""
        if not texts:
            return
        known, self._syllables = self._syllables, None  # until all is written
        with self._database.writing() as connection:
            (documents,) = connection.execute("SELECT value FROM facts WHERE name = 'documents'").fetchone()
            there = [text for text in texts if text.is_there]
            numbered = list(enumerate(there, documents + 1))
            connection.executemany(
                "INSERT INTO full_text (rowid, title, body) VALUES (?, ?, ?)",
                [(number, text.title, text.body) for number, text in numbered],
            )
            connection.executemany(
                "INSERT INTO characters (rowid, text) VALUES (?, ?)",
                [(number, text.characters) for number, text in numbered],
            )
            titles.put(connection, [(number, text.title) for number, text in numbered])
            connection.executemany(
                "UPDATE articles SET document = ?, flags = flags & ? | ?, pinyin = ?, guessed = ? "
                "WHERE id = ? AND body_hash = ?",
                [
                    (
                        *(number, _NOT_FROM_TEXT, text.flags, text.pinyin, text.language),
                        *(text.article, text.body_hash),
                    )
                    for number, text in numbered
                ],
            )
            connection.executemany(
                "INSERT INTO documents SELECT document, id, ? FROM articles WHERE id = ? AND document = ?",
                [(text.words, text.article, number) for number, text in numbered],
            )
            connection.executemany(
                "UPDATE articles SET document = 0 WHERE id = ? AND body_hash = ?",
                [(text.article, text.body_hash) for text in texts if not text.is_there],
            )
            connection.execute("UPDATE facts SET value = value + ? WHERE name = 'documents'", (len(there),))
            words = sum(text.words for text in there)
            connection.execute("UPDATE facts SET value = value + ? WHERE name = 'words'", (words,))
            known = _keep_syllables(connection, known, there)
        self._syllables = known

    def begin_anew_if_worn(self) -> bool:
        """Empty the index when a third of it is passed over; says whether it was emptied."""
        with self._database.writing() as connection:
            (documents,) = connection.execute("SELECT value FROM facts WHERE name = 'documents'").fetchone()
            (named,) = connection.execute("SELECT count(*) FROM documents").fetchone()
            if documents - named < max(_MOST_PASSED_OVER, named // 2):
                return False
            for table in ("full_text", "characters", "titles"):
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
            connection.execute("DELETE FROM documents")
            connection.execute("UPDATE articles SET document = NULL")
            connection.execute("UPDATE facts SET value = 0 WHERE name IN ('documents', 'words')")
            return True


def _keep_syllables(connection: Connection, known: frozenset[str] | None, texts: Sequence[Text]) -> frozenset[str]:
    """Note which syllables there are: they are what a typed word is parted into."""
    if known is None:
        known = frozenset(syllables(connection))
    found = known.union(*(pinyin.syllables_of(text.pinyin) for text in texts if text.pinyin))
    if found != known:
        connection.execute("REPLACE INTO facts VALUES ('syllables', ?)", (" ".join(sorted(found)),))
    return found


def syllables(connection: Connection) -> list[str]:
    """The syllables of all titles that were ever indexed."""
    row = connection.execute("SELECT value FROM facts WHERE name = 'syllables'").fetchone()
    return row[0].split() if row else []
