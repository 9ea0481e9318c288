"""What is read and starred is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import CatalogueError
from reader.library import marks
from reader.library.identity import Identity
from reader.library.marks import Mark, Marks

ONE, TWO = b"1" * 16, b"2" * 16


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_marks_are_set_and_taken_away(tmp_path: Path) -> None:
    kept = Marks(tmp_path / "marks.db")
    article = kept.article(Identity(ONE))
    kept.set_starred(article, is_starred=True)
    kept.set_read(article, is_read=True)
    assert kept.of((ONE, TWO)) == {ONE: Mark(is_read=True, is_starred=True)}
    kept.set_read(article, is_read=False)
    assert kept.of((ONE,)) == {ONE: Mark(is_starred=True)}
    assert kept.bodies("starred") == {ONE}
    assert kept.bodies("read") == set()


def test_marks_outlast_the_program(tmp_path: Path) -> None:
    first = Marks(tmp_path / "marks.db")
    first.set_read(first.article(Identity(ONE)), is_read=True)
    first.close()
    assert Marks(tmp_path / "marks.db").bodies("read") == {ONE}


def test_damaged_marks_are_set_aside_and_never_overwritten(home: Path) -> None:
    for number in (1, 2):
        file = marks.file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"no database {number}", encoding="utf-8")
        kept, said = marks.open_marks()
        assert kept is not None
        assert f"marks-damaged-{number}.db" in said
        kept.set_read(kept.article(Identity(ONE)), is_read=True)
        kept.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
    kept_aside = sorted(marks.file().parent.glob("marks-damaged-*.db"))
    assert [file.read_text(encoding="utf-8") for file in kept_aside] == ["no database 1", "no database 2"]


def test_where_nothing_can_be_kept_the_reader_is_told(home: Path) -> None:
    marks.file().parent.parent.mkdir(parents=True, exist_ok=True)
    marks.file().parent.write_text("in the way", encoding="utf-8")
    kept, said = marks.open_marks()
    assert kept is None
    assert said.startswith("Marks are not kept")


def test_closed_marks_say_so(tmp_path: Path) -> None:
    kept = Marks(tmp_path / "marks.db")
    kept.close()
    with pytest.raises(CatalogueError):
        kept.set_read(1, is_read=True)
