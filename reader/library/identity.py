"""Which article of marks.db an article of an archive is.

An article is known by its body, so that it keeps what is marked on it when its file is moved, renamed or filed
elsewhere, and when the archive is opened at another path. Files with the same body are told apart by their paths. An
article whose body was edited is known by its path, or by the source and title that its front matter names.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from reader.library.listing import Listed
from reader.library.record import storable


class Identity(NamedTuple):
    """What is known of an article that tells it from others."""

    body_hash: bytes
    """As the catalogue has it; empty where the body could not be read."""
    root: bytes = b""
    """The archive's folder, absolute; empty when it is not known."""
    path: bytes = b""
    """From there to the file; empty when it is not known."""
    title: str = ""
    link: str = ""
    """The source that the front matter names; empty when there is none, or when it is not known."""
    day: int | None = None
    """Of its date, counted from the year 1."""

    @property
    def file(self) -> bytes:
        """Where its file is, or was."""
        return os.path.join(self.root, self.path)  # noqa: PTH118 - bytes


class Archive(Protocol):
    """What is asked of the archive as it is now; a catalogue knows."""

    def body_at(self, file: bytes) -> bytes | None:
        """The body of the article at an absolute path; None when there is none."""

    def has_body(self, body_hash: bytes) -> bool:
        """Whether there is an article with a body, anywhere."""


class _Unknown:
    """An archive of which nothing is known."""

    def body_at(self, file: bytes) -> bytes | None:
        return None

    def has_body(self, body_hash: bytes) -> bool:
        return False


UNKNOWN: Archive = _Unknown()


def identity(listed: Listed, roots: Sequence[Path], link: str = "") -> Identity:
    """What tells an article of a catalogue from others; `roots` are the folders and files that were opened."""
    path = listed.path
    root = next((each for each in roots if each != path and path.is_relative_to(each)), path.parent)
    return Identity(
        listed.body_hash,
        os.fsencode(root),
        os.fsencode(path.relative_to(root)),
        storable(listed.title),
        storable(link),
        listed.date.toordinal(),
    )


def find(connection: sqlite3.Connection, wanted: Identity, archive: Archive = UNKNOWN) -> int | None:
    """The id of an article in marks.db; None when nothing is known of it."""
    return _by_body(connection, wanted, archive) or _edited(connection, wanted, archive)


def keep(connection: sqlite3.Connection, wanted: Identity, archive: Archive = UNKNOWN) -> int:
    """The id of an article in marks.db, where what it is known by is brought up to date, or noted for the first time.

    Within a transaction that writes.
    """
    found = find(connection, wanted, archive)
    if found is None:
        (added,) = connection.execute(
            "INSERT INTO articles (body_hash, root, path, title, link, day) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
            wanted,
        ).fetchone()
        return int(added)
    known = "iif(?1 = x'', body_hash, ?1), ?2, ?3, ?4, iif(?5 = '', link, ?5), ?6"
    connection.execute(
        f"UPDATE articles SET (body_hash, root, path, title, link, day) = ({known}) "
        f"WHERE id = ?7 AND (body_hash, root, path, title, link, day) IS NOT ({known})",
        (*wanted, found),
    )
    return found


def _by_body(connection: sqlite3.Connection, wanted: Identity, archive: Archive) -> int | None:
    if not wanted.body_hash:
        return None
    known = connection.execute(
        "SELECT id, root, path FROM articles WHERE body_hash = ? ORDER BY path = ? DESC, root = ? DESC, path = x'', id",
        (wanted.body_hash, wanted.path, wanted.root),
    ).fetchall()
    return next((article for article, root, path in known if _is_same(wanted, root, path, archive)), None)


def _is_same(wanted: Identity, root: bytes, path: bytes, archive: Archive) -> bool:
    """Whether an article with the same body, seen last at a path, is this one: not when it is still there."""
    if path in (wanted.path, b"") or root != wanted.root:
        return True
    return archive.body_at(os.path.join(root, path)) != wanted.body_hash  # noqa: PTH118 - bytes


def _edited(connection: sqlite3.Connection, wanted: Identity, archive: Archive) -> int | None:
    """Of the articles at this path, or of this source and title, the one whose body this was before."""
    rows = connection.execute(
        "SELECT id, body_hash, root, path, title, link FROM articles WHERE path = ?1 AND path <> x'' UNION "
        "SELECT id, body_hash, root, path, title, link FROM articles WHERE link = ?2 AND title = ?3 AND link <> ''",
        (wanted.path, wanted.link, wanted.title),
    ).fetchall()
    known = [(article, Identity(*rest)) for article, *rest in rows]
    known.sort(key=lambda each: (each[1].path != wanted.path, each[1].root != wanted.root, each[0]))
    return next((article for article, before in known if _was(wanted, before, archive)), None)


def _was(wanted: Identity, before: Identity, archive: Archive) -> bool:
    has_title = before.title == wanted.title
    if before.path == wanted.path and (has_title or before.root == wanted.root):
        # Another article stands there now when what stood there before is still to be found elsewhere.
        return has_title or not (before.body_hash and archive.has_body(before.body_hash))
    return has_title and before.link == wanted.link != "" and archive.body_at(before.file) is None
