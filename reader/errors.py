"""What can go wrong, in sentences for the person at the keyboard.

    BroadsheetError
    ├── ArchiveError                a path that cannot be opened or read
    ├── CatalogueError              the catalogue cannot be opened, read or written
    │   ├── CatalogueDamagedError   its file must be set aside and made anew
    │   ├── CatalogueFullError      its disk is full
    │   └── CatalogueLockedError    another program keeps it locked, and may let it go
    ├── FindError                   a search that cannot be run
    └── SettingsError               the settings cannot be kept

Everything else that is raised is a defect of this program and is not caught, but where a parser meets a file: one file
must not keep the others from being listed (`library/readers`), or end the program that opens it (`told_of`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BroadsheetError(Exception):
    """A failure whose message can be shown as it stands."""


class ArchiveError(BroadsheetError):
    """A file or folder could not be opened. The message names it and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{_printable(path)}: {reason}")
        self.path = path
        self.reason = reason

    @classmethod
    def from_os_error(cls, path: Path, error: OSError) -> ArchiveError:
        """The same failure in words; unknown errors keep the system's own words."""
        reasons: dict[type[OSError], str] = {
            FileNotFoundError: "no such file or folder",
            PermissionError: "no permission to read it",
            IsADirectoryError: "is a folder, not a file",
            NotADirectoryError: "is a file, not a folder",
        }
        return cls(path, reasons.get(type(error), error.strerror or str(error)))


PARSER_FAILURES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError),
    *(RecursionError, TypeError, ValueError),
)
"""What parsers raise at a text that they were not made for."""


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Has what a parser raises at a file told of that file: raises `ArchiveError` for `PARSER_FAILURES`."""
    try:
        yield
    except PARSER_FAILURES as error:
        what = _printable(f"{type(error).__name__}: {error}".removesuffix(": "))
        raise ArchiveError(
            path, f"the program fails at this file, which is a defect of the program ({what})"
        ) from error


def _printable(named: object) -> str:
    """A file may be named with escape sequences, or with bytes that are no text."""
    return "".join(character if character.isprintable() else "\ufffd" for character in str(named))


class FindError(BroadsheetError):
    """What was typed to find is not a pattern, or takes too long to look for."""


class CatalogueError(BroadsheetError):
    """The catalogue could not be opened, read or written; the message says why."""


class CatalogueFullError(CatalogueError):
    """The disk that the catalogue is kept on is full."""


class CatalogueLockedError(CatalogueError):
    """Another program kept the catalogue locked for longer than was waited."""


class CatalogueDamagedError(CatalogueError):
    """The catalogue's file is damaged, is no catalogue, or is of a later version of the program."""


class SettingsError(BroadsheetError):
    """What was chosen could not be kept. The message names the file and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"Settings are not kept in {_printable(path)}: {reason}")
        self.path = path
