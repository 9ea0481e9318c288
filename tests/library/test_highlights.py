"""Highlights are kept with their articles, whatever becomes of these."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reader.document.passage import passage
from reader.library.highlights import Highlight, Highlights, matching, new_id, of_archive
from reader.library.identity import Identity
from reader.library.marks import Marks

TEXT = "第一句话。A second sentence, which is longer. 第三句话。"
ARTICLE = Identity(
    b"1" * 16, b"/archive", b"a/one.md", "One 标题", "https://example.org/1", date(2024, 5, 1).toordinal()
)
OTHER = Identity(b"2" * 16, b"/elsewhere", b"two.md", "Two")


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks(tmp_path / "marks.db")


def made(start: int, end: int, **more: object) -> Highlight:
    return Highlight(new_id(), passage(TEXT, start, end), 1, "", 1000, 1000)._replace(**more)  # type: ignore[arg-type]


def of(marks: Marks, wanted: Identity) -> list[Highlight]:
    article = marks.find(wanted)
    return [] if article is None else Highlights(marks.database).of(article)


def test_highlights_are_kept_in_the_order_of_the_text(marks: Marks) -> None:
    late, early = made(20, 30, note="late\n第二行", colour=3), made(0, 5)
    Highlights(marks.database).keep(ARTICLE, [late, early])
    assert of(marks, ARTICLE) == [early, late]
    assert of(marks, OTHER) == []
    again = Marks(marks.path)
    assert of(again, ARTICLE) == [early, late]


def test_a_highlight_that_is_kept_again_is_another(marks: Marks) -> None:
    one = made(0, 5)
    kept = Highlights(marks.database)
    kept.keep(ARTICLE, [one])
    moved = one._replace(passage=passage("new " + TEXT, 4, 9), colour=4, note="x", changed=2000, is_lost=True)
    kept.keep(ARTICLE, [moved])
    assert of(marks, ARTICLE) == [moved]


def test_settling_one_leaves_to_another_program_what_that_has_done(marks: Marks) -> None:
    noted, removed = made(0, 5), made(6, 9)
    kept = Highlights(marks.database)
    kept.keep(ARTICLE, [noted, removed])
    kept.change(noted._replace(note="from elsewhere", colour=3, changed=2000))
    kept.remove(removed.id)
    there = passage("new " + TEXT, 4, 9)
    kept.settle([noted._replace(passage=there), removed._replace(is_lost=True)])
    assert of(marks, ARTICLE) == [noted._replace(passage=there, note="from elsewhere", colour=3, changed=2000)]


def test_they_follow_an_article_whose_body_and_path_change(marks: Marks) -> None:
    one = made(0, 5)
    Highlights(marks.database).keep(ARTICLE, [one])
    assert of(marks, ARTICLE._replace(body_hash=b"3" * 16)) == [one]
    assert of(marks, ARTICLE._replace(path=b"b/renamed.md")) == [one]


def test_a_removed_highlight_is_gone_until_it_is_restored(marks: Marks) -> None:
    one, other = made(0, 5), made(5, 9)
    kept = Highlights(marks.database)
    kept.keep(ARTICLE, [one, other])
    filed = kept.all()
    kept.remove(one.id)
    assert of(marks, ARTICLE) == [other]
    kept.restore(filed[0])
    kept.restore(filed[0])
    assert of(marks, ARTICLE) == [one, other]


def test_all_are_listed_with_their_articles(marks: Marks) -> None:
    kept = Highlights(marks.database)
    kept.keep(ARTICLE, [made(0, 5), made(5, 9)])
    kept.keep(OTHER, [made(0, 5, made=2000)])
    found = kept.all()
    assert [(each.title, each.link, each.date, each.path) for each in found] == [
        ("Two", "", None, Path("/elsewhere/two.md")),
        *[("One 标题", "https://example.org/1", date(2024, 5, 1), Path("/archive/a/one.md"))] * 2,
    ]
    assert [each.title for each in of_archive(found, [Path("/archive")])] == ["One 标题"] * 2
    assert of_archive(found, [Path("/other")]) == []


def test_an_archive_at_another_path_has_those_of_its_bodies(marks: Marks) -> None:
    kept = Highlights(marks.database)
    kept.keep(ARTICLE, [made(0, 5)])

    class Moved:
        def body_at(self, file: bytes) -> bytes | None:
            return None

        def has_body(self, body_hash: bytes) -> bool:
            return body_hash == ARTICLE.body_hash

    assert len(of_archive(kept.all(), [Path("/new")], Moved())) == 1


def test_the_note_of_an_article_that_is_gone_can_be_changed(marks: Marks) -> None:
    kept = Highlights(marks.database)
    one = made(0, 5)
    kept.keep(ARTICLE, [one])
    kept.change(one._replace(note="more", colour=2, changed=5))
    (found,) = kept.all()
    assert (found.highlight.note, found.highlight.colour, found.highlight.passage) == ("more", 2, one.passage)


@pytest.mark.parametrize(
    ("words", "count"),
    [("", 3), ("second", 1), ("SECOND longer", 1), ("标题", 2), ("題", 2), ("备注", 1), ("nothing", 0)],
)
def test_they_are_searched_by_quote_note_and_title(marks: Marks, words: str, count: int) -> None:
    kept = Highlights(marks.database)
    kept.keep(ARTICLE, [made(0, 5), made(5, 45)])
    kept.keep(OTHER, [made(0, 5, note="我的备注")])
    assert len(matching(kept.all(), words)) == count


def test_what_utf_8_cannot_hold_does_not_fail(marks: Marks) -> None:
    Highlights(marks.database).keep(ARTICLE, [made(0, 5, note="\ud800")])
    assert of(marks, ARTICLE)[0].note == "?"
