"""What the catalogue stores of an article, worked out from its entry.

Nothing but numbers, texts and tuples of them, so that the processes that read files can hand it to the one that writes
in the cheapest form there is (`marshal`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from reader.library.folding import fold, sort_key
from reader.library.listing import VIEWS, Entry, Flag, View

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DRAFT, _UNDATED = Flag.DRAFT.value, Flag.UNDATED.value
UNDATED = 10**18
"""Microseconds by which the dates of files lie before all that sources name: an article that has none of its own is not
the newest because it was copied today. Where no article has one, they stand in the order of their files."""

Paths = tuple[tuple[str, ...], ...]
"""Where an article stands in a view: names from the top down; the empty path is the root."""


class Record(NamedTuple):
    """One article's row and places."""

    directory: bytes
    name: bytes
    size: int
    modified_ns: int
    body_hash: bytes
    title: str
    folded: str | None
    """The title for filtering; None where it is the title itself."""
    sort: int
    """The first seven bytes of the title's sort key."""
    date: int
    """Microseconds since 1970; less UNDATED where that is the file's."""
    day: int
    """Days since the year 1, in the time zone that the source names."""
    flags: int
    language: str | None
    """As its source names it."""
    places: tuple[Paths, ...]
    """For each of VIEWS."""
    faults: tuple[tuple[str, int | None], ...]
    named: str | None
    """By what else it may be linked to, as its front matter says it, a line each; None for nothing."""


def record(entry: Entry) -> Record:
    """An entry as it is stored."""
    return record_of(*os.path.split(os.fsencode(entry.path)), entry)


def record_of(directory: bytes, name: bytes, entry: Entry) -> Record:
    """The same, where its path is known in its parts."""
    _, metadata, folders, faults, size, modified_ns, body_hash = entry
    title, date = storable(metadata.title), metadata.date
    folded = fold(title)
    return Record(
        directory,
        name,
        size,
        modified_ns,
        body_hash,
        title,
        None if folded == title else folded,
        int.from_bytes(sort_key(title[:7])[:7].ljust(7, b"\0"), "big"),
        (date - _EPOCH) // _MICROSECOND - (UNDATED if metadata.date_is_from_file else 0),
        date.toordinal(),
        (_DRAFT if metadata.is_draft else 0) | (_UNDATED if metadata.date_is_from_file else 0),
        metadata.language,
        _places(metadata.categories, folders, date.year, date.month, metadata.tags, metadata.authors),
        tuple([(storable(fault.message), fault.line) for fault in faults]) if faults else (),
        storable("\n".join(metadata.names)) if metadata.names else None,
    )


@lru_cache(4096)
def _places(
    categories: Paths,
    folders: tuple[str, ...],
    year: int,
    month: int,
    tags: tuple[str, ...],
    authors: tuple[str, ...],
) -> tuple[Paths, ...]:
    """Where an article stands, for each of VIEWS; mostly where the one before it stands."""
    places: dict[View, Paths] = {
        View.CATEGORY: tuple([_names(path) for path in categories]) or ((),),
        View.FOLDER: (_names(folders),),
        View.DATE: ((f"{year:04}", f"{year:04}-{month:02}"),),
        View.TAG: tuple([(name,) for name in _names(tags)]) or (("",),),
        View.AUTHOR: tuple([(name,) for name in _names(authors)]) or (("",),),
    }
    return tuple([places[view] for view in VIEWS])


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple([storable(name) for name in names if name])


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: a lone surrogate, which JSON may bring, becomes `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
