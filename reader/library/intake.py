"""Putting articles into the catalogue's tables, and taking them out."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.library.folding import fold
from reader.library.listing import VIEWS, Entry, View
from reader.library.nodes import Nodes, Placement, numbers, numbers_as_text
from reader.library.schema import COLUMNS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Intake:
    """One transaction's worth of changes. Nothing is complete before `finish`."""

    def __init__(self, connection: sqlite3.Connection, nodes: Nodes) -> None:
        self._connection = connection
        self._nodes = nodes
        self._members: list[tuple[int, int, int]] = []
        self._gained: Counter[Placement] = Counter()

    def put(self, entry: Entry) -> None:
        """Take an article in, or replace what is known of its path, keeping its id."""
        metadata = entry.metadata
        path = os.fsencode(entry.path)
        title = _storable(metadata.title)
        moment = (metadata.date - _EPOCH) // _MICROSECOND
        placements = [self._nodes.place(self._connection, view, _paths(view, entry)) for view in VIEWS]
        row = (
            title,
            fold(title),
            moment,
            metadata.date.date().isoformat(),
            metadata.is_draft,
            *(placement.id for placement in placements),
        )
        new = self._connection.execute(
            "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO NOTHING RETURNING id",
            (path, *row),
        ).fetchone()
        if new is not None:
            (article,) = new
        else:
            article = self._withdraw(path)
            self._connection.execute(
                "UPDATE articles SET title = ?, folded = ?, date = ?, day = ?, is_draft = ?, category = ?, "
                "folder = ?, month = ?, tag = ?, author = ? WHERE id = ?",
                (*row, article),
            )
        for placement in placements:
            self._gained[placement] += 1
            self._members += [(node, moment, article) for node in placement.direct]
        for fault in entry.faults:
            self._connection.execute(
                "INSERT INTO faults VALUES (?, ?, ?)", (article, _storable(fault.message), fault.line)
            )

    def take_out(self, path: Path) -> None:
        """Forget the article at a path; an unknown path is no error."""
        article = self._withdraw(os.fsencode(path))
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article,))

    def finish(self, revision: int) -> None:
        """Write what was gathered; the nodes that changed say so with the revision."""
        self._write_members()
        count: Counter[int] = Counter()
        own: Counter[int] = Counter()
        for placement, articles in self._gained.items():
            for node in placement.above:
                count[node] += articles
            for node in placement.direct:
                own[node] += articles
        self._connection.executemany(
            "UPDATE nodes SET count = count + ?, own = own + ?, changed = ? WHERE id = ?",
            [(gained, own[node], revision, node) for node, gained in count.items()],
        )

    def _withdraw(self, path: bytes) -> int | None:
        """Undo all that `put` did for a path, but for the row itself; its id."""
        self._write_members()
        found = self._connection.execute(
            f"SELECT id, date, {', '.join(COLUMNS.values())} FROM articles WHERE path = ?", (path,)
        ).fetchone()
        if found is None:
            return None
        article, moment, *ids = found
        for number, nodes, above in self._connection.execute(
            "SELECT id, nodes, above FROM placements WHERE id IN (SELECT value FROM json_each(?))",
            (f"[{numbers_as_text(ids)}]",),
        ).fetchall():
            placement = Placement(number, numbers(nodes), numbers(above))
            self._gained[placement] -= 1
            self._connection.executemany(
                "DELETE FROM members WHERE node = ? AND date = ? AND article = ?",
                [(node, moment, article) for node in placement.direct],
            )
        self._connection.execute("DELETE FROM faults WHERE article = ?", (article,))
        return int(article)

    def _write_members(self) -> None:
        self._connection.executemany("INSERT INTO members VALUES (?, ?, ?)", self._members)
        self._members.clear()


def _paths(view: View, entry: Entry) -> tuple[tuple[str, ...], ...]:
    """Where an article stands in a view: names from the top down; the empty path is the root."""
    metadata = entry.metadata
    match view:
        case View.CATEGORY:
            return tuple(_names(path) for path in metadata.categories) or ((),)
        case View.FOLDER:
            return (_names(entry.folders),)
        case View.DATE:
            year = f"{metadata.date.year:04}"
            return ((year, f"{year}-{metadata.date.month:02}"),)
        case View.TAG:
            return tuple((name,) for name in _names(metadata.tags)) or (("",),)
        case View.AUTHOR:
            return tuple((name,) for name in _names(metadata.authors)) or (("",),)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple([_storable(name) for name in names if name])


def _storable(text: str) -> str:
    """The text as UTF-8 can hold it: a lone surrogate, which JSON may bring, becomes `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
