"""Whose turn it is to bring a catalogue up to date: one process at a time, whatever happens to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library.database import translated


class Turn:
    """A lock between processes, which the system gives back when its holder ends, also by force.

    It is SQLite's own lock on a file beside the catalogue: that works on every system that SQLite works on, and
    wherever the catalogue itself can be locked.
    """

    def __init__(self, catalogue: Path) -> None:
        self._file = catalogue.with_name("sync.lock")
        self._connection: sqlite3.Connection | None = None

    def take(self, *, patience: float = 0) -> bool:
        """Takes the turn, waiting for so many seconds at most; says whether it is ours. Raises CatalogueError."""
        try:
            return self._take(patience)
        except CatalogueDamagedError:
            self._unlink()  # something else stands in the place of the file, which holds nothing
            return self._take(patience)

    def _take(self, patience: float) -> bool:
        if self._connection is not None:
            return True
        with translated():
            connection = sqlite3.connect(self._file, timeout=patience, isolation_level=None)
        try:
            with translated():
                connection.execute("BEGIN EXCLUSIVE")
        except Exception as error:
            connection.close()
            cause = error.__cause__
            if isinstance(cause, sqlite3.OperationalError) and "locked" in str(cause):
                return False
            raise
        self._connection = connection
        return True

    def _unlink(self) -> None:
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise CatalogueError(f"{self._file} cannot be used: {error.strerror}") from error

    def give_back(self) -> None:
        """Lets another process take it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
