"""What a reader has read and starred, and where they left each article: their own, never dropped or overwritten.

Every change is on the disk when the call that makes it returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import time
from typing import NamedTuple

from reader.document.anchor import Anchor, Left
from reader.library import identity
from reader.library.database import Database
from reader.library.identity import UNKNOWN, Archive, Identity
from reader.library.mark import NONE, Kind, Mark
from reader.library.marks_schema import MIGRATIONS
from reader.library.record import storable

_PATIENCE = 2.0
"""Seconds that a change waits for another program's change to the marks."""


NAME = "the file of marks"
"""What errors call it."""


class Kept(NamedTuple):
    """An article of marks.db, with what is marked on it."""

    article: int
    identity: Identity
    mark: Mark


class Marks:
    """The marks of all archives: in a file, or in memory for this run. Raises CatalogueError where they fail.

    In memory they begin as `copied_from` has them, where that can be read.
    """

    def __init__(self, path: Path | None, *, copied_from: Path | None = None) -> None:
        self.path = path
        self.database = Database(
            MIGRATIONS,
            path,
            is_durable=True,
            patience=_PATIENCE,
            name=NAME,
            copied_from=copied_from,
        )
        """For others who keep something of articles there, by their ids."""

    def close(self) -> None:
        """Give them up until the next start."""
        self.database.close()

    # which article it is

    def find(self, wanted: Identity, archive: Archive = UNKNOWN) -> int | None:
        """The id of an article in marks.db; None when nothing is kept of it."""
        with self.database.reading() as connection:
            return identity.find(connection, wanted, archive)

    def article(self, wanted: Identity, archive: Archive = UNKNOWN) -> int:
        """The id of an article in marks.db, noted where it is new; what it is known by is brought up to date."""
        with self.database.writing() as connection:
            return identity.keep(connection, wanted, archive)

    def follow(self, edited: Sequence[Identity], archive: Archive = UNKNOWN) -> None:
        """Know articles by the bodies that they have now, so that they are found when they are moved after that.

        Those of which nothing is kept are passed over.
        """
        with self.database.writing() as connection:
            for each in edited:
                identity.follow(connection, each, archive)

    # what is marked

    def of(self, article: int) -> Mark:
        """What is kept of an article."""
        with self.database.reading() as connection:
            row = connection.execute(f"SELECT {_MARK} FROM {_KEPT} WHERE a.id = ?", (article,)).fetchone()
        return NONE if row is None else _mark(row)

    def kept(self) -> Iterator[Kept]:
        """All articles of which a mark or a place is kept."""
        with self.database.reading() as connection:
            rows = connection.execute(
                f"SELECT a.id, a.body_hash, a.root, a.path, a.title, a.link, a.day, {_MARK} FROM {_KEPT} "
                "WHERE m.is_read OR m.is_starred OR p.share > 0"
            )
            for article, *rest in rows:
                yield Kept(article, Identity(*rest[:6]), _mark(rest[6:]))

    def mark(
        self,
        kind: Kind,
        identities: Sequence[Identity],
        *,
        is_set: bool,
        archive: Archive = UNKNOWN,
        moment: int | None = None,
    ) -> list[int]:
        """Mark articles, or take their marks away, all of them or none; answers their ids in marks.db.

        `moment` is when, in milliseconds since 1970; now, where it is not given.
        """
        with self.database.writing() as connection:
            articles = identity.keep_all(connection, identities, archive)
            connection.executemany(
                f"INSERT INTO marks (article, is_{kind}, {kind}_changed) VALUES (?, ?, ?) ON CONFLICT (article) "
                f"DO UPDATE SET is_{kind} = excluded.is_{kind}, {kind}_changed = excluded.{kind}_changed",
                [(article, is_set, now() if moment is None else moment) for article in articles],
            )
        return articles

    # where articles were left

    def place(self, article: int) -> Left | None:
        """Where an article was left; None for its top."""
        with self.database.reading() as connection:
            row = connection.execute(
                "SELECT position, before, after, rows, share FROM places WHERE article = ?", (article,)
            ).fetchone()
        return None if row is None else Left(Anchor(*row[:3]), *row[3:])

    def keep_place(self, wanted: Identity, left: Left | None, archive: Archive = UNKNOWN) -> None:
        """Keep where an article was left; None for its top, of which nothing need be kept."""
        with self.database.writing() as connection:
            if left is None:
                if (known := identity.find(connection, wanted, archive)) is not None:
                    connection.execute("DELETE FROM places WHERE article = ?", (known,))
                return
            article = identity.keep(connection, wanted, archive)
            offset, before, after = left.anchor
            connection.execute(
                "INSERT INTO places (article, position, before, after, rows, share, changed) "
                "VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, 0), ?7) ON CONFLICT (article) DO UPDATE SET "
                "(position, before, after, rows, share, changed) = (?2, ?3, ?4, ?5, coalesce(?6, share), ?7)",
                (article, offset, storable(before), storable(after), left.rows, left.share, now()),
            )

    def changes(self) -> int:
        """A number that becomes another when another connection has changed the marks."""
        with self.database.reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])


_KEPT = "articles a LEFT JOIN marks m ON m.article = a.id LEFT JOIN places p ON p.article = a.id"
_MARK = (
    "coalesce(m.is_read, 0), coalesce(m.is_starred, 0), coalesce(m.read_changed, 0), coalesce(m.starred_changed, 0), "
    "coalesce(p.share, 0)"
)


def _mark(row: Sequence[float]) -> Mark:
    is_read, is_starred, read_changed, starred_changed, share = row
    return Mark(bool(is_read), bool(is_starred), int(read_changed), int(starred_changed), share)


def now() -> int:
    """Milliseconds since 1970."""
    return int(time() * 1000)
