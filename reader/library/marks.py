"""What a reader has read and starred: their own, kept in the data folder, and never dropped or overwritten.

An article is known by its body, so that it keeps its marks when its file is moved, renamed or filed elsewhere, and when
the archive is opened at another path.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from time import time
from typing import NamedTuple

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library.database import Database

_MARKS = """
CREATE TABLE marks (
    body_hash BLOB PRIMARY KEY,
    read INTEGER,     -- seconds since 1970; NULL for unread
    starred INTEGER   -- the same
) WITHOUT ROWID;
"""
MIGRATIONS = (_MARKS,)
"""What makes each version of the schema of the one before."""


class Mark(NamedTuple):
    """What is marked on an article."""

    is_read: bool = False
    is_starred: bool = False


NONE = Mark()


class Marks:
    """The marks of all archives. Raises CatalogueError where they cannot be read or kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = Database(MIGRATIONS, path)

    def close(self) -> None:
        """Give them up until the next start."""
        self._database.close()

    def of(self, body_hashes: Iterable[bytes]) -> dict[bytes, Mark]:
        """What is marked, by body; articles without a mark are left out."""
        wanted = list(body_hashes)
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT body_hash, read IS NOT NULL, starred IS NOT NULL FROM marks "
                f"WHERE body_hash IN ({', '.join('?' * len(wanted))})",
                wanted,
            ).fetchall()
        return {body_hash: Mark(bool(read), bool(starred)) for body_hash, read, starred in rows}

    def set_read(self, body_hash: bytes, *, is_read: bool) -> None:
        """Mark an article as read or unread; it is kept when this returns."""
        self._set("read", body_hash, is_read)

    def set_starred(self, body_hash: bytes, *, is_starred: bool) -> None:
        """Star an article, or take its star away; it is kept when this returns."""
        self._set("starred", body_hash, is_starred)

    def bodies(self, mark: str) -> set[bytes]:
        """The bodies of all articles that are marked: `read` or `starred`."""
        column = {"read": "read", "starred": "starred"}[mark]
        with self._database.reading() as connection:
            return {body for (body,) in connection.execute(f"SELECT body_hash FROM marks WHERE {column} IS NOT NULL")}

    def _set(self, column: str, body_hash: bytes, is_set: bool) -> None:
        moment = int(time()) if is_set else None
        with self._database.writing() as connection:
            connection.execute(
                f"INSERT INTO marks (body_hash, {column}) VALUES (?, ?) "
                f"ON CONFLICT (body_hash) DO UPDATE SET {column} = excluded.{column}",
                (body_hash, moment),
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
        return None, f"Marks are not kept: {reason.replace('the catalogue', 'their file')}."
