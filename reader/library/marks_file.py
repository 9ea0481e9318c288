"""Where marks.db is kept, and what is done when it cannot be used there."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import NamedTuple

from reader.errors import CatalogueDamagedError, CatalogueError
from reader.library.database import translated
from reader.library.marks import NAME as _NAME
from reader.library.marks import Marks
from reader.library.turn import Turn

_LOGS = ("-wal", "-shm")
"""What SQLite keeps beside a database in WAL mode."""


class Opened(NamedTuple):
    """The marks, and what the reader should know of them."""

    marks: Marks
    notice: str = ""
    """A sentence, when they are not kept, or when a damaged file was set aside."""
    is_passing: bool = False
    """Whether they are in memory, and go with the program."""


def file() -> Path:
    """Where the marks are kept: the platform's folder for a program's data."""
    import platformdirs  # noqa: PLC0415 - not before the first frame

    return platformdirs.user_data_path("broadsheet") / "marks.db"


def open_marks() -> Opened:
    """The marks. Where they cannot be kept, a copy of what can be read of them, in memory."""
    path = file()
    try:
        return open_kept(path)
    except (OSError, CatalogueError) as error:
        return open_passing(path, error)


def open_passing(path: Path, error: OSError | CatalogueError) -> Opened:
    """A copy in memory, of what can be read, for as long as the file cannot be written."""
    reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    said = f"Marks are not being kept: {reason.replace(_NAME, path.name)}."
    try:
        return Opened(Marks(None, copied_from=path), said, is_passing=True)
    except CatalogueError:
        return Opened(Marks(None), said, is_passing=True)


def open_kept(path: Path) -> Opened:
    """The marks in their file; a damaged one is set aside, under a name of its own, and a new one begun.

    Raises OSError or CatalogueError where they cannot be kept there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for each in (path, path.parent):
        if each.exists() and not os.access(each, os.W_OK):
            raise PermissionError(0, f"{each} cannot be written")
    try:
        return Opened(_whole(path))
    except CatalogueDamagedError as error:
        return _begun_anew(path, str(error))


def _whole(path: Path) -> Marks:
    """The marks in a file that SQLite finds nothing wrong with. Raises CatalogueDamagedError for another."""
    if path.exists():
        with translated(_NAME), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise CatalogueDamagedError(f"{_NAME} is damaged: {' '.join(found.split())}")
    return Marks(path)


def _begun_anew(path: Path, reason: str) -> Opened:
    """Sets a damaged file aside; of two programs that find it damaged at once, one does."""
    turn = Turn(path)
    if not turn.take(patience=2.0):
        raise CatalogueError(f"another program keeps {_NAME} locked")
    try:
        try:
            return Opened(_whole(path))  # the other program has been here
        except CatalogueDamagedError:
            aside = set_aside(path)
        said = f"Marks begin anew; the old ones are in {aside.name}: {reason}."
        return Opened(Marks(path), said)
    finally:
        turn.give_back()


def set_aside(path: Path) -> Path:
    """Renames a file of marks, with its logs, to a name that nothing has; answers the new name."""
    number = next(n for n in count(1) if not path.with_name(f"marks-damaged-{n}.db").exists())
    aside = path.with_name(f"marks-damaged-{number}.db")
    for suffix in ("", *_LOGS):
        source = Path(f"{path}{suffix}")
        if source.exists():
            source.rename(f"{aside}{suffix}")
    return aside
