"""The articles of an archive, in the groups that a reader looks for them in, and in order.

A *view* is a way of grouping: by category, by folder, by date, by tag, by author. Each view is a tree of
*nodes*. An article stands in one or more nodes of every view; what a tree asks is always the same: the child
groups of a node, and the ids of the articles that stand in it, newest first (on equal dates by title, then
by path).

Nodes and articles are known by number. Titles and names come from files and may hold anything.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from time import sleep

from reader.archive.article import Fault
from reader.library.database import Database
from reader.library.folding import words
from reader.library.intake import Intake
from reader.library.listing import Entry, Groups, Listed, Matches, Node, View
from reader.library.nodes import Nodes, numbers, numbers_as_text
from reader.library.schema import COLUMNS, ROOTS, SCHEMA

_CHUNK = 100  # articles a transaction: some 10 ms, which is what a screen may wait for
_MOST_WORDS = 100  # of a filter; SQLite bounds the depth of an expression


class Catalogue:
    """The articles of an archive. Safe in several threads; raises CatalogueError where the database fails."""

    def __init__(self) -> None:
        self._database = Database(SCHEMA)
        self._nodes = Nodes()
        self._revision = 0
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT INTO nodes (id, parent, name, sort) VALUES (?, NULL, '', x'')",
                [(root,) for root in ROOTS.values()],
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
            with self._changing() as intake:
                for entry in chunk:
                    intake.put(entry)
            sleep(0.0002)  # a lock is not fair: without a pause, a screen may wait for the whole batch

    def remove(self, paths: Iterable[Path]) -> None:
        """Forget the articles at these paths; unknown paths are no error."""
        with self._changing() as intake:
            for path in paths:
                intake.take_out(path)

    @contextmanager
    def _changing(self) -> Iterator[Intake]:
        try:
            with self._database.writing() as connection:
                intake = Intake(connection, self._nodes)
                yield intake
                intake.finish(self._revision + 1)
                self._revision += 1
        except BaseException:
            self._nodes.forget()
            raise

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
        return ROOTS[view]

    def node(self, node: int) -> Node:
        """One node, which must exist."""
        return self.nodes((node,))[node]

    def nodes(self, ids: Iterable[int]) -> dict[int, Node]:
        """Nodes by id; ids that do not exist are left out."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, parent, name, count, own, changed FROM nodes WHERE id IN (SELECT value FROM json_each(?))",
                (f"[{numbers_as_text(ids)}]",),
            ).fetchall()
        return {row[0]: Node(*row) for row in rows}

    def trail(self, node: int) -> tuple[int, ...]:
        """The ids from the view's root down to the node, both included."""
        with self._database.reading() as connection:
            return self._nodes.trail(connection, node)

    def groups(self, node: int, matches: Matches | None = None) -> Groups:
        """The child groups of a node that hold any article (any matching article, when `matches` is given).

        They stand in the order of their names; months and years with the newest first.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, count FROM nodes WHERE parent = ? AND count > 0 ORDER BY sort, name", (node,)
            ).fetchall()
        if matches is not None:
            rows = [(group, matches.counts[group]) for group, _ in rows if group in matches.counts]
        return Groups(array("q", [group for group, _ in rows]), array("q", [count for _, count in rows]))

    def articles(self, node: int, matches: Matches | None = None, *, limit: int = -1) -> array[int]:
        """The ids of the articles that stand in a node itself, or of those that match, in order.

        A limit gives only so many, in the time that those take.
        """
        with self._database.reading() as connection:
            if matches is None:
                # The table has the order of dates; SQLite sorts only what is equal in that.
                rows = connection.execute(
                    "SELECT m.article FROM members m JOIN articles a ON a.id = m.article WHERE m.node = ? "
                    "ORDER BY m.date DESC, a.title, a.path LIMIT ?",
                    (node, limit),
                ).fetchall()
            else:
                rows = connection.execute(
                    "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
                    "ORDER BY date DESC, title, path LIMIT ?",
                    (f"[{matches.ids(node)}]", limit),
                ).fetchall()
        return array("q", [article for (article,) in rows])

    def matches(self, view: View, query: str) -> Matches | None:
        """The articles whose titles hold all words of the query, in any case and width; None for no words."""
        wanted = words(query)[:_MOST_WORDS]
        if not wanted:
            return None
        column = COLUMNS[view]
        condition = " AND ".join("instr(folded, ?)" for _ in wanted)
        with self._database.reading() as connection:
            found = connection.execute(
                "SELECT p.nodes, p.above, f.count, f.ids FROM ("
                f"SELECT {column} AS placement, count(*) AS count, group_concat(id) AS ids "
                f"FROM articles WHERE {condition} GROUP BY {column}"
                ") f JOIN placements p ON p.id = f.placement",
                wanted,
            ).fetchall()
        return Matches(found)

    def listed(self, ids: Iterable[int]) -> dict[int, Listed]:
        """What rows say of articles, by id; ids that do not exist are left out."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, path, title, day, is_draft, EXISTS (SELECT 1 FROM faults WHERE article = id) "
                "FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (f"[{numbers_as_text(ids)}]",),
            ).fetchall()
        return {
            row[0]: Listed(row[0], Path(os.fsdecode(row[1])), row[2], date.fromisoformat(row[3]), *map(bool, row[4:]))
            for row in rows
        }

    def find(self, path: Path) -> int | None:
        """The id of the article at a path, as `add` was told it; None when there is none."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT id FROM articles WHERE path = ?", (os.fsencode(path),)).fetchone()
        return None if row is None else int(row[0])

    def faults(self, article: int) -> tuple[Fault, ...]:
        """What was wrong with an article's file."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT message, line FROM faults WHERE article = ? ORDER BY rowid", (article,))
            return tuple(Fault(message, line) for message, line in rows)

    def places(self, article: int, view: View) -> tuple[int, ...]:
        """The nodes of a view that an article stands in, the first one first; empty when it is unknown."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT nodes FROM placements WHERE id = (SELECT {COLUMNS[view]} FROM articles WHERE id = ?)",
                (article,),
            ).fetchone()
        return () if row is None else numbers(row[0])

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
