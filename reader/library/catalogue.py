"""The articles of an archive, in the groups that a reader looks for them in, and in order.

A *view* is a way of grouping: by category, by folder, by date, by tag, by author. Each view is a tree of
*nodes*. An article stands in one or more nodes of every view; what a tree asks is always the same: the child
groups of a node, and the ids of the articles that stand in it, in an order.

Nodes and articles are known by number. Titles and names come from files and may hold anything.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, NamedTuple

from reader.archive.article import Fault
from reader.library.database import Database
from reader.library.folding import words
from reader.library.listing import Entry, Flag, Groups, Known, Listed, Matches, Node, Order, View
from reader.library.nodes import Nodes, numbers, numbers_as_text
from reader.library.schema import COLUMNS, MIGRATIONS, ROOTS

if TYPE_CHECKING:
    from reader.archive.files import Listing
    from reader.library.intake import Intake
    from reader.library.record import Record

_CHUNK = 100  # articles a transaction: some 10 ms, which is what a screen may wait for
_MOST_WORDS = 100  # of a filter; SQLite bounds the depth of an expression
_IN_ORDER = {
    # The table of members has the order of dates; SQLite sorts only what is equal in that.
    Order.DATE: "m.date DESC, a.title, a.name, a.id",
    Order.TITLE: "a.sort, a.title, m.date DESC, a.name, a.id",
}


class Unread(NamedTuple):
    """A file, or a part of one, that could not be read."""

    path: Path
    message: str
    line: int | None
    """In the file, counted from 1, where it is known."""


class Catalogue:
    """The articles of an archive: in memory, or in a file that several threads and processes may use at once.

    Raises CatalogueError where the database fails.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.database = Database(MIGRATIONS, path)
        self._nodes = Nodes()

    def close(self) -> None:
        """Give everything up."""
        self.database.close()

    # What changes it

    def add(self, batch: Iterable[Entry]) -> None:
        """Take articles in; one whose path is known replaces what was known of it and keeps its id.

        Works in short transactions, between which other threads see what is there so far.
        """
        from reader.library.record import record  # noqa: PLC0415 - a tree that is only asked takes nothing in

        entries = iter(batch)
        while chunk := list(islice(entries, _CHUNK)):
            self.put(map(record, chunk))
            sleep(0.0002)  # a lock is not fair: without a pause, a screen may wait for the whole batch

    def put(self, records: Iterable[Record]) -> None:
        """`add` for what has been worked out already, in one transaction."""
        with self._changing() as intake:
            intake.put(records)

    def move(self, moves: Iterable[tuple[int, Record]]) -> None:
        """Give articles, by id, the path and all else of a record: their files were moved, and may be changed."""
        with self._changing() as intake:
            for article, moved in moves:
                intake.move(article, moved)

    def remove(self, paths: Iterable[Path]) -> None:
        """Forget the articles at these paths; unknown paths are no error."""
        self.take_out(article for path in paths if (article := self.find(path)) is not None)

    def take_out(self, articles: Iterable[int]) -> None:
        """Forget articles by id; unknown ids are no error."""
        with self._changing() as intake:
            for article in articles:
                intake.take_out(article)

    def set_problems(self, messages: Iterable[str]) -> None:
        """Keep what a scan could not read and is no article, in the place of what the scan before could not."""
        from reader.library.record import storable  # noqa: PLC0415 - see add

        with self._changing() as intake:
            intake.set_problems(storable(message) for message in messages)

    def add_fault(self, articles: Iterable[int], message: str) -> None:
        """Note what else was wrong with articles, until they change."""
        with self.database.writing() as connection:
            connection.executemany("INSERT INTO faults VALUES (?, ?, NULL)", [(each, message) for each in articles])

    def work_out_names(self, is_stopped: Callable[[], bool] = lambda: False) -> None:
        """Have articles that are new or changed found by the names that they are linked to by: see `names`."""
        from reader.library import names  # noqa: PLC0415 - see add

        while True:
            with self.database.writing() as connection:
                if not names.work_out(connection):
                    names.settle(connection)
                    return
            if is_stopped():
                return

    @contextmanager
    def _changing(self) -> Iterator[Intake]:
        from reader.library.intake import Intake  # noqa: PLC0415 - see add

        try:
            with self.database.writing() as connection:
                intake = Intake(connection, self._nodes)
                yield intake
                intake.finish()
        except BaseException:
            self._nodes.forget()
            raise

    # What a scan asks

    def known(self, directory: bytes) -> dict[bytes, Known]:
        """The files of a directory, not of those below it, by name."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT name, id, size, modified, body_hash FROM articles "
                "WHERE directory = (SELECT id FROM directories WHERE path = ?)",
                (directory,),
            ).fetchall()
        return {name: Known(*rest) for name, *rest in rows}

    def is_as_listed(self, directory: bytes, files: list[Listing]) -> bool:
        """Whether these are the files of a directory, in the order of their names, and none has changed.

        That is so of nearly all, and is known in a quarter of the time that it takes to compare them one by one.
        """
        with self.database.reading() as connection:
            rows: list[object] = connection.execute(
                "SELECT name, size, modified FROM articles "
                "WHERE directory = (SELECT id FROM directories WHERE path = ?) ORDER BY name",
                (directory,),
            ).fetchall()
        return rows == files

    def directories(self) -> list[bytes]:
        """The directories that hold any article."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT path FROM directories d WHERE EXISTS (SELECT 1 FROM articles WHERE directory = d.id)"
            ).fetchall()
        return [path for (path,) in rows]

    # What it is asked

    @property
    def revision(self) -> int:
        """A number that grows whenever anything changes, in whatever process."""
        with self.database.reading() as connection:
            return int(connection.execute("SELECT value FROM facts WHERE name = 'revision'").fetchone()[0])

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self.node(self.root(View.DATE)).count

    @property
    def newest_year(self) -> int | None:
        """The year of the newest article, as its source writes it; None when there is none."""
        with self.database.reading() as connection:
            row = connection.execute(
                "SELECT name FROM nodes WHERE parent = ? AND count > 0 ORDER BY sort LIMIT 1",
                (self.root(View.DATE),),
            ).fetchone()
        return None if row is None else int(row[0])

    def newest(self) -> int | None:
        """The newest article. One without a date, whose file may be newer than it, only where there is no other."""
        with self.database.reading() as connection:
            for condition in (f"NOT a.flags & {int(Flag.UNDATED)}", "1"):
                row = connection.execute(
                    "SELECT m.article FROM nodes year CROSS JOIN nodes month ON month.parent = year.id "
                    "CROSS JOIN members m ON m.node = month.id CROSS JOIN articles a ON a.id = m.article "
                    f"WHERE year.parent = ? AND {condition} "
                    "ORDER BY year.sort, year.name, month.sort, month.name, m.date DESC LIMIT 1",
                    (self.root(View.DATE),),
                ).fetchone()
                if row is not None:
                    return int(row[0])
        return None

    def root(self, view: View) -> int:
        """The node above all others of a view."""
        return ROOTS[view]

    def node(self, node: int) -> Node:
        """One node, which must exist."""
        return self.nodes((node,))[node]

    def nodes(self, ids: Iterable[int]) -> dict[int, Node]:
        """Nodes by id; ids that do not exist are left out."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT id, parent, name, count, own, changed FROM nodes WHERE id IN (SELECT value FROM json_each(?))",
                (f"[{numbers_as_text(ids)}]",),
            ).fetchall()
        return {row[0]: Node(*row) for row in rows}

    def trail(self, node: int) -> tuple[int, ...]:
        """The ids from the view's root down to the node, both included."""
        with self.database.reading() as connection:
            return self._nodes.trail(connection, node)

    def groups(self, node: int, matches: Matches | None = None) -> Groups:
        """The child groups of a node that hold any article (any matching article, when `matches` is given).

        They stand in the order of their names; months and years with the newest first.
        """
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT id, count FROM nodes WHERE parent = ? AND count > 0 ORDER BY sort, name", (node,)
            ).fetchall()
        if matches is not None:
            rows = [(group, matches.counts[group]) for group, _ in rows if group in matches.counts]
        return Groups(array("q", [group for group, _ in rows]), array("q", [count for _, count in rows]))

    def articles(
        self, node: int, matches: Matches | None = None, *, order: Order = Order.DATE, limit: int = -1
    ) -> array[int]:
        """The ids of the articles that stand in a node itself, or of those that match, in order.

        By date the newest first, on equal dates by title; by title in the order of its pinyin. A limit gives only
        so many, by date in the time that those take.
        """
        with self.database.reading() as connection:
            if matches is None:
                rows = connection.execute(
                    "SELECT m.article FROM members m JOIN articles a ON a.id = m.article WHERE m.node = ? "
                    f"ORDER BY {_IN_ORDER[order]} LIMIT ?",
                    (node, limit),
                ).fetchall()
            else:
                rows = connection.execute(
                    "SELECT m.id FROM articles m JOIN articles a ON a.id = m.id "
                    f"WHERE m.id IN (SELECT value FROM json_each(?)) ORDER BY {_IN_ORDER[order]} LIMIT ?",
                    (f"[{matches.ids(node)}]", limit),
                ).fetchall()
        return array("q", [article for (article,) in rows])

    def matches(self, view: View, query: str) -> Matches | None:
        """The articles whose titles hold all words of the query, in any case and width; None for no words.

        A word of letters may also be the pinyin of a part of the title, or its initials: see `pinyin`.
        """
        wanted = words(query)[:_MOST_WORDS]
        if not wanted:
            return None
        from reader.library.full_text import syllables  # noqa: PLC0415 - a tree without a filter needs no index
        from reader.library.pinyin import is_typed_pinyin, readings  # noqa: PLC0415

        column = COLUMNS[view]
        with self.database.reading() as connection:
            known = frozenset(syllables(connection)) if any(map(is_typed_pinyin, wanted)) else frozenset()
            values = [value for word in wanted for value in (word, *readings(word, known))]
            condition = " AND ".join(_holds(len(readings(word, known))) for word in wanted)
            found = connection.execute(
                "SELECT p.nodes, p.above, f.count, f.ids FROM ("
                f"SELECT {column} AS placement, count(*) AS count, group_concat(id) AS ids "
                f"FROM articles WHERE {condition} GROUP BY {column}"
                ") f JOIN placements p ON p.id = f.placement",
                values,
            ).fetchall()
        return Matches(found)

    def listed(self, ids: Iterable[int]) -> dict[int, Listed]:
        """What rows say of articles, by id; ids that do not exist are left out."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT a.id, d.path, a.name, a.title, a.day, a.flags, a.body_hash, "
                "EXISTS (SELECT 1 FROM faults WHERE article = a.id) "
                "FROM articles a JOIN directories d ON d.id = a.directory "
                "WHERE a.id IN (SELECT value FROM json_each(?))",
                (f"[{numbers_as_text(ids)}]",),
            ).fetchall()
        return {
            article: Listed(
                article,
                _path(directory, name),
                title,
                date.fromordinal(day),
                bool(flags & Flag.DRAFT),
                bool(is_faulty),
                body_hash,
            )
            for article, directory, name, title, day, flags, body_hash, is_faulty in rows
        }

    def find(self, path: Path) -> int | None:
        """The id of the article at a path, as `add` was told it; None when there is none."""
        directory, name = os.path.split(os.fsencode(path))
        with self.database.reading() as connection:
            row = connection.execute(
                "SELECT id FROM articles WHERE directory = (SELECT id FROM directories WHERE path = ?) AND name = ?",
                (directory, name),
            ).fetchone()
        return None if row is None else int(row[0])

    def body_at(self, file: bytes) -> bytes | None:
        """The body of the article at a path, as marks know it; None when there is none."""
        directory, name = os.path.split(file)
        with self.database.reading() as connection:
            row = connection.execute(
                "SELECT body_hash FROM articles "
                "WHERE directory = (SELECT id FROM directories WHERE path = ?) AND name = ?",
                (directory, name),
            ).fetchone()
        return None if row is None else bytes(row[0])

    def with_body(self, body_hash: bytes) -> int | None:
        """The id of an article that has this body; None when there is none."""
        with self.database.reading() as connection:
            row = connection.execute("SELECT id FROM articles WHERE body_hash = ? LIMIT 1", (body_hash,)).fetchone()
        return None if row is None else int(row[0])

    def has_body(self, body_hash: bytes) -> bool:
        """Whether any article has this body."""
        return self.with_body(body_hash) is not None

    def faults(self, article: int) -> tuple[Fault, ...]:
        """What was wrong with an article's file."""
        with self.database.reading() as connection:
            rows = connection.execute("SELECT message, line FROM faults WHERE article = ? ORDER BY rowid", (article,))
            return tuple(Fault(message, line) for message, line in rows)

    def unread(self) -> Iterator[Unread]:
        """All that was wrong with the archive's files, in the order of their paths."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT d.path, a.name, f.message, f.line FROM faults f JOIN articles a ON a.id = f.article "
                "JOIN directories d ON d.id = a.directory ORDER BY d.path, a.name, f.rowid"
            ).fetchall()
        return (Unread(_path(directory, name), message, line) for directory, name, message, line in rows)

    def problems(self) -> tuple[str, ...]:
        """What the last scan could not read and is no article, such as folders, in sentences."""
        with self.database.reading() as connection:
            return tuple(message for (message,) in connection.execute("SELECT message FROM problems ORDER BY rowid"))

    def places(self, article: int, view: View) -> tuple[int, ...]:
        """The nodes of a view that an article stands in, the first one first; empty when it is unknown."""
        with self.database.reading() as connection:
            row = connection.execute(
                f"SELECT nodes FROM placements WHERE id = (SELECT {COLUMNS[view]} FROM articles WHERE id = ?)",
                (article,),
            ).fetchone()
        return () if row is None else numbers(row[0])

    def neighbour(self, article: int, step: int, within: int | None = None, order: Order = Order.DATE) -> int | None:
        """The one `step` rows below an article in a node's own list (above, if < 0); None past the ends.

        Without `within`, the node is the article's first category.
        """
        if step == 0:
            return article if self.neighbours(article, 1, within, order, least=0) is not None else None
        found = self.neighbours(article, step, within, order, least=abs(step), most=1)
        return found[0] if found else None

    def neighbours(
        self,
        article: int,
        step: int,
        within: int | None = None,
        order: Order = Order.DATE,
        *,
        least: int = 1,
        most: int = -1,
    ) -> list[int] | None:
        """Those below an article in a node's own list (above, if `step` < 0), from the `least`th on; at most so many.

        None where the article does not stand in the node. Without `within`, that is the article's first category.
        """
        if within is None:
            places = self.places(article, View.CATEGORY)
            if not places:
                return None
            within = places[0]
        key = "a.title, a.name, a.id" if order is Order.DATE else "a.sort, a.title, -m.date, a.name, a.id"
        with self.database.reading() as connection:
            here = connection.execute(
                f"SELECT m.date, {key} FROM members m JOIN articles a ON a.id = m.article "
                "WHERE m.node = ? AND m.article = ? AND m.date = a.date",
                (within, article),
            ).fetchone()
            if here is None or not least:
                return None if here is None else []
            moment, *place = here
            later, way = (">", "ASC") if step > 0 else ("<", "DESC")
            wanted = f"({key}) {later} ({', '.join('?' * len(place))})"
            in_order = ", ".join(f"{part} {way}" for part in key.split(", "))
            if order is Order.DATE:  # the table of members has the order of dates, and is not read to its end
                older = "<" if step > 0 else ">"
                wanted = f"m.date {older}= ? AND (m.date {older} ? OR {wanted})"
                place = [moment, moment, *place]
                in_order = f"m.date {'DESC' if step > 0 else 'ASC'}, {in_order}"
            rows = connection.execute(
                f"SELECT m.article FROM members m JOIN articles a ON a.id = m.article WHERE m.node = ? AND {wanted} "
                f"ORDER BY {in_order} LIMIT ? OFFSET ?",
                (within, *place, most, least - 1),
            ).fetchall()
        return [neighbour for (neighbour,) in rows]


def _holds(spellings: int) -> str:
    """That a title holds a word, or is spelled in one of so many ways."""
    spelled = "".join(" OR instr(pinyin, ?)" for _ in range(spellings))
    return f"(instr(coalesce(folded, title), ?){spelled})"


def _path(directory: bytes, name: bytes) -> Path:
    return Path(os.fsdecode(os.path.join(directory, name)))  # noqa: PTH118 - bytes
