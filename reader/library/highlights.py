"""What the reader has highlighted and noted: passages of articles, in marks.db, kept until the reader removes them.

An article may change or go: its highlights stay. One whose passage is no longer in the article is marked as lost.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby, starmap
from pathlib import Path
from time import time
from typing import NamedTuple

from reader.archive.article import Article
from reader.document.passage import Passage
from reader.document.words import fold
from reader.library import identity
from reader.library.database import Database
from reader.library.identity import UNKNOWN, Archive, Identity
from reader.library.record import storable

COLOURS = ("green", "blue", "violet", "red")
"""The names of colours 1 to 4."""


class Highlight(NamedTuple):
    """A passage that the reader has lit."""

    id: int
    """A random number, so that those of two machines are told apart."""
    passage: Passage
    colour: int = 1
    """1 to 4."""
    note: str = ""
    made: int = 0
    """Milliseconds since 1970."""
    changed: int = 0
    """The same."""
    is_lost: bool = False
    """Whether the passage was not in the article when that was opened last."""


class Filed(NamedTuple):
    """A highlight with what is known of its article, which may be gone."""

    highlight: Highlight
    title: str
    link: str
    """The article's source; empty when it names none."""
    date: date | None
    path: Path
    """Where its file was seen last."""
    body_hash: bytes
    article: int
    """Its id in marks.db."""


class Removed(NamedTuple):
    """A highlight that the reader has removed."""

    id: int
    moment: int
    """Milliseconds since 1970."""


def new_id() -> int:
    """An id for a highlight that is made now."""
    return random.SystemRandom().randrange(1, 1 << 53)  # JSON of other programs holds no more


class Highlights:
    """The highlights in marks.db. Every change is on the disk when its call returns; raises CatalogueError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article: int) -> list[Highlight]:
        """The highlights of an article of marks.db, in the order of its text."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_OWN} FROM highlights h WHERE article = ? ORDER BY first, last", (article,)
            )
            return [_highlight(row) for row in rows]

    def keep(self, wanted: Identity, highlights: Iterable[Highlight], archive: Archive = UNKNOWN) -> None:
        """Keeps highlights of an article, new ones and changed ones."""
        kept = list(highlights)
        with self._database.writing() as connection:
            article = identity.keep(connection, wanted, archive)
            connection.executemany(
                "INSERT INTO highlights (id, article, first, last, quote, before, after, colour, note, made, changed, "
                "is_lost) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO UPDATE SET "
                "(first, last, quote, before, after, colour, note, changed, is_lost) = "
                "(?3, ?4, ?5, ?6, ?7, ?8, ?9, ?11, ?12)",
                [(each.id, article, *_row(each)) for each in kept],
            )
            connection.executemany("DELETE FROM removed WHERE id = ?", [(each.id,) for each in kept])

    def settle(self, highlights: Iterable[Highlight]) -> None:
        """Keeps where highlights are by now, or that they are lost; nothing else of them, which others may change."""
        with self._database.writing() as connection:
            connection.executemany(
                "UPDATE highlights SET (first, last, quote, before, after, is_lost) = (?2, ?3, ?4, ?5, ?6, ?7) "
                "WHERE id = ?1",
                [(each.id, *_row(each)[:5], each.is_lost) for each in highlights],
            )

    def change(self, highlight: Highlight) -> None:
        """Keeps the colour and the note of a highlight, wherever its article is."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE highlights SET colour = ?, note = ?, changed = ? WHERE id = ?",
                (highlight.colour, storable(highlight.note), highlight.changed, highlight.id),
            )

    def remove(self, number: int) -> None:
        """Forgets a highlight, but for when that was; only the reader asks for that."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM highlights WHERE id = ?", (number,))
            connection.execute("INSERT OR REPLACE INTO removed VALUES (?, ?)", (number, int(time() * 1000)))

    def restore(self, filed: Filed) -> None:
        """Keeps a highlight again that was removed."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO highlights (id, article, first, last, quote, before, after, colour, note, made, "
                "changed, is_lost) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (filed.highlight.id, filed.article, *_row(filed.highlight)),
            )
            connection.execute("DELETE FROM removed WHERE id = ?", (filed.highlight.id,))

    def all(self) -> list[Filed]:
        """All highlights of all archives: articles with the newest first, those of each in the order of its text."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {_OWN}, a.title, a.link, a.day, a.root, a.path, a.body_hash, a.id "
                "FROM highlights h JOIN articles a ON a.id = h.article "
                "JOIN (SELECT article, max(made) AS newest FROM highlights GROUP BY article) n ON n.article = a.id "
                "ORDER BY n.newest DESC, a.id, h.first, h.last"
            ).fetchall()
        return [_filed(row) for row in rows]


def by_article(connection: sqlite3.Connection) -> dict[int, list[Highlight]]:
    """All highlights, by the articles of marks.db, in the order of their texts."""
    rows = connection.execute(f"SELECT h.article, {_OWN} FROM highlights h ORDER BY article, first, last, id")
    groups = groupby(rows, key=lambda row: int(row[0]))
    return {article: [_highlight(row[1:]) for row in group] for article, group in groups}


