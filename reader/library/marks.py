"""What a reader has read and starred: their own, kept in the data folder, and never dropped or overwritten.

Every change is on the disk when the call that makes it returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from time import time
from typing import NamedTuple

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library import identity
from reader.library.database import Database
from reader.library.identity import UNKNOWN, Archive, Identity
from reader.library.marks_schema import MIGRATIONS

_PATIENCE = 1.0
"""Seconds that a key waits for another program's change to the marks."""


class Mark(NamedTuple):
    """What is marked on an article."""

    is_read: bool = False
    is_starred: bool = False


NONE = Mark()


class Marks:
    """The marks of all archives. Raises CatalogueError where they cannot be read or kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = Database(MIGRATIONS, path, is_durable=True, patience=_PATIENCE, name="the file of marks")
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

    # what is marked

    def of(self, body_hashes: Iterable[bytes]) -> dict[bytes, Mark]:
        """What is marked, by body; articles without a mark are left out."""
        wanted = list(body_hashes)
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT a.body_hash, max(m.is_read), max(m.is_starred) "
                "FROM marks m JOIN articles a ON a.id = m.article "
                f"WHERE a.body_hash IN ({', '.join('?' * len(wanted))}) GROUP BY a.body_hash",
                wanted,
            ).fetchall()
        return {body_hash: Mark(bool(read), bool(starred)) for body_hash, read, starred in rows}

    def set_read(self, article: int, *, is_read: bool) -> None:
        """Mark an article as read or unread; it is kept when this returns."""
        self._set("read", article, is_read)

    def set_starred(self, article: int, *, is_starred: bool) -> None:
        """Star an article, or take its star away; it is kept when this returns."""
        self._set("starred", article, is_starred)

    def bodies(self, mark: str) -> set[bytes]:
        """The bodies of all articles that are marked: `read` or `starred`."""
        column = {"read": "is_read", "starred": "is_starred"}[mark]
        with self.database.reading() as connection:
            rows = connection.execute(f"SELECT body_hash FROM marks JOIN articles ON id = article WHERE {column}")
            return {body for (body,) in rows}

    def _set(self, mark: str, article: int, is_set: bool) -> None:
        with self.database.writing() as connection:
            connection.execute(
                f"INSERT INTO marks (article, is_{mark}, {mark}_changed) VALUES (?, ?, ?) ON CONFLICT (article) "
                f"DO UPDATE SET is_{mark} = excluded.is_{mark}, {mark}_changed = excluded.{mark}_changed",
                (article, is_set, int(time() * 1000)),
            )


def file() -> Path:
    """Where the marks are kept: the platform's folder for a program's data."""
    import platformdirs  # noqa: PLC0415 - not before the first frame

    return platformdirs.user_data_path("broadsheet") / "marks.db"


def open_marks() -> tuple[Marks | None, str]:
    """The marks, and what the reader should know: why none are kept, or that damaged ones were set aside.

    What is set aside is renamed, each under a name of its own.
    """
    path = file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return Marks(path), ""
        except CatalogueDamagedError:
            number = next(n for n in count(1) if not path.with_name(f"marks-damaged-{n}.db").exists())
            aside = path.with_name(f"marks-damaged-{number}.db")
            path.rename(aside)
            for suffix in ("-wal", "-shm"):
                log = Path(f"{path}{suffix}")
                if log.exists():
                    log.rename(f"{aside}{suffix}")
            return Marks(path), f"The marks could not be read; they are kept as {aside}, and new ones begin."
    except (OSError, CatalogueError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        return None, f"Marks are not kept: {reason.replace('the file of marks', 'their file')}."
