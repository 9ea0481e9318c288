"""The articles of an archive, in the groups that a reader looks for them in, and in order.

A *view* is a way of grouping: by category, by folder, by date, by tag, by author. Each view is a tree of
*nodes*. An article stands in one or more nodes of every view; what a tree asks is always the same: the child
groups of a node, and the ids of the articles that stand in it, newest first (on equal dates by title, then
by path).

Nodes and articles are known by number. Titles and names come from files and may hold anything.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from time import sleep
from typing import NamedTuple

from reader.archive.article import Fault
from reader.library.database import Database
from reader.library.folding import fold, sort_key, words
from reader.library.listing import VIEWS, Children, Entry, Listed, Matches, Node, View

_SCHEMA = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    date INTEGER NOT NULL,      -- microseconds since 1970, UTC
    day TEXT NOT NULL,          -- as the source writes it, YYYY-MM-DD
    is_draft INTEGER NOT NULL,
    category INTEGER NOT NULL,  -- for each view, the placement
    folder INTEGER NOT NULL,
    month INTEGER NOT NULL,
    tag INTEGER NOT NULL,
    author INTEGER NOT NULL
);
CREATE TABLE faults (article INTEGER NOT NULL, message TEXT NOT NULL, line INTEGER);
CREATE INDEX faults_of_article ON faults (article);

CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    parent INTEGER,
    name TEXT NOT NULL,
    sort BLOB NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (parent, name)
);
CREATE INDEX nodes_in_order ON nodes (parent, sort, name);

-- A placement is a set of nodes of one view. Most articles share theirs with many others, so a filter counts
-- by placement and only then by node; so an article in several categories is counted once above them.
CREATE TABLE placements (id INTEGER PRIMARY KEY, nodes TEXT NOT NULL UNIQUE);

CREATE TABLE members (
    node INTEGER NOT NULL,
    date INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (node, date DESC, article)
) WITHOUT ROWID;
"""

