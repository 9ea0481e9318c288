"""SQLite for several threads and several processes, with errors in the program's own words."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock, local

from reader.errors import CatalogueDamagedError, CatalogueError, CatalogueFullError, CatalogueLockedError

_PATIENCE = 10.0
"""Seconds that a question waits for another process's lock before it gives up."""

_CACHED_STATEMENTS = 256

_MANY_FREE = 20
"""One page in so many that holds nothing: from then on they are given back."""
_PAGES_AT_ONCE = 1_000


class Database:
    """One SQLite database: a file in WAL mode with a connection for each thread, or one in memory.

    All threads share the connection to a database in memory behind a lock: it belongs to that connection, and
    SQLite's way around that (a shared cache) locks whole tables and answers `SQLITE_LOCKED` at once, where a
    lock simply waits. Keep transactions short: a screen, or another process, may be waiting.

    `migrations` are the scripts that lead from each version of the schema to the next; a database knows its
    version by `PRAGMA user_version`, and a new one has 0. Raises `CatalogueDamagedError` for a file that is no
    such database or comes from a later version of the program, `CatalogueError` for one that cannot be opened.

    With `is_durable`, what was written outlasts a power cut; else that may lose the last seconds, and no more.
    `patience` is how many seconds a question waits for another process's lock. `name` is what errors call it.
    One in memory begins as the file `copied_from` is, if that can be read.
    """

    def __init__(
        self,
        migrations: Sequence[str],
        path: Path | None = None,
        *,
        is_durable: bool = False,
        patience: float | None = None,
        name: str = "the catalogue",
        copied_from: Path | None = None,
    ) -> None:
        self.path = path
        self._is_durable = is_durable
        self._patience = _PATIENCE if patience is None else patience
        self._name = name
        self._is_closed = False
        self._is_made = False
        self._shared = self._connect() if path is None else None
        self._lock = RLock()
        self._own = local()
        if self._shared is not None and copied_from is not None:
            self._shared.copy(copied_from)
        with translated(name):
            self._migrate(migrations)
        self._is_made = True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to ask; what it says inside one `with` belongs together. Raises CatalogueError."""
        with self._connected() as connected, translated(self._name), connected.snapshot() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction: all of the `with` happens, or nothing. Raises CatalogueError."""
        with self._connected() as connected, translated(self._name):
            connection = connected.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk ends it by itself
                    connection.execute("ROLLBACK")
                raise

    def size(self) -> int:
        """Bytes of all its pages: of its file, once it is closed. Raises CatalogueError."""
        with self.reading() as connection:
            ((pages,), (size,)) = (connection.execute(f"PRAGMA page_{of}").fetchone() for of in ("count", "size"))
        return int(pages) * int(size)

    def give_back(self, is_stopped: Callable[[], bool] = lambda: False) -> None:
        """Give pages that nothing is in back to the disk, where they are many. Raises CatalogueError."""
        with self._connected() as connected, translated():
            ask = connected.connection.execute
            (pages,), (free,) = ask("PRAGMA page_count").fetchone(), ask("PRAGMA freelist_count").fetchone()
            if free * _MANY_FREE < pages:
                return
            for _ in range(0, free, _PAGES_AT_ONCE):
                if is_stopped():
                    return
                # `execute` would give back one page: it has no row to step to.
                connected.connection.executescript(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})")

    def close(self) -> None:
        """Give the database up; in memory, its content is gone. Whoever still uses it gets CatalogueError.

        A thread that is asking keeps its connection until it is answered.
        """
        self._is_closed = True
        self._own = local()
        if self._shared is not None:
            with self._lock:
                self._shared.connection.close()

    @contextmanager
    def _connected(self) -> Iterator[_Connected]:
        if self._shared is not None:
            with self._lock:
                self._check_open()
                yield self._shared
            return
        self._check_open()
        connected: _Connected | None = getattr(self._own, "connected", None)
        if connected is None:
            if self._is_made and self.path is not None and not self.path.exists():
                raise CatalogueDamagedError("its file is gone")  # SQLite would begin an empty one
            with translated(self._name):
                connected = self._own.connected = self._connect()
        yield connected

    def _connect(self) -> _Connected:
        return _Connected(self.path, self._patience, is_durable=self._is_durable)

    def _check_open(self) -> None:
        if self._is_closed:
            raise CatalogueError(f"{self._name} is closed")

    def _migrate(self, migrations: Sequence[str]) -> None:
        with self._connected() as connected:
            connection = connected.connection
            if _version(connection) == len(migrations):
                return
            connection.execute("BEGIN IMMEDIATE")  # two programs may start at once
            try:
                version = _version(connection)
                if version > len(migrations):
                    raise CatalogueDamagedError(f"it was made by a later version of Broadsheet (schema {version})")
                for script in migrations[version:]:
                    for statement in _statements(script):
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {len(migrations)}")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


class _Connected:
    """A connection and how deep it is in questions that belong together."""

    def __init__(self, path: Path | None, patience: float, *, is_durable: bool) -> None:
        self._depth = 0
        self.connection = sqlite3.connect(
            ":memory:" if path is None else path,
            timeout=patience,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_CACHED_STATEMENTS,
        )
        # A connection and its cache of statements hold each other: left alone, it would stay open after its thread.
        weakref.finalize(self, self.connection.close)
        if path is not None:
            if not self.connection.execute("PRAGMA page_count").fetchone()[0]:
                self.connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of one that is there, this would write
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute(f"PRAGMA synchronous = {'FULL' if is_durable else 'NORMAL'}")
            self.connection.execute("PRAGMA journal_size_limit = 16777216")

    def copy(self, file: Path) -> None:
        """Takes in all that a database on the disk holds, as far as it can be read; nothing is written there."""
        for mode in ("mode=ro", "immutable=1"):  # the second where the folder cannot be written, nor a log be made
            try:
                source = sqlite3.connect(f"{file.absolute().as_uri()}?{mode}", timeout=0.1, uri=True)
            except sqlite3.Error:
                continue
            with closing(source):
                try:
                    # Holding what is read, for a copy waits for a lock without end.
                    source.execute("BEGIN")
                    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    source.backup(self.connection)
                except sqlite3.Error:
                    continue
                return

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        begins = not self._depth and not self.connection.in_transaction
        if begins:
            self.connection.execute("BEGIN")
        self._depth += 1
        try:
            yield self.connection
        finally:
            self._depth -= 1
            if begins and self.connection.in_transaction:
                self.connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: `executescript` would end the transaction that they belong in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


_DAMAGES = ("malformed", "not a database", "encrypted", "disk image")


@contextmanager
def translated(name: str = "the catalogue") -> Iterator[None]:
    """Turn what can go wrong with the file, the disk or the lock into CatalogueError, of what is called `name`.

    Not wrapped: `IntegrityError`, `ProgrammingError`, `InterfaceError` and so on: defects of this program.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise CatalogueLockedError(f"another program keeps {name} locked") from error
        if "full" in str(error):
            raise CatalogueFullError(f"{name} cannot be used: {error}") from error
        raise CatalogueError(f"{name} cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        if type(error) is sqlite3.DatabaseError or any(word in str(error) for word in _DAMAGES):
            raise CatalogueDamagedError(f"{name} is damaged: {error}") from error
        raise
