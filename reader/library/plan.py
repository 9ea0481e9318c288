"""What a catalogue lacks of the files on disk: compared folder by folder, and matched up where files have moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from reader.archive.files import Listing
from reader.library.listing import Known

_SETTLED_NS = 2_000_000_000
"""How old a file must be for its time to tell: file systems count in steps of up to two seconds (FAT)."""

_EMPTY = blake2b(digest_size=16).digest()
"""The hash of a body that is empty."""

UNSETTLED = -1
"""The time that is kept of a file that may still be changed without its time showing it."""


class Difference(NamedTuple):
    """What must be done about one folder."""

    read: list[Listing]
    """Files that are new or changed."""
    gone: list[Known]
    """Articles whose files are no longer there."""


def compare(files: Iterable[Listing], known: Mapping[bytes, Known]) -> Difference:
    """The files of one folder against what the catalogue knows of that folder.

    A file is changed when its size or its time is another: another, not a later one, because clocks go backwards
    and archives are unpacked with the times of their files.
    """
    left = dict(known)
    read = []
    for file in files:
        before = left.pop(file.name, None)
        if before is None or before.size != file.size or before.modified_ns != file.modified_ns:
            read.append(file)
    return Difference(read, list(left.values()))


def settled(modified_ns: int, now_ns: int) -> int:
    """The time to keep of a file that is read now: its own, or UNSETTLED while a change would not show in it."""
    return modified_ns if abs(now_ns - modified_ns) > _SETTLED_NS else UNSETTLED


class Come(NamedTuple):
    """A file that was new."""

    body_hash: bytes
    directory: bytes
    name: bytes
    size: int
    modified_ns: int


def moves(gone: Iterable[Known], come: Iterable[Come]) -> list[tuple[int, Come]]:
    """Which articles that are gone came back under other paths: those with the same body.

    Of several with one body, each is moved once, in order. A body of nothing is no sign of anything.
    """
    waiting: dict[bytes, list[int]] = {}
    for known in gone:
        if known.body_hash not in (b"", _EMPTY):
            waiting.setdefault(known.body_hash, []).append(known.id)
    for ids in waiting.values():
        ids.reverse()
    return [(waiting[file.body_hash].pop(), file) for file in come if waiting.get(file.body_hash)]
