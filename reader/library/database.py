"""A connection to SQLite, shared between threads, with errors in the program's own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from reader.errors import BroadsheetError


class CatalogueError(BroadsheetError):
    """The catalogue could not be read or written; the message says why."""


class Database:
    """One SQLite database, in memory unless a path is given.

    All threads share one connection behind a lock. A database in memory belongs to its connection, and
    SQLite's way around that (a shared cache) locks whole tables and answers `SQLITE_LOCKED` at once, where a
    lock simply waits. Readers and writers alike go through `reading` and `writing`, so a database in a file
    can give each thread a connection of its own without its users noticing. Keep transactions short: a screen
    may be waiting.
    """

    def __init__(self, schema: str, path: Path | None = None) -> None:
        self._lock = RLock()
        self._is_closed = False
        with translated():
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            self._connection.executescript(schema)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to ask; what it says inside one `with` belongs together. Raises CatalogueError."""
        with self._lock, translated():
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction: all of the `with` happens, or nothing. Raises CatalogueError."""
        with self._lock, translated():
            connection = self._opened()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Give the database up; in memory, its content is gone. Whoever still uses it gets CatalogueError."""
        with self._lock:
            self._is_closed = True
            self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._is_closed:
            raise CatalogueError("the catalogue is closed")
        return self._connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn what can go wrong with the file, the disk or the lock into CatalogueError.

    Not wrapped: `IntegrityError`, `ProgrammingError`, `InterfaceError` and so on: defects of this program.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise CatalogueError(f"the catalogue cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        if type(error) is sqlite3.DatabaseError:
            raise CatalogueError(f"the catalogue is damaged: {error}") from error
        raise
