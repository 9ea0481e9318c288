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
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.errors import CatalogueError
from reader.library.listing import Listed
from reader.library.nodes import numbers_as_text
from reader.library.record import storable

if TYPE_CHECKING:
    from reader.library.catalogue import Catalogue


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


class _Answering:
    """An archive of which nothing is known where it does not answer: marks are kept whatever becomes of a catalogue."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def body_at(self, file: bytes) -> bytes | None:
        try:
            return self._archive.body_at(file)
        except CatalogueError:
            return None

    def has_body(self, body_hash: bytes) -> bool:
        try:
            return self._archive.has_body(body_hash)
        except CatalogueError:
            return False


def identity(listed: Listed, roots: Sequence[Path], link: str = "") -> Identity:
    """What tells an article of a catalogue from others; `roots` are the folders and files that were opened."""
    root, path = _parted(os.fsencode(listed.path), [os.fsencode(root) for root in roots])
    return Identity(listed.body_hash, root, path, storable(listed.title), storable(link), listed.date.toordinal())


_FEW = 100
"""Articles that are looked for one by one."""


def identities(catalogue: Catalogue, articles: Sequence[int], roots: Sequence[Path]) -> list[Identity]:
    """What tells articles of a catalogue from others, in no order; those that are gone are left out."""
    tops = [os.fsencode(root) for root in roots]
    with catalogue.database.reading() as connection:
        rows = connection.execute(
            "SELECT a.body_hash, d.path, a.name, a.title, a.day FROM articles a "
            "JOIN directories d ON d.id = a.directory WHERE a.id IN (SELECT value FROM json_each(?))",
            (f"[{numbers_as_text(articles)}]",),
        ).fetchall()
    return [
        Identity(body_hash, *_parted(os.path.join(directory, name), tops), title, "", day)  # noqa: PTH118 - bytes
        for body_hash, directory, name, title, day in rows
    ]


def _parted(file: bytes, tops: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The root of a file, and its path from there."""
    for top in tops:
        below = top.rstrip(b"/") + b"/"
        if file.startswith(below):
            return top, file[len(below) :]
    return os.path.split(file)


def find(connection: sqlite3.Connection, wanted: Identity, archive: Archive = UNKNOWN) -> int | None:
    """The id of an article in marks.db; None when nothing is known of it."""
    archive = _Answering(archive)
    return _by_body(connection, wanted, archive) or _edited(connection, wanted, archive)


def keep(connection: sqlite3.Connection, wanted: Identity, archive: Archive = UNKNOWN) -> int:
    """The id of an article in marks.db, where what it is known by is brought up to date, or noted for the first time.

    Within a transaction that writes.
    """
    found = follow(connection, wanted, archive)
    if found is not None:
        return found
    (added,) = connection.execute(
        "INSERT INTO articles (body_hash, root, path, title, link, day) VALUES (?, ?, ?, ?, ?, ?) RETURNING id", wanted
    ).fetchone()
    return int(added)


def follow(connection: sqlite3.Connection, wanted: Identity, archive: Archive = UNKNOWN) -> int | None:
    """The same for an article of which something is kept; None, and nothing is noted, for any other."""
    found = find(connection, wanted, archive)
    if found is None:
        return None
    known = "iif(?1 = x'', body_hash, ?1), ?2, ?3, ?4, iif(?5 = '', link, ?5), ?6"
    connection.execute(
        f"UPDATE articles SET (body_hash, root, path, title, link, day) = ({known}) "
        f"WHERE id = ?7 AND (body_hash, root, path, title, link, day) IS NOT ({known})",
        (*wanted, found),
    )
    return found


def keep_all(connection: sqlite3.Connection, wanted: Sequence[Identity], archive: Archive = UNKNOWN) -> list[int]:
    """`keep` for many; of those that are new it takes some microseconds each."""
    if len(wanted) <= _FEW:
        return [keep(connection, each, archive) for each in wanted]
    connection.execute("CREATE TEMP TABLE wanted (number INTEGER PRIMARY KEY, body_hash BLOB, path BLOB)")
    try:
        connection.executemany(
            "INSERT INTO wanted VALUES (?, ?, ?)",
            [(number, each.body_hash, each.path) for number, each in enumerate(wanted)],
        )
        known = connection.execute(
            "SELECT w.number FROM wanted w WHERE EXISTS (SELECT 1 FROM articles WHERE body_hash = w.body_hash) "
            "OR EXISTS (SELECT 1 FROM articles WHERE path = w.path)"
        ).fetchall()
    finally:
        connection.execute("DROP TABLE wanted")
    linked = {number for number, each in enumerate(wanted) if each.link}
    seen = linked.union(number for (number,) in known)
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    found: dict[int, int] = {}
    rows: list[tuple[object, ...]] = []
    for number, each in enumerate(wanted):
        if number not in seen:
            found[number] = last + 1 + len(rows)
            rows.append((found[number], *each))
    connection.executemany(
        "INSERT INTO articles (id, body_hash, root, path, title, link, day) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )
    for number in sorted(seen):
        found[number] = keep(connection, wanted[number], archive)
    return [found[number] for number in range(len(wanted))]


def _by_body(connection: sqlite3.Connection, wanted: Identity, archive: Archive) -> int | None:
    if not wanted.body_hash:
        return None
    at_its_path = connection.execute(
        "SELECT id FROM articles WHERE path = ?1 AND body_hash = ?2 ORDER BY root = ?3 DESC, id LIMIT 1",
        (wanted.path, wanted.body_hash, wanted.root),
    ).fetchone()
    if at_its_path is not None:
        return int(at_its_path[0])
    known = connection.execute(
        "SELECT id, root, path FROM articles WHERE body_hash = ? ORDER BY root = ? DESC, path = x'', id",
        (wanted.body_hash, wanted.root),
    )
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
        if has_title:
            return before.root == wanted.root or not _are_two_files(before.file, wanted.file)
        return not (before.body_hash and archive.has_body(before.body_hash))
    return has_title and before.link == wanted.link != "" and archive.body_at(before.file) is None


def _are_two_files(one: bytes, other: bytes) -> bool:
    """Whether both are there and none leads to the other: `about.md` of two archives that are two things."""
    try:
        return not os.path.samefile(one, other)  # noqa: PTH121 - bytes
    except (OSError, ValueError):
        return False