def merge(connection: sqlite3.Connection, article: int, highlights: Iterable[Highlight]) -> int:
    """Takes in highlights of an article that were exported; of two of one id the later counts. How many are others now.

    One that was removed here after it was changed last stays so. Within a transaction that writes.
    """
    kept = list(highlights)
    others = sum(
        connection.execute(
            "INSERT INTO highlights (id, article, first, last, quote, before, after, colour, note, made, changed, "
            "is_lost) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 "
            "WHERE NOT EXISTS (SELECT 1 FROM removed WHERE id = ?1 AND moment >= ?11) ON CONFLICT (id) DO UPDATE SET "
            "(first, last, quote, before, after, colour, note, changed, is_lost) = "
            "(?3, ?4, ?5, ?6, ?7, ?8, ?9, ?11, ?12) WHERE changed < ?11",
            (each.id, article, *_row(each)),
        ).rowcount
        for each in kept
    )
    connection.executemany(
        "DELETE FROM removed WHERE id = ? AND EXISTS (SELECT 1 FROM highlights h WHERE h.id = removed.id)",
        [(each.id,) for each in kept],
    )
    return others


def removed(connection: sqlite3.Connection) -> list[Removed]:
    """All that were removed."""
    return list(starmap(Removed, connection.execute("SELECT id, moment FROM removed ORDER BY id")))


def merge_removed(connection: sqlite3.Connection, given: Iterable[Removed]) -> int:
    """Removes what was removed elsewhere, unless it was changed here later. How many are gone now.

    Within a transaction that writes.
    """
    gone = 0
    for each in given:
        gone += connection.execute("DELETE FROM highlights WHERE id = ? AND changed <= ?", each).rowcount
        connection.execute(
            "INSERT INTO removed (id, moment) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM highlights WHERE id = ?1) "
            "ON CONFLICT (id) DO UPDATE SET moment = max(moment, ?2)",
            each,
        )
    return gone


def matching(filed: Iterable[Filed], words: str) -> list[Filed]:
    """Those that have all of some words in their quote, their note or their title, in any case, width and script."""
    terms = terms_of(words)
    return [each for each in filed if all(term in _text(each) for term in terms)]


def terms_of(words: str) -> list[str]:
    """The words that are looked for, made equal."""
    return fold(words).split()


@lru_cache(20_000)
def _text(filed: Filed) -> str:
    return "\n".join(map(fold, (filed.highlight.passage.quote, filed.highlight.note, filed.title)))


def of_archive(filed: Iterable[Filed], paths: Iterable[Path], archive: Archive = UNKNOWN) -> list[Filed]:
    """Those of articles that stand in an archive, or stood there when they were seen last."""
    folders = tuple(paths)
    known: dict[int, bool] = {}
    for each in filed:
        if each.article not in known:
            is_below = any(each.path.is_relative_to(folder) for folder in folders)
            known[each.article] = is_below or bool(each.body_hash and archive.has_body(each.body_hash))
    return [each for each in filed if known[each.article]]


def of_article(article: Article, roots: Iterable[Path]) -> Identity:
    """What tells an open article from others while the catalogue does not list it, so that its body is not hashed."""
    path, metadata = article.path, article.metadata
    root = next((each for each in roots if each != path and path.is_relative_to(each)), path.parent)
    return Identity(
        b"",
        os.fsencode(root),
        os.fsencode(path.relative_to(root)),
        storable(metadata.title),
        storable(metadata.link or ""),
        metadata.date.toordinal(),
    )


_OWN = "h.id, h.first, h.last, h.quote, h.before, h.after, h.colour, h.note, h.made, h.changed, h.is_lost"
_COLUMNS = 11


def _row(highlight: Highlight) -> tuple[object, ...]:
    first, last, quote, before, after = highlight.passage
    words = map(storable, (quote, before, after))
    return (
        first,
        last,
        *words,
        highlight.colour,
        storable(highlight.note),
        highlight.made,
        highlight.changed,
        highlight.is_lost,
    )


def _highlight(row: tuple[object, ...]) -> Highlight:
    number, first, last, quote, before, after, colour, note, made, changed, is_lost = row
    found = Passage(first, last, quote, before, after)  # type: ignore[arg-type]
    return Highlight(number, found, colour, note, made, changed, bool(is_lost))  # type: ignore[arg-type]


def _filed(row: tuple[object, ...]) -> Filed:
    title, link, day, root, path, body_hash, article = row[_COLUMNS:]
    file = Path(os.fsdecode(os.path.join(root, path)))  # type: ignore[call-overload]  # noqa: PTH118 - bytes
    on = date.fromordinal(day) if isinstance(day, int) else None
    return Filed(_highlight(row[:_COLUMNS]), title, link, on, file, body_hash, article)  # type: ignore[arg-type]
