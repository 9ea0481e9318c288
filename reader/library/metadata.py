"""What the tree needs to know of an article, worked out by the processes that read files."""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.archive import files
from reader.archive.article import Fault, Metadata
from reader.errors import ArchiveError
from reader.library.listing import Entry
from reader.library.plan import settled
from reader.library.readers import Work
from reader.library.record import Record, record_of

if TYPE_CHECKING:
    from reader.library.roots import Root


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
    made = []
    for (root, directory), unread in groupby(wanted, itemgetter(0, 1)):
        folders, beginning = _folders(root, directory), os.path.join(directory, b"")  # noqa: PTH118 - bytes
        made += [tuple(record_of(directory, each.name, _entry(each, beginning, folders))) for each in unread]
    return marshal.dumps(made)


def records(data: bytes) -> list[Record]:
    """What `read` made."""
    return list(map(Record._make, marshal.loads(data)))


def _entry(wanted: Unread, beginning: bytes, folders: tuple[str, ...]) -> Entry:
    """What the catalogue is told of a file. One that cannot be read stands in it under its name, with the reason."""
    root, _, name, size, modified_ns, now_ns = wanted
    path = os.fsdecode(beginning + name)  # no Path: see `Entry`
    try:
        metadata, faults, body_hash = files.read_summary(path, size, modified_ns, root.site)
    except ArchiveError as error:
        return _unreadable(wanted, folders, error.path, error.reason)
    return Entry(path, metadata, folders, faults, size, settled(modified_ns, now_ns), body_hash)


def _unreadable(wanted: Unread, folders: tuple[str, ...], path: Path, reason: str) -> Entry:
    try:
        modified = datetime.fromtimestamp(wanted.modified_ns // 1_000_000_000, UTC)
    except (OverflowError, ValueError, OSError):  # file systems keep times that no calendar has
        modified = datetime.fromtimestamp(0, UTC)
    metadata = Metadata(printable_name(path), modified, date_is_from_file=True)
    # Its time is not kept, so that the next run tries again.
    return Entry(path, metadata, folders, (Fault(reason),), wanted.size, -1)


def _fail(wanted: Unread) -> bytes:
    directory, name = wanted.directory, wanted.name
    path = Path(os.fsdecode(os.path.join(directory, name)))  # noqa: PTH118 - bytes
    folders = _folders(wanted.root, directory)
    entry = _unreadable(wanted, folders, path, "reading it ended the program that read it")
    return marshal.dumps([tuple(record_of(directory, name, entry))])


def printable_name(path: Path) -> str:
    """A file's name as text, whatever its bytes are."""
    return _text(path.name) or str(path)


def _text(name: str) -> str:
    """A name of the file system as text: bytes that are none become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _folders(root: Root, directory: bytes) -> tuple[str, ...]:
    """The folders between a root and a file, below the root's names."""
    folder = Path(os.fsdecode(directory))
    below = folder.relative_to(root.path).parts if folder != root.path and folder.is_relative_to(root.path) else ()
    return (*root.names, *map(_text, below))


READING = Work(read, _fail)
"""For `Readers`."""
