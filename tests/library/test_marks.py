"""What is read and starred, and where articles were left, is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.document.anchor import Anchor, Left
from reader.errors import CatalogueError
from reader.library.identity import Identity
from reader.library.mark import NONE, Kind, Mark
from reader.library.marks import Marks

ONE, TWO = Identity(b"1" * 16, b"/archive", b"1.md", "一"), Identity(b"2" * 16, b"/archive", b"2.md", "二")
LEFT = Left(Anchor(120, "前文", "后文 and more"), 1, 0.34)


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[Marks]:
    kept = Marks(tmp_path / "marks.db")
    yield kept
    kept.close()


def test_marks_are_set_and_taken_away(marks: Marks) -> None:
    (article,) = marks.mark(Kind.STARRED, [ONE], is_set=True, moment=5)
    assert marks.mark(Kind.READ, [ONE], is_set=True, moment=6) == [article]
    assert marks.of(article) == Mark(is_read=True, is_starred=True, read_changed=6, starred_changed=5)
    marks.mark(Kind.READ, [ONE], is_set=False, moment=7)
    assert marks.of(article) == Mark(is_starred=True, read_changed=7, starred_changed=5)
    assert marks.find(TWO) is None
    assert marks.of(article + 1) == NONE


def test_marks_outlast_the_program_and_a_power_cut(tmp_path: Path) -> None:
    first = Marks(tmp_path / "marks.db")
    first.mark(Kind.READ, [ONE], is_set=True)
    with first.database.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    first.close()
    again = Marks(tmp_path / "marks.db")
    assert [(each.identity, each.mark.is_read) for each in again.kept()] == [(ONE, True)]
    again.close()


def test_many_are_marked_at_once_and_known_again_one_by_one(marks: Marks) -> None:
    many = [Identity(b"%016d" % n, b"/archive", b"%d.md" % n, str(n)) for n in range(3_000)]
    known = marks.mark(Kind.STARRED, many[5:7], is_set=True)
    articles = marks.mark(Kind.READ, many, is_set=True)
    assert articles[5:7] == known
    assert len(set(articles)) == 3_000
    assert [marks.find(many[n]) for n in (0, 5, 2_999)] == [articles[0], articles[5], articles[2_999]]
    assert marks.mark(Kind.READ, many, is_set=False) == articles
    assert [each.article for each in marks.kept()] == known


def test_all_of_many_are_marked_or_none(marks: Marks) -> None:
    many = [Identity(b"%016d" % n, b"/archive", b"%d.md" % n, str(n)) for n in range(200)]
    with pytest.raises(sqlite3.ProgrammingError):
        marks.mark(Kind.READ, [*many, ONE._replace(title=object())], is_set=True)  # type: ignore[arg-type]
    assert list(marks.kept()) == []
    assert marks.find(many[0]) is None


def test_a_place_is_kept_and_forgotten_at_the_top(marks: Marks) -> None:
    marks.keep_place(ONE, LEFT)
    article = marks.find(ONE)
    assert article is not None
    assert marks.place(article) == LEFT
    assert marks.of(article) == Mark(share=0.34)
    marks.keep_place(ONE, None)
    assert marks.place(article) is None
    marks.keep_place(TWO, None)
    assert marks.find(TWO) is None


def test_a_share_that_is_not_known_leaves_the_one_that_is(marks: Marks) -> None:
    marks.keep_place(ONE, LEFT)
    marks.keep_place(ONE, LEFT._replace(rows=0, share=None))
    article = marks.find(ONE)
    assert article is not None
    assert marks.place(article) == LEFT._replace(rows=0)


def test_a_place_may_stand_in_any_text(marks: Marks) -> None:
    marks.keep_place(ONE, Left(Anchor(0, "\udcff", "\x00'\""), 0, 0.5))
    article = marks.find(ONE)
    assert article is not None
    assert marks.place(article) == Left(Anchor(0, "?", "\x00'\""), 0, 0.5)


def test_closed_marks_say_so(tmp_path: Path) -> None:
    kept = Marks(tmp_path / "marks.db")
    kept.close()
    with pytest.raises(CatalogueError, match="the file of marks is closed"):
        kept.mark(Kind.READ, [ONE], is_set=True)


def test_marks_in_memory_begin_as_a_file_has_them_and_leave_it_alone(tmp_path: Path) -> None:
    first = Marks(tmp_path / "marks.db")
    first.mark(Kind.READ, [ONE], is_set=True)
    passing = Marks(None, copied_from=tmp_path / "marks.db")
    passing.mark(Kind.STARRED, [ONE, TWO], is_set=True)
    assert sorted((each.mark.is_read, each.mark.is_starred) for each in passing.kept()) == [(False, True), (True, True)]
    assert [(each.mark.is_read, each.mark.is_starred) for each in first.kept()] == [(True, False)]
    first.close()


def test_changes_of_others_are_noticed(marks: Marks, tmp_path: Path) -> None:
    other = Marks(tmp_path / "marks.db")
    before = marks.changes()
    marks.mark(Kind.READ, [ONE], is_set=True)
    assert marks.changes() == before
    other.mark(Kind.READ, [TWO], is_set=True)
    assert marks.changes() != before
    other.close()
