"""Putting articles into the catalogue's tables, and taking them out."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.archive.article import BodyFormat
from reader.archive.files import body_format
from reader.library.listing import Flag
from reader.library.nodes import Nodes, Placement, Standing, numbers, numbers_as_text
from reader.library.record import Record
from reader.library.schema import COLUMNS

_STORED = (
    "directory, name, size, modified, body_hash, title, folded, sort, date, day, flags, language, "
    "named, category, folder, month, tag, author"
)
_FIELDS = _STORED.count(",") + 1
_INSERT = f"INSERT INTO articles (id, {_STORED}) VALUES (?{', ?' * _FIELDS})"
_UPDATE = f"UPDATE articles SET ({_STORED}) = ({', '.join('?' * _FIELDS)}), stamp = 0 WHERE id = ?"

_ASKED_TOGETHER = 500
"""Names that are asked for at once; SQLite bounds them."""

_Text = tuple[bytes, str, BodyFormat]
"""What the visible text of an article depends on."""


class _Before(NamedTuple):
    """What an article was whose row is written over."""

    text: _Text
    flags: int
    language: str | None


class Intake:
    """One transaction's worth of changes. Nothing is complete before `finish`."""

    def __init__(self, connection: sqlite3.Connection, nodes: Nodes) -> None:
        self._connection = connection
        self._nodes = nodes
        self._rows: list[tuple[object, ...]] = []
        self._members: list[tuple[int, int, int]] = []
        self._faults: list[tuple[int, str, int | None]] = []
        self._gained: Counter[Placement] = Counter()
        self._came: Counter[Standing] = Counter()

    def put(self, records: Iterable[Record]) -> None:
        """Take articles in; one whose path is known replaces what was known of it and keeps its id."""
        (last,) = self._connection.execute("SELECT max(id) FROM articles").fetchone()
        number = (last or 0) + 1
        # Of a path that comes twice, the last counts.
        by_directory: dict[bytes, dict[bytes, Record]] = {}
        for record in records:
            by_directory.setdefault(record.directory, {})[record.name] = record
        for path, by_name in by_directory.items():
            directory = self._nodes.directory(self._connection, path)
            known = self._known(directory, list(by_name))
            for name, record in by_name.items():
                if name in known:
                    self._replace(known[name], directory, record)
                else:
                    self._rows.append((number, *self._placed(number, directory, record)))
                    number += 1
        self._write()

    def _known(self, directory: int, names: Sequence[bytes]) -> dict[bytes, int]:
        """The articles, by name, that stand at these paths by now."""
        found: dict[bytes, int] = {}
        for start in range(0, len(names), _ASKED_TOGETHER):
            asked = names[start : start + _ASKED_TOGETHER]
            sql = f"SELECT name, id FROM articles WHERE directory = ? AND name IN (?{', ?' * (len(asked) - 1)})"
            found.update(self._connection.execute(sql, (directory, *asked)))
        return found

    def move(self, article: int, record: Record) -> None:
        """Give an article the path, and all else, of a record; whatever stands at that path goes."""
        directory = self._nodes.directory(self._connection, record.directory)
        there = self._connection.execute(
            "SELECT id FROM articles WHERE directory = ? AND name = ? AND id <> ?", (directory, record.name, article)
        ).fetchone()
        if there is not None:
            self.take_out(there[0])
        self._replace(article, directory, record)
        self._write()

    def take_out(self, article: int) -> None:
        """Forget an article; an unknown id is no error."""
        if self._withdraw(article) is not None:
            self._pass_over(article)
            self._connection.execute("DELETE FROM articles WHERE id = ?", (article,))

    def set_problems(self, messages: Iterable[str]) -> None:
        """Write the problems of a scan over those of the scan before."""
        self._connection.execute("DELETE FROM problems")
        self._connection.executemany("INSERT INTO problems VALUES (?)", [(message,) for message in messages])

    def finish(self) -> None:
        """Write what was gathered; the nodes that changed say so with the catalogue's next revision."""
        (revision,) = self._connection.execute(
            "UPDATE facts SET value = value + 1 WHERE name = 'revision' RETURNING value"
        ).fetchone()
        for standing, articles in self._came.items():
            for placement in standing.placements:
                self._gained[placement] += articles
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

    def _replace(self, article: int, directory: int, record: Record) -> None:
        """Write a record over an article. Its text stays indexed where that is still the same.

        Where the source names no language any more, the text is asked for it, which it may never have been.
        """
        before = self._withdraw(article)
        row = self._placed(article, directory, record)
        self._connection.execute(_UPDATE, (*row, article))
        text = _text_of(record.body_hash, record.title, record.name)
        asks = before is not None and before.language is not None and record.language is None
        if before is not None and before.text == text and record.body_hash and not asks:
            from_text = before.flags & (Flag.CODE | Flag.IMAGE)
            self._connection.execute("UPDATE articles SET flags = flags | ? WHERE id = ?", (from_text, article))
        else:
            self._pass_over(article)
            self._connection.execute("UPDATE articles SET document = NULL WHERE id = ?", (article,))

    def _pass_over(self, article: int) -> None:
        """Have the index pass over what it holds of an article by now."""
        self._connection.execute(
            "DELETE FROM documents WHERE id = (SELECT document FROM articles WHERE id = ?)", (article,)
        )

    def _placed(self, article: int, directory: int, record: Record) -> tuple[object, ...]:
        """A record as the row that is stored, its places and faults noted to be written with it."""
        standing = self._nodes.stand(self._connection, record.places)
        self._came[standing] += 1
        self._members += [(node, record.date, article) for node in standing.direct]
        self._faults += [(article, message, line) for message, line in record.faults]
        return (directory, *record[1:12], record.named, *standing.ids)

    def _withdraw(self, article: int) -> _Before | None:
        """Undo all that `put` did for an article, but for the row itself."""
        self._write()
        found = self._connection.execute(
            f"SELECT body_hash, title, name, flags, language, date, {', '.join(COLUMNS.values())} "
            "FROM articles WHERE id = ?",
            (article,),
        ).fetchone()
        if found is None:
            return None
        body_hash, title, name, flags, language, moment, *ids = found
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
        return _Before(_text_of(body_hash, title, name), flags, language)

    def _write(self) -> None:
        self._connection.executemany(_INSERT, self._rows)
        self._connection.executemany("INSERT INTO members VALUES (?, ?, ?)", self._members)
        self._connection.executemany("INSERT INTO faults VALUES (?, ?, ?)", self._faults)
        self._rows.clear()
        self._members.clear()
        self._faults.clear()


def _text_of(body_hash: bytes, title: str, name: bytes) -> _Text:
    """The same body says something else as Markdown than as plain text."""
    return body_hash, title, body_format(Path(os.fsdecode(name)))