_COLUMNS = {
    View.CATEGORY: "category",
    View.FOLDER: "folder",
    View.DATE: "month",
    View.TAG: "tag",
    View.AUTHOR: "author",
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CHUNK = 100  # articles a transaction: some 5 ms, which is what a screen may wait for
_MOST_WORDS = 100  # of a filter; SQLite bounds the depth of an expression
_MOST_PLACEMENTS = 20_000  # remembered, so that archives with a thousand tags an article stay bounded

_IN_ORDER = "ORDER BY date DESC, title, path"


class _Placement(NamedTuple):
    id: int
    direct: tuple[int, ...]
    """The nodes in which the articles stand."""
    above: tuple[int, ...]
    """Those nodes and everything above them, each once."""


class Catalogue:
    """The articles of an archive. Safe in several threads; raises CatalogueError where the database fails."""

    def __init__(self) -> None:
        self._database = Database(_SCHEMA)
        self._placements: dict[tuple[View, tuple[tuple[str, ...], ...]], _Placement] = {}
        self._parents: dict[int, int | None] = {}
        self._revision = 0
        self._roots = {view: number for number, view in enumerate(VIEWS, 1)}
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO nodes (id, parent, name, sort) VALUES (?, NULL, '', x'')",
                [(root,) for root in self._roots.values()],
            )

    def close(self) -> None:
        """Give everything up."""
        self._database.close()

    # What changes it

    def add(self, batch: Iterable[Entry]) -> None:
        """Take articles in; one whose path is known replaces what was known of it and keeps its id.

        Works in short transactions, between which other threads see what is there so far.
        """
        entries = iter(batch)
        while chunk := list(islice(entries, _CHUNK)):
            with self._changing() as (connection, counts):
                for entry in chunk:
                    self._put(connection, entry, counts)
            sleep(0.0002)  # a lock is not fair: without a pause, a screen may wait for the whole batch

    def remove(self, paths: Iterable[Path]) -> None:
        """Forget the articles at these paths; unknown paths are no error."""
        with self._changing() as (connection, counts):
            for path in paths:
                known = self._take_out(connection, os.fsencode(path), counts)
                if known is not None:
                    connection.execute("DELETE FROM articles WHERE id = ?", (known,))

    @contextmanager
    def _changing(self) -> Iterator[tuple[sqlite3.Connection, Counter[int]]]:
        """A transaction, and a tally of articles gained and lost by each node, written at its end."""
        counts: Counter[int] = Counter()
        try:
            with self._database.writing() as connection:
                yield connection, counts
                revision = self._revision + 1
                connection.executemany(
                    "UPDATE nodes SET count = count + ?, changed = ? WHERE id = ?",
                    [(count, revision, node) for node, count in counts.items()],
                )
                self._revision = revision
        except BaseException:
            self._placements.clear()  # it may name nodes that were rolled back
            self._parents.clear()
            raise

    def _put(self, connection: sqlite3.Connection, entry: Entry, counts: Counter[int]) -> None:
        path = os.fsencode(entry.path)
        title = _storable(entry.metadata.title)
        moment = (entry.metadata.date - _EPOCH) // _MICROSECOND
        day = entry.metadata.date.date().isoformat()
        placements = [self._placement(connection, view, _paths(view, entry)) for view in VIEWS]
        known = self._take_out(connection, path, counts)
        cursor = connection.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                known,
                path,
                title,
                fold(title),
                moment,
                day,
                entry.metadata.is_draft,
                *(p.id for p in placements),
            ),
        )
        article = cursor.lastrowid
        connection.executemany(
            "INSERT INTO members VALUES (?, ?, ?)",
            [(node, moment, article) for placement in placements for node in placement.direct],
        )
        for placement in placements:
            for node in placement.above:
                counts[node] += 1
        if entry.faults:
            connection.executemany(
                "INSERT INTO faults VALUES (?, ?, ?)",
                [(article, _storable(fault.message), fault.line) for fault in entry.faults],
            )

    def _take_out(self, connection: sqlite3.Connection, path: bytes, counts: Counter[int]) -> int | None:
        """Undo all that `_put` did for a path but the row itself; its id, or None where there is none."""
        row = connection.execute(
            f"SELECT id, date, {', '.join(_COLUMNS.values())} FROM articles WHERE path = ?", (path,)
        ).fetchone()
        if row is None:
            return None
        article, moment, *placements = row
        for (nodes,) in connection.execute(
            f"SELECT nodes FROM placements WHERE id IN ({', '.join('?' * len(placements))})", placements
        ):
            direct = _numbers(nodes)
            connection.executemany(
                "DELETE FROM members WHERE node = ? AND date = ? AND article = ?",
                [(node, moment, article) for node in direct],
            )
            for node in self._above(connection, direct):
                counts[node] -= 1
        connection.execute("DELETE FROM faults WHERE article = ?", (article,))
        return int(article)

    def _placement(
        self, connection: sqlite3.Connection, view: View, paths: tuple[tuple[str, ...], ...]
    ) -> _Placement:
        known = self._placements.get((view, paths))
        if known is not None:
            return known
        direct = tuple(dict.fromkeys(self._node(connection, view, path) for path in paths))
        nodes = ",".join(map(str, direct))
        connection.execute("INSERT OR IGNORE INTO placements (nodes) VALUES (?)", (nodes,))
        (number,) = connection.execute("SELECT id FROM placements WHERE nodes = ?", (nodes,)).fetchone()
        placement = _Placement(number, direct, self._above(connection, direct))
        if len(self._placements) >= _MOST_PLACEMENTS:
            self._placements.clear()
        self._placements[view, paths] = placement
        return placement

    def _node(self, connection: sqlite3.Connection, view: View, path: Sequence[str]) -> int:
        node = self._roots[view]
        for name in path:
            key = sort_key(name)
            if view is View.DATE:
                key = bytes(255 - byte for byte in key)
            elif not name:
                key = b"\xff"
            connection.execute(
                "INSERT OR IGNORE INTO nodes (parent, name, sort) VALUES (?, ?, ?)", (node, name, key)
            )
            (node,) = connection.execute(
                "SELECT id FROM nodes WHERE parent = ? AND name = ?", (node, name)
            ).fetchone()
        return node

    # What it is asked

    @property
    def revision(self) -> int:
        """A number that grows whenever anything changes."""
        return self._revision

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self.node(self.root(View.DATE)).count

    @property
    def newest_year(self) -> int | None:
        """The year of the newest article, as its source writes it; None when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT name FROM nodes WHERE parent = ? AND count > 0 ORDER BY sort LIMIT 1",
                (self.root(View.DATE),),
            ).fetchone()
        return None if row is None else int(row[0])

    def root(self, view: View) -> int:
        """The node above all others of a view."""
        return self._roots[view]

    def node(self, node: int) -> Node:
        """One node, which must exist."""
        return self.nodes((node,))[node]

    def nodes(self, ids: Iterable[int]) -> dict[int, Node]:
        """Nodes by id; ids that do not exist are left out."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, parent, name, count, changed FROM nodes "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (_json(ids),),
            ).fetchall()
        return {row[0]: Node(*row) for row in rows}

    def trail(self, node: int) -> tuple[int, ...]:
        """The ids from the view's root down to the node, both included."""
        with self._database.reading() as connection:
            return self._trail(connection, node)

    def children(self, node: int, matches: Matches | None = None) -> Children:
        """The child groups and the articles of a node, in order; of the matching articles only, when given.

        A group without articles is not there. Groups stand by name, months and years with the newest first.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, count FROM nodes WHERE parent = ? AND count > 0 ORDER BY sort, name", (node,)
            ).fetchall()
            if matches is None:
                # SQLite sorts only within equal dates here; the rest of the order is the table's own.
                articles = connection.execute(
                    "SELECT m.article FROM members m JOIN articles a ON a.id = m.article WHERE m.node = ? "
                    "ORDER BY m.date DESC, a.title, a.path",
                    (node,),
                ).fetchall()
            else:
                rows = [(group, matches.counts[group]) for group, _ in rows if group in matches.counts]
                articles = connection.execute(
                    f"SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) {_IN_ORDER}",
                    (f"[{matches.ids(node)}]",),
                ).fetchall()
        return Children(
            array("q", [group for group, _ in rows]),
            array("q", [count for _, count in rows]),
            array("q", [article for (article,) in articles]),
        )

    def matches(self, view: View, query: str) -> Matches | None:
        """The articles whose titles hold all words of the query, in any case and width; None for no words."""
        wanted = words(query)[:_MOST_WORDS]
        if not wanted:
            return None
        matches = Matches(query)
        column = _COLUMNS[view]
        condition = " AND ".join("instr(folded, ?)" for _ in wanted)
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT p.nodes, f.count, f.ids FROM ("
                f"SELECT {column} AS placement, count(*) AS count, group_concat(id) AS ids "
                f"FROM articles WHERE {condition} GROUP BY {column}"
                ") f JOIN placements p ON p.id = f.placement",
                wanted,
            )
            for nodes, count, ids in found:
                direct = _numbers(nodes)
                matches.put(direct, self._above(connection, direct), count, ids)
        return matches

    def listed(self, ids: Iterable[int]) -> dict[int, Listed]:
        """What rows say of articles, by id; ids that do not exist are left out."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, path, title, day, is_draft, EXISTS (SELECT 1 FROM faults WHERE article = id) "
                "FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (_json(ids),),
            ).fetchall()
        return {
            row[0]: Listed(
                row[0], Path(os.fsdecode(row[1])), row[2], date.fromisoformat(row[3]), *map(bool, row[4:])
            )
            for row in rows
        }

    def find(self, path: Path) -> int | None:
        """The id of the article at a path, as `add` was told it; None when there is none."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT id FROM articles WHERE path = ?", (os.fsencode(path),)
            ).fetchone()
        return None if row is None else int(row[0])

    def faults(self, article: int) -> tuple[Fault, ...]:
        """What was wrong with an article's file."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT message, line FROM faults WHERE article = ? ORDER BY rowid", (article,)
            )
            return tuple(Fault(message, line) for message, line in rows)

    def places(self, article: int, view: View) -> tuple[int, ...]:
        """The nodes of a view that an article stands in, the first one first; empty when it is unknown."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT nodes FROM placements "
                f"WHERE id = (SELECT {_COLUMNS[view]} FROM articles WHERE id = ?)",
                (article,),
            ).fetchone()
        return () if row is None else _numbers(row[0])

    def neighbour(self, article: int, step: int, within: int | None = None) -> int | None:
        """The one `step` rows below an article in a node's own list (above, if < 0); None past the ends.

        Without `within`, the node is the article's first category.
        """
        if within is None:
            places = self.places(article, View.CATEGORY)
            if not places:
                return None
            within = places[0]
        older, then = ("<", "DESC, a.title, a.path") if step > 0 else (">", "ASC, a.title DESC, a.path DESC")
        later = ">" if step > 0 else "<"
        with self._database.reading() as connection:
            here = connection.execute(
                "SELECT m.date, a.title, a.path FROM members m JOIN articles a ON a.id = m.article "
                "WHERE m.node = ? AND m.article = ? AND m.date = a.date",
                (within, article),
            ).fetchone()
            if here is None or step == 0:
                return None if here is None else article
            moment, title, path = here
            row = connection.execute(
                "SELECT m.article FROM members m JOIN articles a ON a.id = m.article "
                f"WHERE m.node = ? AND m.date {older}= ? "
                f"AND (m.date {older} ? OR (a.title, a.path) {later} (?, ?)) "
                f"ORDER BY m.date {then} LIMIT 1 OFFSET ?",
                (within, moment, moment, title, path, abs(step) - 1),
            ).fetchone()
        return None if row is None else int(row[0])

    def _trail(self, connection: sqlite3.Connection, node: int) -> tuple[int, ...]:
        trail = [node]
        while True:
            if (node := trail[-1]) not in self._parents:
                (parent,) = connection.execute("SELECT parent FROM nodes WHERE id = ?", (node,)).fetchone()
                self._parents[node] = parent  # a node never moves
            above = self._parents[node]
            if above is None:
                return tuple(reversed(trail))
            trail.append(above)

    def _above(self, connection: sqlite3.Connection, nodes: Sequence[int]) -> tuple[int, ...]:
        """The nodes and all above them, each once."""
        if len(nodes) == 1:
            return self._trail(connection, nodes[0])
        return tuple({above for node in nodes for above in self._trail(connection, node)})


def _paths(view: View, entry: Entry) -> tuple[tuple[str, ...], ...]:
    """Where an article stands in a view: names from the top down; the empty path is the root."""
    metadata = entry.metadata
    match view:
        case View.CATEGORY:
            paths = tuple(_names(path) for path in metadata.categories)
        case View.FOLDER:
            paths = (_names(entry.folders),)
        case View.DATE:
            year = f"{metadata.date.year:04}"
            paths = ((year, f"{year}-{metadata.date.month:02}"),)
        case View.TAG:
            paths = tuple((name,) for name in _names(metadata.tags)) or (("",),)
        case View.AUTHOR:
            paths = tuple((name,) for name in _names(metadata.authors)) or (("",),)
    return paths or ((),)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(_storable(name) for name in names if name)


def _storable(text: str) -> str:
    """The text as UTF-8 can hold it: a lone surrogate, which JSON may bring, becomes `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=4096)
def _numbers(nodes: str) -> tuple[int, ...]:
    return tuple(map(int, nodes.split(",")))


def _json(ids: Iterable[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
