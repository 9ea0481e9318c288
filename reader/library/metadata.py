"""What the tree needs to know of an article, worked out by the processes that read files."""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.archive import files
from reader.archive.article import Fault, Metadata
from reader.errors import ArchiveError
from reader.library.listing import Entry
from reader.library.plan import settled
from reader.library.readers import Work
from reader.library.record import Record, record

if TYPE_CHECKING:
    from reader.library.sync import Root


class Unread(NamedTuple):
    """A file whose metadata is wanted."""

    root: Root
    directory: bytes
    name: bytes
    size: int
    modified_ns: int
    now_ns: int
    """When its folder was listed."""


def read(wanted: Sequence[Unread]) -> bytes:
    """The records, for `records`."""
    return marshal.dumps([tuple(record(_entry(each))) for each in wanted])


def records(data: bytes) -> list[Record]:
    """What `read` made."""
    return [Record(*each) for each in marshal.loads(data)]


def _entry(wanted: Unread) -> Entry:
    """What the catalogue is told of a file. One that cannot be read stands in it under its name, with the reason."""
    path = os.fsdecode(os.path.join(wanted.directory, wanted.name))  # noqa: PTH118 - bytes, and no Path: see `Entry`
    try:
        summary = files.read_summary(path, wanted.size, wanted.modified_ns, wanted.root.site)
    except ArchiveError as error:
        return _unreadable(wanted, error.path, error.reason)
    return Entry(
        path,
        summary.metadata,
        _folders(wanted.root.path, wanted.directory, wanted.root.names),
        summary.faults,
        wanted.size,
        settled(wanted.modified_ns, wanted.now_ns),
        summary.body_hash,
    )


def _unreadable(wanted: Unread, path: Path, reason: str) -> Entry:
    try:
        modified = datetime.fromtimestamp(wanted.modified_ns // 1_000_000_000, UTC)
    except (OverflowError, ValueError, OSError):  # file systems keep times that no calendar has
        modified = datetime.fromtimestamp(0, UTC)
    metadata = Metadata(printable_name(path), modified, date_is_from_file=True)
    # Its time is not kept, so that the next run tries again.
    return Entry(
        path,
        metadata,
        _folders(wanted.root.path, wanted.directory, wanted.root.names),
        (Fault(reason),),
        wanted.size,
        -1,
    )


def _fail(wanted: Unread) -> bytes:
    path = Path(os.fsdecode(os.path.join(wanted.directory, wanted.name)))  # noqa: PTH118 - bytes
    return marshal.dumps([tuple(record(_unreadable(wanted, path, "reading it ended the program that read it")))])


def printable_name(path: Path) -> str:
    """A file's name as text, whatever its bytes are."""
    return os.fsencode(path.name).decode("utf-8", "replace") or str(path)


@lru_cache(256)
def _folders(root: Path, directory: bytes, names: tuple[str, ...]) -> tuple[str, ...]:
    """The folders between a root and a file, below the root's names."""
    folder = Path(os.fsdecode(directory))
    below = folder.relative_to(root).parts if folder != root and folder.is_relative_to(root) else ()
    return (*names, *below)


READING = Work(read, _fail)
"""For `Readers`."""
