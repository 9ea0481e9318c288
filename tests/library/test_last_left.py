"""Which article was open last, for the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.document.anchor import Anchor, Left
from reader.library import last_left
from reader.library.beginning import first_article

LEFT = Left(Anchor(120, "前文", "后文"), 1, 0.34)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    file = tmp_path / "archive" / "一.md"
    file.parent.mkdir()
    file.write_text("words", encoding="utf-8")
    return file


def test_the_last_article_of_each_archive_is_remembered(article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("words", encoding="utf-8")
    last_left.save([article.parent], article, LEFT)
    last_left.save([other], other, None)
    assert last_left.load([article.parent]) == (article, LEFT)
    assert last_left.load([other]) == (other, None)
    assert last_left.load([article.parent, other]) is None
    last_left.save([other, article.parent], other, LEFT)
    assert last_left.load([article.parent, other]) == (other, LEFT)


def test_it_begins_the_next_start(article: Path, tmp_path: Path) -> None:
    last_left.save([article.parent], article, LEFT)
    first = first_article([article.parent])
    assert first is not None
    assert (first.path, first.left) == (article, LEFT)
    article.unlink()
    assert first_article([article.parent], tmp_path / "welcome.md") == (tmp_path / "welcome.md", None, None)
    assert first_article([article.parent]) is None


def test_a_single_file_begins_at_its_place(article: Path) -> None:
    assert first_article([article]) == (article, None, None)
    last_left.save([article], article, LEFT)
    assert first_article([article]) == (article, None, LEFT)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "{}",
        "[1]",
        '[{"archive": []}]',
        '[{"archive": ["ARCHIVE"], "article": 1, "left": null}]',
        '[{"archive": ["ARCHIVE"], "article": "ARTICLE", "left": [["x", 1, 2], 0, 0]}]',
        '[{"archive": ["ARCHIVE"], "article": "ARTICLE", "left": 5}]',
    ],
)
def test_a_note_that_is_damaged_is_no_note_and_is_written_anew(article: Path, note: str) -> None:
    last_left.save([article.parent], article, LEFT)
    said = note.replace("ARCHIVE", str(article.parent)).replace("ARTICLE", str(article))
    last_left._file().write_text(said, encoding="utf-8")
    assert last_left.load([article.parent]) is None
    last_left.save([article.parent], article, LEFT)
    assert last_left.load([article.parent]) == (article, LEFT)


def test_the_archives_that_were_read_last_are_remembered(article: Path) -> None:
    for number in range(60):
        last_left.save([article.parent / str(number)], article, None)
    assert last_left.load([article.parent / "59"]) == (article, None)
    assert last_left.load([article.parent / "0"]) is None
