"""What earlier versions kept is carried over."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.library.identity import Identity
from reader.library.mark import Kind, Mark
from reader.library.marks import Marks

ONE, TWO, THREE = b"1" * 16, b"2" * 16, b"3" * 16


def version_1(file: Path) -> None:
    """A file of marks as the first version of the schema had it."""
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TABLE marks (body_hash BLOB PRIMARY KEY, read INTEGER, starred INTEGER) WITHOUT ROWID"
        )
        connection.executemany(
            "INSERT INTO marks VALUES (?, ?, ?)",
            [(ONE, 1_600_000_000, None), (TWO, None, 1_600_000_001), (THREE, 1_600_000_002, 1_600_000_003)],
        )
        connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_marks_of_the_first_version_are_carried_over(tmp_path: Path) -> None:
    version_1(tmp_path / "marks.db")
    marks = Marks(tmp_path / "marks.db")
    kept = {each.identity.body_hash: each.mark for each in marks.kept()}
    assert kept == {
        ONE: Mark(True, False, 1_600_000_000_000),
        TWO: Mark(False, True, 0, 1_600_000_001_000),
        THREE: Mark(True, True, 1_600_000_002_000, 1_600_000_003_000),
    }
    marks.close()


def test_an_article_of_the_first_version_is_found_by_its_body_and_then_by_its_path(tmp_path: Path) -> None:
    version_1(tmp_path / "marks.db")
    marks = Marks(tmp_path / "marks.db")
    article = marks.article(Identity(ONE, b"/archive", b"a.md", "A"))
    assert marks.of(article).is_read
    assert marks.mark(Kind.READ, [Identity(ONE, b"/archive", b"a.md", "A")], is_set=False) == [article]
    assert not marks.of(article).is_read
    assert marks.find(Identity(b"4" * 16, b"/archive", b"a.md", "A")) == article
    marks.close()
