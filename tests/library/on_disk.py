"""Archives on disk for the tests of what keeps a catalogue, and what a catalogue says of them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from reader.library.catalogue import Catalogue
from reader.library.listing import VIEWS
from reader.library.progress import Outcome, Progress
from reader.library.readers import Readers, Work
from reader.library.roots import roots_of
from reader.library.sync import Sync

LONG_AGO = 1_600_000_000
"""Seconds since 1970; a time at which a file is surely settled."""

_Item = TypeVar("_Item")


def write(path: Path, body: str | bytes = "Words.", *, title: str = "", at: int = LONG_AGO) -> Path:
    """An article's file, with a time of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\ntitle: {title}\n---\n".encode() if title else b""
    path.write_bytes(text + (body if isinstance(body, bytes) else body.encode()))
    os.utime(path, (at, at))
    return path


class Here(Readers):
    """Readers that are this process: for small archives in small batches."""

    def read(self, work: Work[_Item], batches: Iterator[Sequence[_Item]]) -> Iterator[bytes]:
        for batch in batches:
            yield work.do(batch)


def run(
    catalogue: Catalogue,
    *roots: Path,
    report: Callable[[Progress], None] = lambda progress: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """One run over an archive, by this process alone."""
    return Sync(catalogue, roots_of(roots), Here(), report, is_stopped).run()


def built(*roots: Path) -> Catalogue:
    """A catalogue of an archive, built from nothing."""
    catalogue = Catalogue()
    run(catalogue, *roots)
    return catalogue


class Row(NamedTuple):
    """All that a catalogue knows of an article, but for its numbers."""

    stored: tuple[object, ...]
    places: tuple[frozenset[tuple[str, ...]], ...]
    faults: tuple[object, ...]
    tokens: frozenset[tuple[str, str, int]]
    """Of the index: word, column, place."""


def contents(catalogue: Catalogue) -> dict[str, Row]:
    """All articles by path: the same for two catalogues of the same files, however they came about."""
    with catalogue.database.reading() as connection:
        tokens = _tokens(connection)
        rows = connection.execute(
            "SELECT a.id, CAST(d.path || '/' || a.name AS BLOB), a.document, a.size, a.body_hash, a.title, "
            "a.folded, a.sort, a.date, a.day, a.flags, a.language, a.guessed, a.named, a.stamp, a.pinyin "
            "FROM articles a JOIN directories d ON d.id = a.directory"
        ).fetchall()
    return {
        os.fsdecode(path): Row(
            (*stored, document is None, document == 0),
            tuple(frozenset(_names(catalogue, node) for node in catalogue.places(article, view)) for view in VIEWS),
            catalogue.faults(article),
            frozenset(tokens.get(document, ())),
        )
        for article, path, document, *stored in rows
    }


def nodes(catalogue: Catalogue) -> dict[tuple[str, tuple[str, ...]], tuple[int, int]]:
    """All groups that hold any article, with how many are in and below them, and in them."""
    with catalogue.database.reading() as connection:
        ids = [node for (node,) in connection.execute("SELECT id FROM nodes WHERE count <> 0 OR own <> 0")]
    known = catalogue.nodes(ids)
    views = {catalogue.root(view): view for view in VIEWS}
    return {
        (views[catalogue.trail(node)[0]], _names(catalogue, node)): (known[node].count, known[node].own) for node in ids
    }


def ids(catalogue: Catalogue) -> dict[str, int]:
    """The articles' ids by their files' names."""
    with catalogue.database.reading() as connection:
        return {os.fsdecode(name): article for name, article in connection.execute("SELECT name, id FROM articles")}


def assert_sound(catalogue: Catalogue) -> None:
    """What stands in one table stands in the others, and SQLite finds nothing wrong."""
    with catalogue.database.reading() as connection:
        ask = connection.execute
        assert ask("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert ask("SELECT count(*) FROM faults WHERE article NOT IN (SELECT id FROM articles)").fetchone() == (0,)
        assert ask("SELECT count(*) FROM members WHERE article NOT IN (SELECT id FROM articles)").fetchone() == (0,)
        assert ask(
            "SELECT count(*) FROM members m JOIN articles a ON a.id = m.article WHERE m.date <> a.date"
        ).fetchone() == (0,)
        assert ask(
            "SELECT count(*) FROM nodes n WHERE own <> (SELECT count(*) FROM members WHERE node = n.id)"
        ).fetchone() == (0,)
        assert (
            ask("SELECT id, article FROM documents ORDER BY id").fetchall()
            == ask("SELECT document, id FROM articles WHERE document > 0 ORDER BY document").fetchall()
        )


def _names(catalogue: Catalogue, node: int) -> tuple[str, ...]:
    trail = catalogue.trail(node)
    known = catalogue.nodes(trail)
    return tuple(known[each].name for each in trail[1:])


def _tokens(connection: sqlite3.Connection) -> dict[int, set[tuple[str, str, int]]]:
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.tokens USING fts5vocab(main, full_text, instance)")
    found: dict[int, set[tuple[str, str, int]]] = {}
    for term, document, column, offset in connection.execute("SELECT term, doc, col, offset FROM temp.tokens"):
        found.setdefault(document, set()).add((term, column, offset))
    return found
